"""Large files are read row by row, and refused like any other."""

from __future__ import annotations

import pytest
from django.utils import translation

from azymut.kernel import streams
from azymut.kernel.errors import FileRefusedError
from azymut.kernel.streams import mapped, stream_table

TABLE = 'a;b\n1;2\n\n"x\ny";"z;"\n5;6;7\n8;9\n'


def rows(content):
    return list(stream_table(content, delimiter=";", required=("a",)).rows)


def test_rows_keep_the_number_of_their_first_line():
    assert rows(TABLE.encode()) == [
        (2, ["1", "2"]),
        (4, ["x\ny", "z;"]),
        (6, ["5", "6", "7"]),
        (7, ["8", "9"]),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_mapped_file_reads_like_its_bytes(tmp_path, ending):
    path = tmp_path / "table.csv"
    path.write_bytes(("\ufeff" + TABLE.replace("\n", ending)).encode())
    with mapped(path, limit=1000) as content:
        assert rows(content) == rows(path.read_bytes())
        assert stream_table(content, delimiter=";", required=()).columns == ("a", "b")


@pytest.mark.parametrize(("size", "limit", "part"), [(0, 10, "empty"), (11, 10, "at most")])
def test_empty_and_too_large_files_are_not_mapped(tmp_path, size, limit, part):
    path = tmp_path / "table.csv"
    path.write_bytes(b"x" * size)
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal, mapped(path, limit=limit):
        pass
    assert part in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "part", "place"),
    [
        (b"", "no heading", "row 1"),
        (b"\n;\n", "no heading", "row 1"),
        (b"b;c\n1;2\n", "Missing columns: a", "row 1"),
        (b"a,b\n1,2\n", "not separated", "row 1"),
        (b"a;a\n1;2\n", "named twice", "row 1"),
        (b"a;b\n\n", "no rows", "row 2"),
        (b"a;b\n1;2\n3", "cut off", "row 3"),
        (b'a;b\n1;2\n3;"4', "damaged", "row 3"),
        (b"a;b\n1;2\n\xb3;2\n", "encoding", "row 3"),
        (b"a;b\n1;\x02\n", "control", "row 2"),
        (b"a;b\n" + b"1" * 60, "too long", "row 2"),
        (b"a;b\n" + b"1" * 60 + b"\n", "too long", "row 2"),
    ],
)
def test_what_is_no_table_is_refused_by_place(monkeypatch, content, part, place):
    monkeypatch.setattr(streams, "MAX_LINE_BYTES", 50)
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        rows(content)
    assert part in str(refusal.value)
    assert refusal.value.place == place
