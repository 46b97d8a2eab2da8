"""A shift-based rota gets other hours: its events move to other rotations, and what stands in must follow."""

from pathlib import Path
from typing import Any

import pytest

from reconciler.errors import ExitCode
from tests.plan.files import document, done, reasons, settled, world
from tests.rows import Row
from tests.world import Data, World, summaries

NINE, LONG, LATER = "Mon-Fri 09:00-17:00", "Mon-Fri 08:30-17:30", "Mon-Fri 08:00-18:00"
SPLIT = ["Mon-Thu 09:00-17:00", "Fri 09:00-16:00"]
CHANGES = {
    "one event becomes three": (NINE, LONG),
    "three become one": (LONG, NINE),
    "three become three others": (LONG, LATER),
    "one becomes one other": (NINE, "Mon-Fri 09:00-18:00"),
    "one becomes two": (NINE, SPLIT),
    "two become one": (SPLIT, NINE),
    "around the clock becomes hours": (None, NINE),
    "around the clock becomes three events": (None, LONG),
    "hours become around the clock": (LONG, None),
}
WINDOW = "Mon-Fri 09:00-16:00"
COVER = {
    "rota": "in",
    "cover": "ben",
    "by": "cal",
    "from": "2026-12-01 10:00",
    "until": "2026-12-01 12:00",
    "reason": "course",
}
NOW = "2026-11-25 12:00"
ACCEPTED = ("changes-now", "history", "gap", "mass")


def told(hours: Any, rule: str) -> Data:
    """One shift-based rota of Ana and Ben, with a cover and bank holidays."""
    rota = {
        "name": "In",
        "kind": "shifts",
        "turn": "1 week",
        "handover": "Monday 09:00",
        "line_ups": [{"from": "2026-01-05", "people": ["ana", "ben"]}],
    }
    if hours is not None:
        rota["hours"] = "in"
    return document(
        {"in": rota},
        hours={"in": hours or NINE, "window": WINDOW},
        bank_holidays={"calendar": "england-and-wales", "window": "window", "rules": {"in": rule}},
        overrides=[COVER],
    )


def turned(made: World, hours: Any, rule: str) -> None:
    """The hours of its file change."""
    made.change(lambda data: data.update(told(hours, rule)))


def on(made: World, day: str) -> list[Row]:
    """Who is on over the window of a day."""
    return made.rendered("in", f"{day} 09:00", f"{day} 16:00")


@pytest.mark.parametrize("rule", ["team", "nobody", "current"])
@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES.keys())
def test_one_apply_is_enough_for_other_hours(before: Any, after: Any, rule: str, tmp_path: Path) -> None:
    """Covers, mailboxes and windows for nobody act in whichever rotation has the turn then."""
    made = settled(told(before, rule), NOW, tmp_path)
    turned(made, after, rule)
    done(made, *ACCEPTED)
    assert on(made, "2026-12-01") == [
        ("2026-12-01 09:00Z", "2026-12-01 10:00Z", "Ben"),
        ("2026-12-01 10:00Z", "2026-12-01 12:00Z", "Cal"),
        ("2026-12-01 12:00Z", "2026-12-01 16:00Z", "Ben"),
    ]
    names = {"team": ("Team", "Team"), "nobody": (None, None), "current": ("Ana", "Ben")}[rule]
    for day, name in zip(("2026-12-25", "2027-01-01"), names, strict=True):
        expected = [(f"{day} 09:00Z", f"{day} 16:00Z", name)]
        assert on(made, day) == (expected if name is not None else [])
    assert len(made.overrides("in")) == len({*made.overrides("in")}), "nothing is there twice"


def test_the_plan_says_which_overrides_are_written_anew(tmp_path: Path) -> None:
    """Of three events the one of Mondays succeeds the one that was: all of these are in others then."""
    made = settled(told(NINE, "team"), NOW, tmp_path)
    turned(made, LONG, "team")
    assert summaries(made.plan()) == [
        "end layer in: line-up ends now: Ana, Ben",
        "create layer in: line-up of Mon 5 Jan (Mon 09:00): Ana, Ben",
        "create layer in: line-up of Mon 5 Jan (Tue Wed Thu Fri 08:30): Ana, Ben",
        "create layer in: line-up of Mon 5 Jan (Mon 08:30): Ana, Ben",
        "create override in: Tue 1 Dec 10:00 – 12:00 Cal, cover: course",
        "create override in: Fri 25 Dec 09:00 – 16:00 Team, Christmas Day",
        "create override in: Fri 1 Jan 2027 09:00 – 16:00 Team, New Year’s Day",
        "delete override in: Fri 25 Dec 09:00 – 16:00 Team, not wanted any more",
        "delete override in: Fri 1 Jan 2027 09:00 – 16:00 Team, not wanted any more",
        "delete override in: Tue 1 Dec 10:00 – 12:00 Cal, not wanted any more",
    ]


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-07"])
def test_what_stands_in_stays_where_each_event_is_succeeded_by_its_like(day: str, tmp_path: Path) -> None:
    """Three events become three others: nothing of ours is written, and what was made by hand goes on."""
    made = settled(told(LONG, "team"), NOW, tmp_path)
    made.override_by_hand("in", "dee", f"{day} 13:00", f"{day} 15:00")
    turned(made, LATER, "team")
    assert {change.kind for change in made.plan().changes} == {"layer"}
    done(made, *ACCEPTED)
    assert (f"{day} 13:00Z", f"{day} 15:00Z", "Dee") in on(made, day)


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=CHANGES.keys())
def test_what_was_made_by_hand_and_acts_no_more_is_told_before(
    before: Any, after: Any, tmp_path: Path
) -> None:
    """Nothing of it is altered; but its event ends, and a plan says who is on then, which is what comes."""
    made = settled(told(before, "team"), NOW, tmp_path)
    made.override_by_hand("in", "dee", "2026-12-03 13:00", "2026-12-03 15:00")
    turned(made, after, "team")
    at = made.local("2026-12-03 13:00")
    moved = [shift.after for shift in made.plan().shifts if shift.start == at]
    done(made, *ACCEPTED)
    shown = {name for _, _, name in made.rendered("in", "2026-12-03 13:00", "2026-12-03 15:00")}
    assert shown == ({who.name for who in moved if who is not None} or {"Dee"})
    assert ("2026-12-03 13:00Z", "2026-12-03 15:00Z", "Dee") in made.overrides("in")


def test_what_runs_is_followed_where_its_turn_goes_on(tmp_path: Path) -> None:
    """Cal covers Ben at this moment, and goes on to do so but for the minute in which it is all written."""
    made = settled(told(NINE, "team"), NOW, tmp_path)
    made.at("2026-12-01 11:00")
    turned(made, LONG, "team")
    assert [c for c in made.plan().on_call_now if c.before != c.after] == []
    done(made, *ACCEPTED)
    made.at("2026-12-01 11:02")
    assert on(made, "2026-12-01")[1] == ("2026-12-01 10:00Z", "2026-12-01 12:00Z", "Cal")
    assert made.plan().actions == ()


def test_a_change_that_pagerduty_has_no_room_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is written: three events at a time need three rotations."""
    made = settled(told(NINE, "team"), NOW, tmp_path)
    monkeypatch.setattr("reconciler.plan.steps.MOST_ROTATIONS", 2)
    turned(made, LONG, "team")
    assert reasons(made, "in") == (
        "There is no room for main from 2026-01-05, Mon 08:30: PagerDuty allows a shift-based schedule 2 "
        "rotations of 5 events each. Let earlier line-ups pass first, or write fewer of them ahead."
    )
    before = len(made.writes)
    assert made.apply(ACCEPTED).exit_code == ExitCode.REFUSED
    assert len(made.writes) == before


def test_a_new_schedule_that_pagerduty_has_no_room_for_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is written: what was begun would have to be cleared away."""
    monkeypatch.setattr("reconciler.plan.steps.MOST_ROTATIONS", 2)
    made = world(told(LONG, "team"), NOW, tmp_path)
    assert reasons(made, "in").startswith("There is no room for main from 2026-01-05, ")
    assert made.apply().exit_code == ExitCode.REFUSED
    assert not made.writes
