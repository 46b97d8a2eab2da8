"""The note for a turn: which turn, who hands to whom, what falls into it, and what the checks say of it."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.handover.model import Note
from reconciler.handover.note import note
from reconciler.shifts import engine
from tests.shifts.support import document, load
from tests.strategies import documents

WEEK = {"turn": "1 week", "handover": "Monday 09:00"}
DAYS = {
    "hours": "day",
    **WEEK,
    "role": "docs/roles/days.md",
    "line_ups": [{"from": "2026-11-09", "people": ["ana", "ben", "cal"]}],
}
NIGHTS = {"hours": "night", **WEEK, "line_ups": [{"from": "2026-11-09", "people": ["dee", "eve", "ana"]}]}
POLICIES = {
    "all": {
        "name": "All",
        "levels": [
            {"notify": "days", "escalate_after": "5 minutes"},
            {"notify": "nights", "escalate_after": "5 minutes"},
        ],
    },
    "other": {"name": "Other", "levels": [{"notify": "nights", "escalate_after": "5 minutes"}]},
}
HOLIDAYS = {
    "calendar": "england-and-wales",
    "window": "day",
    "rules": {"days": "team", "nights": "current"},
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_file(*overrides: dict[str, Any], **more: Any) -> RotaFile:
    rotas = more.pop("rotas", {"days": DAYS, "nights": NIGHTS})
    return load(document(rotas, overrides=list(overrides), policies=POLICIES, bank_holidays=HOLIDAYS, **more))


def of(file: RotaFile, when: str, rota: str = "days") -> Note:
    found = note(file, rota, at(when))
    assert found is not None
    return found


def names(found: Note) -> tuple[str | None, str | None, str]:
    """Who gives, who takes, whose turn it is."""
    return (
        found.giver.person if found.giver else None,
        found.taker.person if found.taker else None,
        found.turn.who.person or "",
    )


def test_the_turn_is_the_next_one_or_the_one_that_begins_at_that_very_moment() -> None:
    """A minute later it is the next."""
    file = a_file()
    assert of(file, "2026-11-25T12:00").turn.start == at("2026-11-30T09:00")
    assert of(file, "2026-11-30T09:00").turn.start == at("2026-11-30T09:00")
    assert of(file, "2026-11-30T09:01").turn.start == at("2026-12-07T09:00")


def test_the_turns_before_and_after_are_named() -> None:
    """So that everybody knows where they stand."""
    found = of(a_file(), "2026-11-25T12:00")
    assert found.before is not None
    assert found.after is not None
    assert (found.before.who.person, found.turn.who.person, found.after.who.person) == ("cal", "ana", "ben")
    assert names(found) == ("cal", "ana", "ana")


def test_a_swap_is_told_with_whose_turn_it_was() -> None:
    """And with the reason; the turn before may be swapped as well."""
    swap = {"rota": "days", "swap": {"ana": "2026-11-30", "ben": "2026-12-07"}, "reason": "leave"}
    found = of(a_file(swap), "2026-11-25T12:00")
    assert found.turn.who.person == "ben"
    assert found.turn.instead_of is not None
    assert (found.turn.instead_of.person, found.turn.reason) == ("ana", "leave")
    later = of(a_file(swap), "2026-12-01T12:00")
    assert names(later) == ("ben", "ana", "ana")


def test_a_cover_at_the_handover_changes_who_takes_over_and_not_whose_turn_it_is() -> None:
    """Covers inside are listed, cut to the turn, those outside are not."""
    file = a_file(
        {"rota": "days", "cover": "ana", "by": "dee", "on": "2026-11-30..2026-12-01", "reason": "course"},
        {"rota": "days", "cover": "cal", "by": "eve", "on": "2026-11-27"},
    )
    found = of(file, "2026-11-25T12:00")
    assert names(found) == ("cal", "dee", "ana")
    assert [(c.who.person, c.instead_of.person, c.reason) for c in found.covers] == [("dee", "ana", "course")]
    assert [s.who.person for s in found.shifts] == ["dee", "dee", "ana", "ana", "ana"]


def test_bank_holidays_inside_are_told_with_who_has_them_on_the_rotas_of_the_same_policies() -> None:
    """The mailbox by day, the person of the night rota beside it."""
    found = of(a_file(), "2026-12-21T09:00")
    assert [row.date for row in found.days] == [date(2026, 12, 25)]
    assert [(h.rota, h.who.person if h.who else None) for h in found.days[0].holders] == [
        ("days", "team"),
        ("nights", "dee"),
    ]
    assert of(a_file(), "2026-11-25T12:00").days == ()


def test_leave_in_the_turn_is_told_and_leave_that_begins_as_it_ends_is_not() -> None:
    """Of everybody: who could be asked to step in matters too."""
    leave = [
        {"person": "ben", "on": "2026-12-01..2026-12-02"},
        {"person": "cal", "on": "2026-12-07"},
        {"person": "dee", "on": "2026-11-29"},
    ]
    assert [a.who.person for a in of(a_file(leave=leave), "2026-11-25T12:00").away] == ["ben"]


def test_the_chains_are_those_of_the_policies_that_name_the_rota_at_an_ordinary_hour() -> None:
    """In the middle of a shift, and not on a bank holiday or in somebody's cover."""
    (days,) = of(a_file(), "2026-11-25T12:00").chains
    assert (days.policy, days.at) == ("all", at("2026-11-30T13:00"))
    assert [row.who.person for row in days.rows if row.who] == ["ana"]
    nights = of(a_file(), "2026-11-25T12:00", "nights").chains
    assert [(chain.policy, chain.at) for chain in nights] == [
        ("all", at("2026-12-01T01:00")),
        ("other", at("2026-12-01T01:00")),
    ]


def test_what_the_checks_say_of_this_turn_is_told_and_nothing_of_other_turns() -> None:
    """Ana comes from the nights of the week before; Ben's leave is a matter of the next turn."""
    file = a_file(leave=[{"person": "ana", "on": "2026-12-01"}, {"person": "ben", "on": "2026-12-08"}])
    rest, leave = of(file, "2026-11-25T12:00").findings
    assert rest.message.startswith("Ana Ortiz comes from a night on nights to days on Mon 30 Nov 09:00")
    assert leave.message.startswith("Ana Ortiz is on leave but on call for days on Tue 1 Dec 09:00")
    (leave,) = of(file, "2026-12-01T09:00").findings
    assert leave.message.startswith("Ben Ode is on leave but on call for days on Tue 8 Dec 09:00")
    assert of(file, "2026-12-08T09:00").findings == ()


def test_findings_reach_the_other_rotas_of_whoever_is_on_and_speak_of_the_turn() -> None:
    """A person on two rotas at once is told once for the turn, with how often."""
    both = {**NIGHTS, "hours": "day", "line_ups": [{"from": "2026-11-09", "people": ["ana", "eve", "dee"]}]}
    file = a_file(rotas={"days": DAYS, "nights": both})
    (found,) = [f for f in of(file, "2026-11-25T12:00").findings if f.id == "same-person-two-levels"]
    assert found.message.endswith("on Mon 30 Nov 09:00 – 17:00 and 4 more times within this turn")
    assert not [f for f in of(file, "2026-12-01T09:00").findings if f.id == "same-person-two-levels"]


def test_a_check_that_is_switched_off_stays_off() -> None:
    """As in `rota check`."""
    leave = [{"person": "ana", "on": "2026-12-01"}]
    off = {"off": [{"id": "on-leave", "reason": "agreed"}]}
    assert not [
        f for f in of(a_file(leave=leave, checks=off), "2026-11-25T12:00").findings if f.id == "on-leave"
    ]


def test_after_a_pause_nobody_gives_and_before_one_nobody_follows() -> None:
    """The turn before it is still named, with when it ended."""
    line_ups = [
        {"from": "2026-01-05", "people": ["ana", "ben"]},
        {"from": "2026-12-21", "pause": "Christmas"},
        {"from": "2027-01-04", "people": ["cal"]},
        {"from": "2027-01-11", "pause": "the end"},
    ]
    found = of(a_file(rotas={"days": {**DAYS, "line_ups": line_ups}, "nights": NIGHTS}), "2026-12-22T09:00")
    assert names(found) == (None, "cal", "cal")
    assert found.before is not None
    assert found.before.end == at("2026-12-21T09:00")
    assert found.after is None


def test_a_rota_whose_turns_are_over_has_no_note() -> None:
    """Nor has one that begins in more than a year."""
    line_ups = [{"from": "2026-01-05", "people": ["ana"]}, {"from": "2026-11-23", "pause": "over"}]
    file = a_file(rotas={"days": {**DAYS, "line_ups": line_ups}, "nights": NIGHTS})
    assert note(file, "days", at("2026-11-25T12:00")) is None


def test_of_several_layers_the_first_that_hands_over_is_named() -> None:
    """Its shifts are those of the whole rota."""
    layers = [
        {"name": "base", **WEEK, "line_ups": [{"from": "2026-11-16", "people": ["ana", "ben"]}]},
        {"name": "top", "hours": "day", **WEEK, "line_ups": [{"from": "2026-01-05", "people": ["cal"]}]},
    ]
    found = of(a_file(rotas={"days": {"layers": layers}, "nights": NIGHTS}), "2026-11-25T12:00")
    assert found.layer == "base"
    assert {s.who.person for s in found.shifts} == {"ana", "cal"}


@pytest.mark.parametrize("rota", ["days", "nights"])
def test_a_rota_has_notes_turn_after_turn(rota: str) -> None:
    """Each begins where the one before ends, also over a bank holiday."""
    file, when = a_file(), at("2026-11-09T09:00")
    for _ in range(20):
        found = note(file, rota, when)
        assert found is not None
        assert found.turn.start == when
        when = found.turn.end


@given(documents(kinds=True), st.integers(0, 365 * 24))
@settings(max_examples=40, deadline=None)
def test_a_note_speaks_of_one_turn_whatever_the_file(data: dict[str, Any], hours: int) -> None:
    """Every shift, cover and chain lies inside the turn."""
    file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file
    now = at("2026-01-01T00:00") + timedelta(hours=hours)
    for key in engine.managed(file):
        found = note(file, key, now)
        if found is None:
            continue
        start, end = found.turn.start, found.turn.end
        assert start >= now
        assert found.before is None or found.before.end <= start
        assert found.after is None or found.after.start >= end
        assert all(start <= shift.start < shift.end <= end for shift in found.shifts)
        assert all(start <= cover.start < cover.end <= end for cover in found.covers)
        assert all(start <= chain.at < end for chain in found.chains)
        assert all(a.first - timedelta(days=1) <= end.date() for a in found.away)
