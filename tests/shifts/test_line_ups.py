"""Claims about line-ups: order, pauses, changes on the way, turns of hours, rotas that follow."""

from datetime import datetime, time
from typing import Any

import pytest

from reconciler.intervals import zone
from reconciler.shifts.line_ups import handover_time, leader, tracks, zone_name
from tests.shifts.support import document, load, on_call, one, web

WEEK = "2026-01-05"


def test_the_first_person_listed_takes_the_turn_that_begins_on_the_date() -> None:
    """Then the others in order, and round again."""
    file = web({"from": WEEK, "people": ["ana", "ben", "cal"]}, hours=None)
    assert on_call(file, "web", "2026-01-01 00:00", "2026-02-01 00:00") == [
        ("ana", "2026-01-05 09:00", "2026-01-12 09:00"),
        ("ben", "2026-01-12 09:00", "2026-01-19 09:00"),
        ("cal", "2026-01-19 09:00", "2026-01-26 09:00"),
        ("ana", "2026-01-26 09:00", "2026-02-01 00:00"),
    ]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_line_ups_follow_by_date_whatever_their_order_in_the_file(order: tuple[int, ...]) -> None:
    """A new person joins, a pause begins and ends."""
    line_ups: list[dict[str, Any]] = [
        {"from": WEEK, "people": ["ana", "ben"]},
        {"from": "2026-01-19", "pause": "moving house"},
        {"from": "2026-02-02", "people": ["cal", "ana", "ben"]},
    ]
    file = web(*(line_ups[i] for i in order), hours=None)
    assert on_call(file, "web", "2026-01-01 00:00", "2026-02-10 00:00") == [
        ("ana", "2026-01-05 09:00", "2026-01-12 09:00"),
        ("ben", "2026-01-12 09:00", "2026-01-19 09:00"),
        ("cal", "2026-02-02 09:00", "2026-02-09 09:00"),
        ("ana", "2026-02-09 09:00", "2026-02-10 00:00"),
    ]
    (track,) = tracks(file, "web")
    assert [s.pause for s in track.stretches] == [None, "moving house", None]


def test_what_a_line_up_changes_stays_until_it_is_changed_again() -> None:
    """Turn, handover and hours, each on its own; the running turn is cut."""
    file = web(
        {"from": WEEK, "people": ["ana", "ben"]},
        {"from": "2026-01-14", "handover": "Wednesday 10:00", "people": ["ben", "ana"]},
        {"from": "2026-01-28", "people": ["cal", "dee"]},
        {
            "from": "2026-02-04",
            "turn": "1 day",
            "handover": "12:00",
            "hours": "night",
            "people": ["ana", "ben"],
        },
        {"from": "2026-02-06", "people": ["eve"]},
        hours=None,
    )
    assert on_call(file, "web", "2026-01-12 12:00", "2026-02-08 00:00") == [
        ("ben", "2026-01-12 12:00", "2026-01-21 10:00"),
        ("ana", "2026-01-21 10:00", "2026-01-28 10:00"),
        ("cal", "2026-01-28 10:00", "2026-02-04 10:00"),
        ("dee", "2026-02-04 10:00", "2026-02-04 12:00"),
        ("ana", "2026-02-04 17:00", "2026-02-05 09:00"),
        ("ben", "2026-02-05 17:00", "2026-02-06 09:00"),
        ("eve", "2026-02-06 17:00", "2026-02-08 00:00"),
    ]
    (track,) = tracks(file, "web")
    assert [s.cut for s in track.stretches] == [False, True, False, True, False]


def test_turns_of_hours_count_from_the_time_of_their_line_up() -> None:
    """Twelve hours each, from 08:00, by the clock on the wall also when it changes."""
    file = web(
        {"from": "2026-10-23 08:00", "people": ["ana", "ben"]}, turn="12 hours", handover=None, hours=None
    )
    assert on_call(file, "web", "2026-10-24 00:00", "2026-10-26 08:00") == [
        ("ben", "2026-10-24 00:00", "2026-10-24 07:00"),
        ("ana", "2026-10-24 07:00", "2026-10-24 19:00"),
        ("ben", "2026-10-24 19:00", "2026-10-25 08:00"),
        ("ana", "2026-10-25 08:00", "2026-10-25 20:00"),
        ("ben", "2026-10-25 20:00", "2026-10-26 08:00"),
    ]


def test_a_week_over_a_clock_change_still_ends_on_monday_at_nine() -> None:
    """Turns are wall clock."""
    file = web({"from": "2026-03-23", "people": ["ana", "ben"]}, hours=None)
    assert on_call(file, "web", "2026-03-24 00:00", "2026-04-01 00:00") == [
        ("ana", "2026-03-24 00:00", "2026-03-30 08:00"),
        ("ben", "2026-03-30 08:00", "2026-04-01 00:00"),
    ]


def following(**rotas: Any) -> Any:
    return load(document({"web": one({"from": WEEK, "people": ["ana", "ben", "cal"]}, hours=None), **rotas}))


def test_a_rota_that_follows_uses_the_same_line_ups_turned() -> None:
    """Offsets add up along a chain, and go round."""
    file = following(
        second={"follows": "web"},
        third={"follows": "second", "offset": 1},
        fourth={"follows": "third", "offset": 4},
    )
    week = "2026-01-05 09:00", "2026-01-12 09:00"
    assert [on_call(file, key, *week)[0][0] for key in file.rotas] == ["ana", "ben", "cal", "ana"]
    assert leader(file, "fourth") == ("web", 6)


def test_a_rota_that_follows_takes_its_zone_from_the_leader_unless_it_has_its_own() -> None:
    """And without either from the file."""
    file = load(
        document(
            {
                "web": one({"from": WEEK, "people": ["ana"]}, time_zone="America/New_York"),
                "second": {"follows": "web"},
                "third": {"follows": "second", "time_zone": "UTC"},
                "plain": one({"from": WEEK, "people": ["ben"]}),
            }
        )
    )
    zones = [zone_name(file, key) for key in file.rotas]
    assert zones == ["America/New_York", "America/New_York", "UTC", "Europe/London"]
    assert on_call(file, "second", "2026-01-05 00:00", "2026-01-06 00:00") == [
        ("ana", "2026-01-05 14:00", "2026-01-05 22:00")
    ]


def test_an_unmanaged_rota_has_neither_layers_nor_shifts() -> None:
    """Somebody else decides it."""
    file = following(scs={"managed": False})
    assert tracks(file, "scs") == ()
    assert on_call(file, "scs", "2026-01-05 00:00", "2026-02-05 00:00") == []


def test_the_handover_of_a_date_is_that_of_the_line_up_that_begins_on_it() -> None:
    """So the dates of a rota tile its turn line; turns of hours have none."""
    file = web(
        {"from": WEEK, "people": ["ana"]},
        {"from": "2026-01-14", "handover": "Wednesday 10:00", "people": ["ben"]},
        {"from": "2026-01-21 08:00", "turn": "12 hours", "people": ["ben"]},
    )
    (track,) = tracks(file, "web")
    days = [datetime.fromisoformat(f"2026-01-{n:02}").date() for n in (1, 13, 14, 21)]
    assert [handover_time(track, day) for day in days] == [time(9), time(9), time(10), None]
    assert zone(track.zone).key == "Europe/London"
