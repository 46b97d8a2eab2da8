"""Why somebody cannot take shifts: gone, on leave, on call elsewhere, or without rest, as the checks have it.

Only what the new shifts bring about counts; what is wrong with somebody's rota anyway is for `rota check`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from reconciler.checks import away, rest, together
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval, intersect, subtract, union, wall, zone
from reconciler.shifts.holding import Shift
from reconciler.shifts.line_ups import zone_name
from reconciler.suggest.roster import Moved, Roster, Trial
from reconciler.wording import count, day, duration, moment, stretch

Kind = Literal["left", "leave", "two-levels", "double-booked", "rest", "run", "fault", "others"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason against somebody, as half a sentence about them."""

    kind: Kind
    text: str


def obstacles(roster: Roster, trial: Trial, person: str) -> tuple[Obstacle, ...]:
    """Everything against somebody's taking what they get in a trial, the worst first."""
    gained = trial.gained(person)
    faults = faults_of(trial)
    if not gained:
        return faults
    words = _Words(roster)
    mine = roster.of(person, trial)
    return (
        *faults,
        *_gone(roster, words, person, gained),
        *_on_leave(roster, words, trial, person, gained),
        *_booked(roster, words, mine, person, gained),
        *_tired(roster, words, trial, mine, gained),
        *_endless(roster, words, mine, roster.of(person), gained),
    )


def of_others(file: RotaFile, trial: Trial, *people: str) -> tuple[Obstacle, ...]:
    """The shifts of anybody else that a trial would move: a cover of theirs follows whom it names."""
    touched = dict.fromkeys(
        who for moved in trial.moved for who in (moved.before, moved.after) if who not in (None, *people)
    )
    return tuple(
        Obstacle("others", f"a shift of {file.display_name(who)} would move too") for who in touched if who
    )


def faults_of(trial: Trial) -> tuple[Obstacle, ...]:
    """The errors that the file would have with a trial, each once."""
    found = (Obstacle("fault", _told(error)) for error in trial.errors)
    return tuple(dict.fromkeys(found))


def _told(error: Finding) -> str:
    if error.id == "stale-cover" and error.where is not None:
        return f"a cover then would go stale ({error.where.file}:{error.where.line})"
    return error.message


@dataclass(frozen=True, slots=True)
class _Words:
    """Times in the file's zone, without the year where it is that of now."""

    roster: Roster

    @property
    def _year(self) -> int:
        return wall(self.roster.now, zone(self.roster.file.time_zone)).year

    def moment(self, instant: datetime, rota: str) -> str:
        return moment(instant, zone(zone_name(self.roster.file, rota)), year=self._year)

    def stretch(self, interval: Interval, rota: str) -> str:
        return stretch(interval, zone(zone_name(self.roster.file, rota)), year=self._year)

    def day(self, when: date) -> str:
        return day(when, year=self._year)

    def rota(self, key: str) -> str:
        return self.roster.file.rotas[key].name


def _gone(roster: Roster, words: _Words, person: str, gained: Sequence[Moved]) -> Iterator[Obstacle]:
    gone = away.leavers(roster.file).get(person)
    if gone is not None and gained[-1].end > gone:
        last = wall(gone, zone(roster.file.time_zone)) - timedelta(days=1)
        yield Obstacle("left", f"{'left' if gone <= roster.now else 'leaves'} on {words.day(last)}")


def _on_leave(
    roster: Roster, words: _Words, trial: Trial, person: str, gained: Sequence[Moved]
) -> Iterator[Obstacle]:
    new = [
        s for s in trial.shifts if s.person == person and any(m.interval.overlaps(s.interval) for m in gained)
    ]
    for leave in roster.file.leave:
        if leave.person == person and any(away.misses(roster.file, leave, s.interval) for s in new):
            first, last = (words.day(on) for on in (leave.on.first, leave.on.last))
            yield Obstacle("leave", f"on leave {first}" if first == last else f"on leave {first} – {last}")


def _booked(
    roster: Roster, words: _Words, mine: Sequence[Shift], person: str, gained: Sequence[Moved]
) -> Iterator[Obstacle]:
    """Other rotas at the same time; another level of the same policy is the worst."""
    key, file = gained[0].rota, roster.file
    parts = union(m.interval for m in gained)
    others = dict.fromkeys(s.rota for s in mine if s.rota != key)
    beside = together.levels(file)
    found: list[tuple[bool, Interval, Obstacle]] = []
    for other in others:
        both = intersect(parts, union(s.interval for s in mine if s.rota == other))
        if not both:
            continue
        policy = beside.get((min(key, other), max(key, other)))
        when = "then" if not subtract(parts, both) else words.stretch(both[0], other)
        text = f"on {words.rota(other)} {when}"
        if policy is not None:
            text += f", another level of {file.policies[policy[0]].name}"
        found.append(
            (policy is None, both[0], Obstacle("double-booked" if policy is None else "two-levels", text))
        )
    yield from (obstacle for _, _, obstacle in sorted(found, key=lambda item: item[:2]))
    for name, number in _named(file, key, person):
        yield Obstacle("two-levels", f"named by level {number} of {name}, which has {words.rota(key)} too")


def _named(file: RotaFile, key: str, person: str) -> Iterator[tuple[str, int]]:
    """The policies one level of which names somebody, and another one the rota."""
    for _, policy in sorted(file.policies.items()):
        for number, level in enumerate(policy.levels, 1):
            elsewhere = any(key in other.notify for other in policy.levels if other is not level)
            if person in level.notify and elsewhere:
                yield policy.name, number


def _tired(
    roster: Roster, words: _Words, trial: Trial, mine: Sequence[Shift], gained: Sequence[Moved]
) -> Iterator[Obstacle]:
    """A new shift too soon after a night, or a new night too soon before another shift; by rota."""
    found: dict[tuple[str, bool], list[str]] = {}
    for meeting in rest.too_soon(roster.file, _duties(mine), roster.span.end):
        if meeting.nights:
            continue
        off = meeting.after.start - meeting.night.end
        rested = f"only {duration(off)}" if off else "no rest"
        night, after = meeting.night.last.rota, meeting.after.first.rota
        if _new(trial, gained, meeting.after):
            ends = words.moment(meeting.night.end, night)
            text = f"{rested} after the night on {words.rota(night)} until {ends}"
            found.setdefault((night, True), []).append(text)
        elif _new(trial, gained, meeting.night):
            text = f"{rested} before {words.rota(after)} on {words.moment(meeting.after.start, after)}"
            found.setdefault((after, False), []).append(text)
    for first, *more in found.values():
        yield Obstacle("rest", first + (f" ({count(len(more), 'more time')})" if more else ""))


def _duties(shifts: Sequence[Shift]) -> list[rest.Duty]:
    return rest.duties_of(sorted(shifts, key=lambda s: (s.start, s.rota, s.layer)))


def _new(trial: Trial, gained: Sequence[Moved], duty: rest.Duty) -> bool:
    """Whether any of a duty is new."""
    whole = Interval(duty.start, duty.end)
    return duty.first.rota == trial.rota and any(m.interval.overlaps(whole) for m in gained)


def _endless(
    roster: Roster, words: _Words, mine: Sequence[Shift], before: Sequence[Shift], gained: Sequence[Moved]
) -> Iterator[Obstacle]:
    """A run of days without one off that the new shifts make too long, or longer still."""
    old = [run.interval for run in rest.too_long(roster.file, _duties(before))]
    for run in rest.too_long(roster.file, _duties(mine)):
        part = run.interval
        within = any(o.start <= part.start and part.end <= o.end for o in old)
        if not within and any(m.interval.overlaps(part) for m in gained):
            yield Obstacle(
                "run",
                f"without a day off then from {words.moment(part.start, gained[0].rota)} "
                f"until {words.moment(part.end, gained[0].rota)}",
            )
