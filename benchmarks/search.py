"""Search over 20,000 documents made of real names: our speed and recall beside plain LIKE and plain FTS5, same run.

    PYTHONPATH=src:. var/venv/bin/python benchmarks/search.py [number of documents]

Names of occupations and of schools come from the source files in `shared/data` beside the project; the hand-checked
questions are those of the test suite.
"""

from __future__ import annotations

import csv
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

import django  # noqa: E402  # the settings come first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from azymut.search import index, registry  # noqa: E402
from azymut.search.finding import find  # noqa: E402
from azymut.search.models import Entry, Form  # noqa: E402
from azymut.search.registry import Document, Kind  # noqa: E402
from tests.search.corpus import INSTITUTIONS, OCCUPATIONS, QUESTIONS  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
MEGABYTE = 1024


def names() -> list[tuple[str, str, str]]:
    """Key, title and note of every occupation and every school in the source files."""
    with (DATA / "kzis" / "kzis_2022_clean.csv").open(encoding="utf-8") as file:
        found = [(f"k{row['kod']}", row["nazwa"], row["kod"]) for row in csv.DictReader(file, delimiter=";")]
    with (DATA / "rspo" / "rspo_export_lubelskie_2020-02.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file, delimiter=";"):
            note = f"{row['Typ']}, {row['Miejscowość']}, {row['Ulica']} {row['Numer budynku']}"
            found.append((f"s{row['Numer RSPO']}", row["Nazwa"], note))
    return found


def documents(count: int) -> list[Document]:
    """The hand-checked corpus, then the source names again and again with a running number."""
    checked = [
        Document(key, name, f"/{key}/", note=note, keywords=key) for key, name, note in OCCUPATIONS + INSTITUTIONS
    ]
    repeated = islice(cycle(names()), count - len(checked))
    rest = [
        Document(f"{key}-{n}", f"{title} {n}", f"/{n}/", note=note) for n, (key, title, note) in enumerate(repeated)
    ]
    return checked + rest


def plain_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE plain USING fts5(key UNINDEXED, title, note)")
        cursor.execute("INSERT INTO plain SELECT key, title, note FROM search_entry")


def plain_fts(question: str) -> list[str]:
    words = " ".join(f'"{word}"' for word in question.replace('"', " ").split())
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM plain WHERE plain MATCH %s ORDER BY rank LIMIT 5", [words])
        return [row[0] for row in cursor.fetchall()]


def plain_like(question: str) -> list[str]:
    entries = Entry.objects.all()
    for word in question.split():
        entries = entries.filter(title__icontains=word)
    return list(entries.order_by("pk").values_list("title", flat=True)[:5])


def ours(question: str) -> list[str]:
    return [hit.plain_title for hit in find(question, limit=5).hits]


TITLES = {key: name for key, name, _ in OCCUPATIONS + INSTITUTIONS}


def _is_hoped(title: str, hoped: set[str]) -> bool:
    """The thing itself or its copy with a running number: the register repeats names, and so does this corpus."""
    return any(title.casefold().startswith(TITLES[key].casefold()) for key in hoped)


def measure(name: str, search: Callable[[str], list[str]], rounds: int) -> None:
    taken, met = [], 0
    for question, hoped in QUESTIONS:
        met += any(_is_hoped(title, hoped) for title in search(question))
        for _ in range(rounds):
            started = time.perf_counter()
            search(question)
            taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    p95 = taken[int(len(taken) * 0.95)]
    print(f"{name:28} p50 {statistics.median(taken):7.2f} ms  p95 {p95:7.2f} ms  recall@5 {met / len(QUESTIONS):.2f}")


def main() -> None:
    if connection.vendor != "sqlite":
        sys.exit("this comparison is with SQLite's own search; run it without TEST_DATABASE_URL")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    call_command("migrate", verbosity=0)
    gathered = documents(count)
    registry._kinds.clear()
    registry.register(Kind("name", "Name", lambda keys: gathered))  # noqa: ARG005  # the protocol's argument
    started = time.perf_counter()
    index.rebuild()
    took = time.perf_counter() - started
    started = time.perf_counter()
    index.rebuild()
    again = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    print(f"{count} documents indexed in {took:.1f} s, a second time in {again:.1f} s; {Form.objects.count()} forms")
    print(f"largest memory of the process {memory:.0f} MB")
    plain_tables()
    measure("ours (lemmas, typos)", ours, 10)
    measure("plain FTS5", plain_fts, 10)
    measure("plain LIKE", plain_like, 3)


if __name__ == "__main__":
    main()
