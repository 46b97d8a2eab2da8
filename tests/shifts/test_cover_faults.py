"""Claims about covers that are at fault: circles, overlaps, stale ones, and what never is a fault."""

from collections.abc import Mapping
from typing import Any

import pytest

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval
from reconciler.shifts import engine
from reconciler.shifts.covers import covers_of
from reconciler.shifts.faults import faults
from tests.shifts.support import (
    FROM_30_NOV,
    NOW,
    Span,
    cover,
    document,
    load,
    messages,
    night,
    on_call,
    one,
    overridden,
    span,
    utc,
    web,
)


def test_covers_that_lead_back_to_the_start_are_an_error_and_end_somewhere() -> None:
    """Ben by dee and dee by ben: dee stays on where both hold."""
    file = night(
        cover("ben", "dee", "2026-12-07 09:00", "2026-12-09 09:00"),
        cover("dee", "ben", "2026-12-08 09:00", "2026-12-09 09:00"),
        hours=None,
    )
    circle = "Ben Ode by Dee Marr and Dee Marr by Ben Ode"
    assert messages(file) == [
        (
            "cover-cycle",
            f"covers of web lead back to the person they begin with: {circle}",
            "drop one of them, or end it where the other begins",
        )
    ]
    assert overridden(file, "web", "2026-12-07 00:00", "2026-12-10 00:00") == [
        ("dee", "2026-12-07 09:00", "2026-12-09 09:00")
    ]


def test_a_circle_of_three_is_found_once() -> None:
    """Whoever it begins with."""
    file = night(
        cover("ben", "dee", "2026-12-07 09:00", "2026-12-09 09:00"),
        cover("dee", "eve", "2026-12-07 09:00", "2026-12-09 09:00"),
        cover("eve", "ben", "2026-12-08 09:00", "2026-12-09 09:00"),
    )
    assert [m[0] for m in messages(file)] == ["cover-cycle"]


def test_two_covers_of_one_person_may_touch_but_not_overlap() -> None:
    """The finding stands at the second and names the first."""
    first = cover("ben", "dee", "2026-12-07 17:00", "2026-12-09 17:00")
    touching = night(first, cover("ben", "eve", "2026-12-09 17:00", "2026-12-10 17:00"))
    assert messages(touching) == []
    overlapping = night(first, cover("ben", "eve", "2026-12-09 09:00", "2026-12-10 17:00"))
    (finding,) = faults(overlapping, NOW)
    assert finding.id == "cover-overlap"
    assert finding.message == (
        "two covers of web overlap and name the same person "
        f"(the other is at {overlapping.overrides[0].where})"
    )
    assert finding.hint == (
        "end one where the other begins, or chain them: the second covers whoever covers in the first"
    )
    assert finding.where == overlapping.overrides[1].where


def test_a_stale_cover_names_who_is_on_call() -> None:
    """The words that people read."""
    file = night(
        cover("ben", "ana", "2026-12-24 17:00", "2026-12-25 09:00"),
        cover("ana", "dee", "2026-12-24 17:00", "2026-12-24 18:00"),
    )
    assert messages(file)[0][1] == (
        "stale cover: on Thu 24 Dec 17:00 – 18:00 Dee Marr is on call, not Ben Ode"
    )
    plain = web(
        {"from": "2026-12-21", "people": ["cal", "ben"]},
        hours="night",
        file={"overrides": [cover("ben", "ana", "2026-12-24 17:00", "2026-12-25 09:00")]},
    )
    assert messages(plain) == [
        (
            "stale-cover",
            "stale cover: on Thu 24 Dec 17:00 – Fri 25 Dec 09:00 Cal Roe is on call, not Ben Ode",
            (
                "cover cal instead, or change the dates; "
                "`rota show --rota web --from 2026-12-24` tells who is on"
            ),
        )
    ]


def test_a_cover_over_a_handover_fails_for_the_part_that_is_somebody_elses() -> None:
    """It names that part alone; the part that fits is given all the same."""
    file = night(cover("ben", "dee", "2026-12-13 09:00", "2026-12-15 09:00"), hours=None)
    assert [m[1] for m in messages(file)] == [
        "stale cover: on Mon 14 Dec 09:00 – Tue 15 Dec 09:00 Cal Roe is on call, not Ben Ode"
    ]
    assert overridden(file, "web", "2026-12-12 00:00", "2026-12-16 00:00") == [
        ("dee", "2026-12-13 09:00", "2026-12-14 09:00")
    ]


def test_a_cover_where_nobody_is_on_call_is_stale() -> None:
    """In a pause, or before the first line-up; one that only reaches into a pause is fine."""
    closed = {"from": "2026-12-21", "pause": "closed"}
    inside = web(
        FROM_30_NOV, closed, file={"overrides": [cover("ben", "dee", "2026-12-22 09:00", "2026-12-23 09:00")]}
    )
    assert messages(inside) == [
        (
            "stale-cover",
            "stale cover: on Tue 22 Dec 09:00 – Wed 23 Dec 09:00 nobody is on call, not Ben Ode",
            (
                "the rota has nobody then: remove the line; "
                "`rota show --rota web --from 2026-12-22` tells who is on"
            ),
        )
    ]
    again = {"from": "2026-12-28", "people": ["ana"]}
    into = web(
        FROM_30_NOV,
        closed,
        again,
        file={"overrides": [cover("cal", "dee", "2026-12-18 12:00", "2026-12-28 09:00")]},
    )
    assert messages(into) == []
    assert on_call(into, "web", "2026-12-18 11:00", "2026-12-28 10:00") == [
        ("cal", "2026-12-18 11:00", "2026-12-18 12:00"),
        ("dee", "2026-12-18 12:00", "2026-12-18 17:00"),
        ("ana", "2026-12-28 09:00", "2026-12-28 10:00"),
    ]


def test_covers_of_the_past_are_silent() -> None:
    """Even stale ones; of a running one only what is still to come is looked at."""
    past = cover("cal", "dee", "2026-12-08 09:00", "2026-12-09 09:00")
    assert messages(night(past), utc("2026-12-09 09:00")) == []
    assert len(messages(night(past), utc("2026-12-09 08:59"))) == 1
    running = cover("ben", "dee", "2026-12-06 09:00", "2026-12-09 09:00")
    assert len(messages(night(running), utc("2026-12-07 08:59"))) == 1
    assert messages(night(running), utc("2026-12-07 09:00")) == []


BANK = {"calendar": "england-and-wales", "window": "day", "rules": {"web": "current"}}


@pytest.mark.parametrize("extra", [[], [{"date": "2026-12-24", "name": "Late proclamation"}]])
@pytest.mark.parametrize("holder", ["incoming", "outgoing"])
def test_a_bank_holiday_inside_a_cover_never_makes_it_an_error(extra: list[Any], holder: str) -> None:
    """However late it is proclaimed; the window goes to whoever covers."""
    file = web(
        FROM_30_NOV,
        hours="night",
        file={
            "overrides": [cover("ana", "dee", "2026-12-23 17:00", "2026-12-26 09:00")],
            "bank_holidays": {**BANK, "extra": extra, "holder": holder},
        },
    )
    assert messages(file) == []
    assert ("dee", "2026-12-25 09:00", "2026-12-25 17:00") in overridden_windows(file)


def overridden_windows(file: RotaFile) -> list[Span]:
    shifts = engine.shifts(file, "web", span("2026-12-01 00:00", "2027-01-10 00:00"))
    return [(s.person, f"{s.start:%Y-%m-%d %H:%M}", f"{s.end:%Y-%m-%d %H:%M}") for s in shifts if s.holiday]


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_where_an_outgoing_holder_keeps_the_window_either_may_be_covered(who: str) -> None:
    """Ana keeps Monday 28 December, in ben's turn: a cover of her has an effect, one of ben has none."""
    file = web(
        FROM_30_NOV,
        hours="night",
        file={
            "overrides": [cover(who, "dee", "2026-12-28 09:00", "2026-12-28 17:00")],
            "bank_holidays": {**BANK, "holder": "outgoing"},
        },
    )
    assert messages(file) == []
    holder = "dee" if who == "ana" else "ana"
    assert (holder, "2026-12-28 09:00", "2026-12-28 17:00") in overridden_windows(file)


def layered(*covers: Mapping[str, Any]) -> RotaFile:
    """Ana on weekdays from 08:00 to 18:00, ben at the weekend: nobody in between."""

    def layer(name: str, who: str) -> dict[str, Any]:
        return one({"from": "2026-11-30", "people": [who]}, hours=name, handover="Monday 08:00", name=name)

    return load(
        document(
            {"web": {"layers": [layer("work", "ana"), layer("weekend", "ben")]}},
            hours={"work": "Mon-Fri 08:00-18:00", "weekend": "Sat-Sun 08:00-18:00"},
            overrides=list(covers),
        )
    )


def test_between_the_hours_of_layers_a_cover_may_name_anybody() -> None:
    """Covering ana on a Friday, from 08:00 to 08:00, is right although the gap goes to ben's weekend."""
    file = layered({"rota": "web", "cover": "ana", "by": "cal", "on": "2026-12-11"})
    assert messages(file) == []
    assert overridden(file, "web", "2026-12-10 00:00", "2026-12-14 00:00") == [
        ("cal", "2026-12-11 08:00", "2026-12-11 18:00")
    ]
    wrong = layered({"rota": "web", "cover": "ana", "by": "cal", "on": "2026-12-12"})
    assert [m[1] for m in messages(wrong)] == [
        "stale cover: on Sat 12 Dec 08:00 – 18:00 Ben Ode is on call, not Ana Ortiz"
    ]


def test_dates_need_one_time_of_day() -> None:
    """Where line-ups move the handovers of layers apart, and where turns come to be counted in hours."""
    line_ups = [{"from": "2026-12-14", "handover": "Monday 10:00", "people": ["ana"]}]
    on = {"rota": "web", "cover": "ana", "by": "cal", "on": "2026-12-15"}
    first = one({"from": "2026-11-30", "people": ["ana"]}, *line_ups, name="a")
    second = one({"from": "2026-11-30", "people": ["ana"]}, name="b")
    apart = load(document({"web": {"layers": [first, second]}}, overrides=[on]))
    hint = "write a cover with times: `from: 2026-12-15 09:00, until: 2026-12-16 09:00`"
    assert [m for m in messages(apart) if m[0] != "turn-cut"] == [
        (
            "give-times",
            "`on:` means handover to handover, but layers of web change at 09:00 and 10:00 then",
            hint,
        )
    ]
    assert covers_of(apart, "web") == ()
    hourly = web(
        {"from": "2026-11-30", "people": ["ana"]},
        {"from": "2026-12-14 09:00", "turn": "12 hours", "people": ["ana"]},
        file={"overrides": [on]},
    )
    assert messages(hourly) == [
        ("give-times", "`on:` means handover to handover, but turns of web are counted in hours then", hint)
    ]
    assert messages(hourly, utc("2026-12-16 00:00")) == []


def test_a_cover_years_ahead_is_looked_at_without_the_years_between() -> None:
    """A century of hourly turns is not laid out for it."""
    file = web(
        {"from": "2026-01-01 00:00", "people": ["ana", "ben"]},
        turn="1 hours",
        handover=None,
        hours=None,
        file={"overrides": [cover("ana", "dee", "2099-12-01 00:00", "2099-12-01 01:00")]},
    )
    assert [m[0] for m in messages(file)] in ([], ["stale-cover"])
    whole = Interval(utc("2099-12-01 00:00"), utc("2099-12-01 02:00"))
    assert len(engine.shifts(file, "web", whole)) == 2
