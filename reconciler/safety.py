"""What a plan may only do when it is accepted by name: replacing whoever is on call, gaps, mass moves.

Source: the project's list of flags. All instants are UTC; people are PagerDuty's user ids.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.intervals import Interval, Timeline, at, compare, subtract, union

_FULL = 100


@dataclass(frozen=True, slots=True)
class Moves:
    """One rota before and after, over the span that was compared."""

    span: Interval
    before: Timeline[str]
    after: Timeline[str]

    def changed(self) -> Iterator[tuple[Interval, str | None, str | None]]:
        """Every stretch in which somebody else, or nobody, is on call."""
        if self.before == self.after:
            # So it is with nearly every rota, and found out much faster.
            return
        for part, old, new in compare(self.before, self.after, self.span):
            if old != new:
                yield part, old, new

    def kept(self) -> tuple[Interval, ...]:
        """Where somebody is on call and stays so."""
        same = (
            part for part, old, new in compare(self.before, self.after, self.span) if old == new is not None
        )
        return union(same)


def replaced_now(moves: Moves, now: datetime) -> tuple[str, str] | None:
    """Who is on call at this moment and who would be instead; None where nobody is replaced by somebody.

    What is written begins a minute from now at the earliest, so the minute after decides.
    """
    held, soon = at(moves.before, now), at(moves.after, now + timedelta(minutes=2))
    still = at(moves.before, now + timedelta(minutes=2))
    if held is None or soon is None or still is None or still.value != held.value:
        return None
    return (held.value, soon.value) if held.value != soon.value else None


def gaps(moves: Moves, excused: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Where somebody was on call and nobody would be; `excused` (sorted, disjoint) is declared."""
    lost = union(part for part, old, new in moves.changed() if old is not None and new is None)
    return subtract(lost, excused)


def moved_share(moves: Moves, mailboxes: Collection[str] = ()) -> int:
    """How many percent of the hours that somebody holds move to somebody else; 0 for a rota nobody held.

    Hours that go to a mailbox or come from one are a bank holiday's, and do not count as moved.
    """
    held = sum(((s.end - s.start) for s in moves.before), timedelta())
    if not held:
        return 0
    parts = (
        part
        for part, old, new in moves.changed()
        if old is not None and old not in mailboxes and new not in mailboxes
    )
    moved = sum((part.end - part.start for part in parts), timedelta())
    return int(moved / held * _FULL)
