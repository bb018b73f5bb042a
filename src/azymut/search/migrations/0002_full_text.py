"""The full-text structure beside the entries, in the way of each database; kept up to date by the database itself.

On SQLite a contentless FTS5 table follows `search_entry` through triggers. Whoever alters that table there must make
the triggers anew, since Django copies and drops the table.
"""

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    """CREATE VIRTUAL TABLE search_terms USING fts5(
        title, more, body, content='', tokenize='unicode61 remove_diacritics 0'
    )""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_terms(rowid, title, more, body)
        VALUES (new.id, new.title_terms, new.more_terms, new.body_terms);
    END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_terms(search_terms, rowid, title, more, body)
        VALUES ('delete', old.id, old.title_terms, old.more_terms, old.body_terms);
    END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_terms(search_terms, rowid, title, more, body)
        VALUES ('delete', old.id, old.title_terms, old.more_terms, old.body_terms);
        INSERT INTO search_terms(rowid, title, more, body)
        VALUES (new.id, new.title_terms, new.more_terms, new.body_terms);
    END""",
)
SQLITE_BACK = (
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_changed",
    "DROP TABLE search_terms",
)
POSTGRESQL = (
    """ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title_terms), 'A')
        || setweight(to_tsvector('simple', more_terms), 'B')
        || setweight(to_tsvector('simple', body_terms), 'D')
    ) STORED""",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
)
POSTGRESQL_BACK = (
    "DROP INDEX search_entry_vector",
    "ALTER TABLE search_entry DROP COLUMN vector",
)


def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  # Django's signature
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def backwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001  # Django's signature
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
