"""The note for a turn and the brief before a long weekend, as frozen values. Instants are UTC."""

from dataclasses import dataclass
from datetime import date, datetime

from reconciler.config.model import Leave
from reconciler.errors import Finding
from reconciler.holiday_views import DayRow
from reconciler.intervals import Interval
from reconciler.plan.model import Who
from reconciler.views import PageView, ShiftRow


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn and whose it is after swaps; `instead_of` had it before a swap, for `reason`."""

    who: Who
    start: datetime
    end: datetime
    instead_of: Who | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A cover inside a turn: who works for whom, when, and why."""

    who: Who
    instead_of: Who
    start: datetime
    end: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody's leave, first and last day included."""

    who: Who
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody who takes over a rota, and whoever hands it over, need to know.

    `giver` and `taker` are who has the rota just before and from the handover on, after covers too; None
    where there is nobody. `shifts` are all shifts of the turn, also those of others; `layer` is set where
    the rota has several.
    """

    rota: str
    name: str
    zone: str
    layer: str | None
    role: str | None
    turn: Turn
    before: Turn | None
    after: Turn | None
    giver: Who | None
    taker: Who | None
    shifts: tuple[ShiftRow, ...]
    covers: tuple[Change, ...]
    days: tuple[DayRow, ...]
    away: tuple[Away, ...]
    chains: tuple[PageView, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bank holidays with the nights and the weekend around them, until ordinary hours begin again.

    `shifts` are those of every managed rota, and `chains` those of every policy at the beginning of each
    window.
    """

    interval: Interval
    days: tuple[DayRow, ...]
    shifts: tuple[ShiftRow, ...]
    chains: tuple[PageView, ...]
    away: tuple[Away, ...]


def away(leave: Leave, who: Who) -> Away:
    """A line of the file as what is shown."""
    return Away(who, leave.on.first, leave.on.last)
