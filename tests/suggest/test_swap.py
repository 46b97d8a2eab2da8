"""With whom a turn can be exchanged: both ways are judged, even exchanges come first."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from reconciler.config.loader import Loaded, load_texts
from reconciler.errors import UsageError
from reconciler.suggest.exchange import Exchange
from reconciler.suggest.swap import Asked, Proposal, propose
from tests.shifts.support import NOW, document, one

# From Mon 30 Nov 2026: ana, ben, cal, dee; a week each, nights and weekends.
NIGHTS = one({"from": "2026-11-30", "people": ["ana", "ben", "cal", "dee"]}, hours="night")
RULES = {"calendar": "england-and-wales", "window": "day", "rules": {"nights": "current"}}


def loaded(*overrides: Mapping[str, Any], nights: Any = NIGHTS, days: Any = None, **more: Any) -> Loaded:
    rotas = {"nights": nights, **({"days": days} if days is not None else {})}
    data = document(rotas, overrides=list(overrides), **more)
    return load_texts("rota.yaml", {"rota.yaml": json.dumps(data)})


def asked(person: str, turn: str, rota: str = "nights", **more: Any) -> Asked:
    return Asked(rota, person, date.fromisoformat(turn), **more)


def begins(found: tuple[Exchange, ...]) -> list[tuple[str, str]]:
    return [(one.theirs.person, f"{one.theirs.interval.start:%a %d %b}") for one in found]


def item(proposal: Proposal) -> Mapping[str, object]:
    assert proposal.edit is not None
    return proposal.edit.insertions[0].item


def test_the_nearest_of_the_even_exchanges_is_proposed() -> None:
    """Two of each person at most; the line names both turns by their dates."""
    found = propose(loaded(), asked("ben", "2026-12-07", reason="leave"), NOW)
    assert begins(found.possible) == [
        ("ana", "Mon 30 Nov"),
        ("cal", "Mon 14 Dec"),
        ("dee", "Mon 21 Dec"),
        ("ana", "Mon 28 Dec"),
        ("cal", "Mon 11 Jan"),
        ("dee", "Mon 18 Jan"),
    ]
    assert item(found) == {
        "rota": "nights",
        "swap": {"ben": date(2026, 12, 7), "ana": date(2026, 11, 30)},
        "reason": "leave",
    }
    assert found.snapped == ()


def test_a_date_within_a_turn_means_that_turn() -> None:
    """And it is said; a date on which one ends and one begins means the one that begins."""
    found = propose(loaded(), asked("ben", "2026-12-10"), NOW)
    assert [turn.named for turn in found.snapped] == [date(2026, 12, 7)]
    assert propose(loaded(), asked("cal", "2026-12-14"), NOW).turn.named == date(2026, 12, 14)


def test_turns_with_bank_holidays_are_worth_more() -> None:
    """Christmas and Boxing Day lie in dee's turn and ana's; the others are told in hours."""
    found = propose(loaded(bank_holidays=RULES), asked("dee", "2026-12-21"), NOW)
    assert begins(found.possible)[:2] == [("cal", "Mon 14 Dec"), ("ana", "Mon 28 Dec")]
    given, got = found.possible[1].given, found.possible[1].got
    assert (given.hours, given.with_) == (timedelta(hours=136), ("Christmas Day",))
    assert (got.hours, got.with_) == (
        timedelta(hours=144),
        ("Boxing Day (substitute day)", "New Year’s Day"),
    )
    assert [e.uneven for e in found.possible] == [timedelta(hours=8)] * len(found.possible)


def test_a_mailbox_takes_its_bank_holidays_out_of_a_turn() -> None:
    """They are named as what does not go over; even exchanges come before such a one."""
    rules = {**RULES, "rules": {"days": "team"}}
    days = one({"from": "2026-11-30", "people": ["kit", "ben", "lou", "eve"]}, hours="day")
    file = loaded(days=days, bank_holidays=rules)
    short = asked("ben", "2026-12-07", "days", partner="kit", theirs=date(2026, 12, 28))
    (found,) = propose(file, short, NOW).possible
    assert (found.got.hours, found.got.without) == (
        timedelta(hours=24),
        ("Boxing Day (substitute day)", "New Year’s Day"),
    )
    assert begins(propose(file, replace(short, theirs=None), NOW).possible) == [
        ("kit", "Mon 30 Nov"),
        ("kit", "Mon 25 Jan"),
    ]


def test_both_are_judged_in_the_turn_that_they_get() -> None:
    """Cal is away in ben's week, and ben in the weeks of dee."""
    leave = [
        {"person": "cal", "on": "2026-12-08"},
        {"person": "ben", "on": "2026-12-22"},
        {"person": "ben", "on": "2027-01-19"},
    ]
    found = propose(loaded(leave=leave), asked("ben", "2026-12-07"), NOW)
    assert {one.theirs.person for one in found.possible} == {"ana"}
    against = {
        e.theirs.person: ([o.text for o in e.against_me], [o.text for o in e.against_them])
        for e in found.refused
    }
    assert against == {
        "cal": ([], ["on leave Tue 8 Dec"]),
        "dee": (["on leave Tue 22 Dec"], []),
    }


def test_a_turn_that_somebody_covers_in_part_is_not_exchanged() -> None:
    """The cover would go stale; the message is the check's."""
    cover = {"rota": "nights", "cover": "cal", "by": "eve", "on": "2026-12-16"}
    found = propose(loaded(cover), asked("ben", "2026-12-07", partner="cal"), NOW)
    assert begins(found.possible) == [("cal", "Mon 11 Jan")]


def test_a_swap_of_two_that_cannot_is_refused_unless_it_is_to_be_anyway() -> None:
    """With who cannot and why."""
    file = loaded(leave=[{"person": "cal", "on": "2026-12-08"}])
    both = asked("ben", "2026-12-07", partner="cal", theirs=date(2026, 12, 14))
    with pytest.raises(UsageError, match="Cal Roe cannot: on leave Tue 8 Dec"):
        propose(file, both, NOW)
    found = propose(file, replace(both, anyway=True), NOW)
    assert item(found)["swap"] == {"ben": date(2026, 12, 7), "cal": date(2026, 12, 14)}
    assert [f.id for f in found.notes] == ["on-leave"]


def test_a_partner_with_no_turn_that_fits_is_told_with_reasons() -> None:
    """There is then no line."""
    file = loaded(leave=[{"person": "cal", "on": "2026-12-08"}])
    found = propose(file, asked("ben", "2026-12-07", partner="cal"), NOW)
    assert (found.chosen, found.edit, begins(found.refused)) == (None, None, [("cal", "Mon 14 Dec")])


def test_people_without_a_turn_near_it_are_named() -> None:
    """Their turns are in swaps already, or have begun."""
    swap = {"rota": "nights", "swap": {"cal": "2026-12-14", "dee": "2026-12-21"}}
    other = {"rota": "nights", "swap": {"cal": "2027-01-11", "dee": "2027-01-18"}}
    found = propose(loaded(swap, other), asked("ben", "2026-12-07"), NOW)
    assert {one.theirs.person for one in found.possible} == {"ana", "cal", "dee"} - set(found.alone)


def test_turns_that_begin_twice_a_day_are_named_by_their_time() -> None:
    """Shifts of twelve hours: the date alone would say too little."""
    short = one(
        {"from": "2026-11-30 06:00", "people": ["ana", "ben", "cal"]},
        turn="12 hours",
        handover=None,
        hours=None,
    )
    shared = one(
        {"from": "2026-11-30 06:00", "people": ["ana", "ana", "ben", "cal"]},
        turn="6 hours",
        handover=None,
        hours=None,
    )
    found = propose(loaded(nights=short), asked("ben", "2026-12-07", partner="cal"), NOW)
    assert item(found)["swap"]
    with pytest.raises(UsageError, match="Ana Ortiz begins 2 turns of nights then"):
        propose(loaded(nights=shared), asked("ana", "2026-12-07"), NOW)
    exact = Asked("nights", "ana", datetime(2026, 12, 7, 6))  # noqa: DTZ001 - wall time
    assert propose(loaded(nights=shared), exact, NOW).turn.named == datetime(2026, 12, 7, 6)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("person", "turn", "more", "message"),
    [
        ("ben", "2026-12-07", {"partner": "ben"}, "a swap has two people"),
        ("ben", "2026-12-14", {}, "Ben Ode has no turn of nights on Mon 14 Dec: it is Cal Roe's"),
        ("eve", "2026-12-14", {}, "Eve Lin has no turn of nights on Mon 14 Dec"),
        ("ben", "2026-12-07", {"partner": "eve"}, "there is no turn of Eve Lin to exchange it for"),
        ("cal", "2027-01-11", {}, "is in a swap already"),
    ],
)
def test_what_cannot_be_exchanged_is_refused(
    person: str, turn: str, more: dict[str, str], message: str
) -> None:
    """In a sentence."""
    swap = {"rota": "nights", "swap": {"cal": "2027-01-11", "dee": "2027-01-18"}}
    with pytest.raises(UsageError, match=message):
        propose(loaded(swap), asked(person, turn, **more), NOW)


def test_a_turn_that_has_begun_is_for_a_cover() -> None:
    """What has been worked cannot be exchanged."""
    with pytest.raises(UsageError, match="has begun") as refused:
        propose(loaded(), asked("ana", "2026-11-30"), NOW + timedelta(days=10))
    assert refused.value.hint == "a cover gives away the rest: rota cover nights --person ana --from …"
