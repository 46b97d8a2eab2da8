"""Covers: for an interval, one person's part of the turn line is worked by another; they may chain by name.

At each instant the holder is followed through the covers that name them: a cover of ana by ben and one of
ben by cal end at cal where both hold. So their order in the file means nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from reconciler.config.model import Cover, RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval, Segment, Timeline, instant, merge, zone
from reconciler.shifts.holding import Held
from reconciler.shifts.line_ups import handover_day, zone_name
from reconciler.wording import stretch


@dataclass(frozen=True, slots=True)
class Covered:
    """A cover and the instants that it speaks of, in UTC."""

    interval: Interval
    entry: Cover


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of the covers over one stretch: the holder in the end, those used, and what is wrong."""

    holder: Held | None
    unused: tuple[Covered, ...]
    clash: tuple[Covered, Covered] | None


def covers_of(file: RotaFile, key: str) -> tuple[Covered, ...]:
    """The covers of one rota by time, whatever their order in the file. Those without a clear time are left out."""
    found: list[Covered] = []
    for entry in file.overrides:
        if isinstance(entry, Cover) and entry.rota == key:
            interval = interval_of(file, entry)
            if interval is not None:
                found.append(Covered(interval, entry))
    return tuple(sorted(found, key=lambda c: (c.interval, c.entry.cover, c.entry.by)))


def interval_of(file: RotaFile, entry: Cover) -> Interval | None:
    """When a cover holds. Dates run from the handover's time of day; None where layers differ in that."""
    if entry.start is not None and entry.end is not None:
        tz = zone(zone_name(file, entry.rota))
        return Interval(instant(entry.start, tz), instant(entry.end, tz))
    return handover_day(file, entry.rota, entry.on.first, entry.on.last) if entry.on else None


def apply(line: Timeline[Held], covers: tuple[Covered, ...]) -> Timeline[Held]:
    """The turn line after the covers; where a cover names somebody else than the holder it does nothing."""
    if not covers:
        return line
    out: list[Segment[Held]] = []
    for segment in line:
        near = [c for c in covers if c.interval.overlaps(segment.interval)]
        for part in _split(segment.interval, near):
            active = [c for c in near if part.start in c.interval]
            holder = _follow(segment.value, active).holder
            if holder is not None:
                out.append(Segment(part.start, part.end, holder))
    return merge(out)


def _split(interval: Interval, covers: list[Covered]) -> Iterator[Interval]:
    edges = {interval.start, interval.end}
    for cover in covers:
        edges.update(
            e for e in (cover.interval.start, cover.interval.end) if interval.start < e < interval.end
        )
    ordered = sorted(edges)
    for start, end in zip(ordered, ordered[1:], strict=False):
        yield Interval(start, end)


def _follow(holder: Held | None, active: list[Covered]) -> Followed:
    """Follow the holder through the covers that name them, at one instant."""
    left = list(active)
    clash: tuple[Covered, Covered] | None = None
    while holder is not None:
        person = holder.person
        named = [c for c in left if c.entry.cover == person]
        if not named:
            break
        if len(named) > 1:
            clash = (named[0], named[1])
        entry = named[0].entry
        left = [c for c in left if c.entry.cover != person]
        holder = replace(
            holder, person=entry.by, source="cover", where=entry.where, reason=entry.reason, holiday=None
        )
    return Followed(holder, tuple(left), clash)


def check(
    file: RotaFile, key: str, covers: tuple[Covered, ...], line: Timeline[Held], now: datetime
) -> Iterator[Finding]:
    """A finding for every cover that names somebody who is not on, or that overlaps another.

    `line` is the turn line after swaps over all the covers. Only instants after `now` are looked at.
    """
    coming = [c for c in covers if c.interval.end > now]
    wrong: dict[Covered, list[Segment[Held]]] = {}
    used: set[Covered] = set()
    clashes: set[tuple[Covered, Covered]] = set()
    for cover in coming:
        whole = Interval(max(cover.interval.start, now), cover.interval.end)
        for part in _pieces(whole, line, coming):
            active = [c for c in coming if part.start in c.interval]
            base = next((s.value for s in line if s.start <= part.start < s.end), None)
            result = _follow(base, active)
            if result.clash is not None:
                clashes.add(result.clash)
            if cover in result.unused:
                if result.holder is not None:
                    wrong.setdefault(cover, []).append(Segment(part.start, part.end, result.holder))
            elif base is not None:
                used.add(cover)
    yield from (_clash(key, pair) for pair in sorted(clashes, key=lambda p: p[0].entry.where))
    for cover in coming:
        if cover in wrong:
            merged = merge(wrong[cover], same=lambda a, b: a.person == b.person)
            yield _stale(file, key, cover, merged[0].interval, merged[0].value.person, now)
        elif cover not in used:
            yield _stale(file, key, cover, cover.interval, None, now)


def _pieces(whole: Interval, line: Timeline[Held], covers: list[Covered]) -> Iterator[Interval]:
    edges = {whole.start, whole.end}
    for interval in (*(s.interval for s in line), *(c.interval for c in covers)):
        edges.update(e for e in (interval.start, interval.end) if whole.start < e < whole.end)
    ordered = sorted(edges)
    for start, end in zip(ordered, ordered[1:], strict=False):
        yield Interval(start, end)


def _clash(key: str, pair: tuple[Covered, Covered]) -> Finding:
    first, second = sorted(pair, key=lambda c: c.entry.where)
    return Finding(
        id="cover-overlap",
        severity="error",
        message=f"two covers of {key} overlap and name the same person (the other is at {first.entry.where})",
        where=second.entry.where,
        hint="end one where the other begins, or chain them: the second covers whoever covers in the first",
    )


def _stale(
    file: RotaFile, key: str, cover: Covered, interval: Interval, person: str | None, now: datetime
) -> Finding:
    tz = zone(zone_name(file, key))
    when = stretch(interval, tz, year=now.year)
    name = file.display_name(cover.entry.cover)
    holder = "nobody" if person is None else file.display_name(person)
    hint = (
        f"cover {person} instead, or change the dates; `rota show --rota {key}` tells who is on"
        if person is not None
        else f"the rota has nobody then: remove the line; `rota show --rota {key}` tells who is on"
    )
    return Finding(
        id="stale-cover",
        severity="error",
        message=f"stale cover: on {when} {holder} is on call, not {name}",
        where=cover.entry.where,
        hint=hint,
    )
