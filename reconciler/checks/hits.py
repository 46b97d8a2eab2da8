"""How checks speak of what comes back all year: one cause, its first instance, how many more there are."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from reconciler.checks.ground import Ground
from reconciler.errors import Where
from reconciler.intervals import Interval, union, wall, zone
from reconciler.shifts.holding import Shift
from reconciler.shifts.line_ups import zone_name
from reconciler.wording import count, listing, stretch

K = TypeVar("K", bound=Hashable)

_NAMED = 3
"""So many people are named beside the first; the others are counted."""


@dataclass(frozen=True, slots=True)
class Hit(Generic[K]):
    """One instance: the cause that it belongs to, whom it concerns, and when (UTC)."""

    cause: K
    person: str
    interval: Interval


@dataclass(frozen=True, slots=True)
class Hits(Generic[K]):
    """All instances of one cause: the first, how many more, and the other people."""

    cause: K
    person: str
    first: Interval
    more: int
    others: tuple[str, ...]


def gather(hits: Iterable[Hit[K]]) -> Iterator[Hits[K]]:
    """Instances by cause, in order of the first; what touches for one person counts once."""
    by_cause: dict[K, dict[str, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    for hit in hits:
        by_cause[hit.cause][hit.person].append(hit.interval)
    found: list[Hits[K]] = []
    for cause, by_person in by_cause.items():
        all_ = sorted((i, person) for person, listed in by_person.items() for i in union(listed))
        first, person = all_[0]
        others = tuple(dict.fromkeys(other for _, other in all_ if other != person))
        found.append(Hits(cause, person, first, len(all_) - 1, others))
    yield from sorted(found, key=lambda hits: (hits.first, hits.person))


def again(ground: Ground, hits: Hits[K], noun: str = "time") -> str:
    """` and 4 more times within a year (also Ben Ode and Cal Roe)`; nothing where it happens once."""
    if not hits.more:
        return ""
    also = f" (also {names(ground, hits.others)})" if hits.others else ""
    return f" and {count(hits.more, f'more {noun}')} within {ground.within}{also}"


def names(ground: Ground, keys: Sequence[str]) -> str:
    """`Ben Ode, Cal Roe, Dee Marr and 4 others`."""
    shown = [ground.file.display_name(key) for key in keys]
    if len(shown) > _NAMED + 1:
        shown = [*shown[:_NAMED], count(len(shown) - _NAMED, "other")]
    return listing(shown)


def when(ground: Ground, interval: Interval, rota: str | None = None) -> str:
    """A stretch in the local time of a rota, else of the file."""
    tz = zone(ground.file.time_zone if rota is None else zone_name(ground.file, rota))
    return stretch(interval, tz, year=wall(ground.now, tz).year)


def spot(shift: Shift) -> tuple[Where, str | None]:
    """The place that put somebody on a shift, and the key in the entry there."""
    keys = {"rotation": "people", "cover": "by", "swap": "swap", "bank_holiday": "by"}
    return shift.where, keys[shift.source]


def decisive(one: Shift, other: Shift) -> Shift:
    """Of two shifts that do not go together the one to change: an override where there is one."""
    return one if one.source != "rotation" and other.source == "rotation" else other


def cover_line(ground: Ground, rota: str, person: str, interval: Interval) -> str:
    """The line to write under `overrides:` so that somebody else works an interval."""
    tz = zone(zone_name(ground.file, rota))
    start, end = wall(interval.start, tz), wall(interval.end, tz)
    times = f"from: {_written(start)}, until: {_written(end)}"
    return f"- {{rota: {rota}, cover: {person}, by: …, {times}, reason: …}}"


def _written(local: datetime) -> str:
    return f"{local:%Y-%m-%d %H:%M}"
