"""Made-up schedules and policies, and what PagerDuty would answer after they were written."""

import json as jsonlib
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from reconciler.plan.actions import LayerWrite, RuleWrite
from reconciler.remote.codec import (
    encode_schedule,
)
from reconciler.remote.policy_codec import encode_policy
from reconciler.remote.rails_zones import iana
from reconciler.state import (
    LayerState,
    PolicyState,
    Restriction,
    RuleState,
    ScheduleState,
    Target,
    TargetWrite,
)
from tests.remote.harness import NOON

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
    # Names that Rails has for zones are read as what they stand for.
    time_zone=TEXTS.filter(lambda name: iana(name) == name),
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
