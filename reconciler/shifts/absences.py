"""When a rota has nobody on purpose, because its bank-holiday rule says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, intersect, subtract, union
from reconciler.shifts import engine
from reconciler.shifts import windows as bank

_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Absence:
    """A part of a rota's hours that a bank holiday leaves to nobody (`interval` in UTC)."""

    rota: str
    date: date
    holiday: str
    interval: Interval


def absences(file: RotaFile, key: str, span: Interval, held: Iterable[Interval] = ()) -> tuple[Absence, ...]:
    """What the rule `nobody` takes out of the line-ups of a rota over `span`, in order, clipped to it.

    A pause, or a time outside the rota's hours, is none: nobody is there anyway. Nor is what somebody
    holds all the same (`held`), put there by hand in PagerDuty.
    """
    found = bank.nobody(file, key, span)
    if not found:
        return ()
    usual = union(segment.interval for segment in engine.base(file, key, span))
    left = subtract(usual, union(held))
    return tuple(
        Absence(key, window.date, window.name, part)
        for window in found
        for part in intersect(left, (window.interval,))
    )


def absence(file: RotaFile, key: str, instant: datetime) -> Absence | None:
    """The one that holds at an instant (aware UTC), if any."""
    return next(iter(absences(file, key, Interval(instant, instant + _MOMENT))), None)
