"""Whether people get their rest: after a night on call, and a day off now and then.

On-call is not work, so nights in a row are what a turn of nights means, and somebody who goes from second
to first in line has only changed places. What wears people out is a night on call and the working day
after it, and weeks on call without a day off.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from reconciler.checks.ground import Ground
from reconciler.checks.hits import Hit, Hits, again, decisive, gather, spot, when
from reconciler.config.model import RotaFile
from reconciler.errors import Finding, Where
from reconciler.intervals import Interval, wall, zone
from reconciler.shifts.holding import Shift
from reconciler.shifts.line_ups import zone_name
from reconciler.wording import duration, listing, moment

DEFAULT_REST = timedelta(hours=11)
"""What people get after a night with an incident, and the least that working-time rules know."""
DEFAULT_RUN = timedelta(days=14)
"""Two turns of a week in a row come of a swap now and then; more than that is no longer meant."""
DAY_OFF = timedelta(hours=24)
"""So long without any duty is a day off."""
NIGHT = timedelta(hours=3)
"""Whoever is on call for so long between 23:00 and 06:00 has had a night, as working-time rules count it."""
NIGHT_BEGINS, NIGHT_ENDS = time(23), time(6)

_end = attrgetter("end")
_layer = attrgetter("rota", "layer")
_new = tuple.__new__


def rest(file: RotaFile) -> timedelta:
    """How long somebody is off after a night before the next duty."""
    return file.checks.rest or DEFAULT_REST


def run(file: RotaFile) -> timedelta:
    """How long somebody may be on call without a day off."""
    return file.checks.run or DEFAULT_RUN


class Duty(NamedTuple):
    """Shifts of one person on one layer that touch each other, from `start` to `end` (UTC)."""

    start: datetime
    end: datetime
    first: Shift
    last: Shift


def duties_of(shifts: Iterable[Shift]) -> list[Duty]:
    """The duties of one person, in order of time; so must the shifts be.

    There are nearly as many as shifts, so they are made without the constructor, which takes longer than all
    else.
    """
    duties: list[Duty] = []
    latest: dict[tuple[str, str], int] = {}
    for shift in shifts:
        rota, layer, _, start, end, _, _, _, _ = shift
        place = latest.get((rota, layer))
        if place is not None and (before := duties[place]).end == start:
            duties[place] = _new(Duty, (before.start, end, before.first, shift))
        else:
            latest[rota, layer] = len(duties)
            duties.append(_new(Duty, (start, end, shift, shift)))
    return duties


def check(ground: Ground) -> Iterator[Finding]:
    """Too little rest, by the two rotas and the place that brings it about; too long a run, by person."""
    short: list[Hit[_Change]] = []
    long: list[Hit[_Run]] = []
    # One person after the other: there are as many duties as there are shifts.
    for shifts in ground.duties.values():
        duties = duties_of(shifts)
        short += _too_soon(ground, duties)
        long += _too_long(ground, duties)
    yield from (_short(ground, hits) for hits in gather(short))
    yield from (_long(ground, runs) for runs in gather(long))


@dataclass(frozen=True, slots=True)
class _Change:
    """From which rota to which somebody goes without rest, and the place that makes them.

    `layers` is set where both are nights of one rota, which has several layers.
    """

    night: str
    after: str
    layers: tuple[str, str] | None
    where: Where
    key: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A duty that begins too soon after a night on another layer; `nights` says that it is one as well."""

    night: Duty
    after: Duty
    nights: bool


def too_soon(file: RotaFile, duties: Sequence[Duty], known: datetime) -> Iterator[Meeting]:
    """Every duty of one person that begins too soon after a night on another layer.

    Shifts are known until `known` (UTC): what is cut off there may be a night all the same.
    """
    need = rest(file)
    zones = {key: zone_name(file, key) for key in {duty.first.rota for duty in duties}}

    def is_night(duty: Duty) -> bool:
        return duty.end >= known or _dark(duty.start, duty.end, zones[duty.first.rota])

    nights = sorted(filter(is_night, duties), key=_end)
    ends = [night.end for night in nights]
    number, all_ = 0, len(ends)
    for duty in duties:
        begins = duty.start
        while number < all_ and ends[number] <= begins:
            number += 1
        # Mostly the night before is long over.
        if not number or ends[number - 1] <= (rested := begins - need):
            continue
        mine = _layer(duty.first)
        late = nights[bisect_right(ends, rested, 0, number) : number]
        before = [night for night in late if _layer(night.last) != mine]
        if before:
            night = max(before, key=lambda d: (d.end, d.last.rota))
            yield Meeting(night, duty, is_night(duty))


def _too_soon(ground: Ground, duties: list[Duty]) -> Iterator[Hit[_Change]]:
    """Every duty that begins too soon after a night on another layer, from now on."""
    for meeting in too_soon(ground.file, duties, ground.known.end):
        night, duty = meeting.night.last, meeting.after
        begins, person = duty.start, duty.first.person
        if begins not in ground.span:
            continue
        place = spot(decisive(night, duty.first))
        layers = (night.layer, duty.first.layer)
        if not meeting.nights:
            yield Hit(_Change(night.rota, duty.first.rota, None, *place), person, Interval(begins, duty.end))
        elif night.rota == duty.first.rota and ground.file.rotas[night.rota].follows is None:
            yield Hit(_Change(night.rota, night.rota, layers, *place), person, Interval(begins, duty.end))


@lru_cache(maxsize=4096)
def _dark(start: datetime, end: datetime, zone_name_: str) -> bool:
    """Whether one night is long enough between two instants (UTC); many rotas change at the same ones."""
    tz = zone(zone_name_)
    begins, ends = wall(start, tz), wall(end, tz)
    # The night that began last may be under way; of the one after it all is to come.
    eve = begins.date() - timedelta(days=int(begins.time() < NIGHT_BEGINS))
    dawn = datetime.combine(eve + timedelta(days=1), NIGHT_ENDS)
    return min(ends, dawn) - begins >= NIGHT or ends - datetime.combine(dawn, NIGHT_BEGINS) >= NIGHT


def _short(ground: Ground, hits: Hits[_Change]) -> Finding:
    file, change = ground.file, hits.cause
    tz = zone(file.time_zone)
    starts = moment(hits.first.start, tz, year=wall(ground.now, tz).year)
    name, night = file.display_name(hits.person), file.rotas[change.night].name
    after = "a day of it" if change.after == change.night else file.rotas[change.after].name
    if change.layers is not None:
        return Finding(
            id="back-to-back",
            severity="info",
            message=f"{name} has the layers {listing(change.layers)} of {night} back to back on {starts}"
            f"{again(ground, hits)}",
            where=change.where,
            key=change.key,
            hint="if a break is meant, put the people of one of the layers in another order",
        )
    return Finding(
        id="rest",
        severity="warning",
        message=f"{name} comes from a night on {night} to {after} on {starts} "
        f"with less than {duration(rest(file))} off{again(ground, hits)}",
        where=change.where,
        key=change.key,
        hint="put the people of one of the two in another order, so that a night and a day do not meet"
        if change.key == "people"
        else "let somebody else take one of the two",
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """The place that makes a run too long, and the rota there."""

    rota: str
    where: Where
    key: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """Duties of one person without a day off in between, and the one with which they go beyond the limit."""

    interval: Interval
    passed: Duty


def too_long(file: RotaFile, duties: Sequence[Duty]) -> Iterator[Run]:
    """Every run of duties of one person that goes on beyond the limit."""
    if not duties:
        return
    limit, tz = run(file), zone(file.time_zone)
    nearly = limit - DAY_OFF
    begins, ends = duties[0].start, duties[0].end
    rested = ends + DAY_OFF
    passed: Duty | None = None
    for duty in duties:
        start, end, _, _ = duty
        if start >= rested:
            if passed is not None:
                yield Run(Interval(begins, ends), passed)
            begins, ends, passed = start, end, None
            rested = ends + DAY_OFF
        elif end > ends:
            ends, rested = end, end + DAY_OFF
        # By the clock on the wall: two weeks are two weeks also where one has an hour more.
        near = passed is None and ends - begins > nearly
        if near and wall(ends, tz) - wall(begins, tz) > limit:
            passed = duty
    if passed is not None:
        yield Run(Interval(begins, ends), passed)


def _too_long(ground: Ground, duties: list[Duty]) -> Iterator[Hit[_Run]]:
    """Every run that goes on beyond the limit, from now on."""
    for found in too_long(ground.file, duties):
        part, last = found.interval.clip(ground.span), found.passed.last
        if part is not None:
            yield Hit(_Run(last.rota, *spot(last)), last.person, part)


def _long(ground: Ground, hits: Hits[_Run]) -> Finding:
    file = ground.file
    name = file.display_name(hits.person)
    return Finding(
        id="run",
        severity="warning",
        message=f"{name} is on call {_stretch(ground, hits.first)} without a day off "
        f"(limit {duration(run(file))}){again(ground, hits)}",
        where=hits.cause.where,
        key=hits.cause.key,
        hint=f"put more people into {file.rotas[hits.cause.rota].name}, or let somebody cover a day",
    )


def _stretch(ground: Ground, run_: Interval) -> str:
    """A run in words; what it was before now, and will be after a year, is not spoken of."""
    tz = zone(ground.file.time_zone)
    year = wall(ground.now, tz).year
    begun, endless = run_.start <= ground.span.start, run_.end + DAY_OFF > ground.span.end
    if begun and endless:
        return "all year round"
    if endless:
        return f"from {moment(run_.start, tz, year=year)} on"
    return f"until {moment(run_.end, tz, year=year)}" if begun else when(ground, run_)
