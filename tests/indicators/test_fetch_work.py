"""The command, the background work, the schedule and the pages around a fetch."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from azymut.indicators import actions, queries, tasks
from azymut.indicators.enums import FetchState, ReleaseState
from azymut.indicators.exchange import fetching
from azymut.indicators.exchange.network import collections
from azymut.indicators.models import Fetch, Release, Source
from azymut.kernel import background, worker
from azymut.kernel.errors import DomainError
from azymut.kernel.models import AuditEntry
from tests.factories.people import AccountFactory
from tests.indicators import replay
from tests.indicators.replay import Reply


def run(*arguments):
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("fetch", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def two_of_eurostat(monkeypatch, tmp_path):
    """Of Eurostat only the two collections that the replay answers are fetched."""
    head, *entries = collections.TABLE.read_text(encoding="utf-8").split("[[collection]]")
    kept = [one for one in entries if 'eurostat"' not in one or any(f'"{code}"' in one for code in replay.ANSWERED)]
    path = tmp_path / "collections.toml"
    path.write_text("[[collection]]".join([head, *kept]), encoding="utf-8")
    monkeypatch.setattr(collections, "TABLE", path)


@pytest.fixture
def analyst(client, db):
    account = AccountFactory(analyst=True)
    client.force_login(account)
    return account


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


class TestCommand:
    def test_it_stages_and_says_what_would_follow(self, bdl):
        status, out, err = run("gus-bdl", "--collection", "P2392")
        assert (status, err) == (0, "")
        assert "P2392: created 10, changed 0, unchanged 0, removed 0, rejected 0 (asked 6 times" in out
        release = Release.objects.get()
        assert f"release {release.public_id}: staged" in out
        assert "impact: " in out
        fetch = Fetch.objects.get()
        assert (fetch.state, fetch.asked_by) == (FetchState.DONE, None)

    def test_it_publishes_when_told(self, eurostat):
        status, out, _err = run("eurostat", "--collection", "trng_lfse_04", "--publish", "--json")
        report = json.loads(out)
        assert status == 0
        assert {name: report[name] for name in ("created", "changed", "unchanged", "removed", "rejected")} == {
            "created": 5,
            "changed": 0,
            "unchanged": 0,
            "removed": 0,
            "rejected": 0,
        }
        assert [one["collection"] for one in report["collections"]] == ["trng_lfse_04"]
        assert Release.objects.get().state == ReleaseState.PUBLISHED

    def test_dry_run_changes_nothing(self, eurostat):
        status, out, err = run("eurostat", "--dry-run")
        assert (status, err) == (0, "")
        assert "trng_lfse_04: would be created 5" in out
        assert not Release.objects.exists()
        assert not Fetch.objects.exists()

    def test_rejected_rows_end_with_one(self, bdl):
        bdl.answer.levels[5] = [replay.unit("051011699000", "Nigdzie", (2022, 1, 1))]
        status, _out, _err = run("gus-bdl", "--collection", "P2392")
        assert status == 1

    @pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
    def test_a_refused_answer_ends_with_two_and_is_told(self, eurostat, dry_run):
        eurostat.faults = [Reply(replay.HTML, kind="text/html")]
        status, out, err = run("eurostat", "--json", *dry_run)
        assert status == 2
        assert "trng_lfse_04: " in err
        assert [bool(one["error"]) for one in json.loads(out)["collections"]] == [True, False]

    def test_findings_are_told(self, bdl):
        run("gus-bdl", "--collection", "P2392", "--publish")
        for units in bdl.answer.levels.values():
            units[:] = [
                {**one, "values": [{**value, "val": value["val"] * 2} for value in one["values"]]} for one in units
            ]
        status, out, _err = run("gus-bdl", "--collection", "P2392", "--publish")
        assert status == 0
        assert "findings, some of them serious" in out
        assert Release.objects.staged().count() == 1

    def test_a_pause_is_told_and_the_next_run_goes_on(self, bdl, clock, settings):
        settings.FETCH_PATIENCE_SECONDS = 5
        bdl.faults = [None, None, Reply(status=429, headers={"Retry-After": "900"})]
        status, _out, err = run("gus-bdl", "--collection", "P2392")
        assert status == 2
        assert err
        assert Fetch.objects.get().state == FetchState.PAUSED
        clock.now += 901
        status, out, _err = run("gus-bdl", "--collection", "P2392")
        assert status == 0
        assert "(asked 4 times, 2 answers at hand)" in out
        assert [one.state for one in Fetch.objects.order_by("pk")] == [FetchState.CANCELLED, FetchState.DONE]

    def test_unknown_collections_sources_and_installations_are_refused(self, db, quick, statistics):
        assert run("gus-bdl", "--collection", "P1")[0] == 2
        status, _out, err = run("gus-bdl")
        assert (status, "load_indicators" in err) == (2, True)

    def test_beside_another_fetch_it_does_nothing(self, bdl):
        with fetching.alone("gus-bdl"):
            assert run("gus-bdl")[0] == 2
            assert run("gus-bdl", "--dry-run")[0] == 2
        assert not Fetch.objects.exists()


class TestWork:
    def test_a_fetch_is_carried_out_by_the_worker(self, eurostat, analyst):
        fetch = tasks.ask("eurostat", by=analyst)
        assert worker.run_until_idle() == 1
        ended = queries.fetch_by_id(fetch.public_id)
        assert (ended.state, ended.asked_by) == (FetchState.DONE, analyst)
        told = background.outcome(ended.task_id)
        assert (told.state, told.url) == (background.State.DONE, ended.get_absolute_url())
        assert AuditEntry.objects.filter(action="indicators.end_fetch", by=analyst).count() == 1

    def test_a_pause_queues_what_goes_on_later(self, bdl, analyst, clock, settings):
        settings.FETCH_PATIENCE_SECONDS = 5
        bdl.faults = [Reply(status=429, headers={"Retry-After": "900"})]
        fetch = tasks.ask("gus-bdl", by=analyst)
        assert worker.run_until_idle() == 1
        paused = queries.fetch_by_id(fetch.public_id)
        assert paused.state == FetchState.PAUSED
        assert DBTaskResult.objects.filter(run_after=paused.resumes_at).count() == 1

    def test_beside_another_process_it_waits_its_turn(self, eurostat, analyst):
        fetch = tasks.ask("eurostat", by=analyst)
        with fetching.alone("eurostat"):
            assert worker.run_until_idle() == 1
        assert queries.fetch_by_id(fetch.public_id).state == FetchState.WAITING
        assert DBTaskResult.objects.filter(status="READY", run_after__gt=timezone.now()).count() == 1

    def test_asking_needs_the_sources(self, db, statistics):
        with pytest.raises(DomainError):
            tasks.ask("gus-bdl", by=None)


def due():
    """The schedule's task, and what it queued."""
    row = DBTaskResult.objects.get(pk=background.start(tasks.fetch_due, by=None))
    row.claim("w")
    worker.carry_out(row)
    return [(one.source.key, one.state) for one in Fetch.objects.order_by("pk")]


class TestSchedule:
    def test_off_asks_nobody(self, observatory, settings):
        settings.FETCH_EVERY_DAYS = {"gus-bdl": 0}
        assert due() == []

    def test_each_source_has_its_own_interval(self, observatory, settings):
        settings.FETCH_EVERY_DAYS = {"gus-bdl": 7, "eurostat": 0}
        assert due() == [("gus-bdl", FetchState.WAITING)]
        assert due() == [("gus-bdl", FetchState.WAITING)], "one that is open is not started again"
        Fetch.objects.update(
            state=FetchState.DONE, ended_at=timezone.now(), asked_at=timezone.now() - timedelta(days=6)
        )
        assert len(due()) == 1
        Fetch.objects.update(asked_at=timezone.now() - timedelta(days=7))
        assert len(due()) == 2

    def test_what_paused_goes_on_when_its_moment_has_come(self, asked, observatory, settings):
        settings.FETCH_EVERY_DAYS = {}
        fetch = actions.begin_fetch(fetch=asked(), task_id="", by=None, at=timezone.now())
        actions.pause_fetch(fetch=fetch, until=timezone.now() + timedelta(hours=1), by=None, at=timezone.now())
        assert due() == [("gus-bdl", FetchState.PAUSED)]
        Fetch.objects.update(resumes_at=timezone.now() - timedelta(minutes=1))
        assert due() == [("gus-bdl", FetchState.WAITING)]

    def test_what_was_cut_off_is_given_up_after_a_day(self, asked, observatory, settings):
        settings.FETCH_EVERY_DAYS = {}
        actions.begin_fetch(fetch=asked(), task_id="", by=None, at=timezone.now())
        assert due() == [("gus-bdl", FetchState.RUNNING)]
        Fetch.objects.update(changed_at=timezone.now() - timedelta(hours=25))
        with fetching.alone("gus-bdl"):
            assert due() == [("gus-bdl", FetchState.RUNNING)]
        assert due() == [("gus-bdl", FetchState.FAILED)]

    def test_a_second_run_of_the_same_task_starts_nothing(self, observatory, settings):
        settings.FETCH_EVERY_DAYS = {"gus-bdl": 7}
        with background.once("task"):
            pass
        tasks.fetch_due.func(type("Context", (), {"task_result": type("Result", (), {"id": "task"})})())
        assert not Fetch.objects.exists()


class TestActions:
    def test_a_fetch_without_collections_is_refused(self, observatory, now):
        with pytest.raises(DomainError):
            actions.ask_fetch(source=Source.objects.get(key="orpde"), collections=[], publishes=False, by=None, at=now)

    def test_only_what_ended_early_is_taken_up_again(self, asked, observatory, now):
        fetch = asked()
        with pytest.raises(DomainError):
            actions.resume_fetch(fetch=fetch, by=None, at=now)
        stopped = fetching.stop(fetch, by=None, at=now)
        asked()
        with pytest.raises(DomainError):
            actions.resume_fetch(fetch=stopped, by=None, at=now)

    def test_the_database_holds_one_open_fetch_a_source(self, asked, observatory, now):
        fetch = asked()
        for broken in (
            {"state": FetchState.WAITING},
            {"state": FetchState.DONE},
            {"state": FetchState.PAUSED},
            {"state": FetchState.WAITING, "ended_at": now},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Fetch.objects.create(source=fetch.source, collections=["P1"], asked_at=now, **broken)

    def test_what_a_collection_said_is_replaced_by_its_next_try(self, asked, observatory, now):
        fetch = asked()
        for error in ("bad", ""):
            result = fetching.result_of("P2392", error=error)
            fetch = actions.note_fetched(fetch=fetch, result=result, by=None, at=now)
        assert [one["error"] for one in fetch.results] == [""]
        assert fetch.left == []
        assert str(fetch) == "gus-bdl: P2392"


class TestQueries:
    @pytest.mark.parametrize("number", [1, 3])
    def test_states_of_sources_take_three_queries(self, asked, observatory, now, number, django_assert_num_queries):
        for _ in range(number):
            fetching.stop(asked(), by=None, at=now)
        with django_assert_num_queries(3):
            states = queries.source_states(["gus-bdl", "eurostat", "nobody"])
        assert [(one.source.key, one.open, one.done, one.failed is None) for one in states] == [
            ("gus-bdl", None, None, False),
            ("eurostat", None, None, True),
        ]

    def test_an_open_one_is_known(self, asked, observatory):
        fetch = asked()
        state = queries.source_states(["gus-bdl"])[0]
        assert (state.open, state.failed, queries.open_fetch("gus-bdl")) == (fetch, None, fetch)
        assert queries.fetch_by_id("none") is None
        assert not queries.is_stopped(fetch)


class TestPages:
    def test_visitors_see_no_fetching(self, client, observatory):
        page = text_of(client, "/zrodla/")
        assert "Pobieranie z sieci" not in page
        assert "Pobierz teraz" not in page

    def test_those_who_load_figures_see_each_source(self, client, analyst, observatory, settings):
        settings.FETCH_EVERY_DAYS = {"gus-bdl": 7}
        page = text_of(client, "/zrodla/")
        assert "Pobieranie z sieci" in page
        assert page.count("/pobierz/") == 2
        assert "jeszcze nie pytano" in page
        assert "tylko na żądanie" in page

    def test_a_fetch_is_started_watched_and_published(self, client, analyst, eurostat):
        answer = client.post("/zrodla/eurostat/pobierz/")
        assert answer.status_code == 302
        page = text_of(client, answer.url)
        assert "czeka na wykonanie" in page
        assert "Przerwij" in page
        sources = text_of(client, "/zrodla/")
        assert "/zrodla/gus-bdl/pobierz/" in sources
        assert "/zrodla/eurostat/pobierz/" not in sources
        assert client.post("/zrodla/eurostat/pobierz/").url == "/zrodla/"
        worker.run_until_idle()
        page = text_of(client, answer.url)
        assert "nowe liczby: 5" in page
        assert "czeka na publikację" in page
        assert "Przerwij" not in page
        sources = text_of(client, "/zrodla/")
        assert "2 wydania" in sources
        assert "wartości: 11" in sources
        release = Release.objects.get(dataset__code="trng_lfse_04")
        assert "3,8" in text_of(client, release.get_absolute_url())
        assert client.post(f"{release.get_absolute_url()}opublikuj/").status_code == 302
        assert queries.value_of("adult_learning", "10").period == "2023"

    def test_what_was_refused_is_said_and_taken_up_again(self, client, analyst, eurostat):
        eurostat.faults = [Reply(replay.HTML, kind="text/html")]
        address = client.post("/zrodla/eurostat/pobierz/").url
        worker.run_until_idle()
        page = text_of(client, address)
        assert "Źródło odpowiedziało stroną internetową zamiast danymi." in page
        assert "Pozostało: trng_lfse_04." in page
        assert "trng_lfse_04: " in text_of(client, "/zrodla/")
        assert client.post(f"{address}wznow/").url == address
        worker.run_until_idle()
        assert Fetch.objects.get().state == FetchState.DONE
        assert client.post(f"{address}wznow/", follow=True).status_code == 200

    def test_a_waiting_fetch_is_stopped(self, client, analyst, eurostat):
        address = client.post("/zrodla/eurostat/pobierz/").url
        assert "Pobieranie przerwano." in " ".join(
            client.post(f"{address}przerwij/", follow=True).content.decode().split()
        )
        assert Fetch.objects.get().state == FetchState.CANCELLED
        client.post(f"{address}przerwij/")
        worker.run_until_idle()
        assert Fetch.objects.get().state == FetchState.CANCELLED

    def test_progress_and_pause_are_shown(self, client, analyst, asked, observatory):
        fetch = actions.begin_fetch(fetch=asked(), task_id="", by=None, at=timezone.now())
        task_id = tasks.start(fetch, by=analyst)
        Fetch.objects.update(task_id=task_id)
        assert "<progress" not in text_of(client, fetch.get_absolute_url())
        DBTaskResult.objects.update(status="RUNNING")
        background.report(task_id, 500, 1000, "P2392: ogółem")
        assert 'value="500" max="1000"' in text_of(client, fetch.get_absolute_url())
        actions.pause_fetch(fetch=fetch, until=timezone.now() + timedelta(days=1), by=None, at=timezone.now())
        page = text_of(client, fetch.get_absolute_url())
        assert "Ruszy ponownie" in page
        assert "Wznów teraz" in page

    def test_a_running_one_stops_after_its_request(self, client, analyst, asked, observatory):
        fetch = actions.begin_fetch(fetch=asked(), task_id="", by=None, at=timezone.now())
        with fetching.alone("gus-bdl"):
            client.post(f"{fetch.get_absolute_url()}przerwij/")
        assert queries.is_stopped(fetch)

    @pytest.mark.parametrize(
        "address", ["/zrodla/nikt/pobierz/", "/zrodla/pobrania/nie-ma/przerwij/", "/zrodla/pobrania/x/wznow/"]
    )
    def test_what_is_not_there_is_not_found(self, client, analyst, address):
        assert client.post(address).status_code == 404
