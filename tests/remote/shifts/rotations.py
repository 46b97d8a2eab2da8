"""A plain model of PagerDuty's rotations, which refuses what PagerDuty refuses; and made-up rotas."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from reconciler.desired.on_events import base_line
from reconciler.intervals import Interval, Timeline, instant, zone
from reconciler.plan.steps import (
    MOST_EVENTS,
    MOST_ROTATIONS,
    Begin,
    Change,
    Drop,
    End,
    MakeRotation,
    Rotation,
    Step,
    meet,
    span,
)
from reconciler.remote.shifts.stand_ins import jointly
from reconciler.state import LayerState
from tests.remote.shifts.events import DAY, WEEK, hours

LONDON = "Europe/London"
AHEAD = timedelta(days=120)
NINE = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - nine on the clock of a Monday
NAMES = ("main", "night", "rest")
# No layer's people are another's: of two that mean the same it could not be told which is which.
PEOPLE = {"main": ("PANA", "PBEN", "PCAL"), "night": ("PDEE", "PEVE"), "rest": ("PFAY", "PGUS")}


@dataclass
class Model:
    """Rotations by id."""

    rotations: dict[str, list[LayerState]] = field(default_factory=dict)
    made: int = 0

    @property
    def held(self) -> tuple[Rotation, ...]:
        """What a reading gives."""
        return tuple(Rotation(id_, tuple(events)) for id_, events in self.rotations.items())

    @property
    def layers(self) -> tuple[LayerState, ...]:
        """All events."""
        return tuple(event for events in self.rotations.values() for event in events)

    def copy(self) -> "Model":
        """One that changes apart from this one."""
        return Model({id_: list(events) for id_, events in self.rotations.items()}, self.made)

    def carry_out(self, steps: tuple[Step, ...], now: datetime) -> None:
        """One after the other, all at `now`."""
        names: dict[str, str] = {}
        for step in steps:
            self.made += 1
            if isinstance(step, MakeRotation):
                names[step.rotation] = f"R{self.made}"
                self.rotations[f"R{self.made}"] = []
                assert len(self.rotations) <= MOST_ROTATIONS
            else:
                self._event(names.get(step.rotation, step.rotation), step, now)

    def _event(self, rotation: str, step: Begin | End | Change | Drop, now: datetime) -> None:
        events = self.rotations[rotation]
        if isinstance(step, Begin):
            id_ = f"{rotation}/E{self.made}"
            self._put(rotation, replace(step.layer, id=id_, start=max(step.since, now)), now)
            return
        (held,) = (event for event in events if event.id == step.event)
        assert held.end is None or held.end > now, "it is over"
        events.remove(held)
        if isinstance(step, End):
            assert step.was == held.end
            self._put(rotation, replace(held, end=step.until), now)
        else:
            assert held.start > now, "it has begun"
            if isinstance(step, Change):
                self._put(rotation, replace(step.layer, id=held.id, start=step.since), now)

    def _put(self, rotation: str, event: LayerState, now: datetime) -> None:
        alive = [e for e in self.rotations[rotation] if e.end is None or e.end > now]
        assert len(alive) < MOST_EVENTS
        assert not any(meet(span(event), span(other)) for other in alive), "two events hold at once"
        self.rotations[rotation].append(event)

    def on(self, span_: Interval) -> Timeline[str]:
        """Who is on."""
        return rendered([self.rotations[id_] for id_ in self.rotations], span_)


def rendered(tracks: list[list[LayerState]], span_: Interval) -> Timeline[str]:
    """Who is on by several rotations."""
    return jointly(segment for events in tracks for segment in base_line(events, LONDON, span_))


SHAPES = (
    (DAY, ()),
    (WEEK, ()),
    (WEEK, hours({1, 2, 3, 4, 5}, 9 * 3600, 8 * 3600)),
    (WEEK, hours({1, 2, 3, 4, 5, 6, 7}, 9 * 3600, 8 * 3600)[:3]),
)


@st.composite
def tracks(draw: st.DrawFn) -> list[LayerState]:
    """The events of a rota: some layers, each with line-ups that follow one another or pause between."""
    found: list[LayerState] = []
    for name in NAMES[: draw(st.integers(1, 3))]:
        at = NINE + timedelta(weeks=draw(st.integers(0, 4)))
        for _ in range(draw(st.integers(1, 4))):
            until = at + timedelta(weeks=draw(st.integers(1, 4)))
            turn, restrictions = draw(st.sampled_from(SHAPES))
            users = draw(st.lists(st.sampled_from(PEOPLE[name]), min_size=1, max_size=3, unique=True))
            start, end = instant(at, zone(LONDON)), instant(until, zone(LONDON))
            title = f"{name} from {at:%Y-%m-%d}"
            found.append(LayerState(None, title, start, end, start, turn, tuple(users), restrictions))
            at = until + timedelta(weeks=draw(st.integers(0, 1)))
        if draw(st.booleans()):
            found[-1] = replace(found[-1], end=None)
    return found
