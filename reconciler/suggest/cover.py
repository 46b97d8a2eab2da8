"""Who could take the shifts of somebody who is away: all are judged, the fairest is proposed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from reconciler.config.loader import Loaded
from reconciler.config.model import Cover, RotaFile
from reconciler.edit.insert import Edit, insert_all
from reconciler.errors import Finding, UsageError
from reconciler.insight.days import hours as length
from reconciler.intervals import Interval, wall, zone
from reconciler.shifts import engine
from reconciler.shifts.line_ups import zone_name
from reconciler.suggest import line, people
from reconciler.suggest.after import new_findings
from reconciler.suggest.held import Holding, holding, nearby
from reconciler.suggest.obstacles import Obstacle, obstacles
from reconciler.suggest.people import Candidate
from reconciler.suggest.roster import Moved, Roster, Trial, around
from reconciler.suggest.split import Part, split
from reconciler.wording import listing, stretch

# Nobody of the file, for asking what a cover moves, whoever it is given to.
_SOMEBODY = ""
LONGEST = timedelta(weeks=26)
"""A longer absence is a line-up without somebody."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose shifts on a rota over `span` (UTC), and what is wanted of whom.

    `by` is the one person to judge, with `anyway` whatever speaks against them. `anyone` looks beyond the
    rota's line-ups. `file` is where the line is to go.
    """

    rota: str
    person: str
    span: Interval
    by: str | None = None
    anyone: bool = False
    anyway: bool = False
    reason: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody holds, everybody who could take it or not, who takes what, and the edit for it.

    `parts` are in order of time; `open` is what nobody can take. `edit` is None where nobody can take
    anything.
    """

    asked: Asked
    before: RotaFile
    now: datetime
    held: Holding
    candidates: tuple[Candidate, ...]
    parts: tuple[Part, ...]
    open: tuple[Interval, ...]
    edit: Edit | None
    moved: tuple[Moved, ...]
    notes: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether somebody can be found for all of it."""
        return not self.open


def propose(loaded: Loaded, asked: Asked, now: datetime) -> Proposal:
    """The covers for what is asked. Raises UsageError, ConfigError or EditError where that cannot be."""
    file = loaded.file
    _known(file, asked)
    # Lines are written to the minute.
    soon = now if not now.second else now.replace(second=0) + timedelta(minutes=1)
    if asked.span.end <= soon:
        raise UsageError("that is over", hint="a cover changes nothing in the past")
    if asked.span.end - asked.span.start > LONGEST:
        raise UsageError(
            "that is more than half a year",
            hint=f"for so long, write line-ups: rota line-up {asked.rota} --remove {asked.person} …",
        )
    span = Interval(max(asked.span.start, soon), asked.span.end)
    held = holding(file, asked.rota, asked.person, span)
    if not held.pieces:
        raise _nothing(file, asked, span, held, now)
    roster = Roster(file, now, around(file, span))
    found = _candidates(roster, asked, held.pieces)
    parts, left = _parts(roster, asked, held.pieces, found)
    entries = [_entry(file, asked, part) for part in parts]
    edit = insert_all(loaded, [line.insertion(loaded, e, asked.file) for e in entries]) if entries else None
    notes = new_findings(edit, now) if edit is not None else ()
    moved = _tried(roster, asked, parts).moved
    return Proposal(asked, file, now, held, found, parts, left, edit, moved, notes)


def _known(file: RotaFile, asked: Asked) -> None:
    """Raises UsageError where nobody can be covered by the one who is named."""
    if asked.by is None:
        return
    if asked.by == asked.person:
        raise UsageError(f"{file.display_name(asked.by)} cannot cover themself", hint="name who takes over")
    if file.people[asked.by].mailbox:
        raise UsageError(f"{file.display_name(asked.by)} is a mailbox and cannot be on call")


def _entry(file: RotaFile, asked: Asked, part: Part) -> Cover:
    return line.cover_of(file, asked.rota, asked.person, part.by, part.interval, asked.reason)


def _candidates(roster: Roster, asked: Asked, pieces: Sequence[Interval]) -> tuple[Candidate, ...]:
    """Everybody who is asked about, tried out on all of it; the fairest first."""
    file = roster.file
    here = people.in_line_ups(file, asked.rota, pieces)
    some = people.everybody(file) if asked.anyone or not here else here
    some = (asked.by,) if asked.by is not None else some
    more = people.standings(file, asked.rota, roster.now)
    found: list[Candidate] = []
    for person in some:
        # Who has left long ago is nobody to speak of.
        gone = file.people[person].left
        absent = gone is not None and gone < wall(roster.now, zone(file.time_zone)).date()
        if person == asked.person or (absent and person not in (*here, asked.by)):
            continue
        trial = _tried(roster, asked, [Part(piece, person) for piece in pieces])
        whole = Interval(pieces[0].start, pieces[-1].end)
        one = people.candidate(roster, trial, person, whole, here=here, more=more)
        found.append(_back_to(roster, asked, one, trial, whole))
    return people.fairest(found)


def _back_to(roster: Roster, asked: Asked, one: Candidate, trial: Trial, span: Interval) -> Candidate:
    """Somebody whose own turn it is: no cover gives it back, and the line that took it has to go."""
    if not any(error.id == "cover-cycle" for error in trial.errors):
        return one
    given = [s.value for s in holding(roster.file, asked.rota, one.person, span).given]
    places = [f"{held.where.file}:{held.where.line}" for held in given if held.person == asked.person]
    if not places:
        return one
    text = f"it is their own turn: to give it back, delete {places[0]}"
    return replace(one, obstacles=(Obstacle("fault", text),))


def _tried(roster: Roster, asked: Asked, parts: Iterable[Part]) -> Trial:
    """The rota with some parts given away."""
    return roster.tried(asked.rota, [_entry(roster.file, asked, part) for part in parts])


def _parts(
    roster: Roster, asked: Asked, pieces: Sequence[Interval], found: Sequence[Candidate]
) -> tuple[tuple[Part, ...], tuple[Interval, ...]]:
    """Who takes what, and what nobody can take. Raises UsageError where the one who is named cannot."""
    file = roster.file
    best = next((one for one in found if one.can or asked.anyway), None)
    if best is not None:
        return tuple(Part(piece, best.person) for piece in pieces), ()
    if not found:
        return (), tuple(pieces)
    if asked.by is not None:
        reasons = "; ".join(obstacle.text for obstacle in found[0].obstacles)
        raise UsageError(
            f"{file.display_name(asked.by)} cannot take it: {reasons}",
            hint="--anyway proposes it all the same; without --by others are looked at",
        )

    def fits(parts: Sequence[Part], person: str) -> bool:
        trial = _tried(roster, asked, parts)
        return bool(trial.gained(person)) and not obstacles(roster, trial, person)

    def hours(part: Interval) -> Fraction:
        moved = roster.moves(asked.rota, [_entry(file, asked, Part(part, _SOMEBODY))])
        return sum((length(m.interval) for m in moved), Fraction())

    return split(file, asked.rota, pieces, {one.person: one.more for one in found}, fits, hours)


def _nothing(file: RotaFile, asked: Asked, span: Interval, held: Holding, now: datetime) -> UsageError:
    """The refusal where there is nothing to cover: who is on then, and what they do hold near it."""
    name, rota = file.display_name(asked.person), file.rotas[asked.rota].name
    tz = zone(zone_name(file, asked.rota))
    year = wall(now, tz).year
    message = f"{name} has no shift of {rota} on {stretch(span, tz, year=year)}"
    if held.fixed:
        fixed = held.fixed[0]
        when = stretch(fixed.interval, tz, year=year)
        return UsageError(
            f"{name} has {rota} on {when} because {fixed.where.file}:{fixed.where.line} says so",
            hint="no cover moves that: name somebody else in that line",
        )
    hints: list[str] = []
    for given in held.given[:1]:
        who, where = given.value.person, given.value.where
        message += f": {file.display_name(who)} has taken it ({where.file}:{where.line})"
        hints.append(f"write --person {who} to cover {file.display_name(who)}")
    if not held.given:
        others = dict.fromkeys(s.person for s in engine.shifts(file, asked.rota, span))
        names = listing([file.display_name(person) for person in others]) or "nobody"
        message += f": {names} {'have' if len(others) > 1 else 'has'} it"
    near = [stretch(part, tz, year=year) for part in nearby(file, asked.rota, asked.person, span, now)]
    hints.append(
        f"near it {name} has {listing(near)}" if near else f"{name} has none within eight weeks of it"
    )
    return UsageError(message, hint="; ".join(hints))
