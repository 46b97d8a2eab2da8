"""The brief before a long weekend: which days belong together, from when to when, and who has what."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from reconciler.config.model import RotaFile
from reconciler.handover.brief import stretches
from reconciler.handover.model import Stretch
from tests.shifts.support import document, load

WEEK = {"turn": "1 week", "handover": "Monday 09:00"}
ROTAS = {
    "days": {"hours": "day", **WEEK, "line_ups": [{"from": "2026-01-05", "people": ["ana", "ben"]}]},
    "nights": {"hours": "night", **WEEK, "line_ups": [{"from": "2026-01-05", "people": ["cal", "dee"]}]},
}
POLICIES = {
    "all": {
        "name": "All",
        "levels": [
            {"notify": "days", "escalate_after": "5 minutes"},
            {"notify": "nights", "escalate_after": "5 minutes"},
        ],
    }
}
HOLIDAYS = {"calendar": "england-and-wales", "window": "day", "rules": {"days": "team", "nights": "current"}}
TWO_WEEKS = timedelta(days=14)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_file(**more: Any) -> RotaFile:
    return load(document(ROTAS, policies=POLICIES, **{"bank_holidays": HOLIDAYS, **more}))


def found(when: str, within: timedelta = TWO_WEEKS, **more: Any) -> tuple[Stretch, ...]:
    return stretches(a_file(**more), at(when), within)


def dates(stretch: Stretch) -> list[date]:
    return [row.date for row in stretch.days]


def test_christmas_and_boxing_day_with_the_weekend_between_are_one_stretch() -> None:
    """From the evening before to the morning on which ordinary hours begin again; New Year is another."""
    first, second = found("2026-12-20T12:00")
    assert (first.interval.start, first.interval.end) == (at("2026-12-24T17:00"), at("2026-12-29T09:00"))
    assert dates(first) == [date(2026, 12, 25), date(2026, 12, 28)]
    assert dates(second) == [date(2027, 1, 1)]


def test_easter_with_a_change_of_the_clocks_is_one_stretch() -> None:
    """Boundaries are wall time: Good Friday 2027 is in GMT, Easter Monday in BST."""
    (easter,) = found("2027-03-20T12:00")
    assert (easter.interval.start, easter.interval.end) == (at("2027-03-25T17:00"), at("2027-03-30T08:00"))


def test_every_rota_is_told_without_a_hole_where_somebody_is_always_on() -> None:
    """The nights and the weekend between belong to it."""
    (stretch, _) = found("2026-12-20T12:00")
    nights = [s for s in stretch.shifts if s.rota == "nights"]
    assert (nights[0].start, nights[-1].end) == (stretch.interval.start, stretch.interval.end)
    assert all(one.end == other.start for one, other in pairwise(nights))
    assert {s.who.person for s in stretch.shifts if s.rota == "days"} == {"team"}


def test_each_window_has_the_chain_of_each_policy_at_its_beginning() -> None:
    """What an alert waits may differ from day to day."""
    (stretch, _) = found("2026-12-20T12:00")
    assert [chain.at for chain in stretch.chains] == [at("2026-12-25T09:00"), at("2026-12-28T09:00")]
    assert [[(r.who.person, r.after_seconds) for r in c.rows if r.who] for c in stretch.chains] == [
        [("team", 0), ("cal", 300)],
        [("team", 0), ("dee", 300)],
    ]


def test_in_the_middle_of_a_stretch_what_is_over_has_no_chain() -> None:
    """A window that runs is asked about now."""
    (stretch, _) = found("2026-12-25T12:00")
    assert [chain.at for chain in stretch.chains] == [at("2026-12-25T12:00"), at("2026-12-28T09:00")]
    (later, _) = found("2026-12-26T12:00")
    assert [chain.at for chain in later.chains] == [at("2026-12-28T09:00")]
    assert dates(later) == dates(stretch)


def test_what_comes_later_or_has_no_rule_or_falls_on_a_weekend_is_no_matter() -> None:
    """Then there is nothing to brief."""
    assert found("2026-11-25T12:00") == ()
    assert found("2026-12-20T12:00", timedelta(days=3)) == ()
    assert found("2026-12-20T12:00", bank_holidays={**HOLIDAYS, "rules": {}}) == ()
    ignored = [{"date": day, "reason": "open"} for day in ("2026-12-25", "2026-12-28", "2027-01-01")]
    assert found("2026-12-20T12:00", bank_holidays={**HOLIDAYS, "ignore": ignored}) == ()
    data = document(ROTAS, policies=POLICIES)
    assert stretches(load(data), at("2026-12-20T12:00"), TWO_WEEKS) == ()


def test_leave_in_the_stretch_is_told() -> None:
    """Leave from the morning on which it ends is not."""
    leave = [{"person": "ben", "on": "2026-12-26..2026-12-30"}, {"person": "eve", "on": "2026-12-29"}]
    (stretch, _) = found("2026-12-20T12:00", leave=leave)
    assert [away.who.person for away in stretch.away] == ["ben"]


def test_hours_that_are_never_ordinary_leave_the_window_alone() -> None:
    """A window of hours that fall on bank holidays only has nothing around it."""
    extra = [{"date": f"2026-12-{day:02}", "name": "Fair"} for day in range(1, 32) if day not in {25, 28}]
    more = [{"date": f"2027-01-{day:02}", "name": "Fair"} for day in range(2, 32)]
    before = [{"date": f"2026-11-{day:02}", "name": "Fair"} for day in range(1, 31)]
    rules = {**HOLIDAYS, "extra": before + extra + more}
    (first, *_) = found("2026-12-20T12:00", timedelta(days=2), bank_holidays=rules)
    assert (first.interval.start, first.interval.end) == (at("2026-12-21T09:00"), at("2026-12-21T17:00"))
