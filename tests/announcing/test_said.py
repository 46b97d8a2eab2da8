"""What an announcement says at a moment, and when it will say something else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.announcing.said import Name, Wanted, wanted
from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.intervals import Segment
from reconciler.plan.model import Who

TEXT = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  cal: {name: Cal Roe, email: cal@example.org}
  post: {name: Post box, email: post@example.org, mailbox: true}
hours: {day: Mon-Fri 09:00-17:00, night: outside day}
rotas:
  days:
    name: In hours
    hours: day
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-01-05, people: [ana, ben]}
      - {from: 2027-01-04, pause: nobody works}
  nights:
    name: Out of hours
    hours: night
    turn: 2 weeks
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [ben, cal]}]
  far:
    name: New York
    time_zone: America/New_York
    turn: 1 week
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [cal, ana]}]
bank_holidays: {calendar: england-and-wales, window: day, rules: {days: post, nights: current}}
overrides:
  - {rota: days, cover: ana, by: cal, from: 2026-11-26 12:00, until: 2026-11-26 17:00}
announce:
  - {channel: support, rotas: [days, nights], group: oncall}
"""
KIT = Who(None, "Kit Moss", "kit@example.org")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def loaded() -> RotaFile:
    return load_texts("rota.yaml", {"rota.yaml": TEXT}).file


FILE = loaded()


def asked(instant: str, *rotas: str, template: str | None = None, group: str | None = None) -> Wanted:
    entry = FILE.announce[0].model_copy(
        update={"rotas": rotas or ("days", "nights"), "template": template, "group": group}
    )
    return wanted(FILE, entry, at(instant))


def words(found: Wanted) -> str:
    """The text with people by name."""
    return "".join(
        t if isinstance(t, str) else t.text if isinstance(t, Name) else f"@{t.name}" for t in found.text
    )


def says(instant: str, template: str, *rotas: str) -> str:
    return words(asked(instant, *rotas, template=template))


def test_the_default_names_both_whose_turn_it_is_and_who_is_on_at_any_hour() -> None:
    """In the evening the in-hours person of the next day stands there still; a long turn has its date."""
    expected = "In hours: @Ben Ode until Mon 09:00 · Out of hours: @Cal Roe until Mon 7 Dec 09:00"
    assert words(asked("2026-12-01T12:00")) == expected
    assert words(asked("2026-12-01T22:00")) == expected


def test_the_next_change_is_the_next_instant_at_which_the_text_is_another() -> None:
    """The cover of an afternoon is one; evenings, mornings and the turn of somebody again are none."""
    assert asked("2026-11-25T12:00").next_change == at("2026-11-26T12:00")
    assert words(asked("2026-11-26T13:00")).startswith("In hours: @Cal Roe until Thu 17:00 ·")
    assert asked("2026-11-26T13:00").next_change == at("2026-11-26T17:00")
    assert asked("2026-11-26T18:00").next_change == at("2026-11-30T09:00")


def test_with_now_the_text_changes_with_the_hours() -> None:
    """Nobody is on call in hours at night."""
    found = asked("2026-11-25T16:00", "days", template="{days.now}")
    assert (words(found), found.next_change) == ("@Ana Ortiz", at("2026-11-25T17:00"))
    assert says("2026-11-25T18:00", "{days.now}") == "nobody"


def test_a_mailbox_that_stands_in_is_named_on_a_bank_holiday() -> None:
    """Whose turn it is gets no alert then."""
    assert says("2026-12-25T11:00", "{days}[ until {days.until}]") == "@Post box until Fri 17:00"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{days}[ until {days.until}]", "nobody"),
        ("{days}, then {days.next} at {days.until}", "nobody, then nobody at further notice"),
        ("{days.name}[: {days.next}]", "In hours"),
    ],
)
def test_in_a_pause_there_is_nobody_and_optional_parts_fall_away(template: str, expected: str) -> None:
    """A sentence stays one."""
    assert says("2027-02-01T12:00", template) == expected


def test_another_zone_is_named_beside_the_time() -> None:
    """As in every other output."""
    assert says("2026-11-25T12:00", "{far.until}, {far.next}", "far") == (
        "Mon 09:00 (America/New_York), @Ana Ortiz"
    )


def test_a_group_is_the_people_of_its_rotas_without_mailboxes() -> None:
    """A change of its people is a change of the entry, whatever the text says."""
    found = asked("2026-11-25T12:00", template="On call", group="oncall")
    assert [who.name for who in found.people] == ["Ana Ortiz", "Cal Roe"]
    assert found.next_change == at("2026-11-26T12:00")
    assert [w.name for w in asked("2026-12-25T11:00", template="x", group="o").people] == ["Cal Roe"]
    assert asked("2026-11-25T12:00", template="On call").next_change is None


def test_with_a_live_rendering_whoever_pagerduty_has_on_call_is_named() -> None:
    """Outside of what it renders it is the turn of the file's person."""
    live = {"days": (Segment(at("2026-11-25T10:00"), at("2026-11-25T14:00"), KIT),)}
    entry = replace(asked("2026-11-25T12:00", "days")).entry
    found = wanted(FILE, entry, at("2026-11-25T12:00"), live)
    assert words(found) == "In hours: @Kit Moss until Wed 14:00"
    assert found.next_change == at("2026-11-25T14:00")


@given(st.integers(0, 8 * 7 * 24 * 4))
def test_until_the_next_change_it_says_the_same_and_then_something_else(quarters: int) -> None:
    """So a timer that is set by it is neither late nor in vain."""
    now = at("2026-11-02T00:00") + timedelta(minutes=15 * quarters)
    entry = FILE.announce[0]
    found = wanted(FILE, entry, now)
    assert found.next_change is not None
    assert found.next_change > now
    before = wanted(FILE, entry, found.next_change - timedelta(minutes=1))
    after = wanted(FILE, entry, found.next_change)
    assert (before.text, before.people) == (found.text, found.people)
    assert (after.text, after.people) != (found.text, found.people)
