"""The explorer, the comparison, and the rules that they stand on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.indicators import queries
from azymut.indicators.enums import FileFormat
from azymut.indicators.exchange import importer
from azymut.indicators.rules.comparing import Spread, common_period, spread


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


@pytest.mark.parametrize(
    ("periods", "shared"),
    [
        ([], ""),
        ([["2020", "2021"]], "2021"),
        ([["2020", "2021"], ["2019", "2020"]], "2020"),
        ([["2020"], ["2021"]], ""),
        ([["2022", "2022-12"], ["2022-12", "2022"]], "2022"),
        ([["2021", "2022-03"], ["2022-03", "2021"]], "2022-03"),
        ([["2021-Q1", "2021-Q3"], ["2021-Q1"], ["2021-Q1"]], "2021-Q1"),
    ],
)
def test_common_period_is_the_last_that_all_have(periods, shared):
    assert common_period(periods) == shared


def test_spread_names_the_ends_and_leaves_one_alone():
    values = {"a": Decimal(3), "b": Decimal(1), "c": Decimal(1), "d": Decimal(10)}
    assert spread(values) == Spread(Decimal(1), ("b", "c"), Decimal(2), Decimal(10), ("d",), 4)
    assert spread({"a": Decimal(3)}) is None
    assert spread({}) is None


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.decimals(-1000, 1000, places=2), min_size=2))
def test_spread_holds_every_value_between_its_ends(values):
    lies = spread(values)
    assert lies.lowest <= lies.middle <= lies.highest
    assert all(lies.lowest <= value <= lies.highest for value in values.values())
    assert {values[code] for code in lies.lowest_at} == {lies.lowest}
    assert {values[code] for code in lies.highest_at} == {lies.highest}
    assert lies.of == len(values)


def test_series_stand_side_by_side_within_the_years(load, django_assert_num_queries):
    load("P2497")
    wage = queries.indicator_by_slug("wynagrodzenie")
    queries.series_of("wage", "10")
    with django_assert_num_queries(1):
        found = queries.series_side_by_side([wage], ["10", "14", "99"], since="2020", until="2021")
    assert {key: [one.period for one in values] for key, values in found.items()} == {
        ("wage", "10"): ["2020", "2021"],
        ("wage", "14"): ["2020", "2021"],
    }
    assert queries.years_of([wage])[-1] == queries.value_of("wage", "10").period
    assert queries.years_of([]) == ()


def test_spread_of_a_place_is_that_of_its_own_last_period(load):
    load("P2497", "P2392")
    lies = queries.spreads("10", "voivodeship")["wage"]
    at = queries.values_for_level("wage", "voivodeship", period=queries.value_of("wage", "10").period)
    values = sorted(one.value for one in at.values())
    assert (lies.lowest, lies.highest, lies.of) == (values[0], values[-1], 16)
    assert lies.middle == (values[7] + values[8]) / 2
    assert "unemployment_rate" in queries.spreads("1061", "county")
    assert "unemployment_rate" not in queries.spreads("10", "voivodeship")


@pytest.mark.usefixtures("observatory")
@pytest.mark.parametrize("address", ["/eksplorator/", "/porownanie/", "/porownanie/?teren=10&teren=1061"])
def test_empty_observatory_says_so(client, address):
    page = text_of(client, address)
    assert "Jeszcze nic nie wybrano" in page or "Nie ma czego porównać" in page


def test_explorer_draws_lines_for_a_few_and_bars_for_many(client, load):
    load("P2497")
    few = text_of(client, "/eksplorator/?wskaznik=wynagrodzenie&teren=10&teren=14&od=2015")
    assert "2015–" in few
    assert "Liczby w tabeli" in few
    assert "województwo mazowieckie" in few
    many = text_of(client, "/eksplorator/?wskaznik=wynagrodzenie&grupa=voivodeships&grupa=counties&teren=1061")
    assert "Pokazano tylko tyle pierwszych miejsc: 30" in many
    assert many.count('<th scope="row"><a') == 30
    assert 'value="1061" checked' in many


def test_explorer_leaves_out_a_total_beside_its_parts_and_says_who_has_nothing(client, load):
    load("P2670", "P2497")
    page = text_of(client, "/eksplorator/?wskaznik=bezrobotni&teren=10&grupa=counties&teren=PL911")
    assert "Brak danych dla: " in page
    bars = page.split("<figcaption>")[0]
    assert "powiat kutnowski" in bars.rpartition("<svg")[2]
    assert "województwo łódzkie" not in bars.rpartition("<svg")[2]


def test_explorer_corrects_what_an_address_gets_wrong(client, load):
    load("P2497")
    page = text_of(client, "/eksplorator/?wskaznik=nie-ma,wynagrodzenie&teren=1061&teren=9999&od=2020&do=2018&grupa=x")
    assert "Nie ma wskaźnika „nie-ma”." in page
    assert "Nie ma miejsca o kodzie „9999”." in page
    assert "od=2018&amp;do=2020" in page
    assert "wskaznik=wynagrodzenie&amp;teren=1061" in page
    stays = client.get("/eksplorator/?wskaznik=wynagrodzenie&od=20x0").context["page"].address
    assert stays.endswith("/eksplorator/?wskaznik=wynagrodzenie&teren=10")


def test_explorer_shows_six_indicators_at_most(client, load):
    load("P2497", "P2392", "P2670")
    slugs = [one.slug for one in queries.indicators().values()][:7]
    page = text_of(client, f"/eksplorator/?wskaznik={','.join(slugs)}")
    assert "Pokazano tylko tyle pierwszych wskaźników: 6" in page


def test_explorer_without_a_value_says_so(client, load):
    load("P2392")
    assert "Źródło nie podaje wartości" in text_of(client, "/eksplorator/?wskaznik=stopa-bezrobocia&teren=10")


def test_explorer_hands_out_what_it_shows(client, load):
    load("P2497")
    response = client.get("/eksplorator/pobierz.csv?wskaznik=wynagrodzenie&teren=10&teren=14&od=2020&do=2021")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert [tuple(line.split(";")[index] for index in (0, 2, 5)) for line in lines[1:]] == [
        ("wage", "10", "2020"), ("wage", "10", "2021"), ("wage", "14", "2020"), ("wage", "14", "2021"),
    ]  # fmt: skip
    assert client.get("/eksplorator/pobierz.csv?teren=10").status_code == 404
    assert client.get("/eksplorator/pobierz.exe?wskaznik=wynagrodzenie").status_code == 404


def test_comparison_takes_the_last_period_that_all_have(client, load):
    load("P2497", "P2392", "ORPDE_BEZROBOCIE", "P2670")
    page = client.get("/porownanie/?teren=10&teren=14&teren=1061").context["page"]
    assert page.heads == ("województwo łódzkie", "województwo mazowieckie", "Łódź")
    rows = {row.name: row for group in page.groups for row in group.rows}
    wage = rows["Przeciętne miesięczne wynagrodzenie brutto"]
    assert len({cell.note for cell in wage.cells}) == 1
    assert wage.warning == ""
    monthly = rows["Bezrobotni zarejestrowani, miesięcznie"]
    assert [cell.text == "b.d." for cell in monthly.cells] == [False, True, False]


def bring(code, year, value, now):
    text = f'"Kod";"Nazwa";"studenci ogółem;{year};[osoba]";\n{code}000;"x";{value};\n'
    importer.bring_in(
        text.encode(), "SZKO_3226_CTAB_1.csv", file_format=FileFormat.BDL_CTAB, by=None, at=now, publish=True
    )


def test_comparison_says_when_periods_differ(client, observatory, now):
    bring("1061", 2022, 50, now)
    bring("1062", 2021, 20, now)
    page = client.get("/porownanie/?teren=1061&teren=1062&teren=1063").context["page"]
    (row,) = (row for group in page.groups for row in group.rows if row.name == "Studenci szkół wyższych")
    assert [(cell.text, cell.note) for cell in row.cells] == [
        ("50\u00a0os.", "2022"),
        ("20\u00a0os.", "2021"),
        ("b.d.", ""),
    ]
    assert row.warning == "Okresy się różnią: tych wartości nie można wprost porównać."


def test_one_place_stands_among_its_peers(client, load, now):
    load("P2392", "ORPDE_BEZROBOCIE")
    page = client.get("/porownanie/?teren=1061").context["page"]
    assert page.heads == ("Łódź", "Miejsce w kolejności", "Najniższa", "Mediana", "Najwyższa")
    (row,) = (row for group in page.groups for row in group.rows if row.name == "Stopa bezrobocia rejestrowanego")
    assert [cell.text for cell in row.cells] == [
        "4,5\u00a0%", "3. z 24, licząc od najniższej wartości", "3,5\u00a0%", "5,8\u00a0%", "8,2\u00a0%",
    ]  # fmt: skip
    assert (row.cells[2].note, row.cells[4].note) == ("powiat rawski", "powiat pajęczański")
    monthly = next(row for group in page.groups for row in group.rows if "miesięcznie" in row.name)
    assert monthly.warning.startswith("Nie ma z kim porównać")
    bring("1061", 2022, 5, now)
    for code in ("1062", "1063", "1001", "1002"):
        bring(code, 2022, 7, now)
    again = client.get("/porownanie/?teren=1061").context["page"]
    (students,) = (row for group in again.groups for row in group.rows if row.name == "Studenci szkół wyższych")
    assert students.cells[4].note == "4 miejsca"


def test_comparison_corrects_what_an_address_gets_wrong(client, load):
    load("P2497")
    page = client.get("/porownanie/?teren=10,14,xx&teren=1061&teren=1062&teren=12").context["page"]
    assert page.heads == ("województwo łódzkie", "województwo mazowieckie", "Łódź", "Piotrków Trybunalski")
    assert page.problems == ("Nie ma miejsca o kodzie „xx”.", "Pokazano tylko tyle pierwszych miejsc: 4.")
    assert client.get("/porownanie/?teren=PL711").context["page"].lead.startswith("Każda wartość wśród wartości wszyst")


@pytest.mark.parametrize(
    "asked", ["wskaznik=wynagrodzenie&teren=10", "wskaznik=wynagrodzenie,bezrobotni,stopa-bezrobocia&teren=10,14,1061"]
)
def test_pages_take_the_same_number_of_queries(client, load, django_assert_num_queries, asked):
    load("P2497", "P2670", "P2392")
    client.get("/eksplorator/")
    with django_assert_num_queries(16):
        client.get(f"/eksplorator/?{asked}")
    with django_assert_num_queries(6):
        client.get(f"/porownanie/?{asked}&teren=30")
