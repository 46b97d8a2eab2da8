"""Two turns that may change hands: what each is worth, and what stands in the way of exchanging them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reconciler.config.model import RotaFile, Swap
from reconciler.config.values import When
from reconciler.intervals import Interval, intersect, subtract, union, wall, zone
from reconciler.shifts import engine, swaps
from reconciler.shifts import windows as bank
from reconciler.shifts.line_ups import Track, TurnOf, tracks, turns, zone_name
from reconciler.suggest.obstacles import Obstacle, faults_of, obstacles, of_others
from reconciler.suggest.roster import Moved, Roster


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of somebody on a layer, and how a swap names it: by its date, or with its time as well."""

    person: str
    layer: str
    interval: Interval
    named: When


@dataclass(frozen=True, slots=True)
class Worth:
    """What goes over with a turn: hours on the clock, bank holidays among them, and those that do not.

    By the clock, so that a week in which the clocks change is a week.
    """

    hours: timedelta
    with_: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn for another. `given` and `got` are what they are worth to the one who asks.

    `against_me` and `against_them` are what keeps each of the two from taking the turn that they get.
    """

    mine: Turn
    theirs: Turn
    given: Worth
    got: Worth
    against_me: tuple[Obstacle, ...]
    against_them: tuple[Obstacle, ...]
    moved: tuple[Moved, ...]

    @property
    def can(self) -> bool:
        """Whether both can."""
        return not self.against_me and not self.against_them

    @property
    def uneven(self) -> timedelta:
        """By how much the turns differ, whichever way."""
        return abs(self.given.hours - self.got.hours)

    @property
    def apart(self) -> timedelta:
        """How far the turns lie from each other."""
        return abs(self.mine.interval.start - self.theirs.interval.start)


def turns_of(file: RotaFile, key: str, span: Interval, layer: str | None = None) -> Iterator[Turn]:
    """The turns of a rota that touch a stretch and that a swap can name, as line-ups give them."""
    layers = tracks(file, key)
    for track in layers:
        for _, turn in turns(track, span) if layer in (None, track.name) else ():
            named = _named(layers, track, turn)
            if named is not None:
                yield Turn(turn.person, track.name, Interval(turn.start, turn.end), named)


def _named(layers: tuple[Track, ...], track: Track, turn: TurnOf) -> When | None:
    """The shortest way to name a turn; None where another one of the same person begins at that time."""
    begins = wall(turn.start, zone(track.zone))
    names: tuple[date, datetime] = (begins.date(), begins)
    return next((name for name in names if len(swaps.held_on(layers, turn.person, name)) == 1), None)


def swapped_already(file: RotaFile, key: str, turn: Turn) -> Swap | None:
    """The swap that a turn is in."""
    found = swaps.resolve(file, key, tracks(file, key)).get((turn.layer, turn.interval.start))
    return found.entry if found is not None else None


def entry_of(key: str, mine: Turn, theirs: Turn, reason: str | None) -> Swap:
    """The entry for an exchange."""
    return Swap(rota=key, swap={mine.person: mine.named, theirs.person: theirs.named}, reason=reason)


def exchange(roster: Roster, key: str, mine: Turn, theirs: Turn) -> Exchange:
    """An exchange that is tried out."""
    trial = roster.tried(key, [entry_of(key, mine, theirs, None)])
    faults = faults_of(trial)
    gives, gets = trial.gained(theirs.person), trial.gained(mine.person)
    return Exchange(
        mine,
        theirs,
        _worth(roster.file, key, mine, gives),
        _worth(roster.file, key, theirs, gets),
        tuple(o for o in obstacles(roster, trial, mine.person) if o not in faults),
        (
            *obstacles(roster, trial, theirs.person),
            *of_others(roster.file, trial, mine.person, theirs.person),
        ),
        trial.moved,
    )


def _worth(file: RotaFile, key: str, turn: Turn, moved: Iterable[Moved]) -> Worth:
    tz = zone(zone_name(file, key))
    rows = tuple(moved)
    parts = union(m.interval for m in rows)
    worked = union(s.interval for s in engine.base(file, key, turn.interval) if s.value.layer == turn.layer)
    missing = subtract(worked, parts)
    windows = bank.windows(file, key, turn.interval)
    return Worth(
        sum((wall(p.end, tz) - wall(p.start, tz) for p in parts), timedelta()),
        tuple(dict.fromkeys(m.holiday for m in rows if m.holiday)),
        tuple(dict.fromkeys(w.name for w in windows if intersect([w.interval], missing))),
    )
