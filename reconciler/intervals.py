"""Half-open intervals of time, segments that carry a value, and the way from wall time to instants.

Instants are aware datetimes in UTC everywhere in this program. Wall time is a naive datetime beside
a zone. Arithmetic happens on instants; boundaries are named in wall time.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

V = TypeVar("V")
W = TypeVar("W")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """`[start, end)` in UTC; never empty."""

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two share an instant."""
        return self.start < other.end and other.start < self.end

    def clip(self, other: "Interval") -> "Interval | None":
        """The part inside `other`, or None."""
        return interval_or_none(max(self.start, other.start), min(self.end, other.end))


def interval_or_none(start: datetime, end: datetime) -> Interval | None:
    """`[start, end)`, or None where that would be empty."""
    return Interval(start, end) if start < end else None


_start = attrgetter("start")
_end = attrgetter("end")


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Sorted, disjoint, with touching ones joined."""
    ordered = sorted(intervals, key=_start)
    out = ordered[:1]
    for item in ordered:
        if item.start > out[-1].end:
            out.append(item)
        elif item.end > out[-1].end:
            out[-1] = Interval(out[-1].start, item.end)
    return tuple(out)


def together(parts: Sequence[tuple[Interval, ...]]) -> tuple[Interval, ...]:
    """The union of several, each as `union` returns them; one alone is that one."""
    return parts[0] if len(parts) == 1 else union(item for part in parts for item in part)


def intersect(left: Iterable[Interval], right: Iterable[Interval]) -> tuple[Interval, ...]:
    """What both cover. Both must be sorted and disjoint, as `union` returns them."""
    out: list[Interval] = []
    ones, others = list(left), list(right)
    i = j = 0
    while i < len(ones) and j < len(others):
        if part := ones[i].clip(others[j]):
            out.append(part)
        if ones[i].end <= others[j].end:
            i += 1
        else:
            j += 1
    return tuple(out)


def subtract(left: Iterable[Interval], right: Iterable[Interval]) -> tuple[Interval, ...]:
    """What `left` covers and `right` does not. Both must be sorted and disjoint."""
    out: list[Interval] = []
    holes = tuple(right)
    first = 0
    for item in left:
        start, end = item.start, item.end
        i = first = _ending_after(start, holes, first)
        while i < len(holes) and (hole := holes[i]).start < end:
            if start < hole.start:
                out.append(Interval(start, hole.start))
            start = max(start, hole.end)
            i += 1
        if start < end:
            out.append(item if start == item.start else Interval(start, end))
    return tuple(out)


def _ending_after(at: datetime, intervals: "Sequence[Interval | Segment[V]]", first: int) -> int:
    """The place of the first interval, from `first` on, that ends after an instant.

    The steps double until one is too long: so the next one is found at once, and a far one without
    looking at all between.
    """
    number, step = len(intervals), 1
    if first == number or intervals[first].end > at:
        return first
    while first + step < number and intervals[first + step].end <= at:
        step *= 2
    return bisect_right(intervals, at, first + step // 2 + 1, min(first + step, number), key=_end)


@dataclass(frozen=True, slots=True)
class Segment(Generic[V]):
    """A value that holds over `[start, end)` in UTC."""

    start: datetime
    end: datetime
    value: V

    @property
    def interval(self) -> Interval:
        """When it holds."""
        return Interval(self.start, self.end)

    def clip(self, start: datetime, end: datetime) -> "Segment[V] | None":
        """The part inside `[start, end)`, or None."""
        start, end = max(start, self.start), min(end, self.end)
        return Segment(start, end, self.value) if start < end else None


Timeline = tuple[Segment[V], ...]
"""Segments in order of time that do not overlap; gaps mean "nothing"."""


def clip(timeline: Iterable[Segment[V]], intervals: Sequence[Interval]) -> Timeline[V]:
    """The parts of a timeline inside sorted, disjoint intervals."""
    out: list[Segment[V]] = []
    first, number = 0, len(intervals)
    for segment in timeline:
        start, end = segment.start, segment.end
        i = first = _ending_after(start, intervals, first)
        while i < number and (inside := intervals[i]).start < end:
            if inside.start <= start and end <= inside.end:
                out.append(segment)
            else:
                out.append(Segment(max(start, inside.start), min(end, inside.end), segment.value))
            i += 1
    return tuple(out)


def paint(under: Iterable[Segment[V]], over: Iterable[Segment[V]]) -> Timeline[V]:
    """`over` laid on top of `under`; both are timelines."""
    top = sorted(over, key=_start)
    if not top:
        return tuple(under)
    rest: list[Segment[V]] = []
    first, number = 0, len(top)
    for segment in under:
        start, end = segment.start, segment.end
        while first < number and top[first].end <= start:
            first += 1
        if first == number or top[first].start >= end:
            rest.append(segment)
            continue
        i = first
        while i < number and (hole := top[i]).start < end:
            if start < hole.start:
                rest.append(Segment(start, hole.start, segment.value))
            start = max(start, hole.end)
            i += 1
        if start < end:
            rest.append(Segment(start, end, segment.value))
    return tuple(sorted([*rest, *top], key=_start))


def both(
    left: Iterable[Segment[V]], right: Sequence[Segment[W]]
) -> Iterator[tuple[datetime, datetime, V, W]]:
    """Each stretch in which two timelines hold a value and neither changes; the shorter one comes first."""
    first, number = 0, len(right)
    for one in left:
        start, end = one.start, one.end
        i = first = _ending_after(start, right, first)
        while i < number and (other := right[i]).start < end:
            yield max(start, other.start), min(end, other.end), one.value, other.value
            i += 1


def merge(timeline: Iterable[Segment[V]], same: Callable[[V, V], bool] | None = None) -> Timeline[V]:
    """Touching segments of the same value joined; the value of the first is kept."""
    out: list[Segment[V]] = []
    for segment in timeline:
        if out and out[-1].end == segment.start:
            last = out[-1].value
            if same(last, segment.value) if same else last == segment.value:
                out[-1] = Segment(out[-1].start, segment.end, last)
                continue
        out.append(segment)
    return tuple(out)


def at(timeline: Sequence[Segment[V]], instant: datetime) -> Segment[V] | None:
    """The segment that holds at an instant, or None."""
    i = bisect_right(timeline, instant, key=lambda s: s.start) - 1
    return timeline[i] if i >= 0 and instant < timeline[i].end else None


def compare(
    left: Sequence[Segment[V]], right: Sequence[Segment[W]], span: Interval
) -> Iterator[tuple[Interval, V | None, W | None]]:
    """Two timelines side by side over `span`: each stretch in which neither changes, with both values."""
    ones, others = clip(left, (span,)), clip(right, (span,))
    edges = {span.start, span.end}
    edges.update(edge for s in ones for edge in (s.start, s.end))
    edges.update(edge for s in others for edge in (s.start, s.end))
    i = j = 0
    for start, end in pairwise(sorted(edges)):
        while i < len(ones) and ones[i].end <= start:
            i += 1
        while j < len(others) and others[j].end <= start:
            j += 1
        one = ones[i].value if i < len(ones) and ones[i].start <= start else None
        other = others[j].value if j < len(others) and others[j].start <= start else None
        yield Interval(start, end), one, other


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises `zoneinfo.ZoneInfoNotFoundError` or ValueError where there is none."""
    return ZoneInfo(name)


def _candidates(wall: datetime, tz: ZoneInfo) -> tuple[datetime, datetime]:
    """The instants of both readings (fold 0 and 1) of a wall time."""
    return wall.replace(tzinfo=tz).astimezone(UTC), wall.replace(tzinfo=tz, fold=1).astimezone(UTC)


def wall_time_fault(wall: datetime, tz: ZoneInfo) -> str | None:
    """Why a wall time cannot be meant: "does not exist" or "occurs twice"; None where it is plain."""
    first, second = _candidates(wall, tz)
    if first == second:
        return None
    exists = first.astimezone(tz).replace(tzinfo=None) == wall
    return "occurs twice" if exists else "does not exist"


def instant(wall: datetime, tz: ZoneInfo) -> datetime:
    """The UTC instant of a wall time (naive), such that later wall times are never earlier instants.

    A time that occurs twice is its first occurrence. A time that does not exist is the moment at which
    the clock jumps over it.
    """
    shown = shown_at_epoch(wall.date(), tz)
    if shown is not None:
        return _EPOCH + (wall - shown)
    first, second = _candidates(wall, tz)
    if first <= second:
        return first
    # In the gap: `second` lies before the jump and `first` after it; look for the jump between them.
    # Clocks jump at whole seconds, so fractions are dropped: with them the search might never close in.
    low, high = second.replace(microsecond=0), first.replace(microsecond=0)
    before = low.astimezone(tz).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(tz).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


@lru_cache(maxsize=1 << 14)
def shown_at_epoch(day: date, tz: ZoneInfo) -> datetime | None:
    """The wall time at the epoch by the offset of a local day; None where the clock is changed on that day.

    The rotas of a file hand over and page on the same days, so a zone is asked once for each of them. Its
    two ends are enough to know the whole day: no zone has ever been put forward and back within one.
    """
    ends = [datetime.combine(day, clock, tz) for clock in (time(), time.max)]
    offsets = {end.replace(fold=fold).utcoffset() for end in ends for fold in (0, 1)}
    offset = offsets.pop()
    return None if offsets or offset is None else _EPOCH.replace(tzinfo=None) + offset


def wall(instant_: datetime, tz: ZoneInfo) -> datetime:
    """The naive wall time that a clock in the zone shows at an instant."""
    return instant_.astimezone(tz).replace(tzinfo=None)


def midnight(day: date, tz: ZoneInfo) -> datetime:
    """The UTC instant at which a local day begins."""
    return instant(datetime.combine(day, time()), tz)


def local_day(day: date, tz: ZoneInfo) -> Interval:
    """A whole local day, 23 to 25 hours long over a clock change."""
    return Interval(midnight(day, tz), midnight(day + timedelta(days=1), tz))
