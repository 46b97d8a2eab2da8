"""Hours of the week as arithmetic: what a layer has to itself, and how much of it falls between two times.

All of this is wall time, counted in minutes from a Monday 00:00; clock changes even out over a year.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from reconciler.checks.ground import Ground
from reconciler.config.model import RotaFile
from reconciler.config.values import MINUTES_PER_WEEK, WeeklyWindow
from reconciler.intervals import wall, zone
from reconciler.shifts.hours import AROUND_THE_CLOCK, Weekly, complement, normalise, weekly
from reconciler.shifts.line_ups import Stretch, Track


def in_force(track: Track, at: datetime) -> Stretch | None:
    """The line-up of people that a layer has at an instant (UTC); None before the first and in a pause."""
    found = (s for s in track.stretches if s.start <= at and (s.end is None or at < s.end))
    return next((s for s in found if s.people), None)


def hours_of(file: RotaFile, track: Track, stretch: Stretch, at: datetime) -> Weekly:
    """The week of a line-up as its hours stand at an instant."""
    if stretch.hours is None:
        return AROUND_THE_CLOCK
    return weekly(file.hours, stretch.hours, wall(at, zone(track.zone)).date())


def own(ground: Ground, layers: tuple[Track, ...], number: int, held: Stretch, at: datetime) -> Weekly:
    """What a line-up of a layer (by its place) has to itself at an instant: less what later layers have."""
    later = [
        window
        for track in layers[number + 1 :]
        if (above := in_force(track, at)) is not None
        for window in hours_of(ground.file, track, above, at)
    ]
    return without(hours_of(ground.file, layers[number], held, at), tuple(later))


def without(hours: Weekly, others: tuple[WeeklyWindow, ...]) -> Weekly:
    """The part of a week that other windows leave."""
    return complement(normalise((*complement(hours), *others)))


def minutes(hours: Weekly) -> int:
    """How long hours are in a week."""
    return sum(window.length for window in hours)


@dataclass(frozen=True)
class Meter:
    """Measures how many minutes of some hours fall between two times."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    """How many minutes lie before each start in its week."""

    @classmethod
    def of(cls, hours: Weekly) -> "Meter":
        """A meter for a normalised week."""
        flat: list[tuple[int, int]] = []
        for window in hours:
            end = window.start + window.length
            flat.append((window.start, min(end, MINUTES_PER_WEEK)))
            if end > MINUTES_PER_WEEK:
                flat.append((0, end - MINUTES_PER_WEEK))
        flat.sort()
        lengths = [end - start for start, end in flat]
        return cls(
            tuple(start for start, _ in flat),
            tuple(end for _, end in flat),
            tuple(accumulate(lengths, initial=0)),
        )

    def between(self, start: int, end: int) -> int:
        """The minutes of the hours in `[start, end)`; both may lie in any week."""
        return self._until(end) - self._until(start)

    def _until(self, time: int) -> int:
        weeks, rest = divmod(time, MINUTES_PER_WEEK)
        number = bisect_right(self.starts, rest)
        inside = max(0, self.ends[number - 1] - rest) if number else 0
        return weeks * self.before[-1] + self.before[number] - inside
