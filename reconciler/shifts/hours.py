"""Named hours as intervals: unions and complements of weekly windows, from date to date.

Dated hours change at local midnight of their `from`: at that instant, so a window that runs over it is cut.
A set of hours is normalised to disjoint stretches of the week (minutes after Monday 00:00), so that the
complement and PagerDuty's restrictions both come from one form.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from reconciler.config.values import MINUTES_PER_WEEK, HoursPeriod, WeeklyWindow
from reconciler.intervals import Interval, instant, interval_or_none, midnight, together, union, wall, zone
from reconciler.shifts.remembered import of_last

Weekly = tuple[WeeklyWindow, ...]
"""Disjoint windows that do not touch, in order of start; the last may run over the end of the week."""

AROUND_THE_CLOCK: Weekly = (WeeklyWindow(0, MINUTES_PER_WEEK),)


def normalise(windows: tuple[WeeklyWindow, ...]) -> Weekly:
    """The union of weekly windows, joined also over the end of the week."""
    flat: list[tuple[int, int]] = []
    for item in windows:
        end = item.start + item.length
        flat.append((item.start, min(end, MINUTES_PER_WEEK)))
        if end > MINUTES_PER_WEEK:
            flat.append((0, end - MINUTES_PER_WEEK))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(flat):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    if len(joined) > 1 and joined[0][0] == 0 and joined[-1][1] == MINUTES_PER_WEEK:
        first = joined.pop(0)
        joined[-1] = (joined[-1][0], MINUTES_PER_WEEK + first[1])
    return tuple(WeeklyWindow(start, end - start) for start, end in joined)


def complement(windows: Weekly) -> Weekly:
    """The rest of the week."""
    if not windows:
        return AROUND_THE_CLOCK
    gaps: list[WeeklyWindow] = []
    for this, following in zip(windows, (*windows[1:], windows[0]), strict=True):
        end = this.start + this.length
        until = following.start if following.start >= end else following.start + MINUTES_PER_WEEK
        if until > end:
            gaps.append(WeeklyWindow(end % MINUTES_PER_WEEK, until - end))
    return normalise(tuple(gaps))


def meet(one: Weekly, other: Weekly) -> bool:
    """Whether two weeks have an instant in common."""
    both = normalise((*one, *other))
    return sum(w.length for w in both) < sum(w.length for w in (*one, *other))


@of_last
def weekly(hours: Mapping[str, tuple[HoursPeriod, ...]], name: str, day: date | None) -> Weekly:
    """What the named hours are on a date (None: before every dated change)."""
    windows: list[WeeklyWindow] = []
    for part in _in_force(hours[name], day).parts:
        if isinstance(part, WeeklyWindow):
            windows.append(part)
        else:
            inner = tuple(w for other in part.names for w in weekly(hours, other, day))
            windows.extend(complement(normalise(inner)))
    return normalise(tuple(windows))


def _in_force(periods: tuple[HoursPeriod, ...], day: date | None) -> HoursPeriod:
    """The period that holds on a date, whatever their order; before the first date there are no hours."""
    current = HoursPeriod(None, ())
    for period in sorted(periods, key=lambda p: p.start or date.min):
        if period.start is None or (day is not None and period.start <= day):
            current = period
    return current


@of_last
def changes(hours: Mapping[str, tuple[HoursPeriod, ...]], name: str) -> tuple[date, ...]:
    """The dates on which the named hours become something else; they do so at local midnight."""
    dates: set[date] = set()
    for period in hours[name]:
        if period.start is not None:
            dates.add(period.start)
        for part in period.parts:
            if not isinstance(part, WeeklyWindow):
                for other in part.names:
                    dates.update(changes(hours, other))
    kept: list[date] = []
    before = weekly(hours, name, None)
    for day in sorted(dates):
        if (now := weekly(hours, name, day)) != before:
            kept.append(day)
            before = now
    return tuple(kept)


def expand(
    hours: Mapping[str, tuple[HoursPeriod, ...]], name: str | None, span: Interval, zone_name: str
) -> tuple[Interval, ...]:
    """The instants (UTC) inside `span` that the named hours cover; None means around the clock."""
    if name is None:
        return (span,)
    tz = zone(zone_name)
    dates = changes(hours, name)
    edges: list[tuple[date | None, datetime]] = [(None, span.start)]
    edges += [(day, midnight(day, tz)) for day in dates]
    out: list[tuple[Interval, ...]] = []
    for i, (day, begins) in enumerate(edges):
        ends = edges[i + 1][1] if i + 1 < len(edges) else span.end
        part = interval_or_none(max(begins, span.start), min(ends, span.end))
        if part is not None:
            out.append(expand_weekly(weekly(hours, name, day), part, zone_name))
    return together(out)


@lru_cache(maxsize=512)
def expand_weekly(windows: Weekly, span: Interval, zone_name: str) -> tuple[Interval, ...]:
    """The instants inside `span` that weekly windows cover."""
    if windows == AROUND_THE_CLOCK:
        return (span,)
    tz = zone(zone_name)
    first = wall(span.start, tz).date()
    monday = datetime.combine(first - timedelta(days=first.weekday() + 7), datetime.min.time())
    out: list[Interval] = []
    begun = True
    while begun:
        begun = False
        for window in windows:
            start = instant(monday + timedelta(minutes=window.start), tz)
            if start >= span.end:
                continue
            begun = True
            end = instant(monday + timedelta(minutes=window.start + window.length), tz)
            if part := interval_or_none(max(start, span.start), min(end, span.end)):
                out.append(part)
        monday += timedelta(days=7)
    return union(out)
