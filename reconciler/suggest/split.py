"""Shifts of which nobody can take all, given to several people: turn by turn, else day by day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, union, wall, zone
from reconciler.shifts import engine
from reconciler.shifts.line_ups import handover_day, tracks, zone_name
from reconciler.suggest.held import cut


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch (UTC) and who takes it."""

    interval: Interval
    by: str


Fits = Callable[[Sequence[Part], str], bool]
"""Whether somebody can take what they are given, with all else that has been given away."""
Hours = Callable[[Interval], Fraction]
"""How many hours of duty lie in a stretch."""


class _Split:
    """What has been given to whom so far, and what nobody can take."""

    def __init__(self, more: Mapping[str, Fraction], fits: Fits, hours: Hours) -> None:
        self.given: list[Part] = []
        self.open: list[Interval] = []
        self._more = dict(more)
        self._fits = fits
        self._hours = hours

    def _fairest(self) -> list[str]:
        return sorted(self._more, key=lambda person: self._more[person])

    def _give(self, part: Part) -> None:
        self._more[part.by] += self._hours(part.interval)
        last = self.given[-1] if self.given else None
        if last is not None and last.by == part.by and last.interval.end == part.interval.start:
            self.given[-1] = replace(last, interval=Interval(last.interval.start, part.interval.end))
        else:
            self.given.append(part)

    def whole(self, turn: Interval) -> bool:
        """Give a turn to the fairest person who can take all of it, if there is one."""
        for person in self._fairest():
            part = Part(turn, person)
            if self._fits([*self.given, part], person):
                self._give(part)
                return True
        return False

    def daily(self, days: Sequence[Interval]) -> None:
        """Give the days of a turn away so that few people share it: each as many in a row as they can."""
        at = 0
        while at < len(days):
            taken = max(((self._reach(days[at:], p), p) for p in self._fairest()), key=lambda found: found[0])
            if not taken[0]:
                self.open.append(days[at])
            else:
                self._give(Part(Interval(days[at].start, days[at + taken[0] - 1].end), taken[1]))
            at += max(1, taken[0])

    def _reach(self, days: Sequence[Interval], person: str) -> int:
        """How many days from the first on somebody can take in a row."""
        for many in range(1, len(days) + 1):
            part = Part(Interval(days[0].start, days[many - 1].end), person)
            if not self._fits([*self.given, part], person):
                return many - 1
        return len(days)


def split(
    file: RotaFile,
    key: str,
    pieces: Sequence[Interval],
    more: Mapping[str, Fraction],
    fits: Fits,
    hours: Hours,
) -> tuple[tuple[Part, ...], tuple[Interval, ...]]:
    """Who takes what, in order of time, and what nobody can take. Days without duty go to nobody."""
    found = _Split(more, fits, hours)
    for piece in pieces:
        for turn in _turns(file, key, piece):
            if hours(turn) and not found.whole(turn):
                found.daily([day for day in _days(file, key, turn) if hours(day)])
    return tuple(found.given), union(found.open)


def _turns(file: RotaFile, key: str, piece: Interval) -> tuple[Interval, ...]:
    """A piece cut at the handovers inside it."""
    return cut(piece, {s.value.turn_start for s in engine.swapped_line(file, key, piece)})


def _days(file: RotaFile, key: str, turn: Interval) -> tuple[Interval, ...]:
    """A turn cut at the time of day of the handover; where there is none, between its shifts."""
    layers, tz = tracks(file, key), zone(zone_name(file, key))
    edges: set[datetime] = set()
    day, last = wall(turn.start, tz).date(), wall(turn.end, tz).date()
    while day <= last:
        duty = handover_day(layers, day, day)
        edges.update((duty.start, duty.end) if duty is not None else ())
        day += timedelta(days=1)
    if not edges:
        edges = {s.start for s in engine.shifts(file, key, turn)}
    return cut(turn, edges)
