"""Shifts that change hands, as few rows for people: a week of office hours is one row and not five.

Programs get every stretch; this is for reading only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.intervals import Interval
from reconciler.plan.actions import CreateSchedule
from reconciler.plan.model import Plan, ShiftChange

_GAP = timedelta(days=4)
"""A long weekend with its bank holidays, between two days of one turn."""
CAP = 12
CAP_NEW = 4


@dataclass(frozen=True, slots=True)
class Moves:
    """The rows of one rota: those shown, and how many more there are."""

    rota: str
    rows: tuple[ShiftChange, ...]
    more: int
    new: bool
    until: datetime | None

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return len(self.rows) + self.more


def moves(plan: Plan, *, every: bool = False) -> tuple[Moves, ...]:
    """The rows of each rota in the order of the file; `every` leaves none out."""
    new = {action.key for action in plan.actions if isinstance(action, CreateSchedule)}
    untils = {name.key: name.until for name in plan.names}
    by_hand = [(u.key, Interval(u.start, u.end)) for u in plan.unmanaged if u.start and u.end]
    out: list[Moves] = []
    for key in dict.fromkeys(shift.rota for shift in plan.shifts):
        kept = [interval for rota, interval in by_hand if rota == key]
        rows = fold((s for s in plan.shifts if s.rota == key), kept)
        cap = len(rows) if every else (CAP_NEW if key in new else CAP)
        # Leaving out a single row saves nothing: the sentence that says so takes a line as well.
        shown = rows if len(rows) <= cap + 1 else rows[:cap]
        out.append(Moves(key, shown, len(rows) - len(shown), key in new, untils.get(key)))
    return tuple(out)


def fold(shifts: Iterable[ShiftChange], kept: Sequence[Interval] = ()) -> tuple[ShiftChange, ...]:
    """Neighbouring stretches of one rota with the same people and reason as one; never across `kept`.

    Across time in which somebody is on call and stays so nothing is joined: the row would say that it moves.
    """
    out: list[ShiftChange] = []
    for shift in sorted(shifts, key=lambda s: s.start):
        if out and _alike(out[-1], shift) and not _between(out[-1], shift, kept):
            out[-1] = replace(out[-1], end=shift.end)
        else:
            out.append(shift)
    return tuple(out)


def _alike(one: ShiftChange, other: ShiftChange) -> bool:
    return (
        (other.start <= one.end or (other.joins and other.start - one.end <= _GAP))
        and (one.rota, one.before, one.after, one.reason)
        == (other.rota, other.before, other.after, other.reason)
        and (one.file, one.line) == (other.file, other.line)
    )


def _between(one: ShiftChange, other: ShiftChange, kept: Sequence[Interval]) -> bool:
    if one.end >= other.start:
        return False
    gap = Interval(one.end, other.start)
    return any(gap.overlaps(interval) for interval in kept)
