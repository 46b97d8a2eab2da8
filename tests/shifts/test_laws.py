"""Laws that hold for every rota file: exact cover, appended line-ups, order of entries, adding up, cost."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.config.model import RotaFile
from reconciler.errors import Where
from reconciler.intervals import Interval, Segment, instant, intersect, merge, midnight, subtract, union, zone
from reconciler.shifts import engine, layers, line_ups, windows
from reconciler.shifts.absences import absences
from reconciler.shifts.faults import faults
from reconciler.shifts.holding import Shift
from reconciler.shifts.line_ups import Stretch, Track, TurnOf, tracks, zone_name
from tests.shifts import reference
from tests.shifts.support import NOW, load, web
from tests.strategies import PEOPLE, documents

STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 20), timezones=st.just(UTC)).map(  # noqa: DTZ001 - the zone is given beside it
    lambda at: at.replace(second=0, microsecond=0)
)
# Shortly before the clocks change in one of the zones, and before days that are named in the files.
CHANGES = ("2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-10-31")
HOLIDAYS = ("2026-04-01", "2026-08-29", "2026-12-23")
BEFORE = st.sampled_from((*CHANGES, *HOLIDAYS))
NEAR = st.one_of(STARTS, BEFORE.map(lambda day: datetime.fromisoformat(day).replace(tzinfo=UTC)))
NOWHERE = Where("", 0)
moderate = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def plain(shifts: tuple[Shift, ...]) -> tuple[Segment[Shift], ...]:
    """Shifts without lines of the file, those that touch and say the same joined."""
    same = (s._replace(start=NOW, end=NOW, where=NOWHERE) for s in shifts)
    return merge(Segment(s.start, s.end, value) for s, value in zip(shifts, same, strict=True))


@moderate
@given(documents(kinds=True), NEAR)
def test_shifts_cover_hours_and_windows_less_pauses_and_nobodys_windows_exactly_once(
    data: dict[str, Any], start: datetime
) -> None:
    """Law 4, against a plain reference, in zones with and without clock changes; without named nights."""
    data["overrides"] = [o | {"nights": False} if "holiday" in o else o for o in data["overrides"]]
    file = load(data)
    whole = Interval(start, start + timedelta(days=10))
    for key in file.rotas:
        name = zone_name(file, key)
        shifts = engine.shifts(file, key, whole)
        assert all(one.end <= other.start for one, other in pairwise(shifts))
        assert all(whole.start <= s.start < s.end <= whole.end for s in shifts)
        for at in reference.samples(start, 10, timedelta(minutes=47)):
            if not reference.occurs_twice(at, name):
                expected = reference.somebody(file, key, at, name)
                assert any(at in s.interval for s in shifts) == expected, at


@moderate
@given(documents(kinds=True), NEAR, st.data())
def test_what_a_bank_holiday_leaves_to_nobody_is_what_the_line_ups_lose(
    data: dict[str, Any], start: datetime, more: st.DataObject
) -> None:
    """Shifts and declared absences never meet, and together they are the hours without the rule."""
    key = more.draw(st.sampled_from(sorted(data["rotas"])))
    data["rotas"][key]["kind"] = "shifts"
    data["bank_holidays"]["rules"][key] = "nobody"
    data["overrides"] = [o for o in data["overrides"] if o["rota"] != key or "holiday" not in o]
    file = load(data)
    del data["bank_holidays"]["rules"][key]
    whole = Interval(start, start + timedelta(days=10))
    without = union(s.interval for s in engine.shifts(load(data), key, whole))
    worked = union(s.interval for s in engine.shifts(file, key, whole))
    gone = union(a.interval for a in absences(file, key, whole))
    assert intersect(worked, gone) == ()
    assert union((*worked, *gone)) == without
    assert subtract(gone, union(w.interval for w in windows.nobody(file, key, whole))) == ()


@moderate
@given(documents(overrides=False), NEAR)
def test_the_line_ups_alone_give_what_the_clock_on_the_wall_says(
    data: dict[str, Any], start: datetime
) -> None:
    """Each turn is counted from its line-up in wall time; later layers win inside their hours."""
    file = load(data)
    whole = Interval(start, start + timedelta(days=10))
    for key in file.rotas:
        name = zone_name(file, key)
        line = engine.base(file, key, whole)
        for at in reference.samples(start, 10, timedelta(minutes=47)):
            if not reference.occurs_twice(at, name):
                held = next((s.value.person for s in line if at in s.interval), None)
                assert held == reference.by_line_ups(file, key, at, name), at


@moderate
@given(documents(), st.data())
def test_a_line_up_that_is_added_changes_no_shift_before_its_date(
    data: dict[str, Any], more: st.DataObject
) -> None:
    """Law 7, whatever the new line-up changes; swaps of turns that it would do away with left aside."""
    rota = data["rotas"]["web"]
    layer = more.draw(st.sampled_from(rota["layers"])) if "layers" in rota else rota
    last = max(item["from"] for item in layer["line_ups"])
    day = datetime.fromisoformat(last[:10]).date() + timedelta(days=more.draw(st.integers(1, 60)))
    data["overrides"] = [
        o for o in data["overrides"] if all(d < f"{day}" for d in o.get("swap", {}).values())
    ]
    before = load(data)
    entry = more.draw(
        st.fixed_dictionaries(
            {"turn": st.just("1 day"), "handover": st.sampled_from(("07:00", "18:30"))},
            optional={"hours": st.sampled_from(("day", "night", "dated"))},
        )
    )
    who = more.draw(
        st.one_of(st.just({"pause": "moving"}), st.sampled_from(PEOPLE).map(lambda p: {"people": [p]}))
    )
    layer["line_ups"].append({"from": f"{day}", **entry, **who})
    after = load(data)
    for key in before.rotas:
        begins = midnight(day, zone(zone_name(before, key)))
        whole = Interval(begins - timedelta(days=30), begins)
        assert plain(engine.shifts(before, key, whole)) == plain(engine.shifts(after, key, whole))


def shuffled(value: Any, dice: random.Random, *path: str) -> Any:
    """The same file with its keys, and the entries of lists whose order means nothing, in another order."""
    if isinstance(value, dict):
        items = [(key, shuffled(item, dice, *path, key)) for key, item in value.items()]
        dice.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        items_ = [shuffled(item, dice, *path) for item in value]
        if path[-1] in {"line_ups", "overrides", "extra", "ignore", "windows", "dated", "day"}:
            dice.shuffle(items_)
        return items_
    return value


@moderate
@given(documents(kinds=True), NEAR, st.randoms(use_true_random=False))
def test_the_order_of_entries_means_nothing(
    data: dict[str, Any], start: datetime, dice: random.Random
) -> None:
    """Law 8, for shifts and for faults."""
    one, other = load(data), load(shuffled(data, dice))
    whole = Interval(start, start + timedelta(days=60))
    for key in one.rotas:
        assert plain(engine.shifts(one, key, whole)) == plain(engine.shifts(other, key, whole))
    assert found(one) == found(other)


def found(file: RotaFile) -> list[tuple[str, str]]:
    """Faults without lines of the file."""
    return sorted((f.id, f.message.partition("(the other")[0]) for f in faults(file, NOW))


@moderate
@given(documents(kinds=True), NEAR, st.integers(1, 40 * 24), st.integers(1, 40 * 24))
def test_two_spans_that_touch_add_up_to_the_whole(
    data: dict[str, Any], start: datetime, one: int, other: int
) -> None:
    """Shifts over [a, b) and [b, c) are the shifts over [a, c), cut at b."""
    file = load(data)
    middle = start + timedelta(hours=one)
    end = middle + timedelta(hours=other)
    for key in file.rotas:
        parts = engine.shifts(file, key, Interval(start, middle)) + engine.shifts(
            file, key, Interval(middle, end)
        )
        assert plain(parts) == plain(engine.shifts(file, key, Interval(start, end)))


@moderate
@given(documents(), NEAR)
def test_the_turn_line_leaves_no_instant_out_unless_every_layer_pauses(
    data: dict[str, Any], start: datetime
) -> None:
    """Somebody owns each instant, whatever the hours; that is what windows read."""
    file = load(data)
    whole = Interval(start, start + timedelta(days=30))
    for key in file.rotas:
        stretches = [s for track in tracks(file, key) for s in track.stretches if s.people]
        present = sum(
            ((part.end - part.start) for part in _joined(s.interval(whole) for s in stretches)), timedelta()
        )
        line = engine.turn_line(file, key, whole)
        assert sum((s.end - s.start for s in line), timedelta()) == present


def _joined(parts: Iterator[Interval | None]) -> tuple[Segment[None], ...]:
    edges = sorted((edge, step) for p in parts if p for edge, step in ((p.start, 1), (p.end, -1)))
    out, depth = [], 0
    for (edge, step), (following, _) in pairwise(edges):
        depth += step
        if depth and edge < following:
            out.append(Segment(edge, following, None))
    return merge(out)


@pytest.mark.parametrize(
    ("unit", "handover"), [("1 day", "09:00"), ("1 week", "Monday 09:00"), ("8 hours", None)]
)
def test_the_cost_of_a_query_does_not_depend_on_the_age_of_the_rota(
    unit: str, handover: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Turns are counted, not walked through: a rota of 1990 costs as many as one of this year."""
    counted = 0
    turns = line_ups.turns

    def counting(track: Track, span: Interval) -> Iterator[tuple[Stretch, TurnOf]]:
        nonlocal counted
        for item in turns(track, span):
            counted += 1
            yield item

    monkeypatch.setattr(layers, "turns", counting)
    costs = []
    for first in ("1990-01-01", "2026-01-05"):
        start = first if handover else f"{first} 09:00"
        file = web({"from": start, "people": ["ana", "ben"]}, turn=unit, handover=handover)
        counted = 0
        engine.shifts(file, "web", Interval(NOW, NOW + timedelta(days=91)))
        costs.append(counted)
    assert costs[0] == costs[1] > 0


@pytest.mark.parametrize("name", ["Europe/London", "Pacific/Apia", "Australia/Lord_Howe"])
def test_hourly_turns_tile_the_years_with_the_oddest_clock_changes(name: str) -> None:
    """Also where a whole day was left out: Samoa had no 30 December 2011."""
    file = web(
        {"from": "2011-12-01 00:00", "people": ["ana", "ben", "cal"]},
        turn="1 hours",
        handover=None,
        hours=None,
        time_zone=name,
    )
    tz = ZoneInfo(name)
    whole = Interval(instant(datetime(2011, 12, 20), tz), instant(datetime(2012, 4, 20), tz))  # noqa: DTZ001 - wall time
    shifts = engine.shifts(file, "web", whole)
    assert shifts[0].start == whole.start
    assert shifts[-1].end == whole.end
    turns = [turn for _, turn in line_ups.turns(tracks(file, "web")[0], whole)]
    assert all(turn.start < turn.end for turn in turns)
    assert all(one.end == other.start for one, other in pairwise(shifts))
