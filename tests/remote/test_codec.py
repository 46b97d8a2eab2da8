"""JSON to state and back: nothing is lost, and nothing malformed gets through."""

import json as jsonlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import RemoteError, RotaError
from reconciler.intervals import Interval, Segment
from reconciler.plan.actions import LayerWrite, RuleWrite
from reconciler.remote.codec import (
    decode_named,
    decode_override,
    decode_rendering,
    decode_schedule,
    decode_user,
    encode_layer,
    encode_override,
    encode_schedule,
    stitch,
)
from reconciler.remote.fields import instant, instant_text, people
from reconciler.remote.policy_codec import decode_policy, encode_policy
from reconciler.state import (
    LayerState,
    NamedObject,
    OverrideState,
    PolicyState,
    Restriction,
    RuleState,
    ScheduleState,
    Target,
    TargetWrite,
    UserState,
)
from tests.remote.harness import DAY, NOON

IDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=8)
TEXTS = st.text(max_size=12)
SECONDS = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001 - likewise
    timezones=st.just(UTC),
).map(lambda value: value.replace(microsecond=0))
RESTRICTIONS = st.builds(
    Restriction,
    weekday=st.none() | st.integers(1, 7),
    start=st.integers(0, 1439).map(lambda minute: minute * 60),
    length=st.integers(1, 604799),
)
LAYERS = st.builds(
    LayerState,
    id=st.none() | IDS,
    name=TEXTS,
    start=SECONDS,
    end=st.none() | SECONDS,
    anchor=SECONDS,
    turn_seconds=st.integers(1, 31536000),
    users=st.lists(IDS, max_size=4).map(tuple),
    restrictions=st.lists(RESTRICTIONS, max_size=3).map(tuple),
)
SCHEDULES = st.builds(
    ScheduleState,
    id=IDS,
    name=TEXTS,
    time_zone=TEXTS,
    description=TEXTS,
    teams=st.lists(IDS, max_size=2).map(tuple),
    layers=st.lists(LAYERS, max_size=4).map(tuple),
)
STRATEGIES = st.sampled_from(
    [None, '{"type": "round_robin"}', '"round_robin"', '[{"type": "round_robin"}]', '{"b": 1, "type": "x"}']
)
TARGETS = st.builds(
    Target,
    type=st.sampled_from(["user_reference", "schedule_reference", "schedule_v3_reference"]),
    id=IDS,
)
POLICIES = st.builds(
    PolicyState,
    id=IDS,
    name=TEXTS,
    repeat=st.integers(0, 9),
    rules=st.lists(
        st.builds(
            RuleState,
            id=st.none() | IDS,
            delay_minutes=st.integers(1, 999),
            targets=st.lists(TARGETS, max_size=3).map(tuple),
            strategy=STRATEGIES,
        ),
        max_size=3,
    ).map(tuple),
    description=TEXTS,
    teams=st.lists(IDS, max_size=1).map(tuple),
    handoff=st.none() | st.sampled_from(["always", "if_has_services"]),
)


def sent_back(schedule: ScheduleState) -> dict[str, Any]:
    """The body that would write a schedule as it is."""
    body: dict[str, Any] = encode_schedule(
        name=schedule.name,
        time_zone=schedule.time_zone,
        description=schedule.description,
        teams=schedule.teams,
        layers=[LayerWrite(layer) for layer in schedule.layers],
        now=NOON,
    )["schedule"]
    return body


def as_read(schedule: ScheduleState) -> dict[str, Any]:
    """What a GET after that write would give: the layers the other way round."""
    body = jsonlib.loads(jsonlib.dumps(sent_back(schedule)))
    return {**body, "id": schedule.id, "schedule_layers": body["schedule_layers"][::-1]}


def policy_back(policy: PolicyState) -> dict[str, Any]:
    """What a GET after writing a policy as it is would give."""
    rules = [
        RuleWrite(r.id, r.delay_minutes, tuple(TargetWrite(t.type, t.id) for t in r.targets), r.strategy)
        for r in policy.rules
    ]
    body = encode_policy(
        name=policy.name,
        description=policy.description,
        repeat=policy.repeat,
        rules=rules,
        teams=policy.teams,
        handoff=policy.handoff,
        resolve={},
    )
    return {**jsonlib.loads(jsonlib.dumps(body["escalation_policy"])), "id": policy.id}


@given(SCHEDULES)
def test_a_schedule_survives_the_way_out_and_back(schedule: ScheduleState) -> None:
    """decode(encode(x)) = x, with the layers turned round by the API in between."""
    assert decode_schedule(as_read(schedule)) == schedule


@given(POLICIES)
def test_a_policy_survives_the_way_out_and_back(policy: PolicyState) -> None:
    """Rule ids, strategies, teams and notifications are given back as they were read."""
    assert decode_policy(policy_back(policy)) == policy


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


def rendering(*entries: tuple[str, str | None, str]) -> dict[str, Any]:
    shifts = [{"start": start, "end": end, "user": {"id": user}} for start, end, user in entries]
    return {"final_schedule": {"rendered_schedule_entries": shifts}}


def test_touching_shifts_of_one_person_are_one() -> None:
    """However PagerDuty cuts them, within a window and between windows."""
    first, second = Interval(NOON, NOON + DAY), Interval(NOON + DAY, NOON + 2 * DAY)
    whole = ("2026-12-01T00:00:00Z", "2026-12-03T13:00:00+01:00", "PU1")
    cut = ("2026-12-01T12:00:00Z", "2026-12-01T18:00:00Z", "PU1")
    windows = [
        (second, decode_rendering(rendering(whole), second)),
        (first, decode_rendering(rendering(cut, whole), first)),
    ]
    assert stitch(windows) == (Segment(NOON, NOON + 2 * DAY, "PU1"),)


def test_shifts_are_cut_to_the_window() -> None:
    """One without an end lasts as long as the window; one outside is dropped."""
    window = Interval(NOON, NOON + DAY)
    entries = rendering(
        ("2026-12-01T18:00:00Z", None, "PU2"),
        ("2026-11-01T00:00:00Z", "2026-12-01T13:00:00Z", "PU1"),
        ("2026-10-01T00:00:00Z", "2026-11-01T13:00:00Z", "PU3"),
    )
    assert decode_rendering(entries, window) == (
        Segment(NOON, NOON + timedelta(hours=1), "PU1"),
        Segment(NOON + timedelta(hours=6), NOON + DAY, "PU2"),
    )


def test_two_people_at_once_are_an_error() -> None:
    """A layer-based schedule has one person at a time; anything else is misread."""
    window = Interval(NOON, NOON + DAY)
    entries = rendering(
        ("2026-12-01T12:00:00Z", "2026-12-01T18:00:00Z", "PU1"),
        ("2026-12-01T17:00:00Z", "2026-12-01T19:00:00Z", "PU2"),
    )
    with pytest.raises(RemoteError, match="two people"):
        stitch([(window, decode_rendering(entries, window))])


def test_a_schedule_can_be_decoded_with_its_rendering() -> None:
    """The window is kept beside it."""
    window = Interval(NOON, NOON + DAY)
    body = as_read(ScheduleState("PS1", "Rota", "UTC")) | rendering(("2026-12-01T12:00:00Z", None, "PU1"))
    read = decode_schedule(body, window)
    assert read.rendered == (Segment(NOON, NOON + DAY, "PU1"),)
    assert read.rendered_over == window


def test_whole_targets_count_as_references() -> None:
    """include[] puts objects where references are documented, and v3 schedules keep their kind."""
    body = policy_back(PolicyState("PP1", "24x7", 0, ()))
    targets = [{"type": kind, "id": "P1", "summary": "s"} for kind in ("user", "schedule", "schedule_v3")]
    body["escalation_rules"] = [{"escalation_delay_in_minutes": 5, "targets": targets}]
    del body["num_loops"]
    read = decode_policy(body)
    assert [t.type for t in read.rules[0].targets] == [
        "user_reference",
        "schedule_reference",
        "schedule_v3_reference",
    ]
    assert read.repeat == 0


def test_an_unknown_target_is_an_error() -> None:
    """It could not be sent back."""
    body = policy_back(PolicyState("PP1", "24x7", 0, ()))
    body["escalation_rules"] = [
        {"escalation_delay_in_minutes": 5, "targets": [{"type": "robot_reference", "id": "P1"}]}
    ]
    with pytest.raises(RemoteError, match="neither a user nor a schedule"):
        decode_policy(body)


@pytest.mark.parametrize("plain", [{"type": "assign_to_everyone"}, "assign_to_everyone", None])
def test_the_plain_strategy_is_never_sent(plain: Any) -> None:
    """An account without the ability is refused for naming even that one."""
    body = policy_back(
        PolicyState("PP1", "24x7", 0, (RuleState("PR1", 5, (Target("user_reference", "PU1"),)),))
    )
    body["escalation_rules"][0]["escalation_rule_assignment_strategy"] = plain
    read = decode_policy(body)
    assert read.rules[0].strategy is None
    assert "escalation_rule_assignment_strategy" not in policy_back(read)["escalation_rules"][0]


def test_a_target_of_a_rota_that_is_not_there_stops_the_policy() -> None:
    """PagerDuty would answer 404 without saying which target it missed."""
    rule = RuleWrite(None, 5, (TargetWrite("schedule_reference", None, "in-hours"),))
    with pytest.raises(RotaError, match="in-hours is not there"):
        encode_policy(
            name="24x7", description="", repeat=0, rules=[rule], teams=None, handoff=None, resolve={}
        )


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
