"""The entry that gives somebody what another holds: a `holiday:` entry or a cover, tried before it is taken.

An entry is taken only where the file with it means exactly what was there before and the one change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from reconciler.config.model import RotaFile
from reconciler.config.values import DateRange
from reconciler.edit.proof import entry_of
from reconciler.edit.written import Item
from reconciler.errors import Finding, Where
from reconciler.intervals import Interval, Segment, Timeline, merge, paint, union, wall, wall_time_fault, zone
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.faults import faults_of
from reconciler.shifts.holding import Shift
from reconciler.shifts.line_ups import handover_day, tracks, zone_name

OVERRIDES = ("overrides",)
# An entry of whole days, or a night, reaches no further beyond what it is to say.
_AROUND = timedelta(days=2)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Group:
    """Shifts, one after the other, that one person holds by one kind of line of the file.

    `fixed` is the line that gives them a bank holiday whatever covers say; None where covers count.
    """

    person: str
    pieces: tuple[Interval, ...]
    fixed: Where | None
    last: Shift

    @property
    def hull(self) -> Interval:
        """From the first instant to the last."""
        return Interval(self.pieces[0].start, self.pieces[-1].end)


@dataclass(frozen=True, slots=True)
class Written:
    """An item for the overrides of a file, the instants that it speaks of, and whom it relieves."""

    item: Item
    interval: Interval
    instead: tuple[str, ...]


def groups(file: RotaFile, key: str, shifts: Iterable[Shift], person: str) -> tuple[Group, ...]:
    """What others than `person` hold, holder by holder; a shift of theirs ends a group."""
    fixed = {entry.where for entry in bank.holiday_entries(file, key)}
    if file.bank_holidays is not None:
        fixed.add(file.bank_holidays.where)
    out: list[Group] = []
    before: Shift | None = None
    for shift in shifts:
        if shift.person != person:
            by = shift.where if shift.where in fixed else None
            joins = before is not None and before.person == shift.person and out and out[-1].fixed == by
            pieces = (*out.pop().pieces, shift.interval) if joins else (shift.interval,)
            out.append(Group(shift.person, union(pieces), by, shift))
        before = shift
    return tuple(out)


def holiday(
    file: RotaFile, key: str, person: str, found: Sequence[Group], now: datetime
) -> tuple[Written, RotaFile] | None:
    """A `holiday:` entry for all of some groups, and the file with it; None where none says just that."""
    if not found:
        return None
    hull = Interval(found[0].hull.start, found[-1].hull.end)
    pieces = union(piece for group in found for piece in group.pieces)
    instead = tuple(dict.fromkeys(group.person for group in found))
    taken = {entry.holiday for entry in bank.holiday_entries(file, key)}
    for on in dict.fromkeys(window.date for window in bank.windows(file, key, hull)):
        if on in taken:
            continue
        item: dict[str, object] = {"rota": key, "holiday": on, "by": person}
        for each in (item, item | {"nights": True}):
            if (after := _fits(file, key, each, person, pieces, now)) is not None:
                return Written(each, hull, instead), after
    return None


def cover(
    file: RotaFile, key: str, person: str, group: Group, now: datetime
) -> tuple[Written, RotaFile] | None:
    """A cover for a group, and the file with it; None where none says just that."""
    head: dict[str, object] = {"rota": key, "cover": group.person, "by": person}
    for times in _times(file, key, group.hull):
        item = head | times
        if (after := _fits(file, key, item, person, group.pieces, now)) is not None:
            return Written(item, group.hull, (group.person,)), after
    return None


def misfits(file: RotaFile, key: str, person: str, group: Group, now: datetime) -> tuple[Finding, ...]:
    """What would be wrong with a cover for a group."""
    tz = zone(zone_name(file, key))
    item = {"rota": key, "cover": group.person, "by": person, **_exact(group.hull, tz)}
    after = _with(file, item)
    return () if after is None else _new_errors(file, after, key, now)


def _times(file: RotaFile, key: str, hull: Interval) -> Iterator[dict[str, object]]:
    """How the times of a cover can be written: whole days where it begins at a handover, else exactly."""
    tz, layers = zone(zone_name(file, key)), tracks(file, key)
    first, last = wall(hull.start, tz).date(), wall(hull.end, tz).date()
    for until in (last, last - _DAY):
        whole = handover_day(layers, first, until) if layers and until >= first else None
        if whole is not None and whole.start == hull.start and whole.end >= hull.end:
            yield {"on": DateRange(first, until)}
    exact = _exact(hull, tz)
    if not any(wall_time_fault(at, tz) for at in exact.values()):
        yield {**exact}


def _exact(hull: Interval, tz: ZoneInfo) -> dict[str, datetime]:
    return {"from": wall(hull.start, tz), "until": wall(hull.end, tz)}


def _fits(
    file: RotaFile, key: str, item: Item, person: str, pieces: tuple[Interval, ...], now: datetime
) -> RotaFile | None:
    """The file with an item, if that gives `pieces` to a person and changes nothing else."""
    after = _with(file, item)
    if after is None or _new_errors(file, after, key, now):
        return None
    span = Interval(pieces[0].start - _AROUND, pieces[-1].end + _AROUND)
    wanted = paint(_who(file, key, span), [Segment(p.start, p.end, person) for p in pieces])
    return after if merge(wanted) == _who(after, key, span) else None


def _who(file: RotaFile, key: str, span: Interval) -> Timeline[str]:
    return merge(Segment(s.start, s.end, s.person) for s in engine.shifts(file, key, span))


def _with(file: RotaFile, item: Item) -> RotaFile | None:
    try:
        entry = entry_of(OVERRIDES, item)
    except ValidationError:
        return None
    return file.model_copy(update={"overrides": (*file.overrides, entry)})


def _new_errors(before: RotaFile, after: RotaFile, key: str, now: datetime) -> tuple[Finding, ...]:
    old = {(f.id, f.message) for f in faults_of(before, key, now)}
    found = (f for f in faults_of(after, key, now) if f.severity == "error")
    return tuple(f for f in found if (f.id, f.message) not in old)
