"""Whatever is sent about shift-based schedules, the server keeps its feet and its word."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sandbox.harness import Account, Json
from tests.sandbox.v3.harness import DAY, board, custom_shift, daily, override

scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2026-03-04T12:00:00Z")
rules = st.sampled_from(["RRULE:FREQ=DAILY;BYDAY=MO", "RRULE:FREQ=YEARLY;COUNT=0", "RRULE:=", "EXDATE:x"])
values = st.recursive(
    scalars | rules,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["type", "user_id", "members", "date_time", "time_zone"]), inner)
    ),
    max_leaves=5,
)
EVENT = ["name", "start_time", "end_time", "effective_since", "recurrence", "assignment_strategy"]
PART = ["type", "start_time", "end_time", "assignments", "rotation_id", "overridden_member"]
SCHEDULE = ["name", "time_zone", "description", "teams", "rotations"]
MORNING = ("2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z")


def spoilt(data: st.DataObject, names: list[str]) -> Json:
    changes: Json = data.draw(st.dictionaries(st.sampled_from(names), values, max_size=2))
    return changes


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_body_makes_the_server_stumble(account_with: Callable[..., Account], data: st.DataObject) -> None:
    """Whatever stands in a field, it is taken or refused, never a server error; and all can be rendered."""
    pd = account_with(v3_rotations_in_body="accepted")
    made = board(pd)
    rotation = made.rotation()
    event = daily(pd, 1, effective_since="2026-03-10T09:00:00Z")
    future = f"rotations/{rotation}/events/{made.add_event(rotation, event)['id']}"
    shift = made.add_custom_shift(1, *MORNING)
    cover = made.add_override(1, 2, *MORNING, custom_shift_id=shift)
    headline = {"name": "Shifts", "time_zone": "Etc/UTC"} | spoilt(data, SCHEDULE)
    parts = spoilt(data, PART)
    bodies: list[tuple[str, str, Any]] = [
        ("POST", "/v3/schedules", {"schedule": headline}),
        ("PUT", made.path, {"schedule": headline}),
        ("POST", f"{made.path}/rotations", data.draw(values)),
        ("POST", f"{made.path}/rotations/{made.rotation()}/events", {"event": event | spoilt(data, EVENT)}),
        ("PUT", f"{made.path}/{future}", {"event": spoilt(data, EVENT)}),
        ("POST", f"{made.path}/custom_shifts", {"custom_shifts": [custom_shift(pd, 1, *MORNING) | parts]}),
        ("PUT", f"{made.path}/custom_shifts/{shift}", {"custom_shift": parts}),
        ("POST", f"{made.path}/overrides", {"overrides": [override(pd, 1, 2, *MORNING) | parts]}),
        ("PUT", f"{made.path}/overrides/{cover}", {"override": parts}),
    ]
    for method, path, body in bodies:
        assert pd.call(method, path, body, outside=True).status < 500
    assert made.final(*DAY)["type"] == "final_schedule"


@pytest.mark.parametrize("wrapper", ["schedule", "event", "custom_shift", "override"])
@pytest.mark.parametrize("body", [None, [], {}, {"wrong": {}}])
def test_a_body_without_its_wrapper_is_refused(pd: Account, wrapper: str, body: Any) -> None:
    """The wrapper is named."""
    made = board(pd)
    rotation = made.rotation(daily(pd, 1))
    shift = made.add_custom_shift(1, *MORNING)
    paths = {
        "schedule": made.path,
        "event": f"{made.path}/rotations/{rotation}/events/{made.events(rotation)[0]['id']}",
        "custom_shift": f"{made.path}/custom_shifts/{shift}",
        "override": f"{made.path}/overrides/{made.add_override(1, 2, *MORNING, rotation_id=rotation)}",
    }
    reply = pd.put(paths[wrapper], body, outside=True)
    assert (reply.status, reply.errors) == (400, {wrapper: ["is required"]})
