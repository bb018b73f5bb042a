"""What leaves the house holds no hidden count, on whichever way: pages, downloads, answers, ways back, snapshots."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from azymut.indicators import actions, queries, store
from azymut.indicators.enums import FileFormat, Flag
from azymut.indicators.exchange import importer
from azymut.indicators.models import Dataset, Indicator, Source, SuppressionPolicy
from azymut.kernel.errors import DomainError
from azymut.kernel.models import AuditEntry
from azymut.places.models import Territory
from tests.factories.people import AccountFactory
from tests.indicators import attacker

SUMS = '["razem"] = ["kobiety"] + ["mężczyźni"]'
FOLLOWS = '["udział kobiet"] : ["kobiety"]'
SMALL = ("1001", "kobiety")


def guard(now, **fields):
    fields = {
        "threshold": 10,
        "sums": SUMS,
        "follows": FOLLOWS,
        "reason": "Zasada źródła.",
        "is_active": True,
        **fields,
    }
    dataset = fields.pop("dataset", None) or Dataset.objects.get(code="P9001")
    return actions.guard_dataset(dataset=dataset, **fields, by=None, at=now)


def indicator(key, formula, **fields):
    names = {f"{field}_{language}": key for field in ("name", "short") for language in ("pl", "en")}
    levels = "voivodeship,county"
    return Indicator.objects.create(
        key=key, slug=key.replace("_", "-"), formula=formula, levels=levels, theme="work", **names, **fields
    )


@pytest.fixture
def counted(observatory, now):
    """All counties of the region, women and men, their sum, a share that tells; one county with four women."""
    counties = Territory.objects.counties_of("10").order_by("code").values_list("code", flat=True)
    truth = {(code, "kobiety"): 40 + 7 * at for at, code in enumerate(counties)}
    truth |= {(code, "mężczyźni"): 60 + 3 * at for at, code in enumerate(counties)}
    truth[SMALL] = 4
    for name in ("kobiety", "mężczyźni"):
        truth["10", name] = sum(truth[code, name] for code in counties)
    for code in (*counties, "10"):
        truth[code, "razem"] = truth[code, "kobiety"] + truth[code, "mężczyźni"]
    shares = {
        (code, "udział kobiet"): round(100 * truth[code, "kobiety"] / truth[code, "razem"], 4)
        for code in (*counties, "10")
    }
    rows = "".join(
        f'"{code}{"0" * (7 - len(code))}";"x";"{name}";"2022";{str(value).replace(".", ",")};"osoba";"";\n'
        for (code, name), value in {**truth, **shares}.items()
    )
    heading = '"Kod";"Nazwa";"Grupa";"Rok";"Wartosc";"Jednostka miary";"Atrybut";\n'
    importer.bring_in(
        (heading + rows).encode(), "ABSO_9001_CREL_1.csv", file_format=FileFormat.BDL_CREL, by=None, at=now
    )
    indicator("abs_women", 'P9001["kobiety"]')
    indicator("abs_men", 'P9001["mężczyźni"]')
    indicator("abs_all", 'P9001["razem"]')
    indicator("abs_share_read", 'P9001["udział kobiet"]', decimals=4)
    indicator("abs_sum", 'sum(P9001["kobiety", "mężczyźni"])')
    indicator("abs_share", "share(abs_women, abs_all)", decimals=4)
    indicator("abs_relative", "relative(abs_women)", decimals=4)
    return {cell: Decimal(value) for cell, value in truth.items()}


KEYS = ("abs_women", "abs_men", "abs_all", "abs_share_read", "abs_sum", "abs_share", "abs_relative")
COUNTS = {"abs_women": "kobiety", "abs_men": "mężczyźni", "abs_all": "razem"}


def told(figures):
    """Every count that figures give, and every one that can be worked back from shares and sums of them."""
    seen = {(key, place): value for key, place, value in figures if value is not None}
    found = {(place, COUNTS[key]): value for (key, place), value in seen.items() if key in COUNTS}
    for (key, place), value in seen.items():
        if key == "abs_sum":
            found.setdefault((place, "razem"), value)
        if key in {"abs_share", "abs_share_read"} and (place, "razem") in found:
            found.setdefault((place, "kobiety"), round(value * found[place, "razem"] / 100))
        if key == "abs_relative" and ("10", "kobiety") in found:
            found.setdefault((place, "kobiety"), round(value * found["10", "kobiety"] / 100))
    return found


def sums(truth):
    places = sorted({place for place, _ in truth})
    known = [((place, "razem"), ((place, "kobiety"), (place, "mężczyźni"))) for place in places]
    counties = [place for place in places if place != "10"]
    return known + [(("10", name), tuple((place, name) for place in counties)) for name in COUNTS.values()]


def nothing_found(truth, found):
    assert SMALL not in found
    assert set(found) < set(truth)
    assert attacker.find(found, sums(truth)) == {}
    limits = attacker.narrowed(found, sums(truth))
    assert all(high is None or high - low >= 9 for low, high in limits.values())


def figures():
    return [
        (one.indicator, one.territory, one.value)
        for one in queries.extract(list(Indicator.objects.filter(key__in=KEYS))).rows()
    ]


def test_without_a_guard_the_attacker_reads_everything(counted):
    assert told(figures()) == counted


def test_open_data_hold_nothing_that_tells_a_small_count(counted, now):
    guard(now)
    nothing_found(counted, told(figures()))


def test_hidden_figures_say_so_and_missing_ones_stay_missing(counted, now):
    guard(now)
    hidden = queries.value_of("abs_women", "1001", "2022")
    assert hidden.value is None
    assert Flag.SUPPRESSED in hidden.flags
    assert queries.value_of("abs_share", "1001", "2022").flags == (Flag.SUPPRESSED,)
    assert queries.value_of("abs_share_read", "1001", "2022").flags == (Flag.SUPPRESSED,)
    assert queries.value_of("abs_women", "1001", "2021") is None
    assert hidden.rank is None


@pytest.mark.parametrize("kind", ["csv", "sdmx.csv", "json"])
def test_downloads_hold_nothing_that_tells_a_small_count(client, counted, now, kind):
    guard(now)
    found = []
    for key in KEYS:
        response = client.get(f"/wskazniki/{key.replace('_', '-')}/pobierz.{kind}")
        if response.status_code == 404:
            pytest.skip(f"{kind} is no format of this site")
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert "udział" not in text
        if kind == "csv":
            rows = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ",")
            found += [(key, _column(row, "terr", "kod"), _number(_column(row, "value", "wart"))) for row in rows]
    if kind == "csv":
        nothing_found(counted, told(found))


def _column(row, *names):
    return next(value for name, value in row.items() if name.lower().startswith(names))


def _number(text):
    return Decimal(text.replace(",", ".")) if text else None


def test_pages_and_the_way_back_show_no_hidden_figure(client, counted, now):
    guard(now)
    gone = [cell for cell in counted if cell not in told(figures())]
    assert SMALL in gone
    for place, name in gone:
        key = {name: key for key, name in COUNTS.items()}[name]
        for address in (f"/wskazniki/{key.replace('_', '-')}/", f"/wskazniki/{key.replace('_', '-')}/skad/"):
            page = client.get(address, {"teren": place, "okres": "2022"}).content.decode()
            page = page.replace("\u202f", "").replace("\xa0", "")
            assert "utajnion" in page or "tajemnic" in page, address
            assert f'"{place}{"0" * (7 - len(place))}"' not in page
            if "skad" in address:
                assert not re.search(rf"<code>[^<]*\b{counted[place, name]}\b", page)
                assert not re.search(rf'class="num">\s*{counted[place, name]}\b', page)


def test_a_snapshot_of_named_releases_hides_as_the_present_does(counted, now):
    before = store.as_of(queries.current_releases()).figures(indicators=["abs_women"], territories=["1001"])
    assert before[0].value == 4
    guard(now)
    after = store.as_of(queries.current_releases()).figures(indicators=["abs_women"], territories=["1001"])
    assert after[0].value is None


def test_a_guard_that_is_lifted_hides_nothing(counted, now):
    guard(now)
    guard(now + timedelta(minutes=1), is_active=False)
    assert told(figures()) == counted
    assert SuppressionPolicy.objects.count() == 1


def test_a_guard_without_small_counts_hides_nothing(counted, now):
    guard(now, threshold=3)
    assert told(figures()) == counted


def test_a_sum_over_counties_of_which_one_is_hidden_is_hidden(counted, now):
    heading = '"Kod";"Nazwa";"Grupa";"Rok";"Wartosc";"Jednostka miary";"Atrybut";\n'
    counties = [place for place, name in counted if name == "kobiety" and place != "10"]
    rows = "".join(f'"{code}000";"x";"kobiety";"2022";{counted[code, "kobiety"]};"osoba";"";\n' for code in counties)
    importer.bring_in(
        (heading + rows).encode(), "ABSO_9002_CREL_1.csv", file_format=FileFormat.BDL_CREL, by=None, at=now
    )
    indicator("abs_rolled", 'rolled_up(P9002["kobiety"])')
    assert queries.value_of("abs_rolled", "10", "2022").value == counted["10", "kobiety"]
    guard(now, dataset=Dataset.objects.get(code="P9002"), sums="", follows="")
    rolled = queries.value_of("abs_rolled", "10", "2022")
    assert (rolled.value, rolled.flags) == (None, (Flag.SUPPRESSED,))


class TestGuarding:
    def test_it_is_on_the_trail(self, observatory, now):
        made = guard(now, dataset=Dataset.objects.get(code="P2670"))
        assert AuditEntry.objects.filter(action="indicators.guard_dataset", object_label="P2670").exists()
        assert str(made) == "P2670"
        assert made.get_absolute_url() == "/reguly/P2670/tajemnica/"

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"threshold": 1}, "threshold"),
            ({"threshold": 1001}, "threshold"),
            ({"reason": " "}, "reason"),
            ({"sums": "nic"}, "sums"),
            ({"follows": "nic"}, "follows"),
            ({"follows": '["kobiety"] : ["razem"]'}, "follows"),
        ],
    )
    def test_what_makes_no_sense_is_refused_at_its_place(self, observatory, now, fields, field):
        with pytest.raises(DomainError) as refused:
            guard(now, dataset=Dataset.objects.get(code="P2670"), **fields)
        assert refused.value.field == field
        assert not SuppressionPolicy.objects.exists()

    def test_the_database_keeps_the_threshold_in_its_range(self, observatory):
        with pytest.raises(IntegrityError), transaction.atomic():
            SuppressionPolicy.objects.create(dataset=Dataset.objects.first(), threshold=1, reason="x")


class TestQueries:
    def test_what_a_guard_would_hide_is_counted(self, counted, now):
        dataset = queries.dataset_by_code("P9001")
        assert queries.breakdowns_of(dataset) == ("kobiety", "mężczyźni", "razem", "udział kobiet")
        made = guard(now)
        found = queries.hidden_by(dataset, made.policy)
        assert (found.small, found.of) == (1, len(counted) + 25)
        assert found.others > 2

    @pytest.mark.parametrize("rows", [1, 3])
    def test_guarded_datasets_take_one_query(self, db, now, rows, django_assert_num_queries):
        source = Source.objects.create(key="s", name_pl="s", name_en="s", licence_pl="l", licence_en="l")
        for number in range(rows):
            guard(now, dataset=Dataset.objects.create(code=f"D{number}", source=source, name_pl="d"))
        with django_assert_num_queries(1):
            assert [queries.is_guarded(one) for one in queries.guarded_datasets()] == [True] * rows

    def test_a_dataset_without_a_guard_is_not_guarded(self, observatory):
        assert not queries.is_guarded(queries.dataset_by_code("P2670"))
        assert queries.dataset_by_code("P0000") is None


class TestPage:
    @pytest.fixture(autouse=True)
    def signed_in(self, client, counted):
        client.force_login(AccountFactory(analyst=True))

    def send(self, client, **fields):
        fields = {
            "threshold": "10",
            "sums": SUMS,
            "follows": FOLLOWS,
            "reason": "Zasada źródła.",
            "is_active": "on",
            **fields,
        }
        return client.post(reverse("indicators:secrecy-edit", args=["P9001"]), fields)

    def test_what_it_would_hide_is_shown_and_nothing_kept(self, client):
        page = self.send(client, **{"try": "yes"}).content.decode()
        assert "Co zostałoby utajnione" in page
        assert not SuppressionPolicy.objects.exists()

    def test_it_is_kept_and_shown_again(self, client):
        assert self.send(client).url == "/reguly/"
        assert SuppressionPolicy.objects.get().is_active
        assert "Zasada źródła." in client.get("/reguly/P9001/tajemnica/").content.decode()
        assert "utajnione są liczby mniejsze od 10" in client.get("/reguly/").content.decode()

    @pytest.mark.parametrize("field", ["sums", "follows"])
    def test_a_line_that_cannot_be_read_is_said_at_its_field(self, client, field):
        page = self.send(client, **{"try": "yes", field: "nic"}).content.decode()
        assert "Nie da się odczytać wiersza 1." in page
        assert f'id="id_{field}_error"' in page

    def test_no_such_dataset(self, client):
        assert client.get("/reguly/P0000/tajemnica/").status_code == 404
