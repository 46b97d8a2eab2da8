"""JSON to state and back: nothing is lost, and nothing malformed gets through."""

import json as jsonlib
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import RemoteError
from reconciler.plan.actions import LayerWrite
from reconciler.remote.codec import (
    decode_named,
    decode_override,
    decode_schedule,
    decode_user,
    encode_layer,
    encode_override,
)
from reconciler.remote.fields import instant, instant_text, people
from reconciler.remote.policy_codec import decode_policy
from reconciler.state import (
    LayerState,
    NamedObject,
    OverrideState,
    PolicyState,
    Restriction,
    ScheduleState,
    UserState,
)
from tests.remote.harness import NOON
from tests.remote.states import IDS, POLICIES, SCHEDULES, SECONDS, TEXTS, as_read, policy_back, sent_back


@given(SCHEDULES)
def test_a_schedule_survives_the_way_out_and_back(schedule: ScheduleState) -> None:
    """decode(encode(x)) = x, with the layers turned round by the API in between."""
    assert decode_schedule(as_read(schedule)) == schedule


@given(IDS, SECONDS, SECONDS)
def test_an_override_survives_the_way_out_and_back(user: str, start: datetime, end: datetime) -> None:
    """The same instants and the same user."""
    body = {**encode_override(user, start, end), "id": "Q1"}
    assert decode_override(body) == OverrideState("Q1", start, end, user)


@given(SCHEDULES, POLICIES, st.data())
def test_anything_malformed_is_one_clear_error(
    schedule: ScheduleState, policy: PolicyState, data: st.DataObject
) -> None:
    """Whatever field is replaced by whatever, decoding gives a state or a sentence."""
    junk = st.none() | st.booleans() | st.integers() | TEXTS | st.just([7]) | st.just({"a": 7})
    bodies = [(as_read(schedule), decode_schedule), (policy_back(policy), decode_policy)]
    for body, decode in bodies:
        holder: Any = body
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(holder[key], dict | list) and data.draw(st.booleans()):
                holder = holder[key]
                continue
            holder[key] = data.draw(junk)
            break
        try:
            decode(body)  # type: ignore[operator]  # two decoders of different results
        except RemoteError as fault:
            assert "cannot be read" in fault.message  # noqa: PT017 - success is fine too


LAYER = LayerState("PL1", "day", NOON, None, NOON, 86400, ("PU1",), (Restriction(None, 32400, 3600),))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("id",), None),
        (("name",), 7),
        (("teams",), {"id": "PT"}),
        (("teams",), [7]),
        (("schedule_layers",), None),
        (("schedule_layers", 0, "start"), "2026-12-01T12:00:00"),
        (("schedule_layers", 0, "start"), "soon"),
        (("schedule_layers", 0, "start"), "0001-01-01T00:00:00+10:00"),
        (("schedule_layers", 0, "rotation_virtual_start"), None),
        (("schedule_layers", 0, "rotation_turn_length_seconds"), True),
        (("schedule_layers", 0, "rotation_turn_length_seconds"), 0),
        (("schedule_layers", 0, "users", 0, "user"), "PU1"),
        (("schedule_layers", 0, "restrictions", 0, "type"), "monthly_restriction"),
        (("schedule_layers", 0, "restrictions", 0, "start_time_of_day"), "24:00:00"),
        (("schedule_layers", 0, "restrictions", 0, "start_time_of_day"), "9"),
        (("schedule_layers", 0, "restrictions", 0, "start_time_of_day"), "٩:00:00"),
        (("schedule_layers", 0, "restrictions", 0, "duration_seconds"), 0),
    ],
)
def test_a_malformed_schedule_names_the_field(path: tuple[Any, ...], value: Any) -> None:
    """The sentence says which field of what is wrong."""
    body = as_read(ScheduleState("PS1", "Rota", "UTC", layers=(LAYER,)))
    holder: Any = body
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    with pytest.raises(RemoteError, match="cannot be read"):
        decode_schedule(body)


@pytest.mark.parametrize("day", [0, 8, None, "1"])
def test_a_weekly_restriction_needs_its_day(day: Any) -> None:
    """1 is Monday and 7 Sunday."""
    body = as_read(ScheduleState("PS1", "Rota", "UTC", layers=(LAYER,)))
    body["schedule_layers"][0]["restrictions"][0] |= {"type": "weekly_restriction", "start_day_of_week": day}
    with pytest.raises(RemoteError, match="start_day_of_week"):
        decode_schedule(body)


@pytest.mark.parametrize("day", [0, None])
def test_a_daily_restriction_may_carry_an_empty_day(day: Any) -> None:
    """PagerDuty sends 0 or null for it at times."""
    body = as_read(ScheduleState("PS1", "Rota", "UTC", layers=(LAYER,)))
    body["schedule_layers"][0]["restrictions"][0]["start_day_of_week"] = day
    assert decode_schedule(body).layers == (LAYER,)


def test_layers_go_out_base_first_and_come_in_winner_first() -> None:
    """The API turns them round, so what was read last goes out first."""
    low, high = LAYER, LayerState("PL2", "night", NOON, None, NOON, 86400, ("PU2",))
    schedule = ScheduleState("PS1", "Rota", "UTC", layers=(low, high))
    assert [layer["id"] for layer in sent_back(schedule)["schedule_layers"]] == ["PL1", "PL2"]
    assert [layer["id"] for layer in as_read(schedule)["schedule_layers"]] == ["PL2", "PL1"]


def test_an_end_is_always_sent() -> None:
    """Only an explicit null clears an end that PagerDuty holds."""
    assert encode_layer(LayerWrite(LAYER), NOON)["end"] is None
    assert "end" in encode_layer(LayerWrite(LAYER), NOON)


def test_a_layer_can_end_at_the_moment_of_sending() -> None:
    """Whatever end it had."""
    sent = encode_layer(LayerWrite(LAYER, ends_now=True), NOON + timedelta(seconds=5, microseconds=9))
    assert sent["end"] == "2026-12-01T12:00:05Z"
    assert sent["id"] == "PL1"


def test_instants_go_out_in_utc() -> None:
    """An anchor with another offset is stored shifted by it."""
    east = NOON.astimezone(timezone(timedelta(hours=2)))
    moved = LayerState("PL1", "day", east, east, east, 86400, ("PU1",))
    sent = encode_layer(LayerWrite(moved), NOON)
    assert {sent["start"], sent["end"], sent["rotation_virtual_start"]} == {"2026-12-01T12:00:00Z"}


def test_instants_come_in_with_any_offset() -> None:
    """Texts without an offset are no instants."""
    assert instant("2026-12-01T13:00:00+01:00") == NOON
    assert instant("2026-12-01T12:00:00") is None
    assert instant_text(NOON + timedelta(microseconds=5)) == "2026-12-01T12:00:00Z"


def test_restrictions_go_out_on_whole_minutes() -> None:
    """Seconds would come back zeroed, or as a server fault."""
    layer = LayerState("PL1", "day", NOON, None, NOON, 86400, ("PU1",), (Restriction(3, 32459, 60),))
    assert encode_layer(LayerWrite(layer), NOON)["restrictions"] == [
        {
            "type": "weekly_restriction",
            "start_time_of_day": "09:00:00",
            "duration_seconds": 60,
            "start_day_of_week": 3,
        }
    ]


def test_users_and_listed_objects() -> None:
    """A user may lack an e-mail, a listed object a description."""
    assert decode_user({"id": "PU1", "name": "Ana", "email": None}) == UserState("PU1", "Ana", "")
    assert decode_named({"id": "P1", "name": "n", "description": None}, "x") == NamedObject("P1", "n", "")
    with pytest.raises(RemoteError, match="a user that cannot be read"):
        decode_user([])


def test_people_are_found_at_any_depth() -> None:
    """Whole users have names, references a summary; anything else is passed over."""
    json = {
        "users": [{"type": "user", "id": "PU1", "name": "Ana"}],
        "deep": [[{"user": {"type": "user_reference", "id": "PU2", "summary": "Ben"}}]],
        "odd": [{"type": "user", "id": 7, "name": "Cal"}, {"type": "user", "id": "PU4"}],
    }
    assert dict(people(json)) == {"PU1": "Ana", "PU2": "Ben"}


RECORDINGS = Path(__file__).parents[3] / "shared" / "data" / "recordings"


@pytest.mark.skipif(not RECORDINGS.exists(), reason="the recordings are not beside this repository")
def test_recorded_schedules_and_policies_are_readable() -> None:
    """Everything that was recorded of the real service decodes, and its names are found."""
    seen = 0
    for file in [*RECORDINGS.glob("0[1-7]-*.json"), *RECORDINGS.glob("10-*.json")]:
        for schedule in _schedules(jsonlib.loads(file.read_text(encoding="utf-8"))):
            assert decode_schedule(schedule).layers
            seen += 1
    assert seen


def _schedules(node: Any) -> list[Any]:
    """Every whole schedule inside a recording."""
    if isinstance(node, list):
        return [found for item in node for found in _schedules(item)]
    if not isinstance(node, dict):
        return []
    if node.get("type") == "schedule" and "schedule_layers" in node:
        return [node]
    return [found for item in node.values() for found in _schedules(item)]


def test_lists_that_may_be_missing_are_empty() -> None:
    """Teams and restrictions are left out by some answers; layers never are."""
    body = as_read(ScheduleState("PS1", "Rota", "UTC", layers=(LAYER,)))
    del body["teams"], body["schedule_layers"][0]["restrictions"]
    read = decode_schedule(body)
    assert read.teams == ()
    assert read.layers[0].restrictions == ()
