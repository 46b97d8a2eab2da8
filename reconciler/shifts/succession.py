"""Who is next: the handovers of a layer from a moment on, and the order in which people follow from there.

Swaps and covers are left aside: they exchange single turns and move nobody in the order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.shifts.line_ups import Stretch, Track

_STEPS = {"weeks": timedelta(weeks=1), "days": timedelta(days=1), "hours": timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Handing:
    """A handover of a layer: `at` is its naive wall time, `stretch` the line-up in force from then on.

    `begins` says that the line-up begins at this very handover.
    """

    at: datetime
    stretch: Stretch
    begins: bool


def handovers(track: Track, since: datetime) -> Iterator[Handing]:
    """The handovers at or after a naive wall time, in order; without an end.

    In a pause a turn could begin wherever one begins by the handover's day and time.
    """
    for number, stretch in enumerate(track.stretches):
        after = track.stretches[number + 1].anchor if number + 1 < len(track.stretches) else None
        step = stretch.turn.length if stretch.people else _STEPS[stretch.turn.unit]
        k = max(0, _rounds(since - stretch.anchor, step))
        while after is None or stretch.anchor + k * step < after:
            yield Handing(stretch.anchor + k * step, stretch, k == 0)
            k += 1


def _rounds(passed: timedelta, step: timedelta) -> int:
    """How many steps it takes to pass a stretch of time, a begun one counted whole."""
    return -(-passed // step)


def from_here(stretch: Stretch, at: datetime) -> tuple[str, ...]:
    """The people of a line-up from the one whose turn begins at a handover, or after a turn cut there, on."""
    k = _rounds(at - stretch.anchor, stretch.turn.length) % len(stretch.people)
    return stretch.people[k:] + stretch.people[:k]


def following(track: Track, at: datetime) -> tuple[str, ...]:
    """The people of a layer in the order in which they follow from a naive wall time on, the next one first.

    They are those of the line-up in force just before it. A pause keeps nobody's turn: after it comes who
    would have come when it began. Nobody where no line-up of people began before.
    """
    for number in reversed(range(len(track.stretches))):
        stretch = track.stretches[number]
        if stretch.anchor < at and stretch.people:
            after = track.stretches[number + 1].anchor if number + 1 < len(track.stretches) else at
            return from_here(stretch, min(at, after))
    return ()
