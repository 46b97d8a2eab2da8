"""From the events that are there to those that are wanted: which requests, into which rotations.

A rotation is a track on which one event succeeds another. PagerDuty lets no two events of a rotation hold at
the same time, and lets nothing but its end be changed of one that has begun. An override names a rotation: so
a plan has to know where events will be, and comes to the same as what is sent, whatever the order in which
PagerDuty lists rotations. Instants are UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from reconciler.desired.restrictions import to_weekly
from reconciler.errors import RotaError
from reconciler.plan.actions import LayerWrite
from reconciler.plan.layers import over, track
from reconciler.shifts.hours import normalise
from reconciler.state import LayerState

AHEAD = timedelta(minutes=1)
"""What changes at once does so in a minute: by then its successor is there, and both meet in one instant."""
MOST_EVENTS = 5
"""How many events of a rotation may be running or to come."""
MOST_ROTATIONS = 10
"""How many rotations of a schedule may be in use."""

_EVER = datetime.max.replace(tzinfo=UTC)


class NoRoomError(RotaError):
    """What PagerDuty has no room for beside the events that are there."""


Span = tuple[datetime, datetime]
"""From when until when an event holds."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """A rotation with its events, past ones too; their ids are those of layers."""

    id: str
    events: tuple[LayerState, ...]


@dataclass(frozen=True, slots=True)
class MakeRotation:
    """Make a rotation. `rotation` is what later steps call it; the real id is not known before."""

    rotation: str


@dataclass(frozen=True, slots=True)
class Begin:
    """Make an event that holds from `since` on."""

    rotation: str
    layer: LayerState
    since: datetime


@dataclass(frozen=True, slots=True)
class End:
    """Give an event another end and change nothing else; `was` is the one that it has."""

    rotation: str
    event: str
    until: datetime | None
    was: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """Replace an event that has not begun."""

    rotation: str
    event: str
    layer: LayerState
    since: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """Delete an event that has not begun."""

    rotation: str
    event: str


Step = MakeRotation | Begin | End | Change | Drop


@dataclass(frozen=True, slots=True)
class Job:
    """One request about an event: when the event holds before it, and when after it."""

    step: Begin | End | Change | Drop
    before: Span | None
    after: Span | None

    @property
    def event(self) -> str:
        """The event that it is about, by its id; a new one by its name and start."""
        if isinstance(self.step, Begin):
            return f"{self.step.layer.name}@{self.step.since.isoformat()}"
        return self.step.event


@dataclass
class Placing:
    """The jobs so far, and when events will hold in each rotation once all of them are done."""

    held: Sequence[Rotation]
    now: datetime
    jobs: list[Job] = field(default_factory=list)
    coming: list[LayerState] = field(default_factory=list)
    spans: dict[str, dict[str, Span]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.spans = alive(self.held, self.now)

    @property
    def soon(self) -> datetime:
        """The instant at which what changes at once does so."""
        return soon(self.now)

    def add(self, job: Job) -> None:
        """Note a job about an event that is there."""
        self.jobs.append(job)
        spans = self.spans[job.step.rotation]
        spans.pop(job.event, None)
        if job.after is not None:
            spans[job.event] = job.after


def soon(now: datetime) -> datetime:
    """The whole second a minute after `now`."""
    return now.replace(microsecond=0) + AHEAD


def meet(one: Span, other: Span) -> bool:
    """Whether two events hold at the same time."""
    return one[0] < other[1] and other[0] < one[1]


def alive(held: Sequence[Rotation], now: datetime) -> dict[str, dict[str, Span]]:
    """When the events hold that are not over, by rotation and event."""
    return {r.id: {e.id or "": span(e) for e in r.events if not over(e, now)} for r in held}


def span(event: LayerState) -> Span:
    """When an event holds."""
    return event.start, event.end or _EVER


def placed(
    held: Sequence[Rotation], writes: Sequence[LayerWrite], now: datetime, *, rezoned: bool = False
) -> Placing:
    """What is to be done about each write, in no order yet. With `rezoned` no event stays as it is.

    Raises NoRoomError where there is no room for it.
    """
    held = sorted(held, key=_age)
    placing = Placing(held, now)
    there = {event.id: (r.id, event) for r in held for event in r.events}
    for write in writes:
        rotation, event = there.get(write.layer.id, ("", None)) if write.layer.id else ("", None)
        if event is None:
            if not write.ends_now:
                placing.coming.append(replace(write.layer, id=None))
        elif not over(event, now):
            _one(placing, rotation, event, write, rezoned=rezoned)
    _settle(placing)
    # Where nothing holds yet there is nobody to succeed, and no minute to be lost.
    first = placing.soon if any(placing.spans.values()) else now.replace(microsecond=0)
    for layer in placing.coming:
        since = max(layer.start, first)
        if layer.end is None or layer.end > since:
            _begin(placing, layer, since)
    return placing


def after(
    held: Sequence[Rotation], writes: Sequence[LayerWrite], now: datetime, *, rezoned: bool = False
) -> tuple[LayerState, ...]:
    """The events that will be there once all of it is done, new ones with an id that begins with a rotation.

    Raises NoRoomError where there is no room for it.
    """
    events = {event.id: event for rotation in held for event in rotation.events}
    for job in placed(held, writes, now, rezoned=rezoned).jobs:
        match job.step:
            case Begin() as step:
                id_ = f"{step.rotation}/{job.event}"
                events[id_] = replace(step.layer, id=id_, start=step.since)
            case Change() as step:
                events[step.event] = replace(step.layer, id=step.event, start=step.since)
            case End() as step:
                events[step.event] = replace(events[step.event], end=step.until)
            case Drop() as step:
                del events[step.event]
    return tuple(events.values())


def _age(rotation: Rotation) -> tuple[bool, list[tuple[datetime, str, str]], str]:
    """What rotations are put in order by: their first events; those that never had one come last."""
    first = [_place(event) for event in sorted(rotation.events, key=_place)[:1]]
    return not first, first, rotation.id


def _place(event: LayerState) -> tuple[datetime, str, str]:
    """The order of events, which is the same whatever order they are listed in."""
    return event.start, event.name, event.id or ""


def _one(placing: Placing, rotation: str, event: LayerState, write: LayerWrite, *, rezoned: bool) -> None:
    """The job for an event that runs or is to come, if any."""
    layer, begun = write.layer, event.start < placing.soon
    never = layer.end is not None and layer.end <= (layer.start if begun else max(layer.start, placing.soon))
    if write.ends_now or never:
        _stop(placing, rotation, event)
    elif begun and replace(layer, end=event.end) == event and not (rezoned and event.odd is None):
        end = layer.end if layer.end is None else max(layer.end, placing.soon)
        if event.end not in {end, layer.end}:
            _end(placing, rotation, event, end)
    elif begun:
        _stop(placing, rotation, event)
        placing.coming.append(replace(layer, id=None))
    elif layer != event or (rezoned and event.odd is None):
        since = max(layer.start, placing.soon)
        after = since, layer.end or _EVER
        placing.add(Job(Change(rotation, event.id or "", layer, since), span(event), after))


def _stop(placing: Placing, rotation: str, event: LayerState) -> None:
    if event.start >= placing.soon:
        placing.add(Job(Drop(rotation, event.id or ""), span(event), None))
    elif event.end is None or event.end > placing.soon:
        _end(placing, rotation, event, placing.soon)


def _end(placing: Placing, rotation: str, event: LayerState, until: datetime | None) -> None:
    step = End(rotation, event.id or "", until, event.end)
    placing.add(Job(step, span(event), (event.start, until or _EVER)))


def _settle(placing: Placing) -> None:
    """Where a changed event would meet another of its rotation it goes, and a new one is made elsewhere."""
    for job in list(placing.jobs):
        step, after = job.step, job.after
        others = [s for id_, s in placing.spans[step.rotation].items() if id_ != job.event]
        if isinstance(step, Change) and after and any(meet(after, other) for other in others):
            placing.jobs.remove(job)
            placing.add(Job(Drop(step.rotation, step.event), job.before, None))
            placing.coming.append(replace(step.layer, id=None))


def _begin(placing: Placing, layer: LayerState, since: datetime) -> None:
    after = since, layer.end or _EVER
    own, others = _candidates(placing, layer)
    fresh = f"new {len(placing.spans) - len(placing.held) + 1}"
    # Tracks are kept apart as long as there is room: what meets in a rotation is in each other's way.
    new = [fresh] if len(placing.spans) < MOST_ROTATIONS else []
    found = (id_ for id_ in (*own, *new, *others) if _fits(placing.spans.get(id_, {}), after))
    rotation = next(found, None)
    if rotation is None:
        raise NoRoomError(
            f"There is no room for {layer.name}: PagerDuty allows a shift-based schedule "
            f"{MOST_ROTATIONS} rotations of {MOST_EVENTS} events each.",
            hint="Let earlier line-ups pass first, or write fewer of them ahead.",
        )
    placing.spans.setdefault(rotation, {})
    placing.add(Job(Begin(rotation, layer, since), None, after))


def _fits(spans: Mapping[str, Span], after: Span) -> bool:
    return len(spans) < MOST_EVENTS and not any(meet(after, other) for other in spans.values())


def _candidates(placing: Placing, layer: LayerState) -> tuple[list[str], list[str]]:
    """The rotations that hold events of the same track, then those without events; and all others.

    Of the former those come first whose last event shares most of its hours: what stands in for somebody
    there goes on to do so.
    """
    tracks = {r.id: [event for event in r.events if track(event) == track(layer)] for r in placing.held}
    for job in placing.jobs:
        if isinstance(job.step, Begin) and track(job.step.layer) == track(layer):
            tracks.setdefault(job.step.rotation, []).append(replace(job.step.layer, start=job.step.since))
    own = [id_ for id_ in placing.spans if tracks.get(id_)]
    own.sort(key=lambda id_: -_shared(layer, max(tracks[id_], key=_place)))
    idle = [id_ for id_, spans in placing.spans.items() if not spans and id_ not in own]
    return own + idle, [id_ for id_ in placing.spans if id_ not in own and id_ not in idle]


def _shared(layer: LayerState, other: LayerState) -> int:
    """For how many minutes of a week both have hours."""
    weeks = [to_weekly(event.restrictions) for event in (layer, other)]
    either = normalise((*weeks[0], *weeks[1]))
    return sum(w.length for week in weeks for w in week) - sum(w.length for w in either)
