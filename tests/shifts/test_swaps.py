"""Claims about swaps: two turns change hands, named by the dates on which they begin."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.config.model import RotaFile
from reconciler.shifts import engine
from reconciler.shifts.faults import faults
from tests.shifts.support import (
    NOW,
    document,
    load,
    messages,
    on_call,
    one,
    overridden,
    span,
    utc,
    web,
)

# ana 30 Nov, ben 7 Dec, cal 14 Dec, ana 21 Dec, ben 28 Dec, cal 4 Jan, ana 11 Jan, ben 18 Jan
PEOPLE = {"from": "2026-11-30", "people": ["ana", "ben", "cal"]}


def swap(one_: str, first: str, other: str, second: str, **more: Any) -> dict[str, Any]:
    return {"rota": "web", "swap": {one_: first, other: second}, **more}


def rota(*swaps: Mapping[str, Any], **more: Any) -> RotaFile:
    return web(PEOPLE, file={"overrides": list(swaps)}, **({"hours": None} | more))


def test_two_people_exchange_one_turn_each() -> None:
    """Whole turns; the shifts say so, with the reason and the line."""
    file = rota(swap("ben", "2026-12-07", "cal", "2026-12-14", reason="leave"))
    assert overridden(file, "web", "2026-12-01 00:00", "2027-01-01 00:00") == [
        ("cal", "2026-12-07 09:00", "2026-12-14 09:00"),
        ("ben", "2026-12-14 09:00", "2026-12-21 09:00"),
    ]
    assert messages(file) == []
    (shift,) = engine.shifts(file, "web", span("2026-12-07 09:00", "2026-12-14 09:00"))
    assert (shift.source, shift.reason, shift.where) == ("swap", "leave", file.overrides[0].where)


def test_a_swap_gives_only_the_hours_that_the_rota_works() -> None:
    """A week of in-hours shifts is five days."""
    file = rota(swap("ben", "2026-12-07", "cal", "2026-12-14"), hours="day")
    found = overridden(file, "web", "2026-12-07 00:00", "2026-12-14 00:00")
    assert found == [("cal", f"2026-12-{day:02} 09:00", f"2026-12-{day:02} 17:00") for day in range(7, 12)]


def test_a_week_with_a_clock_change_is_a_week() -> None:
    """168 hours against 167: wall time is what counts."""
    file = web(
        {"from": "2026-03-16", "people": ["ana", "ben"]},
        hours=None,
        file={"overrides": [swap("ana", "2026-03-16", "ben", "2026-03-23")]},
    )
    assert messages(file, utc("2026-03-01 00:00")) == []
    assert overridden(file, "web", "2026-03-01 00:00", "2026-04-02 00:00") == [
        ("ben", "2026-03-16 09:00", "2026-03-23 09:00"),
        ("ana", "2026-03-23 09:00", "2026-03-30 08:00"),
    ]


def test_fortnights_are_named_by_the_date_on_which_they_begin() -> None:
    """A date in the middle is no turn."""
    file = rota(swap("ben", "2026-12-14", "cal", "2026-12-28"), turn="2 weeks")
    assert messages(file) == []
    assert overridden(file, "web", "2026-12-01 00:00", "2027-01-20 00:00") == [
        ("cal", "2026-12-14 09:00", "2026-12-28 09:00"),
        ("ben", "2026-12-28 09:00", "2027-01-11 09:00"),
    ]
    middle = rota(swap("ben", "2026-12-21", "cal", "2026-12-28"), turn="2 weeks")
    assert messages(middle) == [
        (
            "swap-not-held",
            "no turn of Ben Ode in web begins on Mon 21 Dec: none begins then",
            "turns of Ben Ode near it begin on 2026-12-14 and 2027-01-25",
        )
    ]


def test_both_must_hold_what_they_give() -> None:
    """Nothing changes hands, and each of the two is told."""
    file = rota(swap("cal", "2026-12-07", "dee", "2026-12-14"))
    assert messages(file) == [
        (
            "swap-not-held",
            "no turn of Cal Roe in web begins on Mon 7 Dec: it is Ben Ode's",
            "turns of Cal Roe near it begin on 2026-12-14",
        ),
        (
            "swap-not-held",
            "no turn of Dee Marr in web begins on Mon 14 Dec: it is Cal Roe's",
            "Dee Marr has no turn near it",
        ),
    ]
    assert overridden(file, "web", "2026-12-01 00:00", "2027-01-01 00:00") == []
    (finding, _) = faults(file, NOW)
    assert (finding.found, finding.where) == ("2026-12-07", file.overrides[0].where)


def test_the_nearest_turns_before_and_after_are_offered() -> None:
    """So that the right date can be picked."""
    file = rota(swap("ben", "2027-01-04", "cal", "2026-12-14"))
    assert messages(file)[0][2] == "turns of Ben Ode near it begin on 2026-12-28 and 2027-01-18"


def test_a_turn_in_two_swaps_is_an_error() -> None:
    """The first by date holds, the other changes nothing."""
    file = rota(
        swap("ben", "2026-12-07", "cal", "2026-12-14"), swap("cal", "2026-12-14", "ana", "2026-12-21")
    )
    assert messages(file) == [
        (
            "swap-twice",
            f"a turn of web is in two swaps (the other is at {file.overrides[0].where})",
            "write one swap, or covers with times, for what should happen in the end",
        )
    ]
    assert faults(file, NOW)[0].where == file.overrides[1].where
    found = on_call(file, "web", "2026-12-07 09:00", "2026-12-28 09:00")
    assert [who for who, _, _ in found] == ["cal", "ben", "ana"]


def test_swaps_of_the_past_are_silent() -> None:
    """Once both turns have ended, or both dates have passed."""
    wrong = rota(swap("cal", "2026-12-07", "dee", "2026-12-14"))
    assert len(messages(wrong, utc("2026-12-14 23:00"))) == 2
    assert messages(wrong, utc("2026-12-15 00:00")) == []
    held = rota(
        swap("ben", "2026-12-07", "cal", "2026-12-14"), swap("cal", "2026-12-14", "ana", "2026-12-21")
    )
    assert messages(held, utc("2026-12-28 08:59"))
    assert messages(held, utc("2026-12-28 09:00")) == []


def test_a_swap_with_one_half_to_come_is_still_looked_at() -> None:
    """Also where the turn that is over was fine, or stands in a swap that is over."""
    wrong = rota(swap("ben", "2026-12-07", "dee", "2027-01-04"))
    assert [m[0] for m in messages(wrong, utc("2026-12-20 00:00"))] == ["swap-not-held"]
    twice = rota(
        swap("ana", "2026-11-30", "ben", "2026-12-07"), swap("ben", "2026-12-07", "cal", "2027-01-04")
    )
    assert [m[0] for m in messages(twice, utc("2026-12-20 00:00"))] == ["swap-twice"]


def test_covers_are_checked_against_the_turns_after_swaps() -> None:
    """Swap first, then cover."""
    given = swap("ben", "2026-12-07", "cal", "2026-12-14")
    times = {"from": "2026-12-08 09:00", "until": "2026-12-09 09:00"}
    right = rota(given, {"rota": "web", "cover": "cal", "by": "dee", **times})
    assert messages(right) == []
    assert ("dee", "2026-12-08 09:00", "2026-12-09 09:00") in on_call(
        right, "web", "2026-12-07 12:00", "2026-12-10 12:00"
    )
    wrong = rota(given, {"rota": "web", "cover": "ben", "by": "dee", **times})
    assert [m[0] for m in messages(wrong)] == ["stale-cover"]


HOURLY = {"from": "2026-11-30 08:00", "people": ["ana", "ben", "ana"]}


def test_turns_of_hours_need_a_time_where_a_person_has_two_on_one_day() -> None:
    """The hint lists the times."""
    both = {"rota": "web", "swap": {"ana": "2026-12-01", "ben": "2026-12-02"}}
    file = web(HOURLY, turn="8 hours", handover=None, hours=None, file={"overrides": [both]})
    assert messages(file) == [
        (
            "swap-not-held",
            "Ana Ortiz begins 2 turns on Tue 1 Dec in web",
            "give the time as well: 2026-12-01 00:00 or 2026-12-01 08:00",
        )
    ]
    timed = {"rota": "web", "swap": {"ana": "2026-12-01 08:00", "ben": "2026-12-02"}}
    exact = web(HOURLY, turn="8 hours", handover=None, hours=None, file={"overrides": [timed]})
    assert messages(exact) == []
    assert overridden(exact, "web", "2026-12-01 00:00", "2026-12-03 00:00") == [
        ("ben", "2026-12-01 08:00", "2026-12-01 16:00"),
        ("ana", "2026-12-02 16:00", "2026-12-03 00:00"),
    ]


def test_turns_in_two_layers_that_begin_together_cannot_be_told_apart() -> None:
    """Covers can say what is meant."""
    layers = [one({"from": "2026-11-30", "people": ["ana", "ben"]}, name=name) for name in ("a", "b")]
    file = load(
        document({"web": {"layers": layers}}, overrides=[swap("ana", "2026-12-14", "ben", "2026-12-21")])
    )
    assert [(m[0], m[2]) for m in messages(file)] == [
        ("swap-not-held", "write covers with times instead")
    ] * 2


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe"])
def test_dates_are_those_of_the_rotas_zone(zone: str) -> None:
    """Monday 09:00 in Lord Howe is Sunday evening in UTC."""
    file = rota(swap("ben", "2026-12-07", "cal", "2026-12-14"), time_zone=zone)
    assert messages(file) == []
    assert [who for who, _, _ in overridden(file, "web", "2026-12-01 00:00", "2027-01-01 00:00")] == [
        "cal",
        "ben",
    ]
