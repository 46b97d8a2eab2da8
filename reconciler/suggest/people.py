"""Who comes into question for shifts, and how they stand: what they are owed, when they are on call."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from reconciler.config.model import RotaFile
from reconciler.insight.fairness import balance
from reconciler.insight.usual import usual_span
from reconciler.intervals import Interval
from reconciler.shifts.line_ups import tracks
from reconciler.suggest.obstacles import Obstacle, obstacles
from reconciler.suggest.roster import Roster, Trial


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might take shifts.

    `here` says whether they are in a line-up of the rota then. `more` is how many hours they have done on the
    rota beyond an equal share: negative is owed. `last` and `next` are when they are on call until before and
    from after it (UTC), None where that is weeks away; `between` says that they are within it, too. With
    obstacles they cannot.
    """

    person: str
    here: bool
    more: Fraction
    last: datetime | None
    next: datetime | None
    between: bool
    obstacles: tuple[Obstacle, ...]

    @property
    def can(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.obstacles


def in_line_ups(file: RotaFile, key: str, spans: Iterable[Interval]) -> tuple[str, ...]:
    """The people of a rota's line-ups in force in some stretches, in the order of the file."""
    found: set[str] = set()
    parts = list(spans)
    for track in tracks(file, key):
        for stretch in track.stretches:
            if any(stretch.interval(part) is not None for part in parts):
                found.update(stretch.people)
    return tuple(person for person in file.people if person in found)


def everybody(file: RotaFile) -> tuple[str, ...]:
    """Everybody who could ever be on call: mailboxes cannot."""
    return tuple(key for key, person in file.people.items() if not person.mailbox)


def standings(file: RotaFile, key: str, now: datetime) -> Mapping[str, Fraction]:
    """By how many hours everybody on a rota is beyond an equal share of it, half a year either way."""
    return {one.person: one.more.hours for one in balance(file, [key], usual_span(file, now))}


def candidate(
    roster: Roster,
    trial: Trial,
    person: str,
    span: Interval,
    *,
    here: Sequence[str],
    more: Mapping[str, Fraction],
) -> Candidate:
    """Somebody who is tried out for shifts in a stretch."""
    held = roster.of(person)
    return Candidate(
        person,
        person in here,
        more.get(person, Fraction()),
        max((s.end for s in held if s.end <= span.start), default=None),
        min((s.start for s in held if s.start >= span.end), default=None),
        any(s.interval.overlaps(span) for s in held),
        obstacles(roster, trial, person),
    )


def fairest(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those who can first; then those of the rota; then those who have done least beyond their share."""
    return tuple(sorted(candidates, key=lambda c: (not c.can, not c.here, c.more)))
