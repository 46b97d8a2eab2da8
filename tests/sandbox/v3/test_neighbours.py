"""What the rest of the look-alike knows of shift-based schedules: on-calls, audit, faults, seeds, store."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reconciler.sandbox import (
    Deleted,
    Duplicate,
    Half,
    RateLimited,
    ReadOnly,
    Rule,
    Stale,
    Store,
    seed_user,
    seed_v3_schedule,
    set_abilities,
)
from reconciler.sandbox.errors import ApiError
from tests.sandbox.harness import Account, Json
from tests.sandbox.v3.harness import Board, at, board, custom_shift, daily, override, strategy

MORNING = ("2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z")


def oncalls(pd: Account, *query: tuple[str, str]) -> list[tuple[str, str | None, str | None]]:
    rows = pd.get("/oncalls", *query).json["oncalls"]
    return [(row["user"]["summary"], row["start"], row["end"]) for row in rows]


def use(made: Board) -> Json:
    """A policy that notifies the schedule."""
    return made.pd.new_policy(made.pd.rule(("schedule_v3_reference", made.key)))


def test_everybody_who_is_on_has_a_row_with_a_shift_based_reference(pd: Account) -> None:
    """Their stretches are joined, whatever put them on, one within another or one after the other."""
    made = board(pd, daily(pd, 1, 2, None))
    use(made)
    made.add_custom_shift(1, "2026-03-02T20:00:00Z", "2026-03-02T22:00:00Z")
    made.add_custom_shift(1, "2026-03-03T09:00:00Z", "2026-03-03T15:00:00Z")
    assert oncalls(pd) == [("P1", "2026-03-02T12:00:00Z", "2026-03-03T15:00:00Z")]
    morning = (("since", MORNING[0]), ("until", MORNING[1]))
    assert [row[0] for row in oncalls(pd, *morning)] == ["P1", "P2"]
    schedule = pd.get("/oncalls").json["oncalls"][0]["schedule"]
    assert (schedule["id"], schedule["type"]) == (made.key, "schedule_v3_reference")
    whole = pd.get("/oncalls", ("include[]", "schedules")).json["oncalls"][0]["schedule"]
    assert (whole["type"], whole["time_zone"]) == ("schedule_v3", "Europe/London")
    assert oncalls(pd, ("schedule_ids[]", "PNONE")) == []


def test_a_gap_puts_nobody_on_call(pd: Account) -> None:
    """Nor does a schedule that no policy uses."""
    made = board(pd, daily(pd, None))
    board(pd, daily(pd, 1))
    use(made)
    assert oncalls(pd) == []


def test_whoever_is_on_without_a_break_is_on_for_ever(pd: Account) -> None:
    """There is no end in sight."""
    use(board(pd, daily(pd, 1)))
    assert oncalls(pd) == [("P1", "2026-03-02T12:00:00Z", None)]


def records(made: Board) -> list[tuple[str, str, str | None]]:
    found = made.pd.get(f"{made.path}/audit/records").json["records"]
    assert {record["root_resource"]["id"] for record in found} == {made.key}
    resources = [record["details"]["resource"] for record in found]
    return [
        (record["action"], resource["type"], resource["summary"])
        for record, resource in zip(found, resources, strict=True)
    ]


def test_every_change_is_recorded_newest_first(pd: Account) -> None:
    """Whatever belongs to the schedule is told in its trail."""
    made = board(pd)
    rotation = made.rotation(daily(pd, 1))
    shift = made.add_custom_shift(2, *MORNING)
    key = made.add_override(1, 3, *MORNING, rotation_id=rotation)
    pd.delete(f"{made.path}/overrides/{key}")
    pd.delete(f"{made.path}/custom_shifts/{shift}")
    pd.put(made.path, {"schedule": {"name": "Other", "time_zone": "UTC"}})
    pd.delete(f"{made.path}/rotations/{rotation}")
    assert records(made) == [
        ("delete", "schedule_rotation_reference", None),
        ("update", "schedule_event_reference", "Daily"),
        ("update", "schedule_v3_reference", "Other"),
        ("delete", "custom_shift_reference", None),
        ("delete", "override_shift_reference", None),
        ("create", "override_shift_reference", None),
        ("create", "custom_shift_reference", None),
        ("create", "schedule_event_reference", "Daily"),
        ("create", "schedule_rotation_reference", None),
        ("create", "schedule_v3_reference", "Shifts"),
    ]


def test_a_record_tells_fields_and_people(pd: Account) -> None:
    """Values before and after, and who came or went; what belongs to which schedule is no field."""
    made = board(pd)
    later = {"effective_since": "2026-03-10T09:00:00Z"}
    rotation = made.rotation()
    event = made.add_event(rotation, daily(pd, 1, **later))
    created = pd.get(f"{made.path}/audit/records").json["records"][0]["details"]["fields"]
    assert {"name", "recurrence"} <= {each["name"] for each in created}
    assert "schedule_id" not in {each["name"] for each in created}
    changes = {"name": "Other", "assignment_strategy": strategy(pd, 2)}
    pd.put(f"{made.path}/rotations/{rotation}/events/{event['id']}", {"event": changes})
    details = pd.get(f"{made.path}/audit/records").json["records"][0]["details"]
    fields = {each["name"]: (each["before_value"], each["value"]) for each in details["fields"]}
    assert fields["name"] == ("Daily", "Other")
    assert set(fields) == {"name", "assignment_strategy"}
    (users,) = details["references"]
    assert [[each["summary"] for each in users[name]] for name in ("added", "removed")] == [["P2"], ["P1"]]


def test_the_trail_of_the_account_counts_both_kinds_as_schedules(pd: Account) -> None:
    """And the trail is paid for with either."""
    pd.new_schedule()
    made = board(pd)
    query = [("root_resource_types[]", "schedules")]
    found = pd.call("GET", "/audit/records", query=query, outside=True).json["records"]
    assert [record["root_resource"]["type"] for record in found] == [
        "schedule_v3_reference",
        "schedule_reference",
    ]
    assert pd.get("/v3/schedules/PNONE/audit/records").status == 404
    set_abilities(pd.store, [])
    assert pd.get(f"{made.path}/audit/records").status == 402


def test_a_deleted_schedule_is_told_as_one_deletion(pd: Account) -> None:
    """Not part by part."""
    made = board(pd, daily(pd, 1))
    pd.now += timedelta(hours=1)
    pd.delete(made.path)
    found = pd.call("GET", "/audit/records", query=[], outside=True).json["records"]
    newest = [record for record in found if record["execution_time"] == "2026-03-02T13:00:00Z"]
    assert [(record["action"], record["root_resource"]["summary"]) for record in newest] == [
        ("delete", "Shifts")
    ]


def test_faults_strike_shift_based_schedules_too(pd: Account) -> None:
    """Too many requests, answers cut in half, writes done twice, stale reads, keys that lose their rights."""
    made = board(pd)
    pd.strike(Rule(RateLimited(), path="/v3/schedules/*"))
    assert pd.get(made.path, outside=True).status == 429
    pd.strike(Rule(Half(), path="/v3/**"))
    assert pd.get(made.path, outside=True).json is None
    pd.strike(Rule(Duplicate(), path="/v3/schedules/*/rotations"))
    made.rotation()
    pd.strike()
    assert len(made.read()["rotations"]) == 2
    pd.strike(Rule(Stale(1)))
    made.rotation()
    assert [len(made.read()["rotations"]) for _ in range(2)] == [2, 3]
    pd.strike(Rule(ReadOnly()))
    assert pd.delete(made.path).status == 403


@pytest.mark.parametrize("kind", ["custom_shifts", "overrides", "rotations", "events"])
def test_parts_can_go_without_anybody_asking(pd: Account, kind: str) -> None:
    """Somebody else deletes them just before they are asked for."""
    made = board(pd)
    rotation = made.rotation()
    paths = {
        "events": f"rotations/{rotation}/events/{made.add_event(rotation, daily(pd, 1))['id']}",
        "custom_shifts": f"custom_shifts/{made.add_custom_shift(2, *MORNING)}",
        "overrides": f"overrides/{made.add_override(1, 2, *MORNING, rotation_id=rotation)}",
        "rotations": f"rotations/{rotation}",
    }
    assert pd.get(f"{made.path}/{paths[kind]}").status == 200
    pd.strike(Rule(Deleted(), nth=1))
    assert pd.get(f"{made.path}/{paths[kind]}").status == 404


def test_a_schedule_can_go_without_anybody_asking(pd: Account) -> None:
    """Even one that a policy uses; what is not there cannot go."""
    made = board(pd, daily(pd, 1))
    use(made)
    pd.strike(
        Rule(Deleted(made.path), nth=1),
        Rule(Deleted(made.path), nth=2),
        Rule(Deleted("/v3/schedules"), nth=3),
    )
    assert [pd.get(made.path).status for _ in range(3)] == [404, 404, 404]
    assert oncalls(pd) == []


def body(pd: Account) -> Json:
    """A schedule with everything, from the year before."""
    start = {"start_time": at("2025-01-01T09:00:00Z"), "end_time": at("2025-01-02T09:00:00Z")}
    event = daily(pd, 1, 2, **start, effective_since="2025-01-01T09:00:00Z")
    return {
        "name": "Seeded",
        "time_zone": "UTC",
        "rotations": [{}, {"events": [event]}],
        "custom_shifts": [custom_shift(pd, 3, "2025-01-02T10:00:00Z", "2025-01-02T11:00:00Z")],
        "overrides": [
            override(pd, 2, 4, "2025-01-02T10:00:00Z", "2025-01-02T11:00:00Z", rotation=1),
            override(pd, 3, 5, "2025-01-02T10:30:00Z", "2025-01-02T11:00:00Z", custom_shift=0),
        ],
    }


@pytest.mark.parametrize("wrapped", [True, False])
def test_a_whole_schedule_can_be_seeded_in_the_past(pd: Account, *, wrapped: bool) -> None:
    """The clock handed over decides when it was saved; overrides name their targets by place."""
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    sent = {"schedule": body(pd)} if wrapped else body(pd)
    made = Board(pd, seed_v3_schedule(pd.store, sent, lambda: long_ago))
    assert (made.read()["name"], made.read()["time_zone"]) == ("Seeded", "Etc/UTC")
    assert made.rows("2025-01-02T10:00:00Z", "2025-01-02T11:00:00Z") == [
        ("2025-01-02T10:00:00Z", "2025-01-02T10:30:00Z", "P3"),
        ("2025-01-02T10:00:00Z", "2025-01-02T11:00:00Z", "P4"),
        ("2025-01-02T10:30:00Z", "2025-01-02T11:00:00Z", "P5"),
    ]


def test_a_seed_that_cannot_be_leaves_nothing(pd: Account) -> None:
    """As a request that is refused."""
    wrong = body(pd) | {"custom_shifts": [{}]}
    with pytest.raises(ApiError):
        seed_v3_schedule(pd.store, wrong, lambda: datetime(2025, 1, 1, tzinfo=UTC))
    assert pd.store.all("v3_schedules") == []


def test_everything_is_kept_between_runs(tmp_path: Path) -> None:
    """In the same file as all the rest."""
    path = tmp_path / "sandbox.db"
    store = Store(path)
    user = seed_user(store, name="Ana", email="ana@example.org")
    event = {
        "name": "Daily",
        "start_time": at("2026-03-02T09:00:00Z"),
        "end_time": at("2026-03-03T09:00:00Z"),
        "effective_since": "2026-03-02T09:00:00Z",
        "recurrence": ["RRULE:FREQ=DAILY"],
        "assignment_strategy": {
            "type": "every_member_assignment_strategy",
            "members": [{"type": "user_member", "user_id": user}],
        },
    }
    sent = {"name": "Kept", "time_zone": "Etc/UTC", "rotations": [{"events": [event]}]}
    seed_v3_schedule(store, sent, lambda: datetime(2026, 3, 2, tzinfo=UTC))
    store.close()
    again = Account(store=Store(path))
    key = again.get("/v3/schedules").json["schedules"][0]["id"]
    (rotation,) = Board(again, key).read()["rotations"]
    assert [each["name"] for each in rotation["events"]] == ["Daily"]
    again.store.close()
