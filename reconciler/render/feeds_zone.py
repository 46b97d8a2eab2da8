"""The clock changes of a zone as iCalendar wants them: each with the offsets before and after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from reconciler.intervals import zone

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class _Change:
    """A moment (UTC) from which clocks run otherwise; `before` and `after` are offsets from UTC."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def rules(zone_: str, first: date, last: date) -> Timezone:
    """The VTIMEZONE of a zone from the beginning of one date to the end of another."""
    tz = zone(zone_)
    begin = datetime.combine(first, time(), UTC)
    out = Timezone()
    out.add("TZID", zone_)
    opening = begin.astimezone(tz)
    offset = opening.utcoffset() or timedelta()
    out.add_component(
        _observance(_Change(begin, offset, offset, opening.tzname() or zone_, bool(opening.dst())))
    )
    for change in _changes(tz, begin, datetime.combine(last + _DAY, time(), UTC)):
        out.add_component(_observance(change))
    return out


def _changes(tz: ZoneInfo, begin: datetime, end: datetime) -> Iterator[_Change]:
    """Every change in order; two within a day happen nowhere."""
    at = begin
    while at < end:
        before, after = _offset(at, tz), _offset(at + _DAY, tz)
        if before != after:
            moment = _first(at, at + _DAY, tz)
            local = moment.astimezone(tz)
            yield _Change(moment, before, after, local.tzname() or "", bool(local.dst()))
        at += _DAY


def _offset(at: datetime, tz: ZoneInfo) -> timedelta:
    return at.astimezone(tz).utcoffset() or timedelta()


def _first(low: datetime, high: datetime, tz: ZoneInfo) -> datetime:
    """The first second between two instants that has the offset of the later one."""
    after = _offset(high, tz)
    while high - low > _SECOND:
        middle = low + (high - low) // (2 * _SECOND) * _SECOND
        if _offset(middle, tz) == after:
            high = middle
        else:
            low = middle
    return high


def _observance(change: _Change) -> TimezoneStandard | TimezoneDaylight:
    """One change; its onset is told by the clock that ran before it."""
    out = TimezoneDaylight() if change.summer else TimezoneStandard()
    out.add("DTSTART", (change.at + change.before).replace(tzinfo=None))
    out.add("TZOFFSETFROM", change.before)
    out.add("TZOFFSETTO", change.after)
    out.add("TZNAME", change.name)
    return out
