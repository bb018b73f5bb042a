"""The messages tool: what it hears in code and templates, what it finds missing, what it keeps."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from azymut.kernel import catalogues

PYTHON = """
def actions():
    gettext("Send")
    gettext_lazy("Save")
    ngettext("%(count)s row", "%(count)s rows", count)
    pgettext("verb", "Open")
    npgettext("school", "%(n)s class", "%(n)s classes", n)
    gettext(variable)
"""
TEMPLATE = """{% extends "design/public.html" %}
  <h1>{% translate "Home" %}</h1>
{% blocktranslate count counter=list|length trimmed %}
    {{ counter }} school
{% plural %}
    {{ counter }} schools
{% endblocktranslate %}
    {% part "button" label=_("Write down") %}
{% translate "Month" context "calendar" as month %}
"""


def plural(*forms: str) -> str:
    answers = "".join(f'msgstr[{number}] "{form}"\n' for number, form in enumerate(forms))
    return f'msgid "%(count)s row"\nmsgid_plural "%(count)s rows"\n{answers}'


@pytest.fixture
def room(tmp_path: Path) -> Path:
    room = tmp_path / "azymut" / "meadow"
    (room / "web" / "templates" / "meadow").mkdir(parents=True)
    (room / "migrations").mkdir()
    (room / "__init__.py").write_text("")
    (room / "actions.py").write_text(PYTHON)
    (room / "migrations" / "0001.py").write_text('_("never read")')
    (room / "web" / "templates" / "meadow" / "home.html").write_text(TEMPLATE)
    return room


def write(room: Path, body: str) -> None:
    path = catalogues.catalogue_path(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{catalogues._HEADER}\n{body}", encoding="utf-8")


def faults(room: Path) -> list[str]:
    return catalogues.check(room.parent)[0].faults


def test_said_in_hears_python_and_templates(room: Path) -> None:
    assert {(said.singular, said.plural, said.context) for said in catalogues.said_in(room)} == {
        ("Send", "", None),
        ("Save", "", None),
        ("%(count)s row", "%(count)s rows", None),
        ("Open", "", "verb"),
        ("%(n)s class", "%(n)s classes", "school"),
        ("Home", "", None),
        ("%(counter)s school", "%(counter)s schools", None),
        ("Write down", "", None),
        ("Month", "", "calendar"),
    }


def test_update_adds_once_and_keeps_what_stands(room: Path) -> None:
    write(room, 'msgid "Send"\nmsgstr "Wyślij"\n')
    assert catalogues.update(room) == 8
    assert catalogues.update(room) == 0
    assert catalogues.read_catalogue(catalogues.catalogue_path(room)).get("Send").string == "Wyślij"


def test_update_turns_a_singular_into_a_plural_entry(room: Path) -> None:
    write(room, 'msgid "%(count)s row"\nmsgstr "wiersz"\n')
    catalogues.update(room)
    assert len(catalogues.read_catalogue(catalogues.catalogue_path(room)).get("%(count)s row").string) == 4


def test_check_names_every_text_without_polish(room: Path) -> None:
    assert len(faults(room)) == 9
    assert faults(room)[0] == "meadow/actions.py:3: 'Send' has no Polish text"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('msgid "Send"\nmsgstr ""\n', "has an empty Polish text"),
        ('#, fuzzy\nmsgid "Send"\nmsgstr "Wyślij"\n', "has only a fuzzy Polish text"),
        ('msgid "%(count)s row"\nmsgstr "wiersz"\n', "is plural in one place and singular in the other"),
        (
            plural("jeden", "%(count)s", "%(count)s", "wiersza"),
            "has lost the placeholder count in Polish",
        ),
        (
            plural("%(liczba)s", "%(count)s", "%(count)s", "%(count)s"),
            "has an unknown placeholder liczba in Polish",
        ),
    ],
)
def test_check_finds_a_wrong_text(room: Path, body: str, fault: str) -> None:
    write(room, body)
    assert any(line.endswith(fault) for line in faults(room))


def test_check_wants_the_polish_plural_header(room: Path) -> None:
    path = catalogues.catalogue_path(room)
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n!=1);\\n"\n\nmsgid "Send"\nmsgstr "Wyślij"\n'
    )
    assert faults(room)[0].startswith("the header must say: Plural-Forms: nplurals=4")


def test_check_refuses_two_answers_for_one_text(room: Path) -> None:
    other = room.parent / "orchard"
    other.mkdir()
    (other / "__init__.py").write_text("")
    (other / "rules.py").write_text('gettext("Send")')
    write(room, 'msgid "Send"\nmsgstr "Wyślij"\n')
    write(other, 'msgid "Send"\nmsgstr "Poślij"\n')
    assert catalogues.check(room.parent)[1].faults == [
        "orchard/rules.py:1: 'Send' is 'Wyślij' in meadow, 'Poślij' here; give it a context"
    ]


def test_prune_takes_out_what_nobody_says(room: Path) -> None:
    write(room, 'msgid "Send"\nmsgstr "Wyślij"\n\nmsgid "Gone"\nmsgstr "Nie ma"\n')
    assert catalogues.check(room.parent)[0].unused == ["Gone"]
    assert catalogues.prune(room) == 1
    assert catalogues.prune(room) == 0
    assert catalogues.read_catalogue(catalogues.catalogue_path(room)).get("Send").string == "Wyślij"


def test_compile_all_writes_only_what_changed(room: Path) -> None:
    write(room, 'msgid "Send"\nmsgstr "Wyślij"\n')
    (compiled,) = catalogues.compile_all(room.parent)
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Send") == "Wyślij"
    assert catalogues.compile_all(room.parent) == []


def test_command_checks_updates_and_compiles(room: Path, settings) -> None:
    settings.SOURCE = room.parent
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="9 faults"):
        call_command("messages", "--check", stdout=out, stderr=err)
    call_command("messages", "meadow", "--update", "--prune", stdout=out)
    call_command("messages", stdout=out)
    assert "meadow: added 9" in out.getvalue()
    assert "compiled 1 catalogues" in out.getvalue()
    call_command("messages", "elsewhere", "--check", stdout=out)
    assert out.getvalue().endswith("the Polish texts are complete\n")
    write(room, 'msgid "Gone"\nmsgstr "Nie ma"\n')
    with pytest.raises(CommandError, match="9 faults"):
        call_command("messages", "--check", stdout=out, stderr=err)
    assert "meadow: 1 texts that no code asks for (--prune)" in out.getvalue()
