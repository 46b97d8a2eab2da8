"""Covers: for an interval, one person's part of the turn line is worked by another; they may chain by name.

At each instant the holder is followed through the covers that name them: a cover of ana by ben and one of
ben by cal end at cal where both hold. So their order in the file means nothing.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import pairwise

from reconciler.config.model import Cover, RotaFile
from reconciler.intervals import (
    Interval,
    Segment,
    Timeline,
    both,
    instant,
    merge,
    paint,
    zone,
)
from reconciler.shifts.entries import entries
from reconciler.shifts.holding import Held
from reconciler.shifts.line_ups import Track, handover_day, tracks, zone_name

MOST_AT_ONCE = 20
"""So many covers of one rota may hold at one instant: one for each link of a chain of people."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A cover and the instants that it speaks of, in UTC."""

    interval: Interval
    entry: Cover


@dataclass(frozen=True, slots=True)
class Followed:
    """What came of the covers that hold at one instant.

    `holder` is who is on in the end; `unused` are the covers that name somebody else; `clash` are two that
    name the same person, and `cycle` those that lead back to somebody who is covered already.
    """

    holder: Held | None
    unused: tuple[Covered, ...] = ()
    clash: tuple[Covered, Covered] | None = None
    cycle: tuple[Covered, ...] = ()


def entries_of(file: RotaFile, key: str) -> tuple[Cover, ...]:
    """The cover entries of one rota, as they stand in the file."""
    return entries(file, key, Cover)


def covers_of(file: RotaFile, key: str, *, layers: tuple[Track, ...] | None = None) -> tuple[Covered, ...]:
    """The covers of one rota by time, whatever their order in the file; none that has no clear time.

    `layers` are the tracks of the rota, for those who have them at hand.
    """
    written = entries_of(file, key)
    if not written:
        return ()
    layers = tracks(file, key) if layers is None else layers
    zone_ = zone_name(file, key)
    timed = ((interval_of(entry, zone_, layers), entry) for entry in written)
    found = [Covered(interval, entry) for interval, entry in timed if interval is not None]
    return tuple(sorted(found, key=lambda c: (c.interval.start, c.interval.end, c.entry.cover, c.entry.by)))


def interval_of(entry: Cover, zone_: str, layers: tuple[Track, ...]) -> Interval | None:
    """When a cover holds. Dates run from handover to handover; None where the layers differ in its time."""
    if entry.start is not None and entry.end is not None:
        tz = zone(zone_)
        return Interval(instant(entry.start, tz), instant(entry.end, tz))
    return handover_day(layers, entry.on.first, entry.on.last) if entry.on and layers else None


def crowd(covers: Sequence[Covered]) -> Covered | None:
    """The first cover that begins while as many hold as are followed; `covers` are in order of time."""
    ends: list[datetime] = []
    for cover in covers:
        while ends and ends[0] <= cover.interval.start:
            heappop(ends)
        if len(ends) >= MOST_AT_ONCE:
            return cover
        heappush(ends, cover.interval.end)
    return None


def active(covers: Sequence[Covered]) -> Timeline[tuple[Covered, ...]]:
    """Which covers hold from when to when; `covers` are in order of time.

    Where more hold at once than `MOST_AT_ONCE`, which is an error (see `crowd`), the later ones are left out.
    """
    edges = sorted({edge for c in covers for edge in (c.interval.start, c.interval.end)})
    out: list[Segment[tuple[Covered, ...]]] = []
    holding: list[Covered] = []
    following = 0
    for start, end in pairwise(edges):
        holding = [c for c in holding if c.interval.end > start]
        while following < len(covers) and covers[following].interval.start <= start:
            if len(holding) < MOST_AT_ONCE:
                holding.append(covers[following])
            following += 1
        if holding:
            out.append(Segment(start, end, tuple(holding)))
    return tuple(out)


def apply(line: Timeline[Held], covers: Sequence[Covered]) -> Timeline[Held]:
    """The turn line after the covers; where a cover names somebody else than the holder it does nothing."""
    if not covers or not line:
        return line
    # Those that begin later are left aside; of two before, one may be why the other does not hold.
    begun = covers[: bisect_left(covers, line[-1].end, key=lambda c: c.interval.start)]
    out: list[Segment[Held]] = []
    for start, end, covering, held in both(active(begun), line):
        holder = follow(held, covering).holder
        if holder is not None and holder is not held:
            out.append(Segment(start, end, holder))
    return merge(paint(line, out))


def follow(holder: Held | None, holding: Sequence[Covered]) -> Followed:
    """Follow the holder through the covers that name them, at one instant. Always ends."""
    left = list(holding)
    used: list[Covered] = []
    covered: set[str] = set()
    clash: tuple[Covered, Covered] | None = None
    while holder is not None:
        person = holder.person
        named = [c for c in left if c.entry.cover == person]
        if not named:
            break
        if len(named) > 1:
            clash = (named[0], named[1])
        used.append(named[0])
        left = [c for c in left if c.entry.cover != person]
        entry = named[0].entry
        covered.add(person)
        if entry.by in covered:
            # It leads back to somebody who is covered already: an error; the last one before stays on.
            return Followed(holder, tuple(left), clash, tuple(used))
        holder = Held(
            entry.by, holder.layer, holder.turn_start, entry.where, "cover", entry.reason, holder.holiday
        )
    return Followed(holder, tuple(left), clash)
