"""Overrides that people made by hand in PagerDuty, as lines of the file that say the same from now on.

Each is looked at where PagerDuty shows it. Whatever no line can say is told, with what to do instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from reconciler.config.loader import Loaded
from reconciler.config.model import RotaFile
from reconciler.edit.by_hand_lines import OVERRIDES, Group, Written, cover, groups, holiday
from reconciler.edit.by_hand_shifts import Instead, nobody, says, unsaid
from reconciler.edit.by_hand_words import Refused, beneath, crossed, mailbox, outside, stranger, unsayable
from reconciler.edit.insert import Edit, Insertion, insert_all
from reconciler.edit.places import file_for
from reconciler.errors import ConfigError, Where
from reconciler.intervals import (
    Interval,
    Timeline,
    compare,
    intersect,
    interval_or_none,
    subtract,
    union,
    wall,
    zone,
)
from reconciler.shifts import engine
from reconciler.shifts.line_ups import zone_name
from reconciler.state import NOBODY, OverrideState
from reconciler.wording import day

REMARK = "made by hand in PagerDuty"


@dataclass(frozen=True, slots=True)
class ByHand:
    """An override that somebody made: `key` is the rota's, `person` the file's key, None for strangers.

    `who` and `email` are PagerDuty's. `shown` is where PagerDuty shows it and nobody else's crosses it, from
    its true start. `stop` is why nothing of its rota can be in the file, or None. `crossed` names those whose
    overrides lie there too, each with an interval. `instead` is whom it stands in for on a shift-based
    schedule.
    """

    key: str
    override: OverrideState
    person: str | None
    who: str
    email: str
    shown: tuple[Interval, ...]
    stop: Refused | None = None
    crossed: tuple[tuple[str, Interval], ...] = ()
    instead: Instead | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line for the file, the interval that it speaks of, and whom it relieves."""

    insertion: Insertion
    interval: Interval
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one override.

    `already` are the places of the file, as it is before the edit, that say the same. `refused` says what no
    line can say, and why.
    """

    made: ByHand
    lines: tuple[Line, ...] = ()
    already: tuple[Where, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The edit with all lines, None where there are none, and what becomes of each override."""

    before: RotaFile = field(repr=False)
    edit: Edit | None
    outcomes: tuple[Outcome, ...]
    now: datetime


def visible(
    override: OverrideState, rendered: Timeline[str], over: Interval | None, now: datetime
) -> tuple[Interval, ...]:
    """Where PagerDuty shows an override, from its true start; `rendered` says who is on by user id.

    Before `now`, and beyond what was rendered (`over`), it counts as shown.
    """
    seen = interval_or_none(max(override.start, now), override.end)
    rest = seen.clip(over) if seen is not None and over is not None else None
    if rest is None:
        return (override.interval,)
    hidden = [
        part for part, user, _ in compare(rendered, (), rest) if override.user not in (user or "").split("+")
    ]
    return subtract((override.interval,), union(hidden))


def propose(loaded: Loaded, found: Sequence[ByHand], now: datetime, into: str | None = None) -> Proposal:
    """The lines for overrides; `into` names the file that they go into.

    Raises EditError where a file leaves no room for a line.
    """
    outcomes: list[Outcome] = []
    so_far = loaded
    steps: list[Edit] = []
    for made in sorted(found, key=lambda made: (made.override.start, made.key, made.override.id)):
        outcome = _settle(so_far.file, made, now)
        if outcome.lines:
            step, outcome = _put(loaded, so_far, outcome, into)
            steps += [step] if step is not None else []
            so_far = step.loaded if step is not None else so_far
        outcomes.append(_as_before(outcome, steps))
    lines = [line.insertion for outcome in outcomes for line in outcome.lines]
    return Proposal(loaded.file, insert_all(loaded, lines) if lines else None, tuple(outcomes), now)


def _as_before(outcome: Outcome, steps: Sequence[Edit]) -> Outcome:
    """An outcome with its places as they are before the edit."""

    def was(where: Where) -> Where:
        for step in reversed(steps):
            where = step.was(where)
        return where

    refused = tuple(replace(r, where=was(r.where)) if r.where is not None else r for r in outcome.refused)
    return replace(outcome, already=tuple(map(was, outcome.already)), refused=refused)


def _put(loaded: Loaded, so_far: Loaded, outcome: Outcome, into: str | None) -> tuple[Edit | None, Outcome]:
    """The lines of an outcome put into the file; None where it does not load with them."""
    placed = tuple(_placed(loaded, outcome.made.key, line, into) for line in outcome.lines)
    try:
        step = insert_all(so_far, [line.insertion for line in placed])
    except ConfigError as error:
        wrong = error.findings[0]
        refused = Refused(wrong.message, wrong.hint or "write the line by hand", wrong.where)
        return None, replace(outcome, lines=(), refused=(*outcome.refused, refused))
    return step, replace(outcome, lines=placed)


def _placed(loaded: Loaded, key: str, line: Line, into: str | None) -> Line:
    """A line with the file that it goes into, and with the day on which it begins as its comment."""
    local = wall(line.interval.start, zone(zone_name(loaded.file, key)))
    name = into if into is not None else file_for(loaded, local.date())
    comment = f"{day(local, year=local.year)}, {REMARK}"
    return replace(line, insertion=replace(line.insertion, file=name, comment=comment))


def _settle(file: RotaFile, made: ByHand, now: datetime) -> Outcome:
    if made.stop is not None:
        return Outcome(made, refused=(made.stop,))
    if made.override.user == NOBODY:
        already, left = nobody(file, made.key, made.override, now)
        return Outcome(made, already=already, refused=left)
    if made.person is None:
        return Outcome(made, refused=(stranger(file, made.who, made.email),))
    acts = says(file, made.key, made.override, made.instead)
    refused = (
        *crossed(file, made.key, made.who, made.crossed, now),
        *beneath(file, made.key, made.who, intersect(_unseen(made, now), acts), now),
        *unsaid(file, made.key, made.who, made.override, made.instead, now),
    )
    outcome = Outcome(made, refused=refused)
    for part in intersect(made.shown, acts):
        whole = _whole_minutes(part)
        if whole is not None and whole.end > now:
            file, outcome = _part(file, outcome, made.person, whole, now)
    return outcome


def _unseen(made: ByHand, now: datetime) -> tuple[Interval, ...]:
    """Where neither it nor anybody else's that crosses it is seen: ours lies on top."""
    rest = _from(made.override.interval, now)
    return subtract((rest,), union((*made.shown, *(part for _, part in made.crossed))))


def _whole_minutes(part: Interval) -> Interval | None:
    """As much of an interval as can be written: the file knows no seconds."""
    start = part.start + timedelta(seconds=-part.start.timestamp() % 60)
    end = datetime.fromtimestamp(part.end.timestamp() // 60 * 60, UTC)
    return interval_or_none(start, end)


def _part(
    file: RotaFile, before: Outcome, person: str, part: Interval, now: datetime
) -> tuple[RotaFile, Outcome]:
    """One part of an override: the file with its lines, and what has become of the override so far."""
    key = before.made.key
    shifts = [shift for shift in engine.shifts(file, key, part) if shift.end > now]
    same = [shift for shift in shifts if shift.person == person]
    lines: list[Written] = []
    after = file
    if file.people[person].mailbox:
        rest = subtract((_from(part, now),), union(shift.interval for shift in same))
        refused = [*mailbox(file, before.made.override.id, rest, key, now)]
    else:
        after, lines, refused = _written(file, key, person, groups(file, key, shifts, person), now)
        rest = subtract((_from(part, now),), union(shift.interval for shift in shifts))
        refused += outside(file, key, person, rest, now)
    return after, replace(
        before,
        lines=(*before.lines, *(Line(Insertion(OVERRIDES, w.item), w.interval, w.instead) for w in lines)),
        already=tuple(dict.fromkeys((*before.already, *(shift.where for shift in same)))),
        refused=(*before.refused, *refused),
    )


def _from(part: Interval, now: datetime) -> Interval:
    return Interval(max(part.start, now), part.end)


def _written(
    file: RotaFile, key: str, person: str, found: Sequence[Group], now: datetime
) -> tuple[RotaFile, list[Written], list[Refused]]:
    """Lines for what others hold: an entry of a bank holiday for all of it, else holder by holder."""
    if len(found) > 1 and (made := holiday(file, key, person, found, now)) is not None:
        return made[1], [made[0]], []
    lines: list[Written] = []
    refused: list[Refused] = []
    for group in found:
        tried = holiday(file, key, person, (group,), now) or cover(file, key, person, group, now)
        if tried is None:
            refused.append(unsayable(file, key, person, group, now))
        else:
            lines.append(tried[0])
            file = tried[1]
    return file, lines, refused
