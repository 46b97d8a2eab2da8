"""Hours as PagerDuty's restrictions, and back: both are compared as one normalised week."""

from collections.abc import Iterable

from reconciler.config.values import MINUTES_PER_DAY, MINUTES_PER_WEEK, WeeklyWindow
from reconciler.shifts.hours import AROUND_THE_CLOCK, Weekly, normalise
from reconciler.state import Restriction

_MINUTE = 60
_WEEK = range(7)


def from_weekly(windows: Weekly) -> tuple[Restriction, ...]:
    """Restrictions for a normalised week: none for around the clock, one daily one where all days are alike.

    PagerDuty refuses windows of a whole day every day or a whole week, so those become no restriction.
    """
    if windows == AROUND_THE_CLOCK:
        return ()
    clocks = {(w.start % MINUTES_PER_DAY, w.length) for w in windows}
    if len(windows) == len(_WEEK) and len(clocks) == 1:
        start, length = clocks.pop()
        return (Restriction(None, start * _MINUTE, length * _MINUTE),)
    return tuple(
        Restriction(w.start // MINUTES_PER_DAY + 1, w.start % MINUTES_PER_DAY * _MINUTE, w.length * _MINUTE)
        for w in windows
    )


def to_weekly(restrictions: Iterable[Restriction]) -> Weekly:
    """The week that restrictions describe; seconds are dropped, as PagerDuty does."""
    windows: list[WeeklyWindow] = []
    for item in restrictions:
        days = _WEEK if item.weekday is None else [item.weekday - 1]
        length = max(1, min(item.length // _MINUTE, MINUTES_PER_WEEK))
        windows.extend(WeeklyWindow(d * MINUTES_PER_DAY + item.start // _MINUTE, length) for d in days)
    return normalise(tuple(windows)) if windows else AROUND_THE_CLOCK
