"""Every check over a loaded file at a moment, less what the file switches off."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property

from reconciler.checks import (
    as_shifts,
    away,
    calendar,
    delay,
    entries,
    expectations,
    gaps,
    handovers,
    idle,
    layering,
    next_moved,
    rest,
    starved,
    swapped,
    together,
    zones,
)
from reconciler.checks.ground import Ground
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.shifts.faults import faults

CHECKS: tuple[Callable[[Ground], Iterable[Finding]], ...] = (
    calendar.check,
    delay.check,
    expectations.check,
    together.check,
    rest.check,
    away.on_leave,
    away.own_region,
    away.leaver,
    starved.check,
    gaps.check,
    gaps.idle,
    layering.hidden,
    layering.one_day,
    swapped.check,
    handovers.in_window,
    handovers.clock_change,
    zones.check,
    idle.covers,
    idle.named_days,
    entries.past,
    entries.far,
    entries.far_line_up,
    entries.unknown,
    next_moved.check,
    as_shifts.check,
)

GRAVE: tuple[Callable[[Ground], Iterable[Finding]], ...] = (expectations.check, as_shifts.check)
"""Those of them that may find errors, as the faults of the shifts do, which are looked for anyway."""

# A fault is no matter of taste: what makes the file wrong cannot be switched off.
_SEVERITIES_TO_SWITCH = ("warning", "info")


class Checks:
    """The checks of a file at a moment (aware UTC); whether it is wrong can be known before all the rest."""

    def __init__(self, file: RotaFile, now: datetime) -> None:
        self._ground = Ground(file, now)

    @cached_property
    def _grave(self) -> list[Finding]:
        """What those checks find that may find errors."""
        found = [*faults(self._ground.file, self._ground.now)]
        return found + [finding for check in GRAVE for finding in check(self._ground)]

    def errors(self) -> tuple[Finding, ...]:
        """What makes the file wrong."""
        return self._sorted(f for f in self._grave if f.severity == "error")

    def all(self) -> tuple[Finding, ...]:
        """All findings, errors first, then by place."""
        lesser = (check for check in CHECKS if check not in GRAVE)
        return self._sorted([*self._grave, *(finding for check in lesser for finding in check(self._ground))])

    def _sorted(self, found: Iterable[Finding]) -> tuple[Finding, ...]:
        off = {entry.id for entry in self._ground.file.checks.off}
        kept = [f for f in found if f.severity not in _SEVERITIES_TO_SWITCH or f.id not in off]
        order = {"error": 0, "warning": 1, "info": 2}
        return tuple(sorted(kept, key=lambda f: (order[f.severity], f.where is None, f.where, f.id)))


def run(file: RotaFile, now: datetime) -> tuple[Finding, ...]:
    """All findings at `now` (aware UTC), errors first, then by place."""
    return Checks(file, now).all()
