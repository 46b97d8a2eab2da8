"""Which turn begins next on a rota, whose it is after swaps, and the turns around it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.handover.model import Turn
from reconciler.intervals import Interval
from reconciler.shifts import swaps
from reconciler.shifts.line_ups import Track, tracks, turns
from reconciler.views import person

_AHEAD = timedelta(days=366 * 100)
"""A turn to come is looked for this far ahead: turns are laid one by one, so it costs no more than a week."""
_BACK = timedelta(days=366)


def coming(file: RotaFile, key: str, at: datetime) -> tuple[Track, Turn] | None:
    """The first turn of a rota that begins at or after an instant (aware UTC), and its layer.

    Where several layers hand over at once it is that of the first of them.
    """
    found = [
        (turn.start, number, track, turn)
        for number, track in enumerate(tracks(file, key))
        if (turn := next(_after(file, key, track, at), None)) is not None
    ]
    if not found:
        return None
    _, _, track, turn = min(found, key=lambda row: row[:2])
    return track, turn


def before(file: RotaFile, key: str, track: Track, turn: Turn) -> Turn | None:
    """The turn of a layer that ends before another begins; None after a pause of a year."""
    reach = Interval(turn.start - _BACK, turn.start)
    return max(_all(file, key, track, reach), key=lambda t: t.start, default=None)


def after(file: RotaFile, key: str, track: Track, turn: Turn) -> Turn | None:
    """The turn of a layer that begins once another has ended."""
    return next(_after(file, key, track, turn.end), None)


def _after(file: RotaFile, key: str, track: Track, at: datetime) -> Iterator[Turn]:
    return (turn for turn in _all(file, key, track, Interval(at, at + _AHEAD)) if turn.start >= at)


def _all(file: RotaFile, key: str, track: Track, reach: Interval) -> Iterator[Turn]:
    swapped = swaps.resolve(file, key, tracks(file, key))
    for _, turn in turns(track, reach):
        taken = swapped.get((track.name, turn.start))
        if taken is None:
            yield Turn(person(file, turn.person), turn.start, turn.end)
            continue
        owner = person(file, turn.person)
        yield Turn(person(file, taken.person), turn.start, turn.end, owner, taken.entry.reason)
