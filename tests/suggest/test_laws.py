"""Laws of proposed covers and swaps, for random rotas: they load, move what they say, and wear nobody out."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reconciler.checks.run import run
from reconciler.cli import moments
from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.edit.insert import Edit
from reconciler.errors import RotaError
from reconciler.intervals import Interval, Segment, compare
from reconciler.shifts import engine
from reconciler.shifts.faults import faults
from reconciler.suggest import cover, swap
from reconciler.suggest.roster import Moved
from tests.strategies import PEOPLE, documents

NOW = datetime(2025, 12, 31, tzinfo=UTC)
pytestmark = pytest.mark.proof
YEAR = Interval(NOW, NOW + timedelta(days=400))
moderate = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
people = st.sampled_from(PEOPLE)
dates = st.dates(date(2026, 1, 5), date(2026, 12, 20))
TIRING = {"rest", "run", "double-booked", "same-person-two-levels"}


@dataclass(frozen=True)
class Case:
    """A file and what was proposed for it, which is what a failure shows."""

    text: str
    found: Any

    def __repr__(self) -> str:
        return f"{self.found.asked} of {self.text}"


@st.composite
def files(draw: st.DrawFn) -> str:
    """Random files with leave, and often with a policy that has two rotas on different levels."""
    data = draw(documents())
    days = draw(st.lists(st.tuples(people, dates, st.integers(0, 9)), max_size=3))
    data["leave"] = [
        {"person": who, "on": f"{first}..{first + timedelta(days=more)}"} for who, first, more in days
    ]
    if draw(st.booleans()):
        levels = [{"notify": key, "escalate_after": "5 minutes"} for key in data["rotas"]]
        data["policies"] = {"all": {"name": "All", "levels": levels}}
    return json.dumps(data)


@st.composite
def covers(draw: st.DrawFn) -> Case:
    """A proposed cover of whole dates or of hours, in which somebody takes something."""
    text = draw(files())
    first, days = draw(dates), draw(st.integers(0, 12))
    hourly = draw(st.booleans())
    since, until = f"{first}", f"{first + timedelta(days=days)}"
    if hourly:
        since, until = f"{since}T05:30", f"{first + timedelta(days=days)}T18:45"
    try:
        loaded = load_texts("rota.yaml", {"rota.yaml": text})
        span = moments.stretch(loaded.file, "web", since, until)
        asked = cover.Asked("web", draw(people), span, anyone=draw(st.booleans()))
        found = cover.propose(loaded, asked, NOW)
    except RotaError:
        found = None
    assume(found is not None and found.parts)
    return Case(text, found)


@st.composite
def swaps(draw: st.DrawFn) -> Case:
    """A proposed swap that can be made."""
    text = draw(files())
    try:
        loaded = load_texts("rota.yaml", {"rota.yaml": text})
        asked = swap.Asked("web", draw(people), draw(dates))
        found = swap.propose(loaded, asked, NOW)
    except RotaError:
        found = None
    assume(found is not None and found.chosen is not None)
    return Case(text, found)


Row = tuple[str, datetime, datetime, str | None, str | None]


def differences(edit: Edit) -> list[Row]:
    """Everything that is different on any rota for a year, instant by instant."""
    out: list[Row] = []
    for key in engine.managed(edit.before.file):
        one, two = (
            tuple(Segment(s.start, s.end, s.person) for s in engine.shifts(file, key, YEAR))
            for file in (edit.before.file, edit.loaded.file)
        )
        out += [
            (key, part.start, part.end, old, new) for part, old, new in compare(one, two, YEAR) if old != new
        ]
    return out


def row(moved: Moved) -> Row:
    return moved.rota, moved.start, moved.end, moved.before, moved.after


def stretches(rows: Iterable[Row]) -> list[Row]:
    """Rows that touch and say the same as one."""
    out: list[Row] = []
    for one in rows:
        last = out[-1] if out else None
        if last is not None and (last[0], last[2], *last[3:]) == (one[0], one[1], *one[3:]):
            out[-1] = (last[0], last[1], *one[2:])
        else:
            out.append(one)
    return out


def errors(edit: Edit) -> Counter[str]:
    """Faults that were not there before, by their ids."""
    before, after = (
        Counter(f.id for f in faults(file, NOW) if f.severity == "error")
        for file in (edit.before.file, edit.loaded.file)
    )
    return after - before


def tiring(edit: Edit) -> list[str]:
    """What the checks say against those who stand in the new lines."""
    lines = {(where.file, where.line, where.column) for where in edit.places}
    found = run(edit.loaded.file, NOW)
    on_them = [
        f.message
        for f in found
        if f.id in TIRING and f.where and (f.where.file, f.where.line, f.where.column) in lines
    ]
    was = {f.message for f in run(edit.before.file, NOW)}
    return on_them + [f.message for f in found if f.id == "leaver" and f.message not in was]


def away(file: RotaFile, person: str) -> int:
    """In how many of their shifts somebody is on leave from their beginning to their end."""
    return sum(
        leave.on.first < s.start.date() and s.end.date() <= leave.on.last
        for leave in file.leave
        if leave.person == person
        for key in engine.managed(file)
        for s in engine.shifts(file, key, YEAR)
        if s.person == person
    )


def is_well(edit: Edit, people_: Iterable[str]) -> bool:
    """Whether no check says anything against some people that it did not say before."""
    missed = (away(edit.loaded.file, p) > away(edit.before.file, p) for p in people_)
    return not any(missed) and tiring(edit) == []


@moderate
@given(covers())
def test_a_cover_moves_the_shifts_that_it_names_and_no_others(case: Case) -> None:
    """On that rota alone; what they still hold is told, and the file has no new error."""
    found: cover.Proposal = case.found
    assert found.edit is not None
    assert errors(found.edit) == Counter()
    rows = differences(found.edit)
    assert stretches(rows) == stretches(map(row, found.moved))
    for key, start, end, before, after in rows:
        assert (key, before) == (found.asked.rota, found.asked.person)
        assert any(
            part.by == after and part.interval.start <= start and end <= part.interval.end
            for part in found.parts
        )
    for shift in engine.shifts(found.edit.loaded.file, found.asked.rota, found.asked.span):
        if shift.person == found.asked.person:
            named = shift.where in {s.where for s in found.held.fixed}
            assert named or any(shift.interval.overlaps(part) for part in found.open)


@moderate
@given(covers())
def test_whoever_takes_a_cover_is_there_and_rested(case: Case) -> None:
    """No check says anything against them that it did not say before, on any rota."""
    found: cover.Proposal = case.found
    assert found.edit is not None
    assert is_well(found.edit, {part.by for part in found.parts})


@moderate
@given(swaps())
def test_a_swap_moves_two_turns_and_no_others(case: Case) -> None:
    """Each of the two gets what the other had; nobody else is touched, and the file has no new error."""
    found: swap.Proposal = case.found
    assert found.edit is not None
    assert found.chosen is not None
    assert errors(found.edit) == Counter()
    one, other = found.chosen.mine, found.chosen.theirs
    rows = differences(found.edit)
    assert stretches(rows) == stretches(map(row, found.chosen.moved))
    for key, _, _, before, after in rows:
        assert key == found.asked.rota
        assert {before, after} == {one.person, other.person}


@moderate
@given(swaps())
def test_both_of_a_swap_are_there_and_rested(case: Case) -> None:
    """No check says anything against them that it did not say before, on any rota."""
    found: swap.Proposal = case.found
    assert found.edit is not None
    assert found.chosen is not None
    assert is_well(found.edit, (found.chosen.mine.person, found.chosen.theirs.person))
