"""A rota as the PagerDuty schedule that it is to be: layers for its line-ups, overrides for all else.

Instants are aware UTC datetimes. Users are PagerDuty ids; `ids` maps the file's people to them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.desired import rotations
from reconciler.desired.on_events import base_line
from reconciler.desired.overrides import WantedOverride, wanted_overrides
from reconciler.desired.restrictions import from_weekly
from reconciler.intervals import (
    Interval,
    Segment,
    Timeline,
    clip,
    instant,
    midnight,
    paint,
    union,
    wall,
    zone,
)
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.covers import covers_of
from reconciler.shifts.holding import Shift
from reconciler.shifts.hours import AROUND_THE_CLOCK, changes, weekly
from reconciler.shifts.line_ups import Stretch, Track, tracks, zone_name
from reconciler.shifts.swaps import resolve
from reconciler.state import Kind, LayerState


@dataclass(frozen=True, slots=True)
class WantedSchedule:
    """What a schedule must hold from `now` on, and the shifts that then must render.

    Generated windows are written until `until`; `last` is the end of what is written whatever its date.
    For a shift-based schedule each layer is one event, and `base` says whom its events alone page.
    """

    key: str
    name: str
    time_zone: str
    marker: str
    layers: tuple[LayerState, ...]
    overrides: tuple[WantedOverride, ...]
    shifts: tuple[Shift, ...]
    until: datetime
    last: datetime
    kind: Kind = "layers"
    base: Timeline[str] = ()


def marker(file: RotaFile, key: str) -> str:
    """The line in a description that says the object is ours."""
    return f"Managed as code: {key}" + (f" in {file.source}" if file.source else "")


def schedule(
    file: RotaFile,
    key: str,
    now: datetime,
    ids: Mapping[str, str],
    written: Collection[date] = (),
    kind: Kind = "layers",
    last_date: date | None = None,
) -> WantedSchedule:
    """The wanted schedule of one managed rota. Raises KeyError for a person to come who has no id.

    Raises InexpressibleError where a shift-based schedule cannot say what the rota is.

    The horizon draws nearer when a day is added to the calendar. Of the bank holidays beyond it those that
    are `written` already stay wanted, so that they need not be withdrawn and written again. None is later
    than `last_date`, however far the horizon is.
    """
    until = bank.horizon_end(file, key, now)
    due = until
    if last_date is not None:
        due = min(until, midnight(last_date + timedelta(days=1), zone(zone_name(file, key))))
    last = reach(file, key, now)
    if kind == "shifts":
        # Nothing that begins later can be in PagerDuty yet.
        last = min(last, now + rotations.AHEAD)
    span = Interval(now - _look_back(file, key, now), last)
    held = layers(file, key, now, ids, kind)
    events = held if kind == "shifts" else None
    whole = engine.shifts(file, key, span, windows_until=due, also=written)
    coming = tuple(s for s in whole if s.end > now)
    overrides = tuple(wanted_overrides(file, key, coming, span, ids, now, events))
    later, theirs = _beyond(file, key, until, ids, written, events)
    return WantedSchedule(
        key=key,
        name=file.rotas[key].name,
        time_zone=zone_name(file, key),
        marker=marker(file, key),
        layers=held,
        overrides=(*overrides, *(o for o in later if o not in overrides)),
        shifts=tuple(s._replace(start=max(s.start, now)) for s in _over(coming, theirs, Interval(now, last))),
        until=until,
        last=last,
        kind=kind,
        base=base_line(events, zone_name(file, key), Interval(now, last)) if events is not None else (),
    )


def layers(
    file: RotaFile, key: str, now: datetime, ids: Mapping[str, str], kind: Kind = "layers"
) -> tuple[LayerState, ...]:
    """The layers of a rota from `now` on, lowest first; for a shift-based schedule each of them one event.

    Raises InexpressibleError where events cannot say it.
    """
    found = tuple(_layers(file, key, now, ids))
    return found if kind == "layers" else rotations.events(found, now, zone(zone_name(file, key)))


def _beyond(
    file: RotaFile,
    key: str,
    until: datetime,
    ids: Mapping[str, str],
    dates: Collection[date],
    events: Sequence[LayerState] | None,
) -> tuple[tuple[WantedOverride, ...], Timeline[Shift]]:
    """The overrides of bank holidays on some dates beyond the horizon, and their shifts."""
    tz = zone(zone_name(file, key))
    if not dates or (end := midnight(max(dates) + timedelta(days=2), tz)) <= until:
        return (), ()
    span = Interval(until - timedelta(days=1), end)
    shifts = tuple(s for s in engine.shifts(file, key, span) if s.person in ids)
    found = wanted_overrides(file, key, shifts, span, ids, until, events)
    wanted = tuple(o for o in found if o.on in dates)
    return wanted, clip((Segment(s.start, s.end, s) for s in shifts), union(o.interval for o in wanted))


def _over(shifts: tuple[Shift, ...], later: Timeline[Shift], span: Interval) -> tuple[Shift, ...]:
    """Shifts with later ones laid over them, as far as `span` goes."""
    top = clip(later, (span,))
    laid = paint((Segment(s.start, s.end, s) for s in shifts), top) if top else ()
    return tuple(s.value._replace(start=s.start, end=s.end) for s in laid) or shifts


def reach(file: RotaFile, key: str, now: datetime) -> datetime:
    """Until when a rota is compared: its horizon, and every dated entry however far ahead."""
    return max([bank.horizon_end(file, key, now), *_last_entries(file, key)])


def _look_back(file: RotaFile, key: str, now: datetime) -> timedelta:
    """How long ago a shift that runs now may have begun: a turn, and a day for a clock change."""
    running = [
        s.turn.length
        for track in tracks(file, key)
        for s in track.stretches
        if s.start <= now and (s.end is None or s.end > now)
    ]
    return max(running, default=timedelta()) + timedelta(days=1)


def _last_entries(file: RotaFile, key: str) -> Iterable[datetime]:
    """The ends of everything that is written whatever its date."""
    yield from (c.interval.end for c in covers_of(file, key))
    layers = tracks(file, key)
    swapped = resolve(file, key, layers)
    for track in layers:
        lengths = [s.turn.length for s in track.stretches]
        yield from (start + max(lengths) + timedelta(days=1) for name, start in swapped if name == track.name)
    tz = zone(zone_name(file, key))
    yield from (midnight(e.holiday + timedelta(days=2), tz) for e in bank.holiday_entries(file, key))


def _layers(file: RotaFile, key: str, now: datetime, ids: Mapping[str, str]) -> Iterable[LayerState]:
    """What has ended is left out before anybody's id is asked for: people leave, and their line-ups stay."""
    for track in tracks(file, key):
        for stretch in track.stretches:
            if stretch.people and (stretch.end is None or stretch.end > now):
                pieces = _pieces(file, track, stretch, ids)
                yield from (layer for layer in pieces if layer.end is None or layer.end > now)


def _pieces(file: RotaFile, track: Track, stretch: Stretch, ids: Mapping[str, str]) -> Iterable[LayerState]:
    """One layer for each line-up, or several where its hours change on a date inside it."""
    tz = zone(track.zone)
    dates = changes(file.hours, stretch.hours) if stretch.hours is not None else ()
    inner = [midnight(d, tz) for d in dates]
    inner = [i for i in inner if i > stretch.start and (stretch.end is None or i < stretch.end)]
    starts: list[datetime] = [stretch.start, *inner]
    ends: list[datetime | None] = [*inner, stretch.end]
    for start, end in zip(starts, ends, strict=True):
        hours = AROUND_THE_CLOCK
        if stretch.hours is not None:
            hours = weekly(file.hours, stretch.hours, wall(start, tz).date())
        if not hours:
            continue
        yield LayerState(
            id=None,
            name=f"{track.name} from {wall(start, tz):%Y-%m-%d}",
            start=start,
            end=end,
            anchor=instant(stretch.anchor, tz),
            turn_seconds=int(stretch.turn.length.total_seconds()),
            users=tuple(ids[person] for person in stretch.people),
            restrictions=from_weekly(hours),
        )
