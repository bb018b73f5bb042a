"""The index: findable entries with their terms, and the vocabulary from any typed form to the lemmas in the index.

The full-text structure itself stands beside `Entry` and is kept by the database (see the migration): triggers and a
contentless FTS5 table on SQLite, a generated `tsvector` column on PostgreSQL.
"""

from __future__ import annotations

from django.db import models

from azymut.kernel.personal import NOTHING_PERSONAL


class Entry(models.Model):
    """One findable thing as its room described it. Narrow columns come first: counting reads only those."""

    personal_data = NOTHING_PERSONAL

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    public = models.BooleanField()
    sample = models.BooleanField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the document and the lexicon that read it.")
    title = models.CharField(max_length=500)
    title_flat = models.CharField(max_length=520)
    note = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=500)
    title_terms = models.TextField()
    more_terms = models.TextField(blank=True)
    body_terms = models.TextField(blank=True)
    body = models.TextField(blank=True)
    flat = models.TextField(blank=True, help_text="Folded words of everything, for phrases.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class Lemma(models.Model):
    """A folded lemma that stands in the index; `frequent` ones are dropped from questions that say more."""

    personal_data = NOTHING_PERSONAL

    text = models.CharField(max_length=80, unique=True)
    documents = models.PositiveIntegerField(default=1, help_text="As counted at the last full refresh.")
    frequent = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text


class Form(models.Model):
    """A folded inflected form of a lemma; `shown` is the spelling with diacritics, for "did you mean"."""

    personal_data = NOTHING_PERSONAL

    form = models.CharField(max_length=80, db_index=True)
    lemma = models.ForeignKey(Lemma, on_delete=models.CASCADE, related_name="forms")
    shown = models.CharField(max_length=80, blank=True, help_text="Empty where it equals the folded form.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "lemma"], name="search_form_of_lemma")]

    def __str__(self) -> str:
        return self.shown or self.form
