"""Whether somebody is on call who will not be there: on leave, on a bank holiday at home, or gone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from reconciler.bank_holidays.calendar import acting
from reconciler.checks.ground import Ground
from reconciler.checks.hits import Hit, Hits, again, cover_line, gather, spot, when
from reconciler.config.model import Leave, RotaFile
from reconciler.config.values import Region
from reconciler.errors import Finding, Where
from reconciler.intervals import Interval, instant, midnight, wall, zone
from reconciler.shifts import windows as bank
from reconciler.shifts.holding import Shift
from reconciler.wording import count, day

NIGHT_ENDS = time(12)
"""A shift that began before the first day of leave and ends by this time belongs to the day before."""
_LINES = 3
"""So many lines are proposed in full."""


def on_leave(ground: Ground) -> Iterator[Finding]:
    """For each leave and rota: the shifts of somebody who is away, and the lines that would cover them."""
    for leave in sorted(ground.file.leave, key=lambda entry: (entry.on.first, entry.on.last, entry.person)):
        for rota in sorted(ground.rotas):
            missed = [s for s in _of(ground, rota, leave.person) if misses(ground.file, leave, s.interval)]
            if missed:
                yield _leave(ground, leave, rota, missed)


def _of(ground: Ground, rota: str, person: str) -> list[Shift]:
    """The shifts of a person on a rota that lie ahead, at least in part."""
    return [s for s in ground.shifts(rota) if s.person == person and s.interval.overlaps(ground.span)]


def misses(file: RotaFile, leave: Leave, shift: Interval) -> bool:
    """Whether somebody on leave is away for a shift (UTC); a night before the first day is none of it."""
    tz = zone(file.time_zone)
    begins, ends = midnight(leave.on.first, tz), midnight(leave.on.last + timedelta(days=1), tz)
    let_be = instant(datetime.combine(leave.on.first, NIGHT_ENDS), tz)
    return shift.start < ends and (shift.start >= begins or shift.end > let_be)


def _leave(ground: Ground, leave: Leave, rota: str, missed: list[Shift]) -> Finding:
    first = missed[0].interval.clip(ground.span) or missed[0].interval
    more = f" and in {count(len(missed) - 1, 'more shift')}" if len(missed) > 1 else ""
    file = ground.file
    lines = [cover_line(ground, rota, leave.person, part) for part in _stretches(ground, rota, missed)]
    rest = [f"and {count(len(lines) - _LINES, 'more line')} like these"] if len(lines) > _LINES else []
    return Finding(
        id="on-leave",
        severity="warning",
        message=f"{file.display_name(leave.person)} is on leave but on call for {file.rotas[rota].name} "
        f"on {when(ground, first, rota)}{more}",
        where=leave.where,
        key="on",
        hint="\n".join(["let somebody cover, under `overrides:`", *lines[:_LINES], *rest]),
    )


def _stretches(ground: Ground, rota: str, missed: list[Shift]) -> list[Interval]:
    """The shifts as stretches for a cover each: another person's shift in between begins a new one.

    What a bank holiday has put in between does not; a cover leaves it alone.
    """
    out: list[Interval] = []
    together = False
    for shift in ground.shifts(rota):
        if shift in missed:
            start = out.pop().start if together else max(shift.start, ground.now)
            out.append(Interval(start, shift.end))
            together = True
        elif shift.source != "bank_holiday":
            together = False
    return out


@dataclass(frozen=True, slots=True)
class _AtHome:
    """A person's own bank holidays on one rota, and the place that puts them on."""

    rota: str
    region: Region
    where: Where
    key: str | None


def own_region(ground: Ground) -> Iterator[Finding]:
    """For each rota and person: on call on bank holidays of the person's region that do not close the rota.

    What counts are the hours of the bank-holiday window: the night before is no holiday.
    """
    hits = (hit for rota in ground.rotas for hit in _at_home(ground, rota))
    for found in gather(hits):
        yield _holiday(ground, found)


def _at_home(ground: Ground, rota: str) -> Iterator[Hit[_AtHome]]:
    file = ground.file
    calendar = bank.calendar_of(file, rota)
    if calendar is None:
        return
    people = file.people.items()
    regions = {key: p.region for key, p in people if p.region is not None and p.region != calendar}
    first, last = _dates(ground)
    closed = {d.date for d in bank.acting_days(file, rota, first, last)}
    open_ = {
        region: [
            (d.name, w.interval)
            for d in acting(region, first, last)
            if d.date not in closed
            for w in bank.window_on(file, rota, d.date, d.name)
        ]
        for region in set(regions.values())
    }
    for shift in ground.shifts(rota):
        region = regions.get(shift.person)
        for _, window in open_[region] if region is not None else ():
            part = window.clip(shift.interval)
            part = part.clip(ground.span) if part is not None else None
            if part is not None and region is not None:
                yield Hit(_AtHome(rota, region, *spot(shift)), shift.person, part)


def _dates(ground: Ground) -> tuple[date, date]:
    tz = zone(ground.file.time_zone)
    return wall(ground.span.start, tz).date(), wall(ground.span.end, tz).date()


def _holiday(ground: Ground, hits: Hits[_AtHome]) -> Finding:
    file, cause = ground.file, hits.cause
    on = wall(hits.first.start, zone(file.time_zone)).date()
    holiday = " and ".join(d.name for d in acting(cause.region, on, on))
    name = file.display_name(hits.person)
    return Finding(
        id="own-region-holiday",
        severity="warning",
        message=f"{name} is on call for {file.rotas[cause.rota].name} on "
        f"{when(ground, hits.first, cause.rota)}, a bank holiday at home ({holiday}){again(ground, hits)}",
        where=cause.where,
        key=cause.key,
        hint=f"ask {name}, or let somebody cover:\n"
        + cover_line(ground, cause.rota, hits.person, hits.first),
    )


@dataclass(frozen=True, slots=True)
class _Left:
    """A rota that somebody who leaves still has shifts on, and the place that gives them."""

    rota: str
    where: Where
    key: str | None


def leaver(ground: Ground) -> Iterator[Finding]:
    """Shifts of people after their last day, and policy levels that name them.

    A turn that begins later is an error of the file; this is the rest of the turn that runs on that day.
    """
    gone = leavers(ground.file)
    for hits in gather(_after(ground, gone)):
        yield _leaver(ground, hits)
    for _, policy in sorted(ground.file.policies.items()):
        for number, level in enumerate(policy.levels, 1):
            for name in (n for n in level.notify if n in gone and gone[n] < ground.span.end):
                yield _named(ground, name, f"level {number} of {policy.name}", level.where)


def leavers(file: RotaFile) -> dict[str, datetime]:
    """From when on (UTC) somebody is gone: the midnight after their last day."""
    return {
        key: midnight(person.left + timedelta(days=1), zone(file.time_zone))
        for key, person in file.people.items()
        if person.left is not None and not person.mailbox
    }


def _after(ground: Ground, gone: dict[str, datetime]) -> Iterator[Hit[_Left]]:
    for person, left in gone.items():
        for shift in ground.duties.get(person, ()):
            part = shift.interval.clip(ground.span)
            if part is not None and part.end > left:
                part = replace(part, start=max(part.start, left))
                yield Hit(_Left(shift.rota, *spot(shift)), person, part)


def _leaver(ground: Ground, hits: Hits[_Left]) -> Finding:
    file, rota = ground.file, hits.cause.rota
    return Finding(
        id="leaver",
        severity="warning",
        message=f"{file.display_name(hits.person)} {_leaves(ground, hits.person)} but is on call for "
        f"{file.rotas[rota].name} on {when(ground, hits.first, rota)}{again(ground, hits)}",
        where=hits.cause.where,
        key=hits.cause.key,
        hint="let somebody cover, under `overrides:`\n" + cover_line(ground, rota, hits.person, hits.first),
    )


def _named(ground: Ground, person: str, level: str, where: Where) -> Finding:
    return Finding(
        id="leaver",
        severity="warning",
        message=f"{level} names {ground.file.display_name(person)}, who {_leaves(ground, person)}",
        where=where,
        key="notify",
        hint="name somebody else there",
    )


def _leaves(ground: Ground, person: str) -> str:
    left = ground.file.people[person].left
    today = wall(ground.now, zone(ground.file.time_zone)).date()
    if left is None or left < today:
        return "has left"
    return f"leaves on {day(left, year=today.year)}"
