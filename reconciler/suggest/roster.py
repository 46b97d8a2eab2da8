"""What entries that are tried out would change, and the shifts around them by which people are judged."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from reconciler.checks import rest
from reconciler.config.model import Override, RotaFile
from reconciler.errors import Finding, Where
from reconciler.intervals import Interval, Segment, compare
from reconciler.shifts import engine
from reconciler.shifts.faults import faults_of
from reconciler.shifts.holding import Shift

_MOST_AROUND = timedelta(days=70)
"""A run may be allowed to be of any length; beyond this nobody is judged by it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A stretch `[start, end)` in UTC for which somebody else is on call than before."""

    rota: str
    start: datetime
    end: datetime
    before: str | None
    after: str | None
    holiday: str | None = None

    @property
    def interval(self) -> Interval:
        """When it pages."""
        return Interval(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Trial:
    """A rota with entries tried out: its shifts, what moved, and the errors that were not there before."""

    rota: str
    shifts: tuple[Shift, ...]
    moved: tuple[Moved, ...]
    errors: tuple[Finding, ...]

    def gained(self, person: str) -> tuple[Moved, ...]:
        """What somebody gets."""
        return tuple(m for m in self.moved if m.after == person)


Places = frozenset[tuple[str, Where | None]]
"""Errors by their ids and places."""


@dataclass(frozen=True)
class Roster:
    """A file at a moment (aware UTC), and the shifts of every rota over `span`, each worked out once."""

    file: RotaFile
    now: datetime
    span: Interval
    _shifts: dict[str, tuple[Shift, ...]] = field(default_factory=dict, compare=False, repr=False)
    _errors: dict[str, Places] = field(default_factory=dict, compare=False, repr=False)

    def shifts(self, key: str) -> tuple[Shift, ...]:
        """The shifts of a rota as the file has them."""
        if key not in self._shifts:
            self._shifts[key] = engine.shifts(self.file, key, self.span)
        return self._shifts[key]

    def of(self, person: str, trial: Trial | None = None) -> list[Shift]:
        """All shifts of somebody on any rota in order of time, with a trial where there is one."""
        found: list[Shift] = []
        for key in engine.managed(self.file):
            there = trial.shifts if trial is not None and trial.rota == key else self.shifts(key)
            found += (s for s in there if s.person == person)
        return sorted(found, key=lambda s: (s.start, s.end, s.rota))

    def moves(self, key: str, entries: Sequence[Override]) -> tuple[Moved, ...]:
        """What some entries more would move on a rota, whether or not they are right."""
        after = engine.shifts(with_entries(self.file, entries), key, self.span)
        return moved(self.shifts(key), after, self.span)

    def tried(self, key: str, entries: Sequence[Override]) -> Trial:
        """A rota with some entries more."""
        if key not in self._errors:
            found = faults_of(self.file, key, self.now)
            self._errors[key] = frozenset((f.id, f.where) for f in found)
        file = with_entries(self.file, entries)
        after = engine.shifts(file, key, self.span)
        errors = (f for f in faults_of(file, key, self.now) if f.severity == "error")
        return Trial(
            key,
            after,
            moved(self.shifts(key), after, self.span),
            tuple(f for f in errors if (f.id, f.where) not in self._errors[key]),
        )


def around(file: RotaFile, span: Interval) -> Interval:
    """A stretch with so much before and after it that rest and runs of days can be judged."""
    margin = min(max(rest.rest(file), rest.run(file)), _MOST_AROUND) + timedelta(days=3)
    return Interval(span.start - margin, span.end + margin)


def with_entries(file: RotaFile, entries: Sequence[Override]) -> RotaFile:
    """The file with some overrides more."""
    return file.model_copy(update={"overrides": (*file.overrides, *entries)})


def moved(before: Sequence[Shift], after: Sequence[Shift], span: Interval) -> tuple[Moved, ...]:
    """Where two answers about one rota differ in the person."""
    one, other = (tuple(Segment(s.start, s.end, s) for s in shifts) for shifts in (before, after))
    out: list[Moved] = []
    for part, old, new in compare(one, other, span):
        held, whose = new or old, (old.person if old else None, new.person if new else None)
        if held is None or whose[0] == whose[1]:
            continue
        row = Moved(held.rota, part.start, part.end, *whose, held.holiday)
        last = out[-1] if out else None
        if (
            last is not None
            and last.end == row.start
            and replace(last, end=row.end) == replace(row, start=last.start)
        ):
            out[-1] = replace(last, end=row.end)
        else:
            out.append(row)
    return tuple(out)
