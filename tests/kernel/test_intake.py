"""Files handed in: what cannot be trusted is refused by place."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.kernel import intake
from azymut.kernel.errors import FileRefusedError


def table(text, **options):
    return intake.read_table(text, **{"delimiter": ";", **options})


def test_bytes_are_read_within_the_limit(tmp_path, settings):
    path = tmp_path / "a.csv"
    path.write_bytes(b"abc")
    assert intake.read_bytes(path) == b"abc"
    assert intake.sha256(b"abc") == hashlib.sha256(b"abc").hexdigest()
    with pytest.raises(FileRefusedError):
        intake.read_bytes(path, limit=2)
    settings.UPLOAD_LIMIT_BYTES = 2
    with pytest.raises(FileRefusedError):
        intake.read_bytes(path)
    path.write_bytes(b"")
    with pytest.raises(FileRefusedError):
        intake.read_bytes(path)


@pytest.mark.parametrize("content", ["żółw".encode(), "\ufeffżółw".encode()])
def test_utf8_is_read_with_and_without_mark(content):
    assert intake.decode(content) == "żółw"


def test_other_encodings_are_read_where_declared():
    assert intake.decode("żółw".encode("cp1250"), encodings=("utf-8-sig", "cp1250")) == "żółw"


def test_wrong_encoding_is_refused_by_row():
    with pytest.raises(FileRefusedError) as refusal:
        intake.decode("a;b\n1;żółw".encode("cp1250"))
    assert refusal.value.place == "wiersz 2, bajt 6"


def test_control_characters_are_refused_by_row():
    with pytest.raises(FileRefusedError) as refusal:
        intake.decode(b"a;b\n1;\x00\n")
    assert refusal.value.place == "wiersz 2"


@given(st.text())
def test_decode_gives_back_or_refuses(text):
    try:
        assert intake.decode(text.encode("utf-8")) == text.removeprefix("\ufeff")
    except FileRefusedError:
        assert intake._CONTROL.intersection(text)


def test_rows_know_their_numbers():
    read = table('kod;nazwa\n1;"dwie\nlinie"\n\n 2 ; b \n')
    assert read.columns == ("kod", "nazwa")
    assert [(row.number, row["kod"], row.get("nazwa"), row.get("brak")) for row in read.rows] == [
        (2, "1", "dwie\nlinie", ""),
        (5, "2", "b", ""),
    ]


def test_misshapen_rows_are_listed():
    assert table("a;b\n1;2;3\n1;2\n1\n").misshapen == ((2, 3), (4, 1))


def test_last_empty_cell_can_be_dropped():
    read = table("a;b;\n1;2;\n", drop_last_empty=True)
    assert (read.columns, read.rows[0].cells) == (("a", "b"), {"a": "1", "b": "2"})


def test_cells_stay_as_they_are_when_asked():
    assert table("a\n x \n", delimiter="\t", trim=False).rows[0]["a"] == " x "


def test_quotes_can_be_plain_text():
    assert table('a;b\n"x;y\n', quotechar=None).rows[0].cells == {"a": '"x', "b": "y"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "wiersz 1"),
        ("\n\n", "wiersz 1"),
        ("a;b\n", "wiersz 2"),
        ("a,b\n1,2\n", "wiersz 1"),
        ("a;c\n1;2\n", "wiersz 1"),
        ("a;b;b\n1;2;3\n", "wiersz 1"),
        ('a;b\n1;"open\n', "wiersz 2"),
        ('a;b\n1;"x"y\n', "wiersz 2"),
        ("a;b\n1;" + "x" * (intake.MAX_FIELD_CHARACTERS + 1) + "\n", "wiersz 2"),
    ],
)
def test_wrong_tables_are_refused_by_place(text, place):
    with pytest.raises(FileRefusedError) as refusal:
        table(text, required=("a", "b"))
    assert refusal.value.place == place


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS).filter(any), min_size=1, max_size=8))
def test_written_tables_are_read_back(rows):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([("a", "b"), *rows])
    assert [tuple(row.cells.values()) for row in table(out.getvalue()).rows] == rows


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def test_honest_archive_passes():
    intake.check_archive(zipped([("xl/workbook.xml", "x" * 1000), ("b", "")]))


@pytest.mark.parametrize(
    "content",
    [
        b"not a zip",
        zipped([("a", "x")])[:-5],
        zipped([("bomb", b"\0" * 50_000_000)]),
        zipped([(f"{n}", "") for n in range(intake.MAX_ARCHIVE_MEMBERS + 1)]),
        zipped([("../up", "x")]),
        zipped([("/etc/passwd", "x")]),
        zipped([("C:/windows", "x")]),
        zipped([("a\\..\\..\\b", "x")]),
    ],
    ids=["no archive", "cut off", "bomb", "too many", "upwards", "absolute", "drive", "backslashes"],
)
def test_hostile_archive_is_refused(content):
    with pytest.raises(FileRefusedError):
        intake.check_archive(content)


def test_damaged_part_is_refused_by_its_name():
    content = bytearray(zipped([("part.xml", "x" * 1000)]))
    start = content.index(b"part.xml") + len("part.xml")
    content[start] ^= 0xFF
    with pytest.raises(FileRefusedError):
        intake.check_archive(bytes(content))


def test_wrong_checksum_names_the_part():
    content = bytearray(zipped([("part.xml", "x" * 1000)]))
    start = content.rindex(b"PK\x01\x02")
    content[start + 16] ^= 0xFF
    with pytest.raises(FileRefusedError) as refusal:
        intake.check_archive(bytes(content))
    assert refusal.value.place == "part.xml"


@pytest.mark.parametrize("cell", ["=1+1", "+48 42 1", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_cells_that_start_a_formula_are_neutralised(cell):
    assert intake.neutral(cell) == f"'{cell}"


@given(st.one_of(st.integers(), st.floats(allow_nan=False), st.none(), st.booleans()))
def test_numbers_stay_numbers(value):
    assert intake.neutral(value) is value


@given(st.text())
def test_neutral_never_starts_a_formula(text):
    assert not str(intake.neutral(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_heading_of_very_many_columns_is_looked_through_once():
    heading = ";".join([*(f"c{number}" for number in range(300_000)), "c7"])
    with pytest.raises(FileRefusedError) as refused:
        table(f"{heading}\n1")
    assert refused.value.message.endswith(": c7.")
