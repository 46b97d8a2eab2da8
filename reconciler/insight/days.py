"""Which kind of time an instant is for a rota: working day, weekday night, weekend or bank holiday.

Dates are local to the rota. A bank holiday wins over a weekend, and a weekend over a weekday. The working day
is the hours that the file names as the window of bank holidays, else Monday to Friday 09:00 to 17:00.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from reconciler.config.model import RotaFile
from reconciler.config.values import MINUTES_PER_DAY, WeeklyWindow
from reconciler.intervals import Interval, Segment, Timeline, at, instant, midnight, wall, zone
from reconciler.shifts import windows as bank
from reconciler.shifts.hours import Weekly, expand, expand_weekly
from reconciler.shifts.line_ups import zone_name

Category = Literal["in_hours", "weekday_night", "weekend", "bank_holiday"]
"""`weekday_night` is everything outside the working day on a Monday to Friday that is no bank holiday."""

NIGHT_BEGINS, NIGHT_ENDS = time(23), time(6)
"""Local times of a night. British working-time law means these hours unless people agree on others."""

_NINE_TO_FIVE: Weekly = tuple(WeeklyWindow(day * MINUTES_PER_DAY + 9 * 60, 8 * 60) for day in range(5))
_DAY = timedelta(days=1)
_SATURDAY = 5
_MICROSECOND, _PER_HOUR = timedelta(microseconds=1), 3_600_000_000


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one rota over a span, in its zone.

    `holidays` are the dates that act, with their names. `edges` (UTC, in order) are the instants at which
    the kind of time may change: local midnights, and the bounds of the working day.
    """

    tz: ZoneInfo
    holidays: Mapping[date, str]
    working: Timeline[None]
    edges: tuple[datetime, ...]


def calendar(file: RotaFile, key: str, span: Interval) -> Calendar:
    """The days of a rota that touch `span`.

    Its bank holidays are those of its calendar whether a rule of the file names the rota or not.
    """
    name = zone_name(file, key)
    tz = zone(name)
    first, last = wall(span.start, tz).date(), wall(span.end, tz).date()
    holidays = {day.date: day.name for day in bank.acting_days(file, key, first, last)}
    working = _working_day(file, Interval(midnight(first, tz), midnight(last + _DAY, tz)), name)
    midnights = (midnight(first + i * _DAY, tz) for i in range((last - first).days + 2))
    edges = {*midnights, *(edge for part in working for edge in (part.start, part.end))}
    timeline = tuple(Segment(part.start, part.end, None) for part in working)
    return Calendar(tz, holidays, timeline, tuple(sorted(edges)))


def _working_day(file: RotaFile, span: Interval, name: str) -> tuple[Interval, ...]:
    rules = file.bank_holidays
    if rules is None:
        return expand_weekly(_NINE_TO_FIVE, span, name)
    return expand(file.hours, rules.window, span, name)


def category(days: Calendar, moment: datetime) -> Category:
    """The kind of time at an instant (UTC) of the span; it holds until the next edge."""
    day = wall(moment, days.tz).date()
    if day in days.holidays:
        return "bank_holiday"
    if day.weekday() >= _SATURDAY:
        return "weekend"
    return "weekday_night" if at(days.working, moment) is None else "in_hours"


def nights(span: Interval, tz: ZoneInfo) -> tuple[Interval, ...]:
    """The nights that touch a span, whole; one is 6 to 8 hours long where the clocks change in it."""
    first = wall(span.start, tz).date() - _DAY
    many = (wall(span.end, tz).date() - first).days + 1
    out: list[Interval] = []
    for day in (first + i * _DAY for i in range(many)):
        begins = instant(datetime.combine(day, NIGHT_BEGINS), tz)
        out.append(Interval(begins, instant(datetime.combine(day + _DAY, NIGHT_ENDS), tz)))
    return tuple(out)


def weekend_of(day: date, tz: ZoneInfo) -> Interval:
    """The weekend that a Saturday or Sunday belongs to, from midnight to midnight: 47 to 49 hours."""
    saturday = day - timedelta(days=day.weekday() - _SATURDAY)
    return Interval(midnight(saturday, tz), midnight(saturday + 2 * _DAY, tz))


def cut(interval: Interval, edges: Sequence[datetime]) -> Iterator[Interval]:
    """The pieces of an interval between edges, which are in order."""
    inside = edges[bisect_right(edges, interval.start) : bisect_right(edges, interval.end)]
    bounds = [interval.start, *(edge for edge in inside if edge < interval.end), interval.end]
    yield from (Interval(start, end) for start, end in pairwise(bounds))


def hours(interval: Interval) -> Fraction:
    """How long an interval lasts, in hours that really pass: a night of a clock change is an hour off."""
    return Fraction((interval.end - interval.start) // _MICROSECOND, _PER_HOUR)
