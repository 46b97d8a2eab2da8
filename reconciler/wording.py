"""How days, times and lists are written for people: weekday, date, local time, the year where it is another.

Pure text; nothing here reads the clock. English weekday and month names do not depend on the machine's
locale.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from reconciler.intervals import Interval, wall

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date, *, year: int | None = None) -> str:
    """`Fri 25 Dec`, with the year unless it is `year`."""
    text = f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]}"
    return text if value.year == year else f"{text} {value.year}"


def clock(value: datetime) -> str:
    """`09:00`; seconds only where there are any."""
    return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


def moment(instant: datetime, tz: ZoneInfo, *, year: int | None = None) -> str:
    """`Fri 25 Dec 09:00` in the zone."""
    local = wall(instant, tz)
    return f"{day(local, year=year)} {clock(local)}"


def stretch(interval: Interval, tz: ZoneInfo, *, year: int | None = None) -> str:
    """`Fri 25 Dec 09:00 – 17:00`, or with both days where it ends on another one."""
    start, end = wall(interval.start, tz), wall(interval.end, tz)
    if start.date() == end.date():
        return f"{day(start, year=year)} {clock(start)} – {clock(end)}"
    return f"{day(start, year=year)} {clock(start)} – {day(end, year=year)} {clock(end)}"


_MANY_HOURS = 2
"""From here on nobody counts in minutes."""


def duration(value: timedelta) -> str:
    """`90 minutes`, `11 hours`, `13 weeks`: the largest unit that divides it; `7 hours and 37 minutes`."""
    minutes = int(value.total_seconds() // 60)
    for unit, size in (("week", 7 * 24 * 60), ("day", 24 * 60), ("hour", 60)):
        if minutes and minutes % size == 0 and minutes // size > (1 if unit == "day" else 0):
            return count(minutes // size, unit)
    hours, rest = divmod(minutes, 60)
    if hours >= _MANY_HOURS:
        return f"{count(hours, 'hour')} and {count(rest, 'minute')}"
    return count(minutes, "minute")


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 override`, `2 overrides`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listing(items: Sequence[str], *, conjunction: str = "and") -> str:
    """`a, b and c`."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"
