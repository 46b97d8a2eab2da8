"""Whose turns they are before and after an edit, side by side: for a rota and for those that follow it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, zip_longest

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, Segment, Timeline, compare, instant, zone
from reconciler.shifts.line_ups import Track, leader, tracks, turns

MOST = 24
"""No more turns than these are listed after one line-up."""


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn, or a part of one, over `[start, end)` in UTC: whose it is without the edit and with it."""

    rota: str
    start: datetime
    end: datetime
    before: str | None
    after: str | None


def followers(file: RotaFile, key: str) -> tuple[str, ...]:
    """The rotas whose line-ups are those of another one."""
    return tuple(
        k for k, rota in file.rotas.items() if rota.follows is not None and leader(file, k)[0] == key
    )


def rows(
    before: RotaFile, after: RotaFile, key: str, number: int, since: Sequence[datetime]
) -> Iterator[TurnRow]:
    """The turns of layer `number` for two rounds from each of some naive wall times on, rota by rota."""
    for rota in (key, *followers(after, key)):
        old, new = tracks(before, rota)[number], tracks(after, rota)[number]
        starts = [instant(at, zone(new.zone)) for at in since]
        for start, until in zip_longest(starts, starts[1:]):
            yield from (
                row for row in _two_rounds(rota, old, new, start) if until is None or row.start < until
            )


def _two_rounds(rota: str, old: Track, new: Track, start: datetime) -> Iterator[TurnRow]:
    coming = [s for t in (old, new) for s in t.stretches if s.end is None or s.end > start]
    people = max(len(s.people) for s in coming)
    longest = max(s.turn.length for s in coming)
    number = min(MOST, 2 * people)
    # One more than is shown, so that the last turn is not cut by the end of what is looked at.
    span = Interval(start, start + (number + 1) * longest + timedelta(days=1))
    parts = compare(_line(old, span), _line(new, span), span)
    for part, one, other in islice(parts, number):
        yield TurnRow(rota, part.start, part.end, one and one[0], other and other[0])


def _line(track: Track, span: Interval) -> Timeline[tuple[str, datetime]]:
    """Turns as a timeline; two turns of one person stay two."""
    return tuple(Segment(turn.start, turn.end, (turn.person, turn.start)) for _, turn in turns(track, span))
