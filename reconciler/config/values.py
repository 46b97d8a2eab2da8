"""The small values that a rota file is made of: weekly windows, turns, handovers, durations, date ranges.

They are plain frozen data; `scalars` reads them from text.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

MINUTES_PER_DAY = 24 * 60
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Region = Literal["england-and-wales", "scotland", "northern-ireland"]
Kind = Literal["layers", "shifts"]
"""How PagerDuty builds a schedule: of layers and overrides (v2), or of rotations and shifts (v3)."""


@dataclass(frozen=True, slots=True, order=True)
class WeeklyWindow:
    """A stretch of wall time that comes back every week.

    `start` is minutes after Monday 00:00 (0..10079); `length` is 1..10080 minutes and may run over
    midnight and over the end of the week.
    """

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Outside:
    """All wall time that the named hours do not cover."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoursPeriod:
    """What a set of hours is from a date on (None: from the beginning): the union of its parts."""

    start: date | None
    parts: tuple[WeeklyWindow | Outside, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """How long a person owns a layer, in wall time."""

    count: int
    unit: Literal["hours", "days", "weeks"]

    @property
    def length(self) -> timedelta:
        """As a difference between two wall times."""
        return timedelta(**{self.unit: self.count})

    def __str__(self) -> str:
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"


@dataclass(frozen=True, slots=True)
class Handover:
    """When turns change: a weekday (0 is Monday) with a time for turns of weeks, a time alone for days."""

    weekday: int | None
    time: time

    def __str__(self) -> str:
        clock = f"{self.time:%H:%M}"
        return clock if self.weekday is None else f"{WEEKDAYS[self.weekday]} {clock}"


@dataclass(frozen=True, slots=True)
class DateRange:
    """Whole dates, both ends included."""

    first: date
    last: date


When = date | datetime
"""A date, or a naive wall time in the zone of the rota. (A datetime is a date too: ask for it first.)"""
