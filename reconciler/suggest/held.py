"""What somebody holds on a rota in a stretch of time, in so far as a cover can give it to somebody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, Segment, Timeline, clip, compare, intersect, merge, subtract, union
from reconciler.shifts import covers, engine, overlay
from reconciler.shifts import windows as bank
from reconciler.shifts.holding import Held, Shift
from reconciler.shifts.layers import lines
from reconciler.shifts.line_ups import tracks

NEAR = timedelta(weeks=8)
"""How far away shifts are looked for that somebody may have meant."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Whose a stretch of a rota is.

    `pieces` are the parts of it that are somebody's turn line, with shifts in them. `given` is what of
    their turns others have by now, and why. `fixed` are shifts of theirs that no cover moves: `holiday:`
    entries and rules of bank holidays.
    """

    pieces: tuple[Interval, ...]
    given: Timeline[Held]
    fixed: tuple[Shift, ...]


def holding(file: RotaFile, key: str, person: str, span: Interval) -> Holding:
    """What somebody holds on a rota over `span` (UTC), swaps and covers applied."""
    line, kept = _lines(file, key, span)
    turns = union(s.interval for s in (*line, *kept) if s.value.person == person)
    shifts = engine.shifts(file, key, span)
    mine = tuple(s for s in shifts if s.person == person)
    movable = union(s.interval for s in mine if not _is_fixed(file, key, s))
    pieces = tuple(piece for piece in turns if intersect([piece], movable))
    return Holding(
        pieces,
        _given(file, key, person, span, line),
        tuple(s for s in mine if subtract([s.interval], movable)),
    )


def _is_fixed(file: RotaFile, key: str, shift: Shift) -> bool:
    """Whether an entry or a rule of the file names somebody for a bank holiday, so that no cover counts."""
    named = [entry.where for entry in bank.holiday_entries(file, key)]
    rules = file.bank_holidays
    by_rule = rules is not None and bank.rule_of(file, key) == shift.person and shift.where == rules.where
    return shift.where in named or by_rule


def _lines(file: RotaFile, key: str, span: Interval) -> tuple[Timeline[Held], Timeline[Held]]:
    """The turn line, and the same where outgoing holders keep their bank-holiday windows."""
    wide = Interval(span.start - engine.AROUND, span.end + engine.AROUND)
    swapped = engine.swapped_line(file, key, wide)
    kept = overlay.outgoing(file, key, swapped, bank.windows(file, key, wide))
    entries = covers.covers_of(file, key)
    return clip(covers.apply(swapped, entries), (span,)), clip(covers.apply(kept, entries), (span,))


def _given(file: RotaFile, key: str, person: str, span: Interval, line: Timeline[Held]) -> Timeline[Held]:
    """The parts of somebody's own turns that a swap or a cover has given to another."""
    own = lines(file, tracks(file, key), span, {}).line
    found = [
        Segment(part.start, part.end, now)
        for part, was, now in compare(own, line, span)
        if was is not None and now is not None and was.person == person != now.person
    ]
    return merge(found, same=lambda a, b: (a.person, a.where) == (b.person, b.where))


def cut(piece: Interval, edges: set[datetime]) -> tuple[Interval, ...]:
    """A piece cut at the edges that lie inside it."""
    inside = sorted({piece.start, piece.end, *(edge for edge in edges if edge in piece)})
    return tuple(Interval(a, b) for a, b in pairwise(inside))


def nearby(file: RotaFile, key: str, person: str, span: Interval, now: datetime) -> tuple[Interval, ...]:
    """The last piece that somebody holds before a stretch, from now on, and the first one after it."""
    start = max(now, span.start - NEAR)
    before = holding(file, key, person, Interval(start, span.start)).pieces if start < span.start else ()
    after = holding(file, key, person, Interval(span.end, span.end + NEAR)).pieces
    return (*before[-1:], *after[:1])
