"""What each format's cells, codes and headings mean."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from azymut.indicators.exchange import bdl, bundled, eurostat
from azymut.indicators.exchange.parsed import bdl_value, moment_in_name, period_of
from azymut.indicators.rules.observations import is_period
from azymut.kernel.errors import FileRefusedError

D = Decimal


@pytest.mark.parametrize(
    ("cell", "attribute", "read"),
    [
        ("4,5", "", (D("4.5"), "")),
        ("0", "", (D(0), "")),
        ("-", "", (D(0), "")),
        ("", "", (None, "m")),
        (":", "", (None, "m")),
        ("#", "", (None, "c")),
        ("0,0", "x", (None, "c")),
        ("12", "n", (None, "m")),
        ("12", "p", (D(12), "p")),
        ("12", "M", (D(12), "b")),
        ("12", "?", (D(12), "o")),
        ("dużo", "", None),
    ],
)
def test_bdl_cells(cell, attribute, read):
    assert bdl_value(cell, attribute) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("3.1 b", (D("3.1"), "b")),
        ("2.9 bu", (D("2.9"), "bu")),
        ("5", (D(5), "")),
        (":", (None, "m")),
        (": c", (None, "c")),
        ("7 c", (None, "c")),
        (": z", (None, "z")),
        (": u", (None, "mu")),
        ("3,1", None),
        ("x", None),
        ("3.1 q", None),
    ],
)
def test_eurostat_cells(cell, read):
    assert eurostat.value_of(cell) == read


@pytest.mark.parametrize(
    ("stem", "code"),
    [
        ("SZKO_3226_CTAB_20260321175636", "P3226"),
        ("RYNE_2392_CREL_20230312150319", "P2392"),
        ("GUS_bezrobocie", ""),
    ],
)
def test_bdl_code_from_name(stem, code):
    assert bdl.code_of(stem) == code


@pytest.mark.parametrize(
    ("stem", "code"),
    [
        ("trng_lfse_04_PL_T", "trng_lfse_04"),
        ("estat_edat_lfse_22", "edat_lfse_22"),
        ("tgs00010", "tgs00010"),
        ("X", ""),
    ],
)
def test_eurostat_code_from_name(stem, code):
    assert eurostat.code_of(stem) == code


def test_moment_in_name():
    assert str(moment_in_name("SZKO_3226_CTAB_20260321175636")) == "2026-03-21"
    assert moment_in_name("SZKO_3226_CTAB_20261399999999") is None
    assert moment_in_name("plik") is None


def test_months_and_quarters_become_part_of_the_period():
    assert period_of("2014", ["styczeń", "ogółem"]) == ("2014-01", ["ogółem"])
    assert period_of("2014", ["ogółem", "II kwartał"]) == ("2014-Q2", ["ogółem"])
    assert period_of("2014", ["ogółem"]) == ("2014", ["ogółem"])


@pytest.mark.usefixtures("observatory")
class TestPlaces:
    def read(self, code):
        content = f'"Kod";"Nazwa";"Rok";"Wartosc";"Jednostka miary";"Atrybut";\n{code};"x";"2022";1;"osoba";"";\n'
        parsed = bdl.read_crel(content.encode(), "x")
        return [key[0] for key in parsed.observations], len(parsed.rejected)

    @pytest.mark.parametrize(
        ("code", "canonical"),
        [
            ("1061000", "1061"), ("1000000", "10"), ("051011661000", "1061"), ("051000000000", "10"),
            ("051011600000", "PL711"), ("0", "PL"), ("0000000", "PL"), ("1101600000", "PL711"),
        ],
    )  # fmt: skip
    def test_every_spelling_of_bdl(self, code, canonical):
        found, rejected = self.read(code)
        if code == "1101600000":  # old NTS subregions need not be known
            assert (found, rejected) in [(["PL711"], 0), ([], 1)]
        else:
            assert (found, rejected) == ([canonical], 0)

    def test_unknown_place_is_rejected(self):
        assert self.read("9999000") == ([], 1)

    def test_eurostat_places(self):
        rows = "".join(
            f"A,PC,{geo}\t1\n" for geo in ("PL71", "PL711", "PL9", "PL91", "PL7", "PL", "EU27_2020", "DE2", "XX9")
        )
        parsed = eurostat.read_tsv(f"freq,unit,geo\\TIME_PERIOD\t2022 \n{rows}".encode(), "some_ds_01")
        assert [key[0] for key in parsed.observations] == ["10", "PL711", "14", "PL91", "PL7", "PL", "EU27_2020", "DE2"]
        assert [(one.row, one.column) for one in parsed.rejected] == [(10, "freq,unit,geo\\TIME_PERIOD")]
        assert next(iter(parsed.observations))[2] == "freq=A | unit=PC"

    def test_the_same_place_twice_keeps_the_first_and_rejects_the_second(self):
        content = '"Kod";"Nazwa";"a;2022;[osoba]";\n1061000;"x";1;\n1061000;"x";2;\n'
        parsed = bdl.read_ctab(content.encode(), "x")
        assert [one.value for one in parsed.observations.values()] == [D(1)]
        assert parsed.rejected[0].row == 3

    def test_bad_year_and_short_row_are_rejected(self):
        content = (
            '"Kod";"Nazwa";"Rok";"Wartosc";"Jednostka miary";"Atrybut";\n'
            '1061000;"x";"brak";1;"osoba";"";\n1061000;"x";\n1062000;"x";"2022";1;"osoba";"";\n'
        )
        parsed = bdl.read_crel(content.encode(), "x")
        assert len(parsed.observations) == 1
        assert sorted(one.row for one in parsed.rejected) == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "geo;2022\nPL71;1\n",
        "freq,geo\\TIME_PERIOD\t2022 \tgdzieś\nA,PL71\t1\t2\n",
        "freq,unit\\TIME_PERIOD\t2022 \nA,PC\t1\n",
        "freq,geo\\TIME_PERIOD\t2021 \t2022 \nA,PL71\t1\t2\nA,PL7",
        "freq,geo\\TIME_PERIOD\t2022 \n",
    ],
)
def test_eurostat_refusals(text):
    with pytest.raises(FileRefusedError):
        eurostat.read_tsv(text.encode(), "x")


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("geo,geo\\TIME_PERIOD\t2022 ", "Wymiary nazwane dwa razy: geo."),
        ("unit,geo,unit\\TIME_PERIOD\t2022 ", "Wymiary nazwane dwa razy: unit."),
        ("freq,unit\\TIME_PERIOD\t2022 ", "Brakuje wymiaru „geo”."),
        ("geo\\TIME_PERIOD\t2022M01 \t2022-01 ", "Okresy nazwane dwa razy: 2022-01."),
        ("geo\\TIME_PERIOD\t2022 \tgdzieś", "Nagłówki, które nie są okresami: gdzieś."),
    ],
)
def test_eurostat_heading_that_cannot_be_trusted_is_refused_with_its_place(heading, reason):
    row = "\t".join(["PL71" + ",PL71" * heading.count(","), *["1"] * heading.count("\t")])
    with translation.override("pl"), pytest.raises(FileRefusedError) as refused:
        eurostat.read_tsv(f"{heading}\n{row}\n".encode(), "x")
    assert (str(refused.value), refused.value.place) == (reason, "wiersz 1")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a;b\n1;2\n", "Missing columns: Kod"),
        ('"Kod";"Nazwa";"Wartosc"\n1061000;"x";1\n', "Missing columns: Rok"),
        ('"Kod";"Rok";"Wartosc"\n1061000;"2022";1\n', "Missing columns: Nazwa"),
    ],
)
def test_crel_refusals(text, part):
    with translation.override("en"), pytest.raises(FileRefusedError, match=part):
        bdl.read_crel(text.encode(), "x")


class TestBundled:
    SIDECAR = bundled.Sidecar(dataset="P1", origin="x", vintage_on=None, unit="osoba", breakdown="ogółem")

    @pytest.mark.parametrize(
        "row", ["1061;2022;;", "1061;rok;1;", "1061;2022;x;", "1061;2022;1", "1061;2022;1;\n1061;2022;2;"]
    )
    def test_damaged_table_is_refused(self, row):
        with pytest.raises(FileRefusedError):
            bundled.read_tidy(f"territory;period;value;flag\n{row}\n".encode(), self.SIDECAR)

    def test_every_table_has_a_companion_with_source_and_date(self):
        found = bundled.tables()
        assert len(found) == 19
        assert all(sidecar.origin and sidecar.vintage_on for _, sidecar in found)
        assert all(path.stat().st_size < 1_000_000 for path, _ in found)
        assert "P3226" not in {sidecar.dataset for _, sidecar in found}


def test_year_in_digits_of_another_script_is_no_year(observatory):
    parsed = bdl.read_crel("Kod;Nazwa;Rok;Wartosc\n1000000;x;20\u06632;5\n".encode(), "x")
    assert not parsed.observations
    assert parsed.rejected[0].column == "Rok"
    assert not is_period("20\u06632")
