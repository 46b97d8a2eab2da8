"""Whether lines of the file still do something, or do it so far ahead that the year may be a slip."""

from collections.abc import Iterator
from datetime import date, timedelta

from reconciler.checks.catalogue import SWITCHABLE
from reconciler.checks.ground import Ground
from reconciler.config.model import Cover, HolidayEntry, Override
from reconciler.config.scalars import close
from reconciler.errors import Finding, Where
from reconciler.intervals import wall, zone
from reconciler.shifts.line_ups import tracks, zone_name
from reconciler.wording import count, listing, moment

OVER = timedelta(weeks=4)
"""So long after its end an entry has become history."""
TAKEN = timedelta(days=365)
"""How far ahead PagerDuty lets the turns of a schedule made of shifts begin."""
MANY = 20
"""So many entries that are over make a file hard to read; fewer are not worth a word."""


def past(ground: Ground) -> Iterator[Finding]:
    """One note where many overrides are over; each of them is silent."""
    gone = _today(ground) - OVER
    number = sum(_dates(entry)[1] < gone for entry in ground.file.overrides)
    if number >= MANY:
        yield Finding(
            id="past-overrides",
            severity="info",
            message=f"{count(number, 'override')} ended more than four weeks ago",
            where=ground.file.where,
            key="overrides",
            hint="they do nothing any more and may be deleted; the history of the file keeps them",
        )


def far(ground: Ground) -> Iterator[Finding]:
    """One note for each override that begins after the year that checks look at."""
    last = wall(ground.span.end, zone(ground.file.time_zone)).date()
    for entry in sorted(ground.file.overrides, key=lambda entry: (_dates(entry), str(entry.rota))):
        rota = ground.file.rotas[entry.rota].name
        if _dates(entry)[0] > last:
            yield Finding(
                id="far-override",
                severity="info",
                message=f"the {_what(ground, entry)} in {rota} lies more than a "
                "year ahead: line-ups may change until then",
                where=entry.where,
                hint="is the year right? If it is, nothing is wrong",
            )


def far_line_up(ground: Ground) -> Iterator[Finding]:
    """One note for each line-up of people that a schedule made of shifts does not take yet."""
    told: set[Where] = set()
    for key in sorted(ground.rotas, key=lambda key: (ground.file.rotas[key].follows is not None, key)):
        if ground.file.kind_of(key) != "shifts":
            continue
        stretches = [stretch for track in tracks(ground.file, key) for stretch in track.stretches]
        tz = zone(zone_name(ground.file, key))
        for stretch in stretches:
            if not stretch.people or stretch.start <= ground.now + TAKEN or stretch.where in told:
                continue
            told.add(stretch.where)
            since = moment(stretch.start, tz, year=wall(ground.now, tz).year)
            yield Finding(
                id="far-line-up",
                severity="info",
                message=f"the line-up of {ground.file.rotas[key].name} from {since} lies more than a year "
                "ahead: it is written when it is nearer",
                where=stretch.where,
                key="from",
                hint="PagerDuty takes shifts for twelve months ahead; nothing is to be done",
            )


def unknown(ground: Ground) -> Iterator[Finding]:
    """One finding for each id under `off` that switches nothing off."""
    for entry in sorted(ground.file.checks.off, key=lambda entry: entry.id):
        if entry.id in SWITCHABLE:
            continue
        near = close(entry.id, sorted(SWITCHABLE))
        yield Finding(
            id="unknown-check",
            severity="warning",
            message=f'"{entry.id}" is no check that can be switched off',
            where=entry.where,
            key="id",
            hint=f"did you mean {near}?" if near else "only warnings and notes can be, by the id beside them",
        )


def _today(ground: Ground) -> date:
    return wall(ground.now, zone(ground.file.time_zone)).date()


def _dates(entry: Override) -> tuple[date, date]:
    """The first and the last date that an entry names."""
    if isinstance(entry, HolidayEntry):
        return entry.holiday, entry.holiday
    if isinstance(entry, Cover):
        named = [d for d in (entry.start, entry.end) if d is not None]
        named_dates = [d.date() for d in named] + ([entry.on.first, entry.on.last] if entry.on else [])
        return min(named_dates), max(named_dates)
    dates = [date(when.year, when.month, when.day) for when in entry.swap.values()]
    return min(dates), max(dates)


def _what(ground: Ground, entry: Override) -> str:
    name = ground.file.display_name
    if isinstance(entry, HolidayEntry):
        return f"bank holiday of {name(entry.by)}"
    if isinstance(entry, Cover):
        return f"cover of {name(entry.cover)} by {name(entry.by)}"
    return f"swap of {listing(sorted(name(person) for person in entry.swap))}"
