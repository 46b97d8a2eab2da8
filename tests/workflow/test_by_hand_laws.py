"""Whatever people make by hand: once it is in the file, a plan has nothing to do, and both say who is on."""

import json
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reconciler.config.loader import Loaded, load_texts
from reconciler.desired.rotations import InexpressibleError
from reconciler.desired.schedules import layers
from reconciler.edit.by_hand import Outcome
from reconciler.errors import ConfigError
from reconciler.intervals import Interval, Segment, compare, intersect, interval_or_none, subtract, union
from reconciler.plan.people import accounts
from reconciler.sandbox import Store
from reconciler.shifts import engine
from reconciler.shifts.faults import faults
from reconciler.workflow.by_hand import Adoption, Asked, adopt
from tests import shifts_by_hand as shifts
from tests.strategies import PEOPLE, documents
from tests.world import Data, World

pytestmark = pytest.mark.proof
ALL = ("changes-now", "history", "gap", "mass", "takeover", "delete")
NOWS = st.datetimes(datetime(2026, 1, 20), datetime(2026, 11, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001 - the zone is given beside it
    lambda at: at.replace(second=0, microsecond=0)
)
few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


class Hand(NamedTuple):
    """Somebody's override: whom it is for, how long from now it begins, and how long it is."""

    person: str
    begins: timedelta
    length: timedelta
    rota: int


hands = st.lists(
    st.builds(
        Hand,
        st.sampled_from((*PEOPLE, "team")),
        st.one_of(
            st.integers(0, 60).map(lambda hours: timedelta(hours=hours)),
            st.integers(2, 200_000).map(lambda minutes: timedelta(minutes=minutes)),
        ),
        st.sampled_from((1, 8, 16, 24, 48, 200)).map(lambda hours: timedelta(hours=hours)),
        st.integers(0, 1),
    ),
    min_size=1,
    max_size=4,
)


def settled(data: Data, now: datetime, folder: Path, store: Store) -> World:
    """A world in which a file without faults has been applied."""
    try:
        file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file
    except ConfigError:
        assume(condition=False)
        raise
    assume(not any(f.severity == "error" for f in faults(file, now)))
    for key in engine.managed(file):
        if file.kind_of(key) == "shifts":
            try:
                layers(file, key, now, {person: person for person in file.people}, "shifts")
            except InexpressibleError:
                assume(condition=False)
    found = World(json.dumps(data), now, folder, store=store)
    assert found.apply(ALL).exit_code == 0
    return found


def by_hand(world: World, made: list[Hand]) -> None:
    """People make overrides; the clock stands where an override may begin now."""
    keys = engine.managed(world.file)
    for hand in made:
        key = keys[hand.rota % len(keys)]
        start = world.now + hand.begins
        if world.shift_based(key):
            user, id_ = world.user_id(hand.person), world.schedule_id(key)
            shifts.override_by_hand(world, id_, user, start, start + hand.length)
            continue
        body = {
            "start": start.isoformat(),
            "end": (start + hand.length).isoformat(),
            "user": {"id": world.user_id(hand.person), "type": "user_reference"},
        }
        world.send("POST", f"/schedules/{world.schedule_id(key)}/overrides", {"overrides": [body]})


def adopted(world: World) -> tuple[Adoption, Loaded]:
    """What is proposed, and the file with it."""
    loaded = load_texts("rota.yaml", {"rota.yaml": world.text})
    found = adopt(loaded, Asked(), world.reader(), "sandbox", world.ledger.load(), world.now)
    edit = found.proposal.edit
    return found, loaded if edit is None else edit.loaded


def spoken_of(outcome: Outcome) -> tuple[Interval, ...]:
    return union(line.interval for line in outcome.lines)


@few
@given(documents(kinds=True), NOWS, hands)
def test_once_adopted_a_plan_has_nothing_to_do_and_both_say_who_is_on(
    data: Data, now: datetime, made: list[Hand]
) -> None:
    """No conflict and nobody who moves; what is done is done to our own, beneath, and said before."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(seed=7)
        try:
            world = settled(data, now, Path(folder), store)
            by_hand(world, made)
            world.now += timedelta(minutes=30)
            found, after = adopted(world)
            assert found.proof.wrong == ()
            world.text = after.sources["rota.yaml"]
            plan = world.plan()
            said = [(o.made.key, part) for o in found.proposal.outcomes for part in spoken_of(o)]
            for conflict in plan.conflicts:
                there = Interval(conflict.start, conflict.end)
                assert not any(key == conflict.rota and part.overlaps(there) for key, part in said)
            assert plan.shifts == ()
            summaries = {change.summary for action in plan.actions for change in action.changes}
            assert summaries <= {*found.proof.tidied}
            the_same_on_both_sides(world, found, after)
        finally:
            store.close()


def the_same_on_both_sides(world: World, found: Adoption, after: Loaded) -> None:
    """Within what was adopted, or is in the file already, PagerDuty renders whom the file names."""
    live = world.live()
    ids = accounts(after.file, live.users).ids
    for outcome in found.proposal.outcomes:
        key = outcome.made.key
        for part in outcome.made.shown:
            seen = interval_or_none(max(part.start, world.now), part.end)
            over = live.schedules[key].rendered_over
            seen = seen.clip(over) if seen is not None and over is not None else None
            if seen is None:
                continue
            held = engine.shifts(after.file, key, seen)
            file = tuple(Segment(s.start, s.end, ids[s.person]) for s in held)
            inside = intersect((seen,), union(s.interval for s in held))
            wrong = [
                piece
                for whole in inside
                for piece, renders, says in compare(live.schedules[key].rendered, file, whole)
                if renders != says
            ]
            assert not wrong or outcome.refused
            assert not intersect(union(wrong), spoken_of(outcome))
            # Where the file has nobody it is told, since no line can say it.
            assert not subtract((seen,), inside) or outcome.refused


@few
@given(documents(kinds=True), NOWS, hands)
def test_what_was_adopted_is_not_proposed_again(data: Data, now: datetime, made: list[Hand]) -> None:
    """A second run has nothing more to write: whatever can be said is said at once."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(seed=7)
        try:
            world = settled(data, now, Path(folder), store)
            by_hand(world, made)
            _, after = adopted(world)
            world.text = after.sources["rota.yaml"]
            again, _ = adopted(world)
            assert again.proposal.edit is None
        finally:
            store.close()
