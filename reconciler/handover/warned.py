"""What the checks say of one turn of one rota: the rota itself, and whoever is on it, on all their rotas."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from reconciler.checks import away, handovers, rest, together
from reconciler.checks.ground import BEFORE, Ground
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval
from reconciler.shifts import engine
from reconciler.shifts.holding import Shift

CHECKS: tuple[Callable[[Ground], Iterable[Finding]], ...] = (
    away.on_leave,
    away.own_region,
    away.leaver,
    rest.check,
    together.check,
    handovers.in_window,
    handovers.clock_change,
)
"""The checks of what somebody meets in a turn; what the whole rota lacks is the business of `rota check`."""

_LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class OfTurn(Ground):
    """The ground of one turn: findings speak of that time, that rota and its people."""

    turn: Interval = field(kw_only=True)
    rota: str = field(kw_only=True)

    @property
    def span(self) -> Interval:
        """The turn."""
        return self.turn

    @property
    def known(self) -> Interval:
        """The turn, and what lies around it."""
        return Interval(self.turn.start - BEFORE, min(self.turn.end, self.turn.start + _LONGEST) + BEFORE)

    @property
    def rotas(self) -> tuple[str, ...]:
        """The one rota."""
        return (self.rota,)

    @property
    def within(self) -> str:
        """How far ahead is looked, in words."""
        return "this turn"

    @cached_property
    def duties(self) -> dict[str, list[Shift]]:
        """Every shift on any rota of the people who are on this one in the turn, in order of time."""
        people = {s.person for s in self.shifts(self.rota) if s.interval.overlaps(self.turn)}
        found: dict[str, list[Shift]] = {}
        for shift in (s for key in sorted(engine.managed(self.file)) for s in self.shifts(key)):
            if shift.person in people and not self.is_mailbox(shift.person):
                found.setdefault(shift.person, []).append(shift)
        return {person: sorted(shifts, key=lambda s: s.start) for person, shifts in found.items()}


def warned(file: RotaFile, rota: str, turn: Interval) -> tuple[Finding, ...]:
    """Findings of a turn, warnings first; those that the file switches off are left out."""
    ground = OfTurn(file, turn.start, turn=turn, rota=rota)
    off = {entry.id for entry in file.checks.off}
    found = [f for check in CHECKS for f in check(ground) if f.id not in off]
    return tuple(sorted(found, key=lambda f: (f.severity != "warning", f.where is None, f.where, f.id)))
