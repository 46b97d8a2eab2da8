"""Laws of planning and applying, over random rota files, overrides made by hand, and moments."""

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reconciler.config.loader import load_texts
from reconciler.desired.effective import effective, flatten
from reconciler.errors import ConfigError
from reconciler.intervals import Segment, merge, zone
from reconciler.plan.build import build
from reconciler.plan.saved import dumps, loads
from reconciler.sandbox import Quirks, Store
from reconciler.shifts.faults import faults
from reconciler.state import OverrideState, ScheduleState
from reconciler.workflow.planning import read
from tests.plan.files import document, rota, web, world
from tests.strategies import documents
from tests.world import Data, World

ALL = ("changes-now", "history", "gap", "mass", "takeover", "delete")
MOMENTS = st.datetimes(datetime(2026, 1, 20), datetime(2026, 11, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001 - the zone is given beside it
    lambda at: at.replace(second=0, microsecond=0)
)
EXAMPLES = 10
few = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@contextmanager
def made(data: Data, now: datetime, quirks: Quirks | None = None) -> Iterator[World]:
    """A world in a folder that goes with it."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(seed=7)
        try:
            yield World(json.dumps(data), now, Path(folder), quirks or Quirks(), store)
        finally:
            store.close()


def sound(data: Data, now: datetime) -> None:
    """Only files without a fault: `rota plan` refuses the others before it reads anything."""
    try:
        file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file
    except ConfigError:
        assume(condition=False)
        raise
    assume(not any(f.severity == "error" for f in faults(file, now)))


def settle(found: World) -> None:
    """Apply everything; it must be proven, and a second plan must be empty."""
    outcome = found.apply(ALL)
    assert outcome.exit_code == 0, (outcome.refused, outcome.differences, outcome.results)
    plan = found.plan()
    assert plan.actions == ()
    assert plan.shifts == ()


@few
@given(documents(), MOMENTS, st.integers(0, 60))
def test_after_an_apply_a_plan_is_empty(data: Data, now: datetime, later: int) -> None:
    """Law 1, for any file at any moment, and again some days later."""
    sound(data, now)
    sound(data, now + timedelta(days=later))
    with made(data, now, Quirks(merge_entries=later % 2 == 0)) as found:
        settle(found)
        found.now += timedelta(days=later, minutes=later)
        settle(found)


@few
@given(documents(), documents(), MOMENTS)
def test_any_file_can_follow_any_other(before: Data, after: Data, now: datetime) -> None:
    """Law 1 once more: line-ups that run are ended and succeeded, overrides follow."""
    sound(before, now)
    sound(after, now)
    with made(before, now) as found:
        settle(found)
        found.now += timedelta(hours=5)
        found.text = json.dumps(after)
        settle(found)


def shuffled(value: Any, dice: random.Random, path: tuple[str, ...] = ()) -> Any:
    """The same file with keys, and entries of lists whose order means nothing, in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(item, dice, (*path, key))) for key, item in value.items()]
        dice.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        rows = [shuffled(item, dice, path) for item in value]
        if path[-1] in {"line_ups", "overrides", "extra", "ignore"}:
            dice.shuffle(rows)
        return rows
    return value


@few
@given(documents(), MOMENTS, st.randoms(use_true_random=False))
def test_the_order_of_entries_in_the_file_changes_no_plan(
    data: Data, now: datetime, dice: random.Random
) -> None:
    """Law 8: the same actions, in whatever order they come, and nothing to do after the other was applied."""
    sound(data, now)
    with made(data, now) as found:
        first = found.plan()
        found.text = json.dumps(shuffled(data, dice))
        second = found.plan()
        assert set(map(repr, first.actions)) == set(map(repr, second.actions))
        assert found.apply(ALL, plan=first).exit_code == 0
        assert found.plan().actions == ()


@few
@given(documents(), MOMENTS)
def test_a_plan_of_equal_states_is_empty(data: Data, now: datetime) -> None:
    """Law 2: whatever the order of overrides, the anchor of a rotation, the spacing, the name of a zone."""
    sound(data, now)
    other = {"Europe/London": "GB", "UTC": "Etc/UTC", "America/New_York": "US/Eastern"}
    with made(data, now) as found:
        settle(found)
        live = read(found.file, found.reader(), "sandbox", found.now, found.now, found.ledger.load())
        same = {key: alike(state, other) for key, state in live.schedules.items()}
        plan = build(found.question(), replaced(live, same), found.ledger.load())
        assert plan.actions == ()
        assert plan.shifts == ()


def alike(state: ScheduleState, zones: dict[str, str]) -> ScheduleState:
    """A schedule that says the same in other words."""
    tz = zone(state.time_zone)

    def turned(layer: Any) -> Any:
        wall = layer.anchor.astimezone(tz).replace(tzinfo=None) + timedelta(seconds=layer.turn_seconds)
        anchor = wall.replace(tzinfo=tz).astimezone(UTC)
        if anchor.astimezone(tz).replace(tzinfo=None) != wall:
            return layer
        return replace(layer, anchor=anchor, users=layer.users[1:] + layer.users[:1])

    return replace(
        state,
        name=f" {state.name.replace(' ', '  ')} ",
        time_zone=zones.get(state.time_zone, state.time_zone),
        layers=tuple(map(turned, state.layers)),
        overrides=tuple(reversed(state.overrides)),
    )


def replaced(live: Any, schedules: dict[str, ScheduleState]) -> Any:
    return replace(live, schedules=schedules)


@st.composite
def by_hand(draw: st.DrawFn) -> tuple[str, int, int]:
    """An override that somebody makes: who, how many hours ahead, how many hours long."""
    return draw(st.sampled_from(("cal", "dee", "eve"))), draw(st.integers(1, 200)), draw(st.integers(1, 40))


def support_data() -> Data:
    """In hours and out of hours, with a cover, at Christmas."""
    data = document(
        {"in": rota(("2026-12-14", "ana", "ben")), "out": rota(("2026-12-14", "cal", "dee"), hours="night")},
        bank_holidays={
            "calendar": "england-and-wales",
            "window": "day",
            "rules": {"in": "team", "out": "current"},
        },
        horizon="2 weeks",
    )
    data["overrides"] = [
        {"rota": "in", "cover": "ben", "by": "eve", "on": "2026-12-22..2026-12-24"},
        {"rota": "out", "cover": "dee", "by": "ana", "from": "2026-12-23 17:00", "until": "2026-12-24 09:00"},
    ]
    return data


Hands = st.lists(st.tuples(st.sampled_from(("in", "out")), by_hand()), max_size=5)


def put(found: World, hands: list[tuple[str, tuple[str, int, int]]]) -> set[str]:
    ids = set()
    for key, (who, ahead, long) in hands:
        start = found.now + timedelta(hours=ahead)
        times = [
            f"{at.astimezone(zone('Europe/London')):%Y-%m-%d %H:%M}"
            for at in (start, start + timedelta(hours=long))
        ]
        ids.add(found.override_by_hand(key, who, *times))
    return ids


def held(found: World) -> dict[str, tuple[str, str, str]]:
    """All overrides by id."""
    out = {}
    for key in ("in", "out"):
        query = {"since": "2026-12-20T00:00:00Z", "until": "2027-02-01T00:00:00Z", "overflow": "true"}
        for row in found.get(f"/schedules/{found.schedule_id(key)}/overrides", query)["overrides"]:
            out[row["id"]] = (row["start"], row["end"], row["user"]["id"])
    return out


@few
@given(Hands, Hands, st.booleans())
def test_what_was_made_by_hand_stays_as_it_is(before: Any, after: Any, lost: bool) -> None:  # noqa: FBT001
    """Laws 3 and 9: it stays through any applies, and PagerDuty renders what we say that it renders."""
    with made(support_data(), datetime(2026, 12, 21, 12, tzinfo=UTC)) as found:
        empty = json.loads(found.text)
        del empty["overrides"], empty["bank_holidays"]
        full, found.text = found.text, json.dumps(empty)
        settle(found)
        ids = put(found, before)
        theirs = held(found)
        found.text = full
        settle(found)
        ids |= put(found, after)
        theirs |= {key: row for key, row in held(found).items() if key in ids}
        settle(found)
        if lost:
            (found.folder / "ledger.jsonl").unlink()
        settle(found)
        found.text = json.dumps(empty)
        outcome = found.apply(ALL)
        assert lost or outcome.exit_code == 0
        found.now += timedelta(minutes=3)
        assert {key: row for key, row in held(found).items() if key in ids} == theirs


@few
@given(st.lists(by_hand(), min_size=1, max_size=6))
def test_overlapping_overrides_are_flattened_as_pagerduty_renders_them(hands: Any) -> None:
    """Law 9 for several by hand, made in any order: the rendering tells which was made last."""
    with made(web(("2026-12-14", "ana", "ben"), hours=None), datetime(2026, 12, 21, 12, tzinfo=UTC)) as found:
        settle(found)
        put(found, [("web", hand) for hand in hands])
        live = read(found.file, found.reader(), "sandbox", found.now, found.now)
        state = live.schedules["web"]
        assert state.rendered_over is not None
        shifts = tuple(
            Segment(s.start, s.end, s.value)
            for s in state.rendered
            if s.value not in {o.user for o in state.overrides}
        )
        assert effective(shifts, state.overrides, rendered=state.rendered) == merge(state.rendered)


def test_without_a_rendering_the_last_listed_wins() -> None:
    """Nothing better is known then."""
    at = datetime(2026, 12, 21, tzinfo=UTC)
    one = OverrideState("Q1", at, at + timedelta(hours=2), "U1")
    two = OverrideState("Q2", at + timedelta(hours=1), at + timedelta(hours=4), "U2")
    three = OverrideState("Q3", at + timedelta(hours=6), at + timedelta(hours=7), "U1")
    line = flatten([one, two, three])
    assert [(s.start.hour, s.end.hour, s.value) for s in line] == [(0, 1, "U1"), (1, 4, "U2"), (6, 7, "U1")]
    other = (Segment(at, at + timedelta(hours=5), "U9"),)
    assert flatten([one, two, three], other) == line


@few
@given(documents(), MOMENTS)
def test_a_saved_plan_is_the_plan(data: Data, now: datetime) -> None:
    """Law 5 for plans of any file."""
    sound(data, now)
    with made(data, now) as found:
        plan = found.plan()
        assert loads(dumps(plan)) == plan


@pytest.mark.parametrize("key", ["ana@example.org", "ANA@EXAMPLE.ORG"])
def test_the_letter_case_of_addresses_changes_no_plan(tmp_path: Path, key: str) -> None:
    """Law 2 for people."""
    data = web(("2026-12-14", "ana", "ben"))
    found = world(data, "2026-12-21 12:00", tmp_path)
    settle(found)
    data["people"]["ana"]["email"] = key
    found.text = json.dumps(data)
    assert found.plan().actions == ()
