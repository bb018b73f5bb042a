"""Fetching over real HTTP: what comes in, how the source is asked, and what happens when anything goes wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from azymut.indicators import queries, store
from azymut.indicators.enums import FetchState, FindingKind, Flag, ReleaseState
from azymut.indicators.exchange import fetching
from azymut.indicators.exchange.network import bdl_api
from azymut.indicators.models import Fetch, Release
from azymut.kernel.errors import DomainError, FileRefusedError
from azymut.kernel.network.asking import BATCH_SECONDS
from azymut.kernel.network.budgets import Limit
from azymut.kernel.network.client import NotNowError, StoppedError
from tests.indicators import replay
from tests.indicators.replay import Reply


def collection(code):
    return next(one for one in fetching.collections() if one.code == code)


def bring(code, now, **options):
    return fetching.bring(collection(code), by=None, at=now, **options)


def counts(outcome):
    report = outcome.report
    return report.created, report.changed, report.unchanged, report.removed, len(report.rejected)


def standing(code):
    return store.standing(queries.source_by_key(collection(code).source).datasets.get(code=code))


class TestBdl:
    def test_all_pages_of_all_levels_come_in_as_one_release(self, bdl, now):
        outcome, tally = bring("P2392", now, publish=True)
        assert counts(outcome) == (10, 0, 0, 0, 0)
        assert (tally.asked, tally.kept, tally.unchanged) == (6, 0, 0)
        release = outcome.release
        assert (release.state, release.file_format, release.territories) == (ReleaseState.PUBLISHED, "bdl-api", 5)
        assert release.origin == f"{bdl.url}/data/by-variable"
        value = queries.value_of("unemployment_rate", "1061", "2023")
        assert value.value == Decimal("4.7")

    def test_suppression_is_decided_by_the_attribute(self, bdl, now):
        bring("P2392", now, publish=True)
        stands = standing("P2392")
        assert stands["1020", "2022", "ogółem"] == (None, Flag.SUPPRESSED.value, "%")
        assert stands["1020", "2023", "ogółem"] == (Decimal("5.9"), Flag.PRELIMINARY.value, "%")
        assert stands["PL", "2023", "ogółem"] == (Decimal("5.1"), "", "%")

    def test_a_figure_is_followed_back_to_its_line(self, bdl, now):
        bring("P2392", now, publish=True)
        origin = queries.origin_of(queries.indicator_by_slug("stopa-bezrobocia"), "1061", "2022")
        cell = origin.cells[0]
        assert (cell.stored.column, cell.stored.raw) == ("2022", "4.5 (attrId 1)")
        assert '"id": "051011661000"' in cell.line

    def test_it_is_asked_as_it_wants_to_be(self, bdl, now, settings):
        settings.BDL_CLIENT_ID = "our-key"
        settings.FETCH_USER_AGENT = "Azymut/1 (+https://azymut.example.org)"
        bring("P2392", now)
        assert {one.headers["x-clientid"] for one in bdl.asked} == {"our-key"}
        assert {one.headers["user-agent"] for one in bdl.asked} == {"Azymut/1 (+https://azymut.example.org)"}
        counties = [one for one in bdl.asked if one.query.get("unit-level") == ["5"]]
        assert [(one.page, one.query["page-size"]) for one in counties] == [(0, ["100"]), (1, ["100"])]

    def test_without_a_key_none_is_sent(self, bdl, now):
        bring("P2392", now)
        assert all("x-clientid" not in one.headers for one in bdl.asked)

    def test_a_second_fetch_asks_only_whether_anything_changed(self, bdl, now):
        bring("P2392", now, publish=True)
        outcome, tally = bring("P2392", now, publish=True)
        assert counts(outcome) == (0, 0, 10, 0, 0)
        assert outcome.release is None
        assert (tally.asked, tally.unchanged) == (6, 6)
        assert Release.objects.count() == 1

    def test_one_changed_page_is_a_release_of_its_own(self, bdl, now):
        bring("P2392", now, publish=True)
        bdl.answer.levels[2] = [replay.unit("051000000000", "ŁÓDZKIE", (2022, 5.5, 1), (2023, 5.6, 1))]
        outcome, tally = bring("P2392", now, publish=True)
        assert counts(outcome) == (0, 1, 9, 0, 0)
        assert (tally.asked, tally.unchanged) == (6, 5)

    def test_dry_run_counts_and_changes_nothing(self, bdl, now, observatory):
        outcome, _tally = bring("P2392", now, dry_run=True)
        assert counts(outcome) == (10, 0, 0, 0, 0)
        assert not Release.objects.exists()
        assert not list((observatory / "releases").iterdir())

    def test_the_same_file_waits_only_once(self, bdl, now):
        first, _ = bring("P2392", now)
        again, _ = bring("P2392", now)
        assert first.release == again.release
        assert again.release.state == ReleaseState.STAGED
        published, _ = bring("P2392", now, publish=True)
        assert published.release == first.release
        assert published.release.state == ReleaseState.PUBLISHED

    def test_unknown_units_and_attributes_are_rejected_and_the_rest_comes_in(self, bdl, now):
        bdl.answer.levels[5] = [
            replay.LODZ,
            replay.unit("051011699000", "Nigdzie", (2022, 1, 1)),
            replay.unit("051011562000", "Piotrków", (2022, 1, 77), (2023, "dużo", 1), ("x", 1, 1), (2021, None, 1)),
        ]
        outcome, _tally = bring("P2392", now)
        assert counts(outcome) == (7, 0, 0, 0, 4)

    def test_serious_findings_keep_a_release_from_being_published_by_itself(self, bdl, now):
        bring("P2392", now, publish=True)
        for units in bdl.answer.levels.values():
            units[:] = [
                {**one, "values": [{**value, "val": value["val"] * 2} for value in one["values"]]} for one in units
            ]
        outcome, _tally = bring("P2392", now, publish=True)
        assert [one.kind for one in outcome.findings if one.serious] == [FindingKind.REVISED]
        assert outcome.release.state == ReleaseState.STAGED
        assert outcome.release.findings[0]["serious"] is True


def spoiled(page_number=None, **changes):
    """The page of that number with other contents."""

    def spoil(asked, page):
        if page_number is not None and (asked.page != page_number or asked.query["unit-level"] != ["5"]):
            return page
        changed = {**page, **changes}
        return {name: value for name, value in changed.items() if value is not None}

    return spoil


NEXT = "http://bdl.stat.gov.pl/api/v1/data/by-variable/60270?page="
UNTRUSTWORTHY = [
    (spoiled(0, results=[replay.LODZ, replay.LODZ]), "twice"),
    (spoiled(1, results=[replay.LODZ]), "twice"),
    (spoiled(0, links={}), "page is missing"),
    (spoiled(1, results=[]), "page is missing"),
    (spoiled(1, totalRecords=4), "changed its figures"),
    (spoiled(1, page=0), "another page"),
    (spoiled(0, variableId=1), "another page"),
    (spoiled(0, links={"next": f"{NEXT}3"}), "not the next one"),
    (spoiled(0, links={"next": "http://127.0.0.1/other?page=1"}), "not the next one"),
    (spoiled(results=None), "shape"),
    (spoiled(totalRecords="3"), "shape"),
    (spoiled(results=[{"id": "051011661000", "wartosci": []}]), "shape"),
    (spoiled(results=[{"id": "051011661000", "values": [{"rok": 2022}]}]), "shape"),
    (spoiled(results=["051011661000"]), "shape"),
    (lambda _asked, _page: [1], "shape"),
]


def refused(code, now, part):
    with translation.override("en"), pytest.raises(FileRefusedError) as refusal:
        bring(code, now, publish=True)
    assert part in str(refusal.value)
    assert not Release.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(("spoil", "part"), UNTRUSTWORTHY)
def test_pages_that_do_not_fit_are_refused_and_the_next_fetch_begins_anew(bdl, now, spoil, part):
    bdl.answer.spoil, whole = spoil, bdl.answer.spoil
    refused("P2392", now, part)
    bdl.answer.spoil = whole
    outcome, _tally = bring("P2392", now)
    assert counts(outcome) == (10, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("name", "value"), [("subject", "P2670"), ("names", ["mężczyźni"]), ("unit", "osoba")], ids=str
)
def test_a_variable_that_means_something_else_now_is_refused(bdl, now, name, value):
    setattr(bdl.answer, name, value)
    refused("P2392", now, "not what this collection expects")


FAULTS = [
    (Reply(replay.HTML, kind="text/html"), "web page"),
    (Reply(replay.HTML), "web page"),
    (Reply(b"  "), "nothing"),
    (Reply(b'{"totalRecords": 1, '), "damaged"),
    (Reply(status=500), "out of order (HTTP 500)"),
    (Reply(status=503), "out of order (HTTP 503)"),
    (Reply(b'{"totalRecords": 100}', cut=5), "cut off"),
    (Reply(hold=True), "in time"),
    (Reply(status=404), "does not know"),
    (Reply(status=403), "refused us"),
    (Reply(status=301, headers={"Location": "https://elsewhere.example/"}), "moved to https://elsewhere.example/"),
    (Reply(status=418), "HTTP 418"),
]


@pytest.mark.slow
class TestFaults:
    @pytest.mark.parametrize(("fault", "part"), FAULTS, ids=[part for _, part in FAULTS])
    @pytest.mark.parametrize("before", [0, 4])
    def test_a_lasting_fault_is_refused_and_what_came_before_is_not_asked_for_again(
        self, bdl, now, settings, fault, part, before
    ):
        settings.FETCH_READ_SECONDS = 0.3
        bdl.faults = [*[None] * before, fault, fault]
        refused("P2392", now, part)
        bdl.faults.clear()
        outcome, tally = bring("P2392", now)
        assert counts(outcome) == (10, 0, 0, 0, 0)
        assert (tally.kept, tally.asked) == (before, 6 - before)

    @pytest.mark.parametrize(
        "fault", [Reply(status=500), Reply(b"x" * 50, cut=5), Reply(status=502)], ids=["500", "cut", "502"]
    )
    def test_a_passing_fault_is_waited_out(self, bdl, now, fault):
        bdl.faults = [fault, None, fault]
        outcome, tally = bring("P2392", now)
        assert counts(outcome) == (10, 0, 0, 0, 0)
        assert tally.asked == 8

    def test_nobody_answering_is_refused(self, settings, observatory, quick, now):
        settings.BDL_URL = "http://127.0.0.1:9"
        refused("P2392", now, "connection")

    def test_an_answer_that_is_too_large_is_refused(self, bdl, now, settings):
        settings.FETCH_LIMIT_BYTES = 100
        refused("P2392", now, "larger than")

    def test_an_answer_that_trickles_is_refused(self, bdl, now, settings):
        settings.FETCH_ANSWER_SECONDS = -1.0
        refused("P2392", now, "in time")

    def test_a_fetch_with_nothing_in_it_is_refused(self, bdl, now):
        bdl.answer.levels = {level: [] for level in bdl.answer.levels}
        refused("P2392", now, "no figure")


class TestTurns:
    def test_too_many_is_waited_for_when_it_is_short(self, bdl, now, clock):
        bdl.faults = [None, Reply(status=429, headers={"Retry-After": "7"})]
        outcome, tally = bring("P2392", now)
        assert counts(outcome) == (10, 0, 0, 0, 0)
        assert tally.asked == 7
        assert clock.slept == pytest.approx(7)

    @pytest.mark.parametrize(
        ("header", "seconds"),
        [("3600", 3600), ("Wed, 21 Oct 2099 07:28:00 GMT", 7 * 24 * 3600), ("soon", 60.0), ("", 60.0)],
    )
    def test_too_many_for_long_pauses_and_goes_on_where_it_was(self, bdl, now, clock, settings, header, seconds):
        settings.FETCH_PATIENCE_SECONDS = 30
        bdl.faults = [None, None, None, Reply(status=429, headers={"Retry-After": header} if header else {})]
        with pytest.raises(NotNowError) as pause:
            bring("P2392", now)
        assert pause.value.until.timestamp() == pytest.approx(clock.now + seconds)
        asked = len(bdl.asked)
        with pytest.raises(NotNowError):
            bring("P2392", now)
        assert len(bdl.asked) == asked, "the closed door is not knocked at"
        clock.now += seconds
        if seconds > BATCH_SECONDS:
            return
        outcome, tally = bring("P2392", now)
        assert counts(outcome) == (10, 0, 0, 0, 0)
        assert (tally.kept, tally.asked) == (3, 3)

    def test_limits_hold_over_fetches(self, bdl, now, clock, monkeypatch, settings):
        settings.FETCH_PATIENCE_SECONDS = 10
        monkeypatch.setattr(bdl_api, "ANONYMOUS", (Limit(1, 2), Limit(900, 4)))
        with pytest.raises(NotNowError) as pause:
            bring("P2392", now)
        assert len(bdl.asked) == 4
        assert clock.slept == pytest.approx(1)
        assert pause.value.until.timestamp() == pytest.approx(4_000_000_900)
        clock.now = 4_000_000_901
        outcome, tally = bring("P2392", now)
        assert counts(outcome) == (10, 0, 0, 0, 0)
        assert (tally.kept, tally.asked) == (4, 2)

    def test_registered_use_has_its_own_limits(self, bdl, now, clock, monkeypatch, settings):
        monkeypatch.setattr(bdl_api, "ANONYMOUS", (Limit(900, 1),))
        settings.BDL_CLIENT_ID = "our-key"
        outcome, _tally = bring("P2392", now)
        assert counts(outcome) == (10, 0, 0, 0, 0)


class TestEurostat:
    def test_sdmx_csv_comes_in_with_flags_and_only_the_rows_wanted(self, eurostat, now):
        outcome, _tally = bring("trng_lfse_04", now, publish=True)
        assert counts(outcome) == (5, 0, 0, 0, 0)
        assert str(outcome.release.vintage_on) == "2025-07-01"
        stands = standing("trng_lfse_04")
        key = "age=Y25-64 | freq=A | sex=T | unit=PC"
        assert stands["10", "2021", key] == (Decimal("3.1"), "b", "PC")
        assert stands["30", "2023", key] == (None, "c", "PC")
        assert queries.value_of("adult_learning", "10", "2023").value == Decimal("3.8")
        assert eurostat.asked[0].query == {"format": ["SDMX-CSV"], "startPeriod": ["2000"]}

    def test_figures_that_stand_from_the_bundled_file_are_the_same(self, eurostat, load, now):
        load("trng_lfse_04")
        outcome, _tally = bring("trng_lfse_04", now)
        assert (outcome.report.unchanged, outcome.report.removed) == (4, 0)

    def test_json_stat_is_sparse_and_read_by_name(self, eurostat, now):
        outcome, _tally = bring("edat_lfse_22", now, publish=True)
        assert counts(outcome) == (6, 0, 0, 0, 0)
        stands = standing("edat_lfse_22")
        both, women = (f"age=Y15-29 | freq=A | sex={sex} | unit=PC" for sex in "TF")
        assert stands["10", "2023", both] == (Decimal("10.5"), "b", "PC")
        assert stands["10", "2024", both] == (Decimal("10.1"), "", "PC")
        assert stands["10", "2023", women] == (Decimal("9.0"), "bu", "PC")
        assert stands["10", "2024", women] == (None, "c", "PC")
        assert stands["DE21", "2023", women] == (None, "z", "PC")
        assert stands["DE21", "2024", women] == (Decimal("8.8"), "", "PC")
        assert ("DE21", "2023", both) not in stands
        assert eurostat.asked[0].query["age"] == ["Y15-29"]
        assert outcome.release.dataset.name_en.startswith("Young people")

    def test_an_unchanged_answer_is_not_sent_again(self, eurostat, now):
        bring("trng_lfse_04", now, publish=True)
        outcome, tally = bring("trng_lfse_04", now)
        assert (tally.asked, tally.unchanged) == (1, 1)
        assert outcome.release is None
        assert "if-none-match" in eurostat.asked[1].headers

    def test_a_date_of_change_does_where_there_is_no_tag(self, eurostat, now):
        dated = Reply(replay.SDMX.body, headers={"Last-Modified": "Tue, 01 Jul 2025 09:00:00 GMT"})
        eurostat.answer = lambda _asked: dated
        bring("trng_lfse_04", now)
        _outcome, tally = bring("trng_lfse_04", now)
        assert (tally.asked, tally.unchanged) == (1, 1)

    @pytest.mark.parametrize(
        ("old", "new", "part"),
        [
            (",geo,", ",region,", "not those"),
            (",age,", ",wiek,", "not those"),
            ("OBS_FLAG", "NEW_THING", "not those"),
            ("OBS_VALUE", "VALUE", "Missing columns"),
            ("TRNG_LFSE_04", "TRNG_LFSE_99", "instead of"),
            (",b\n", ",b\nESTAT:OTHER(1.0),,A,PC,T,Y25-64,PL71,2020,1,\n", "more than one"),
            (",50.0,u\n", "", "cut off"),
        ],
    )
    def test_changed_columns_are_refused(self, eurostat, now, old, new, part):
        body = replay.SDMX_CSV.replace(old, new).encode()
        eurostat.answer = lambda _asked: Reply(body, kind=replay.SDMX.kind)
        refused("trng_lfse_04", now, part)

    @pytest.mark.parametrize(
        ("changes", "part"),
        [
            ({"id": None}, "shape"),
            ({"size": [2, 1, 1, 1, 2, 3]}, "shape"),
            ({"id": ["geo", "freq", "unit", "age", "sex", "sex"]}, "shape"),
            ({"value": {"8": 1}}, "shape"),
            ({"value": {"x": 1}}, "shape"),
            ({"value": [1, 2]}, "shape"),
            ({"extension": {"id": "OTHER"}}, "instead of"),
            ({"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}}, "ASYNCHRONOUS_RESPONSE"),
            ({"value": {}, "status": {}}, "no figure"),
        ],
    )
    def test_an_answer_of_another_shape_is_refused(self, eurostat, now, changes, part):
        eurostat.answer = lambda _asked: replay.as_json({**replay.JSON_STAT, **changes})
        refused("edat_lfse_22", now, part)


class TestWholeFetch:
    def test_it_goes_through_its_collections(self, eurostat, asked):
        told = []
        ended = fetching.carry_out(
            asked("eurostat", ["trng_lfse_04", "edat_lfse_22"]), task_id="t", say=lambda *step: told.append(step)
        )
        assert (ended.state, ended.error, ended.task_id) == (FetchState.DONE, "", "t")
        assert [(one["collection"], one["created"], one["error"]) for one in ended.results] == [
            ("trng_lfse_04", 5, ""),
            ("edat_lfse_22", 6, ""),
        ]
        assert told[-1] == (2000, 2000, "edat_lfse_22")
        assert Release.objects.staged().count() == 2
        assert set(queries.releases_of_fetch(ended)) == {one["release"] for one in ended.results}

    def test_one_refused_collection_does_not_keep_the_others_out(self, eurostat, asked, now):
        eurostat.faults = [Reply(replay.HTML, kind="text/html")]
        fetch = fetching.carry_out(asked("eurostat", ["trng_lfse_04", "edat_lfse_22"]))
        assert fetch.state == FetchState.FAILED
        assert fetch.left == ["trng_lfse_04"]
        fetching.actions.resume_fetch(fetch=fetch, by=None, at=now)
        ended = fetching.carry_out(fetch)
        assert (ended.state, ended.left, ended.ended_at is not None) == (FetchState.DONE, [], True)
        assert [one.path for one in eurostat.asked].count("/statistics/1.0/data/edat_lfse_22") == 1

    def test_a_pause_goes_on_later(self, bdl, asked, clock, settings):
        settings.FETCH_PATIENCE_SECONDS = 30
        bdl.faults = [None, None, Reply(status=429, headers={"Retry-After": "600"})]
        paused = fetching.carry_out(asked())
        assert (paused.state, paused.is_open) == (FetchState.PAUSED, True)
        assert paused.resumes_at.timestamp() == pytest.approx(clock.now + 600)
        assert list(queries.overdue_fetches(paused.resumes_at)) == [paused]
        clock.now += 601
        ended = fetching.carry_out(paused)
        assert ended.state == FetchState.DONE
        assert ended.results[0]["at_hand"] == 2

    def test_it_is_stopped_between_requests(self, bdl, asked, now):
        fetch = asked()
        ended = self._stopped_while_running(bdl, fetch, now)
        assert ended.state == FetchState.CANCELLED
        assert ended.error
        assert len(bdl.asked) < 6
        assert not Release.objects.exists()
        resumed = fetching.actions.resume_fetch(fetch=fetch, by=None, at=now)
        assert fetching.carry_out(resumed).state == FetchState.DONE

    @staticmethod
    def _stopped_while_running(bdl, fetch, now):
        def say(_done, _total, _label):
            if len(bdl.asked) == 3:
                fetching.stop(fetch, by=None, at=now)

        return fetching.carry_out(fetch, say=say)

    def test_what_nobody_works_on_is_stopped_at_once(self, observatory, asked, now):
        stopped = fetching.stop(asked(), by=None, at=now)
        assert stopped.state == FetchState.CANCELLED
        with pytest.raises(DomainError):
            fetching.stop(stopped, by=None, at=now)
        with pytest.raises(DomainError):
            fetching.carry_out(stopped)

    def test_two_never_fetch_from_one_source_at_once(self, bdl, asked):
        fetch = asked()
        with pytest.raises(DomainError):
            asked()
        with fetching.alone("gus-bdl"), pytest.raises(DomainError):
            fetching.carry_out(fetch)
        assert Fetch.objects.get().state == FetchState.WAITING

    def test_a_fault_of_the_program_is_put_down_and_let_through(self, bdl, asked, monkeypatch):
        monkeypatch.setattr(fetching.importer, "keep", lambda *_args, **_options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            fetching.carry_out(asked())
        fetch = Fetch.objects.get()
        assert (fetch.state, fetch.left) == (FetchState.FAILED, ["P2392"])
        monkeypatch.undo()

    def test_nothing_is_taken_twice_when_it_was_killed_before_it_was_put_down(self, bdl, asked, monkeypatch):
        fetch = asked()
        with monkeypatch.context() as patch:
            patch.setattr(fetching.actions, "note_fetched", lambda **_options: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                fetching.carry_out(fetch)
        assert Fetch.objects.get().state == FetchState.RUNNING
        ended = fetching.carry_out(fetch)
        assert ended.state == FetchState.DONE
        assert Release.objects.count() == 1

    def test_stopping_is_heard_at_every_request(self, bdl, now):
        def check():
            if len(bdl.asked) == 2:
                raise StoppedError("enough")

        with pytest.raises(StoppedError):
            bring("P2392", now, check=check)
        assert len(bdl.asked) == 2

    def test_unknown_collections_are_named(self):
        with pytest.raises(DomainError) as error:
            fetching.chosen("gus-bdl", ["P1", "P2392"])
        assert "P1" in str(error.value)
