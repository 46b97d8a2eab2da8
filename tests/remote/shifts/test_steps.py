"""The steps from one rota to another: each is allowed when it is taken, and wherever they stop they go on."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import RotaError
from reconciler.intervals import Interval, intersect, subtract, union
from reconciler.plan.actions import LayerWrite
from reconciler.plan.layers import diff, track
from reconciler.plan.steps import Begin, Change, Drop, End, MakeRotation, Rotation, Step, after, soon
from reconciler.remote.shifts.ordering import steps
from reconciler.state import LayerState
from tests.remote.shifts.events import DAY, FIRST, WEEK
from tests.remote.shifts.rotations import AHEAD, LONDON, NAMES, Model, rendered, tracks

NOW = FIRST + timedelta(days=30, hours=11, seconds=7, microseconds=9)
SOON = FIRST + timedelta(days=30, hours=11, minutes=1, seconds=7)
MINUTE = timedelta(minutes=1)


def asked(model: Model, wanted: list[LayerState], now: datetime) -> tuple[Step, ...]:
    """What a plan asks for, as steps."""
    writes = diff(wanted, model.layers, now, LONDON, stacked=False).writes
    return steps(model.held, writes, now)


def started(wanted: list[LayerState], now: datetime) -> Model:
    """A rota as it was applied some time ago."""
    model = Model()
    model.carry_out(asked(model, wanted, now), now)
    return model


def covered(layers: Iterable[LayerState], name: str, span: Interval) -> tuple[Interval, ...]:
    """When somebody is on by a layer of the file."""
    events = [layer for layer in layers if track(layer) == name]
    return union(segment.interval for segment in rendered([[event] for event in events], span))


def _placed(events: Iterable[LayerState], known: Collection[str]) -> list[tuple[str, LayerState]]:
    """In which rotation each is; those that are new have no name yet."""
    places = ((event, (event.id or "").partition("/")[0]) for event in events)
    found = [(place if place in known else "new", replace(event, id=None)) for event, place in places]
    return sorted(found, key=lambda item: (item[0], item[1].name, item[1].start))


moments = st.integers(0, 60 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@given(tracks(), tracks(), moments, st.integers(0, 40), st.integers(0, 3000), st.data())
def test_what_is_interrupted_is_finished_by_the_next_run(
    before: list[LayerState],
    wanted: list[LayerState],
    now: datetime,
    passed: int,
    later: int,
    data: st.DataObject,
) -> None:
    """After any request; of a layer somebody is missing only where an event must leave before others come.

    That is between requests about one rotation that follow each other, and not before a minute has passed.
    """
    model = started(before, now - timedelta(days=passed))
    todo = asked(model, wanted, now)
    crash = data.draw(st.integers(0, len(todo)))
    far = Interval(soon(now), soon(now) + AHEAD)
    there = {name: covered(model.layers, name, far) for name in NAMES}
    model.carry_out(todo[:crash], now)
    for name in NAMES:
        both = intersect(there[name], covered(wanted, name, far))
        if subtract(both, covered(model.layers, name, far)):
            done = todo[crash - 1]
            coming = next(step for step in todo[crash:] if not isinstance(step, Drop))
            assert coming.rotation == done.rotation
    again = now + timedelta(minutes=later)
    model.carry_out(asked(model, wanted, again), again)
    rest = Interval(soon(again), soon(again) + AHEAD)
    assert model.on(rest) == rendered([[layer] for layer in wanted], rest)
    assert asked(model, wanted, again + MINUTE) == ()


def layer(name: str, start: datetime, end: datetime | None = None, **changes: Any) -> LayerState:
    fields: dict[str, Any] = {"id": None, "name": f"{name} from {start:%Y-%m-%d}", "start": start, "end": end}
    fields |= {"anchor": start, "turn_seconds": WEEK, "users": ("PANA", "PBEN")}
    return LayerState(**(fields | changes))


MAIN = layer("main", FIRST, id="R1/E1")
NEXT = FIRST + timedelta(weeks=8)
HELD = (Rotation("R1", (MAIN,)),)


def test_what_is_there_needs_nothing() -> None:
    """Nor does what is over, though it be asked for otherwise."""
    over = replace(MAIN, id="R1/E0", end=FIRST)
    writes = [LayerWrite(MAIN), LayerWrite(replace(over, users=("PCAL",)), ends_now=True)]
    assert steps((Rotation("R1", (over, MAIN)),), writes, NOW) == ()


def test_a_new_event_goes_to_the_rotation_of_its_track() -> None:
    """It begins when it is to, or in a minute where that has passed."""
    held = (Rotation("R0", (layer("night", FIRST, FIRST, id="R0/E0"),)), *HELD)
    ended = replace(MAIN, end=NEXT)
    later = layer("main", NEXT)
    assert steps(held, [LayerWrite(ended), LayerWrite(later)], NOW) == (
        End("R1", "R1/E1", NEXT, None),
        Begin("R1", later, NEXT),
    )
    past = layer("night", FIRST)
    assert steps(held, [LayerWrite(past)], NOW) == (Begin("R0", past, SOON),)


def test_a_running_event_that_ends_is_succeeded_in_the_same_instant() -> None:
    """A minute ahead, so that both requests have arrived by then."""
    after = replace(MAIN, id=None, users=("PCAL",))
    assert steps(HELD, [LayerWrite(MAIN, ends_now=True), LayerWrite(after)], NOW) == (
        End("R1", "R1/E1", SOON, None),
        Begin("R1", after, SOON),
    )


def test_what_has_ended_in_a_minute_is_not_ended_again() -> None:
    """A run that was interrupted did it."""
    ending = replace(MAIN, end=NOW + MINUTE / 2)
    assert steps((Rotation("R1", (ending,)),), [LayerWrite(ending, ends_now=True)], NOW) == ()


def test_a_running_event_that_differs_is_ended_and_succeeded() -> None:
    """Whoever asks for it: nothing but its end can be changed."""
    other = replace(MAIN, users=("PCAL",))
    assert steps(HELD, [LayerWrite(other)], NOW) == (
        End("R1", "R1/E1", SOON, None),
        Begin("R1", replace(other, id=None), SOON),
    )


def test_an_end_in_the_past_is_in_a_minute() -> None:
    """PagerDuty takes none that has passed."""
    assert steps(HELD, [LayerWrite(replace(MAIN, end=NOW - MINUTE))], NOW) == (
        End("R1", "R1/E1", SOON, None),
    )


def test_an_end_can_be_taken_back() -> None:
    """The event goes on."""
    ending = replace(MAIN, end=NEXT)
    assert steps((Rotation("R1", (ending,)),), [LayerWrite(MAIN)], NOW) == (End("R1", "R1/E1", None, NEXT),)


def test_an_event_to_come_is_replaced_or_dropped() -> None:
    """In one request, under the same id."""
    coming = layer("main", NEXT, id="R1/E2")
    held = (Rotation("R1", (replace(MAIN, end=NEXT), coming)),)
    other = replace(coming, users=("PCAL",))
    assert steps(held, [LayerWrite(other)], NOW) == (Change("R1", "R1/E2", other, NEXT),)
    never = replace(coming, end=coming.start)
    assert steps(held, [LayerWrite(never)], NOW) == (Drop("R1", "R1/E2"),)
    assert steps(held, [LayerWrite(coming, ends_now=True)], NOW) == (Drop("R1", "R1/E2"),)


def test_an_event_that_somebody_deleted_is_made_anew() -> None:
    """Unless it was to end anyway."""
    gone = replace(MAIN, id="R1/E9", name="rest from 2026-01-05")
    assert steps(HELD, [LayerWrite(gone), LayerWrite(gone, ends_now=True)], NOW) == (
        MakeRotation("new 1"),
        Begin("new 1", replace(gone, id=None), SOON),
    )


def test_what_would_be_over_before_it_begins_is_not_made() -> None:
    """It would act at no instant: beside what holds one begins in a minute, and else at once."""
    assert steps(HELD, [LayerWrite(MAIN), LayerWrite(layer("main", FIRST, SOON))], NOW) == ()
    first = layer("main", FIRST, SOON)
    assert steps((), [LayerWrite(first)], NOW) == (
        MakeRotation("new 1"),
        Begin("new 1", first, NOW.replace(microsecond=0)),
    )


def test_two_tracks_at_the_same_time_are_two_rotations() -> None:
    """Each is made right before its first event."""
    day, night = layer("day", NEXT), layer("night", NEXT)
    assert steps((), [LayerWrite(day), LayerWrite(night)], NOW) == (
        MakeRotation("new 1"),
        Begin("new 1", day, NEXT),
        MakeRotation("new 2"),
        Begin("new 2", night, NEXT),
    )


def test_a_rotation_without_events_is_used() -> None:
    """An interrupted run leaves one behind."""
    main = layer("main", NEXT)
    assert steps((Rotation("R7", ()),), [LayerWrite(main)], NOW) == (Begin("R7", main, NEXT),)


def test_what_leaves_goes_last_where_it_is_in_nobodys_way() -> None:
    """Somebody else is on before."""
    writes = [LayerWrite(MAIN, ends_now=True), LayerWrite(layer("night", FIRST, turn_seconds=DAY))]
    held = (*HELD, Rotation("R2", (layer("night", FIRST, FIRST, id="R2/E1"),)))
    assert [type(step) for step in steps(held, writes, NOW)] == [Begin, End]


def full(weeks: int) -> tuple[LayerState, ...]:
    """Events that follow one another week by week."""
    starts = [FIRST + timedelta(weeks=4 + n) for n in range(weeks)]
    return tuple(
        layer("main", start, start + timedelta(weeks=1), id=f"R1/E{n}") for n, start in enumerate(starts)
    )


def test_a_sixth_event_goes_elsewhere() -> None:
    """PagerDuty has five at most in a rotation."""
    events = full(5)
    sixth = layer("main", NEXT + timedelta(weeks=8))
    assert steps((Rotation("R1", events),), [LayerWrite(sixth)], NOW) == (
        MakeRotation("new 1"),
        Begin("new 1", sixth, sixth.start),
    )
    dropped = [LayerWrite(replace(events[4], end=events[4].start)), LayerWrite(sixth)]
    assert steps((Rotation("R1", events),), dropped, NOW) == (
        Drop("R1", "R1/E4"),
        Begin("R1", sixth, sixth.start),
    )


@given(tracks(), tracks(), moments, st.data())
def test_a_plan_foresees_in_which_rotation_each_event_will_be(
    before: list[LayerState], wanted: list[LayerState], now: datetime, data: st.DataObject
) -> None:
    """Whatever order PagerDuty lists them in, and with rotations that have no events."""
    model = started(before, FIRST)
    if data.draw(st.booleans()):
        model.rotations["R0"] = []
    writes = diff(wanted, model.layers, now, LONDON, stacked=False).writes
    foreseen = after(data.draw(st.permutations(model.held)), writes, now)
    known = {*model.rotations}
    model.carry_out(steps(data.draw(st.permutations(model.held)), writes, now), now)
    assert _placed(foreseen, known) == _placed(model.layers, known)


def test_more_than_ten_rotations_are_refused() -> None:
    """With what to do about it."""
    many = [LayerWrite(layer(f"track {n}", NEXT)) for n in range(11)]
    with pytest.raises(RotaError, match="There is no room for track 10") as refused:
        steps((), many, NOW)
    assert refused.value.hint == "Let earlier line-ups pass first, or write fewer of them ahead."


def test_events_that_move_past_one_another_wait_for_each_other() -> None:
    """The last of them moves first; where each is in the other's way one is made anew."""
    one, two = full(3)[1:]
    week = timedelta(weeks=1)
    shifted = [
        replace(e, start=e.start + week, end=(e.end or e.start) + week, anchor=e.anchor + week)
        for e in (one, two)
    ]
    held = (Rotation("R1", (one, two)),)
    assert steps(held, [LayerWrite(e) for e in shifted], NOW) == (
        Change("R1", "R1/E2", shifted[1], shifted[1].start),
        Change("R1", "R1/E1", shifted[0], shifted[0].start),
    )
    swapped = [
        replace(one, start=two.start, end=two.end),
        replace(two, start=one.start, end=one.end),
    ]
    assert steps(held, [LayerWrite(e) for e in swapped], NOW) == (
        Drop("R1", "R1/E1"),
        Change("R1", "R1/E2", swapped[1], one.start),
        Begin("R1", swapped[0], two.start),
    )


def test_a_changed_event_that_meets_one_that_stays_moves_elsewhere() -> None:
    """In its own rotation there is no time for it any more."""
    one, two = full(3)[1:]
    longer = replace(one, end=two.end)
    assert steps((Rotation("R1", (one, two)),), [LayerWrite(longer), LayerWrite(two)], NOW) == (
        MakeRotation("new 1"),
        Begin("new 1", replace(longer, id=None), one.start),
        Drop("R1", "R1/E1"),
    )


def test_another_zone_succeeds_every_event() -> None:
    """Each counts on the clock of its own zone; one that nobody understands stays as it is."""
    coming = layer("main", NEXT, id="R1/E2")
    odd = layer("odd", FIRST, id="R2/E1", odd="it repeats monthly")
    running = replace(MAIN, end=NEXT)
    held = (Rotation("R1", (running, coming)), Rotation("R2", (odd,)))
    writes = [LayerWrite(event) for event in (running, coming, odd)]
    assert steps(held, writes, NOW, rezoned=True) == (
        Change("R1", "R1/E2", coming, NEXT),
        End("R1", "R1/E1", SOON, NEXT),
        Begin("R1", replace(running, id=None), SOON),
    )
    assert steps(held, writes, NOW) == ()
