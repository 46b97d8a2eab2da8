"""What people made by hand on a shift-based schedule: lines where one person is on, else reasons."""

from datetime import UTC, datetime

import pytest

from reconciler.config.loader import Loaded, load_texts
from reconciler.edit.by_hand import ByHand, Outcome, propose, visible
from reconciler.edit.by_hand_shifts import Instead
from reconciler.edit.written import Form, in_brackets
from reconciler.intervals import Interval, Segment, instant, zone
from reconciler.state import NOBODY, OverrideState

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
FILE = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
kind: shifts
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  cal: {name: Cal Roe, email: cal@example.org}
hours:
  day: Mon-Fri 09:00-17:00
  night: outside day
rotas:
  web:
    name: Web
    hours: night
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-03-02, people: [ana, ben]}
  day:
    name: Day
    hours: day
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-03-02, people: [ben, ana]}
bank_holidays:
  calendar: england-and-wales
  window: day
  rules: {web: current, day: nobody}
"""


@pytest.fixture
def loaded() -> Loaded:
    """Ana has the nights of this week, Ben those of the next; it is Wednesday noon."""
    return load_texts("rota.yaml", {"rota.yaml": FILE})


def utc(text: str) -> datetime:
    return instant(datetime.fromisoformat(text), zone("Europe/London"))


def made(person: str, start: str, end: str, *, over: str | None = None, key: str = "web") -> ByHand:
    """An override of somebody in the place of another, or else a custom shift; local times."""
    override = OverrideState("overrides/Q1", utc(start), utc(end), person, over, beside=over is None)
    instead = None if over is None else Instead(over, over.title())
    who = person.title() or "nobody"
    return ByHand(key, override, person or None, who, "", (override.interval,), instead=instead)


def one(loaded: Loaded, hand: ByHand) -> Outcome:
    (outcome,) = propose(loaded, [hand], NOW).outcomes
    return outcome


def items(outcome: Outcome) -> list[str]:
    return [in_brackets(line.insertion.item, Form()) for line in outcome.lines]


def why(outcome: Outcome) -> tuple[str, str]:
    (refused,) = outcome.refused
    return refused.message, refused.hint


def test_an_override_is_a_cover_where_whom_it_replaces_is_on(loaded: Loaded) -> None:
    """It goes on over Ben's turn, in which it does nothing: that is told."""
    outcome = one(loaded, made("cal", "2026-03-07 09:00", "2026-03-10 09:00", over="ana"))
    assert items(outcome) == ["{rota: web, cover: ana, by: cal, on: 2026-03-07..2026-03-08}"]
    assert why(outcome) == (
        "Cal stands in for Ana Mon 9 Mar 09:00 – Tue 10 Mar 09:00, when Ana has no turn, so it does nothing",
        "delete the override in PagerDuty",
    )


def test_a_custom_shift_beside_somebody_is_no_line(loaded: Loaded) -> None:
    """Both are paged, which a file cannot say."""
    outcome = one(loaded, made("cal", "2026-03-07 09:00", "2026-03-07 12:00"))
    assert items(outcome) == []
    message, hint = why(outcome)
    assert message == (
        "a custom shift puts Cal on beside Ana Ortiz Sat 7 Mar 09:00 – 12:00; a file has one person at a time"
    )
    assert hint == "delete the custom shift in PagerDuty; to relieve the other one: `rota cover`"


def test_a_custom_shift_in_a_window_is_the_entry_of_a_bank_holiday(loaded: Loaded) -> None:
    """Nobody else is on then but by the rule, so it takes the place of whose turn it is."""
    outcome = one(loaded, made("cal", "2026-04-03 09:00", "2026-04-03 17:00"))
    assert (items(outcome), outcome.refused) == (["{rota: web, holiday: 2026-04-03, by: cal}"], ())


def test_a_custom_shift_where_the_file_has_nobody_is_told(loaded: Loaded) -> None:
    """It is not in the hours of the rota."""
    message, _ = why(one(loaded, made("cal", "2026-03-05 10:00", "2026-03-05 12:00")))
    assert message == "Web has nobody Thu 5 Mar 10:00 – 12:00 (not its hours), and PagerDuty pages Cal Roe"


def test_nobody_in_a_window_is_in_the_file_already(loaded: Loaded) -> None:
    """The rule says so of every bank holiday."""
    outcome = one(loaded, made(NOBODY, "2026-04-03 09:00", "2026-04-03 17:00", over="ben", key="day"))
    assert ([where.line for where in outcome.already], outcome.refused) == ([27], ())


def test_nobody_at_any_other_time_is_told(loaded: Loaded) -> None:
    """The part of it in a window is in the file, and the rest is not."""
    outcome = one(loaded, made(NOBODY, "2026-04-02 13:00", "2026-04-03 17:00", over="ben", key="day"))
    assert [where.line for where in outcome.already] == [27]
    message, hint = why(outcome)
    assert message == (
        "nobody is to be on Day Thu 2 Apr 13:00 – Fri 3 Apr 09:00; a file leaves only windows of bank "
        "holidays to nobody"
    )
    assert hint == (
        "if it may go, run `rota adopt --ours overrides/Q1`, and the next apply deletes it; if it is meant "
        "for every bank holiday, write under bank_holidays: `rules: {day: nobody}`"
    )


def test_an_override_is_shown_where_others_are_on_beside_it() -> None:
    """PagerDuty renders both of them there."""
    hand = made("U1", "2026-03-05 09:00", "2026-03-05 12:00", over="U2")
    noon = utc("2026-03-05 11:00")
    rendered = (
        Segment(hand.override.start, noon, "U1+U3"),
        Segment(noon, hand.override.end, "U2"),
    )
    span = Interval(NOW, utc("2026-03-06 00:00"))
    assert visible(hand.override, rendered, span, NOW) == (Interval(hand.override.start, noon),)
