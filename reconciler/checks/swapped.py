"""Whether the two turns of a swap are worth the same: as many hours, as many bank holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from reconciler.checks.ground import Ground
from reconciler.config.model import Swap
from reconciler.errors import Finding
from reconciler.intervals import Interval, intersect, subtract, union, wall, zone
from reconciler.shifts import engine, swaps
from reconciler.shifts import windows as bank
from reconciler.shifts.line_ups import Track, tracks, turns, zone_name
from reconciler.wording import day, duration


@dataclass(frozen=True, slots=True, order=True)
class _Turn:
    """A turn that changes hands: when, what it holds on the clock, and what bank holidays add or take."""

    interval: Interval
    hours: timedelta
    holidays: timedelta
    taker: str

    @property
    def whole(self) -> timedelta:
        return self.hours + self.holidays


def check(ground: Ground) -> Iterator[Finding]:
    """One finding for each coming swap of unequal turns; a note where only bank holidays differ.

    Hours are counted on the clock, so that a week with a clock change is a week.
    """
    for key in sorted(ground.rotas):
        layers = tracks(ground.file, key)
        pairs: dict[Swap, list[_Turn]] = {}
        for (layer, begins), swapped in swaps.resolve(ground.file, key, layers).items():
            track = next(track for track in layers if track.name == layer)
            _, turn = next(turns(track, Interval(begins, begins + timedelta(seconds=1))))
            whole = Interval(turn.start, turn.end)
            pairs.setdefault(swapped.entry, []).append(_turn(ground, key, track, whole, swapped.person))
        for entry, (one, two) in pairs.items():
            first, second = sorted((one, two))
            if first.interval.start in ground.span and second.interval.start in ground.span:
                yield from _compared(ground, key, entry, first, second)


def _turn(ground: Ground, key: str, track: Track, whole: Interval, taker: str) -> _Turn:
    held = engine.base(ground.file, key, whole)
    worked = union(s.interval for s in held if s.value.layer == track.name)
    windows = union(w.interval.clip(whole) or whole for w in bank.windows(ground.file, key, whole))
    # Whoever's turn it is has the windows too; anybody else, such as a mailbox, takes them away.
    if bank.rule_of(ground.file, key) == "current":
        holidays = _clock(track, subtract(windows, worked))
    else:
        holidays = -_clock(track, intersect(windows, worked))
    return _Turn(whole, _clock(track, worked), holidays, taker)


def _clock(track: Track, intervals: tuple[Interval, ...]) -> timedelta:
    """How long intervals are on the clock."""
    tz = zone(track.zone)
    return sum((wall(i.end, tz) - wall(i.start, tz) for i in intervals), timedelta())


def _compared(ground: Ground, key: str, entry: Swap, one: _Turn, two: _Turn) -> Iterator[Finding]:
    if one.whole == two.whole:
        return
    file = ground.file
    tz = zone(zone_name(file, key))
    year = wall(ground.now, tz).year
    takes = [
        f"{file.display_name(turn.taker)} takes {duration(turn.whole)} from "
        f"{day(wall(turn.interval.start, tz), year=year)}"
        for turn in (one, two)
    ]
    by_holidays = one.hours == two.hours
    yield Finding(
        id="unequal-swap",
        severity="info" if by_holidays else "warning",
        message=f"a swap in {file.rotas[key].name} is not even: {takes[0]}, {takes[1]}"
        + (" (bank holidays make the difference)" if by_holidays else ""),
        where=entry.where,
        key="swap",
        hint=None if by_holidays else "swap turns of the same length, or add a cover for the difference",
    )
