"""Whether covers fit the turn line: stale ones, those that overlap, and those that lead back to the start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval, Segment, Timeline, compare, merge, wall, zone
from reconciler.shifts.covers import MOST_AT_ONCE, Covered, active, crowd, follow
from reconciler.shifts.holding import Held
from reconciler.shifts.line_ups import zone_name
from reconciler.wording import listing, moment, stretch


@dataclass(frozen=True, slots=True)
class Ground:
    """What covers are held against.

    `line` is the turn line after swaps. `kept` is the same where outgoing holders keep their windows: a
    cover may name either holder there. `beside` are the instants between the hours of several layers: the
    turn line gives them to somebody, but nobody would call it wrong to name another.
    """

    line: Timeline[Held]
    kept: Timeline[Held]
    beside: tuple[Interval, ...]


@dataclass(slots=True)
class _Found:
    wrong: dict[int, list[Segment[Held]]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    clashes: dict[tuple[int, int], None] = field(default_factory=dict)
    cycles: dict[tuple[int, ...], None] = field(default_factory=dict)


def check(
    file: RotaFile, key: str, covers: Sequence[Covered], ground: Ground, now: datetime
) -> Iterator[Finding]:
    """A finding for every cover that names somebody who is not on, overlaps another, or runs in a circle.

    Only instants after `now` are looked at.
    """
    coming = [c for c in covers if c.interval.end > now]
    if (one_more := crowd(coming)) is not None:
        yield _crowd(file, key, one_more, now)
        return
    found = _examine(coming, ground, now)
    for first, second in found.clashes:
        yield _clash(key, coming[first], coming[second])
    for cycle in found.cycles:
        yield _cycle(file, key, [coming[i] for i in cycle])
    blamed = {i for cycle in found.cycles for i in cycle}
    for i, cover in enumerate(coming):
        if i in found.wrong:
            worst = merge(found.wrong[i], same=lambda a, b: a.person == b.person)[0]
            yield _stale(file, key, cover, worst.interval, worst.value.person, now)
        elif i not in found.used and i not in blamed:
            # What is past of it can no longer be changed, so only the rest is spoken of.
            rest = Interval(max(cover.interval.start, now), cover.interval.end)
            yield _stale(file, key, cover, rest, None, now)


def _examine(coming: Sequence[Covered], ground: Ground, now: datetime) -> _Found:
    found = _Found()
    number = {cover: i for i, cover in enumerate(coming)}
    if not coming:
        return found
    span = Interval(now, max(c.interval.end for c in coming))
    for part, spot, holding in compare(_spots(ground, span), active(coming), span):
        if holding is None or spot is None:
            continue
        result = follow(spot.held, holding)
        other = follow(spot.kept, holding) if spot.kept != spot.held else result
        if result.clash is not None:
            one, two = sorted(number[c] for c in result.clash)
            found.clashes[one, two] = None
        if result.cycle:
            found.cycles[tuple(sorted(number[c] for c in result.cycle))] = None
        for cover in holding:
            i = number[cover]
            if spot.held is None or result.holder is None:
                continue
            if cover not in result.unused or cover not in other.unused:
                found.used.add(i)
            elif not spot.beside:
                found.wrong.setdefault(i, []).append(Segment(part.start, part.end, result.holder))
    return found


@dataclass(frozen=True, slots=True)
class _Spot:
    held: Held | None
    kept: Held | None
    beside: bool


def _spots(ground: Ground, span: Interval) -> Timeline[_Spot]:
    pairs = tuple(
        Segment(part.start, part.end, (held, kept))
        for part, held, kept in compare(ground.line, ground.kept, span)
    )
    beside = tuple(Segment(i.start, i.end, i) for i in ground.beside)
    return tuple(
        Segment(part.start, part.end, _Spot(*pair, beside=gap is not None))
        for part, pair, gap in compare(pairs, beside, span)
        if pair is not None
    )


def _crowd(file: RotaFile, key: str, cover: Covered, now: datetime) -> Finding:
    tz = zone(zone_name(file, key))
    begins = moment(cover.interval.start, tz, year=wall(now, tz).year)
    return Finding(
        id="too-many-covers",
        severity="error",
        message=f"more than {MOST_AT_ONCE} covers of {key} hold at once on {begins}",
        where=cover.entry.where,
        hint="one cover is enough for whoever is on call then; drop the others",
    )


def _clash(key: str, one: Covered, other: Covered) -> Finding:
    first, second = sorted((one, other), key=lambda c: c.entry.where)
    return Finding(
        id="cover-overlap",
        severity="error",
        message=f"two covers of {key} overlap and name the same person (the other is at {first.entry.where})",
        where=second.entry.where,
        hint="end one where the other begins, or chain them: the second covers whoever covers in the first",
    )


def _cycle(file: RotaFile, key: str, covers: Sequence[Covered]) -> Finding:
    ordered = sorted(covers, key=lambda c: c.entry.where)
    names = [f"{file.display_name(c.entry.cover)} by {file.display_name(c.entry.by)}" for c in ordered]
    return Finding(
        id="cover-cycle",
        severity="error",
        message=f"covers of {key} lead back to the person they begin with: {listing(names)}",
        where=ordered[-1].entry.where,
        hint="drop one of them, or end it where the other begins",
    )


def _stale(
    file: RotaFile, key: str, cover: Covered, interval: Interval, person: str | None, now: datetime
) -> Finding:
    tz = zone(zone_name(file, key))
    when = stretch(interval, tz, year=wall(now, tz).year)
    name = file.display_name(cover.entry.cover)
    holder = "nobody" if person is None else file.display_name(person)
    tells = f"`rota show --rota {key} --from {wall(interval.start, tz).date()}` tells who is on"
    hint = (
        f"cover {person} instead, or change the dates; {tells}"
        if person is not None
        else f"the rota has nobody then: remove the line; {tells}"
    )
    return Finding(
        id="stale-cover",
        severity="error",
        message=f"stale cover: on {when} {holder} is on call, not {name}",
        where=cover.entry.where,
        key="cover",
        hint=hint,
    )
