"""Every check over a loaded file at a moment, less what the file switches off."""

from collections.abc import Callable, Iterable
from datetime import datetime

from reconciler.checks import (
    as_shifts,
    away,
    calendar,
    delay,
    entries,
    expectations,
    gaps,
    handovers,
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
    entries.past,
    entries.far,
    entries.far_line_up,
    entries.unknown,
    next_moved.check,
    as_shifts.check,
)

# A fault is no matter of taste: what makes the file wrong cannot be switched off.
_SEVERITIES_TO_SWITCH = ("warning", "info")


def run(file: RotaFile, now: datetime) -> tuple[Finding, ...]:
    """All findings at `now` (aware UTC), errors first, then by place."""
    ground = Ground(file, now)
    off = {entry.id for entry in file.checks.off}
    found = [*faults(file, now), *(finding for check in CHECKS for finding in check(ground))]
    kept = [f for f in found if f.severity not in _SEVERITIES_TO_SWITCH or f.id not in off]
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(kept, key=lambda f: (order[f.severity], f.where is None, f.where, f.id)))
