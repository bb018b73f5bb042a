"""When a source may be asked again, and what is remembered of requests and answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azymut.kernel.network.asking import BATCH_SECONDS, Answer, Shelf, close_door, take_turn
from azymut.kernel.network.budgets import Limit, condensed, pause

NOW = 1_790_000_000.0
TWO_A_SECOND, THREE_A_MINUTE = Limit(1, 2), Limit(60, 3)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ([], 0),
        ([(NOW, 1)], 0),
        ([(NOW, 2)], 1),
        ([(NOW - 0.5, 1), (NOW - 0.25, 1)], 0.5),
        ([(NOW - 1, 2)], 0),
        ([(NOW - 50, 1), (NOW - 40, 1), (NOW - 30, 1)], 10),
        ([(NOW - 50, 3), (NOW, 2)], 10),
        ([(NOW + 500, 2)], 1),
    ],
)
def test_pause_is_until_every_limit_has_room(asked, seconds):
    assert pause((TWO_A_SECOND, THREE_A_MINUTE), asked, NOW) == pytest.approx(seconds)


def test_without_limits_nobody_waits():
    assert pause((), [(NOW, 100)], NOW) == 0


def test_condensed_drops_what_no_limit_reaches_and_joins_by_the_minute():
    day = Limit(24 * 3600, 1000)
    asked = [(NOW - 90_000, 5), (NOW - 7205, 1), (NOW - 7201, 2), (NOW - 10, 1)]
    minute = 60 * ((NOW - 7201) // 60)
    joined = [(NOW - 7201, 3)] if minute <= NOW - 7205 else [(NOW - 7205, 1), (NOW - 7201, 2)]
    assert condensed(asked, [day], NOW) == [*joined, (NOW - 10, 1)]
    assert condensed(asked, [], NOW) == []


@given(st.lists(st.tuples(st.floats(NOW - 9000, NOW), st.integers(1, 5)), max_size=60))
def test_condensing_never_lets_more_through(asked):
    limits = (Limit(1, 2), Limit(900, 10), Limit(8000, 40))
    assert pause(limits, condensed(asked, limits, NOW), NOW) >= pause(limits, asked, NOW)


@pytest.fixture
def statistics(settings, tmp_path):
    """A directory of its own for each test."""
    settings.STATISTICS_DIR = tmp_path / "statistics"
    return settings.STATISTICS_DIR


class TestKept:
    """Files below the statistics directory."""

    def test_turns_are_counted_across_processes(self, statistics):
        assert [take_turn("s", [THREE_A_MINUTE], now=NOW + n) for n in range(4)] == [0, 0, 0, 57]
        assert take_turn("s", [THREE_A_MINUTE], now=NOW + 60) == 0
        assert take_turn("other", [THREE_A_MINUTE], now=NOW) == 0

    def test_a_closed_door_stays_closed_until_its_moment(self, statistics):
        close_door("s", until=NOW + 100)
        close_door("s", until=NOW + 50)
        assert take_turn("s", [], now=NOW) == 100
        assert take_turn("s", [], now=NOW + 100) == 0

    @pytest.mark.parametrize("content", [b"", b"{", b"[]"])
    def test_a_damaged_count_begins_anew(self, statistics, content):
        take_turn("s", [THREE_A_MINUTE], now=NOW)
        (statistics / "fetching" / "s" / "requests.json").write_bytes(content)
        assert take_turn("s", [THREE_A_MINUTE], now=NOW) == 0

    def test_an_interrupted_batch_goes_on_for_a_day(self, statistics):
        first = Shelf("s", "c", now=NOW)
        first.put(Answer("a", b"one\ntwo", "e", "m", first.batch))
        same = Shelf("s", "c", now=NOW + BATCH_SECONDS - 1)
        kept = same.get("a")
        assert (kept.content, kept.etag, kept.last_modified, same.is_fresh(kept)) == (b"one\ntwo", "e", "m", True)
        later = Shelf("s", "c", now=NOW + BATCH_SECONDS)
        assert not later.is_fresh(later.get("a"))

    def test_a_whole_batch_ends_and_forgets_what_it_did_not_use(self, statistics):
        first = Shelf("s", "c", now=NOW)
        for address in "ab":
            first.put(Answer(address, b"x", "", "", first.batch))
        first.finish()
        second = Shelf("s", "c", now=NOW + 1)
        assert second.batch != first.batch
        second.confirm(second.get("a"))
        (statistics / "fetching" / "s" / "c" / "left.answer.tmp1").write_bytes(b"half")
        second.finish()
        third = Shelf("s", "c", now=NOW + 2)
        assert third.get("a") is not None
        assert third.get("b") is None
        assert len(list((statistics / "fetching" / "s" / "c").iterdir())) == 2

    def test_dropping_forgets_everything(self, statistics):
        shelf = Shelf("s", "c", now=NOW)
        shelf.put(Answer("a", b"x", "", "", shelf.batch))
        shelf.drop()
        assert Shelf("s", "c", now=NOW).get("a") is None
