"""Whether handovers fall where they are easily misread: inside a bank holiday, or where clocks change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise

from reconciler.checks.ground import Ground
from reconciler.config.values import MINUTES_PER_DAY
from reconciler.errors import Finding, Where
from reconciler.intervals import Interval, instant, local_day, wall, wall_time_fault, zone
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.hours import weekly
from reconciler.shifts.line_ups import Stretch, Track, tracks, zone_name
from reconciler.shifts.windows import Window
from reconciler.wording import clock, count, day, moment


@dataclass(frozen=True, slots=True)
class _Inside:
    """A handover inside a window, from whom to whom."""

    window: Window
    at: datetime
    before: str
    after: str


def in_window(ground: Ground) -> Iterator[Finding]:
    """For each rota that has the daytime of bank holidays: handovers inside a window, not at its edge."""
    for key in sorted(ground.rotas):
        found = list(_inside(ground, key)) if bank.rule_of(ground.file, key) == "current" else []
        if found:
            yield _in_window(ground, key, found)


def _inside(ground: Ground, key: str) -> Iterator[_Inside]:
    named = {entry.holiday for entry in bank.holiday_entries(ground.file, key)}
    for window in bank.windows(ground.file, key, ground.span):
        line = engine.swapped_line(ground.file, key, window.interval)
        for before, after in pairwise(line):
            changes = after.value.turn_start == after.start and before.value.person != after.value.person
            if changes and after.start in ground.span and window.date not in named:
                yield _Inside(window, after.start, before.value.person, after.value.person)


def _in_window(ground: Ground, key: str, found: list[_Inside]) -> Finding:
    file, first = ground.file, found[0]
    tz = zone(zone_name(file, key))
    before, after = file.display_name(first.before), file.display_name(first.after)
    at = moment(first.at, tz, year=wall(ground.now, tz).year)
    more = f"; so do {count(len(found) - 1, 'more window')} within a year" if len(found) > 1 else ""
    outgoing = file.bank_holidays is not None and file.bank_holidays.holder == "outgoing"
    kept = f"{before} keeps it to its end" if outgoing else "each keeps a part of it"
    return Finding(
        id="handover-in-window",
        severity="info",
        message=f"{before} hands {file.rotas[key].name} over to {after} on {at}, inside the window of "
        f"{first.window.name}: {kept}{more}",
        where=file.bank_holidays.where if file.bank_holidays is not None else None,
        key="holder",
        hint="`holder: incoming` gives each their part"
        if outgoing
        else f"`holder: outgoing` would leave it to {before}; a handover at the window's start parts none",
    )


@dataclass(frozen=True, slots=True)
class _Odd:
    """A wall time that a change of the clocks skips or repeats."""

    at: datetime
    local: datetime
    fault: str
    where: Where


def clock_change(ground: Ground) -> Iterator[Finding]:
    """For each rota: shifts that begin, end or hand over at a time that does not exist or occurs twice."""
    for key in sorted(ground.rotas):
        if ground.file.rotas[key].follows is not None:
            continue
        layers = tracks(ground.file, key)
        edges = {edge for s in ground.shifts(key) for edge in (s.start, s.end)}
        found = {o for track in layers for o in _odd(ground, track) if o.at in edges}
        odd = sorted(found, key=lambda o: (o.at, o.where))
        if odd:
            yield _clock_change(ground, key, odd)


def _odd(ground: Ground, track: Track) -> Iterator[_Odd]:
    tz = zone(track.zone)
    for on in _odd_days(track.zone, ground.span):
        for stretch in track.stretches:
            part = stretch.interval(ground.span)
            for local in (*_edges(ground, stretch, on), *_handovers(stretch, on)):
                at, fault = instant(local, tz), wall_time_fault(local, tz)
                if fault is not None and part is not None and at in part:
                    yield _Odd(at, local, fault, stretch.where)


@lru_cache(maxsize=256)
def _odd_days(name: str, span: Interval) -> tuple[date, ...]:
    """The days on which the clocks of a zone change; many rotas share one."""
    tz = zone(name)
    first, last = wall(span.start, tz).date(), wall(span.end, tz).date()
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    wholes = ((on, local_day(on, tz)) for on in days)
    return tuple(on for on, whole in wholes if whole.end - whole.start != timedelta(days=1))


def _edges(ground: Ground, stretch: Stretch, on: date) -> Iterator[datetime]:
    """The wall times of a date at which hours begin or end."""
    if stretch.hours is None or not stretch.people:
        return
    for window in weekly(ground.file.hours, stretch.hours, on):
        for edge in (window.start, window.start + window.length):
            weekday, minute = divmod(edge, MINUTES_PER_DAY)
            if weekday % 7 == on.weekday():
                yield datetime.combine(on, time(minute // 60, minute % 60))


def _handovers(stretch: Stretch, on: date) -> Iterator[datetime]:
    """The wall times of a date at which turns change hands."""
    if len(set(stretch.people)) < 2:  # noqa: PLR2004 - somebody alone hands over to nobody
        return
    begins, length = datetime.combine(on, time()), stretch.turn.length
    number = max(0, -((stretch.anchor - begins) // length))
    at = stretch.anchor + number * length
    while at.date() == on:
        yield at
        at += length


def _clock_change(ground: Ground, key: str, odd: list[_Odd]) -> Finding:
    first = odd[0]
    tz = zone(zone_name(ground.file, key))
    on = day(first.local, year=wall(ground.now, tz).year)
    what = (
        "the first of the two counts"
        if first.fault == "occurs twice"
        else f"it happens at {clock(wall(first.at, tz))}"
    )
    more = f" ({count(len(odd) - 1, 'more time')} within a year)" if len(odd) > 1 else ""
    return Finding(
        id="clock-change",
        severity="info",
        message=f"a shift of {ground.file.rotas[key].name} begins or ends on {on} at {clock(first.local)}, "
        f"which {first.fault} that day: {what}{more}",
        where=first.where,
        hint="no time of day outside the hour in which the clocks change has this trouble",
    )
