"""The interval over which fairness is judged unless another one is asked for: half a year either way."""

from calendar import monthrange
from datetime import date, datetime

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, midnight, wall, zone

EITHER_SIDE = 6
"""So many months back, and as many ahead."""


def usual_span(file: RotaFile, now: datetime) -> Interval:
    """From the midnight six months before the date of `now` (aware UTC) to the one six months after it."""
    tz = zone(file.time_zone)
    today = wall(now, tz).date()
    return Interval(midnight(months(today, -EITHER_SIDE), tz), midnight(months(today, EITHER_SIDE), tz))


def months(day: date, many: int) -> date:
    """The same day of another month, or the last that it has."""
    year, month = divmod(day.year * 12 + day.month - 1 + many, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
