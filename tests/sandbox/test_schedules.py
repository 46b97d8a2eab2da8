"""Schedules: what is accepted and refused, the list, the preview and deletion."""

from collections.abc import Callable
from typing import Any

import pytest

from reconciler.sandbox import seed_incident, seed_team, seed_v3_schedule, set_abilities
from reconciler.sandbox.seed import resolve_incident
from tests.sandbox.harness import Account, Json, entries

WEEKLY = {"type": "weekly_restriction", "start_time_of_day": "09:00:00", "duration_seconds": 28800}
DAILY = {"type": "daily_restriction", "start_time_of_day": "09:00:00", "duration_seconds": 28800}


@pytest.mark.parametrize(
    "changes",
    [
        {"rotation_turn_length_seconds": 3599},
        {"rotation_turn_length_seconds": 31536001},
        {"rotation_turn_length_seconds": True},
        {"users": []},
        {"users": [{"user": {"id": "PNOBODY", "type": "user_reference"}}]},
        {"users": ["PNOBODY"]},
        {"start": None},
        {"start": "2026-03-02T12:00:00"},
        {"start": "0001-01-01T00:00:00Z"},
        {"end": "tomorrow"},
        {"name": 7},
        {"rotation_virtual_start": "2026-03-02T12:00:00"},
        {"restrictions": "none"},
        {"restrictions": [{**DAILY, "type": "monthly_restriction"}]},
        {"restrictions": [{**DAILY, "start_day_of_week": 1}]},
        {"restrictions": [{**DAILY, "duration_seconds": 0}]},
        {"restrictions": [{**DAILY, "start_time_of_day": "9:60:00"}]},
        {"restrictions": [{**DAILY, "start_time_of_day": "09:00"}]},
        {"restrictions": [{**WEEKLY, "start_day_of_week": 0}]},
        {"restrictions": [{**WEEKLY, "start_day_of_week": 8}]},
    ],
)
def test_a_faulty_layer_is_refused_with_code_2001(pd: Account, changes: Json) -> None:
    """Turns, users, times and restrictions have their limits."""
    reply = pd.post("/schedules", pd.schedule(pd.layer(1, **changes)))
    assert (reply.status, reply.json["error"]["code"]) == (400, 2001)


@pytest.mark.parametrize("layers", ["none", ["none"], None])
def test_layers_that_are_no_objects_are_refused(pd: Account, layers: Any) -> None:
    """Layers must be a list of objects."""
    assert pd.post("/schedules", pd.schedule(schedule_layers=layers)).status == 400


@pytest.mark.parametrize("turn", [3600, 31536000])
def test_turns_last_from_an_hour_to_a_year(pd: Account, turn: int) -> None:
    """Both ends of the range are accepted."""
    pd.new_schedule(pd.layer(1, rotation_turn_length_seconds=turn))


@pytest.mark.parametrize(("kind", "limits"), [("daily", {}), ("weekly", {"start_day_of_week": 7})])
def test_a_restriction_may_not_be_as_long_as_its_period(pd: Account, kind: str, limits: Json) -> None:
    """A full day or week is refused with code 3001 and reasons in an object; a second less is taken."""
    longest = {"daily": 86399, "weekly": 604799}[kind]
    restriction = {
        "type": f"{kind}_restriction",
        "start_time_of_day": "09:00:00",
        "duration_seconds": longest,
    }
    pd.new_schedule(pd.layer(1, restrictions=[restriction | limits]))
    too_long = restriction | limits | {"duration_seconds": longest + 1}
    reply = pd.post("/schedules", pd.schedule(pd.layer(1, restrictions=[too_long])))
    assert (reply.status, reply.json["error"]["code"]) == (400, 3001)
    assert list(reply.errors) == [f"rotation_layers.{kind}_restrictions.duration_seconds"]


def test_seconds_of_a_restriction_are_zeroed(pd: Account) -> None:
    """09:30:45 is stored as 09:30:00 without a word."""
    key = pd.new_schedule(pd.layer(1, restrictions=[{**DAILY, "start_time_of_day": "09:30:45"}]))
    (restriction,) = pd.read(key)["schedule_layers"][0]["restrictions"]
    assert restriction["start_time_of_day"] == "09:30:00"


def test_a_daily_restriction_carries_no_day(pd: Account) -> None:
    """A day of zero or null is taken as none and does not come back."""
    days: list[int | None] = [0, None]
    for day in days:
        reply = pd.post(
            "/schedules",
            pd.schedule(pd.layer(1, restrictions=[{**DAILY, "start_day_of_week": day}])),
            outside=True,
        )
        assert reply.json["schedule"]["schedule_layers"][0]["restrictions"] == [DAILY]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "  "},
        {"name": None},
        {"name": "x" * 256},
        {"description": "x" * 1025},
        {"time_zone": "Europe/Londn"},
        {"time_zone": None},
        {"type": "schedule_reference"},
        {"teams": [{"id": "PNOTEAM", "type": "team_reference"}]},
        {"teams": ["PNOTEAM"]},
    ],
)
def test_a_faulty_schedule_is_refused(pd: Account, changes: Json) -> None:
    """Name, description, zone, type and teams are checked."""
    assert pd.post("/schedules", pd.schedule(pd.layer(1), **changes)).status == 400


@pytest.mark.parametrize("missing", ["name", "time_zone"])
def test_name_and_zone_are_required(pd: Account, missing: str) -> None:
    """A POST without either is refused, and so is a PUT without the zone."""
    body = pd.schedule(pd.layer(1))
    del body["schedule"][missing]
    assert pd.post("/schedules", body).status == 400
    key = pd.new_schedule()
    assert pd.put(f"/schedules/{key}", body).status == (400 if missing == "time_zone" else 200)


@pytest.mark.parametrize("body", [None, [], {"preview": {}}, {"schedule": []}])
def test_a_body_without_its_wrapper_is_refused(pd: Account, body: Any) -> None:
    """The object must stand inside `schedule`."""
    assert pd.post("/schedules", body).status == 400


def test_blanks_in_a_name_are_trimmed_and_squeezed(pd: Account) -> None:
    """What is stored may differ from what was sent."""
    assert pd.read(pd.new_schedule(name="  In   hours "))["name"] == "In hours"


def test_two_schedules_may_share_a_name(pd: Account) -> None:
    """Names are no keys."""
    assert pd.new_schedule(name="Same") != pd.new_schedule(name="Same")


@pytest.mark.parametrize("zone", ["London", "UTC", "Etc/UTC", "Europe/Kiev", "Eastern Time (US & Canada)"])
def test_iana_and_rails_zones_are_accepted(pd: Account, zone: str) -> None:
    """The zone comes back as it was sent."""
    assert pd.read(pd.new_schedule(time_zone=zone))["time_zone"] == zone


def test_the_status_of_a_created_schedule_is_a_quirk(account_with: Callable[..., Account]) -> None:
    """201 by the specification, 200 as reported."""
    account_with(create_status=200).new_schedule()
    account_with().new_schedule()


def test_users_and_policies_of_a_schedule_are_listed_in_it(pd: Account) -> None:
    """Each user once, base layer first; every policy that notifies it."""
    key = pd.new_schedule(pd.layer(2, 3, 2), pd.layer(1))
    pd.new_policy(pd.rule(("schedule_reference", key)))
    schedule = pd.read(key)
    assert [user["summary"] for user in schedule["users"]] == ["P2", "P3", "P1"]
    assert [policy["summary"] for policy in schedule["escalation_policies"]] == ["24x7"]


def test_teams_are_kept_and_need_the_ability(pd: Account) -> None:
    """Teams left out of a PUT stay; without the ability they may not be sent."""
    team = {"id": seed_team(pd.store, "Support"), "type": "team_reference"}
    key = pd.new_schedule(teams=[team])
    pd.put(f"/schedules/{key}", pd.schedule())
    assert [each["summary"] for each in pd.read(key)["teams"]] == ["Support"]
    pd.put(f"/schedules/{key}", pd.schedule(teams=[]))
    assert pd.read(key)["teams"] == []
    set_abilities(pd.store, [])
    assert pd.post("/schedules", pd.schedule(pd.layer(1), teams=[team])).status == 403


def test_the_list_finds_part_of_a_name_and_filters_by_team(pd: Account) -> None:
    """The query matches anywhere in the name, whatever the case."""
    team = seed_team(pd.store, "Support")
    pd.new_schedule(name="In hours", teams=[{"id": team, "type": "team_reference"}])
    pd.new_schedule(name="Out of hours")
    found = pd.get("/schedules", ("query", "OF HO")).json["schedules"]
    assert [schedule["name"] for schedule in found] == ["Out of hours"]
    found = pd.get("/schedules", ("team_ids[]", team)).json["schedules"]
    assert [schedule["name"] for schedule in found] == ["In hours"]


def test_the_list_shows_parts_only_when_they_are_included(pd: Account) -> None:
    """Without include[] there are neither layers nor renderings; times are then in UTC."""
    pd.new_schedule()
    (plain,) = pd.get("/schedules").json["schedules"]
    assert not {"schedule_layers", "final_schedule", "overrides_subschedule"} & set(plain)
    window = [("since", "2026-03-03T12:00:00Z"), ("until", "2026-03-03T18:00:00Z")]
    parts = [("include[]", part) for part in ("schedule_layers", "final_schedule", "overrides_subschedule")]
    (full,) = pd.get("/schedules", *window, *parts).json["schedules"]
    assert full["schedule_layers"][0]["start"] == "2026-03-02T12:00:00Z"
    assert entries(full["final_schedule"]) == [("2026-03-03T12:00:00Z", "2026-03-03T18:00:00Z", "P1")]
    assert entries(full["overrides_subschedule"]) == []


def test_the_list_can_ignore_includes(account_with: Callable[..., Account]) -> None:
    """Whether the list honours include[] is a quirk."""
    pd = account_with(list_includes=False)
    pd.new_schedule()
    (schedule,) = pd.get("/schedules", ("include[]", "schedule_layers")).json["schedules"]
    assert "schedule_layers" not in schedule


def test_a_preview_renders_without_keeping_anything(pd: Account) -> None:
    """Nothing has an id, nothing is stored, and a past start counts from now."""
    window = [("since", "2026-03-01T12:00:00Z"), ("until", "2026-03-03T12:00:00Z")]
    body = pd.schedule(pd.layer(1, start="2020-01-01T00:00:00Z"))
    schedule = pd.post("/schedules/preview", body, *window).json["schedule"]
    assert (schedule["id"], schedule["schedule_layers"][0]["id"]) == (None, None)
    assert entries(schedule["final_schedule"]) == [
        ("2026-03-02T12:00:00+00:00", "2026-03-03T12:00:00+00:00", "P1")
    ]
    assert pd.get("/schedules").json["schedules"] == []


def test_a_preview_shows_true_ends_with_overflow(pd: Account) -> None:
    """Overflow works for a preview as for an item."""
    window = [("since", "2026-03-03T00:00:00Z"), ("until", "2026-03-03T06:00:00Z"), ("overflow", "true")]
    schedule = pd.post("/schedules/preview", pd.schedule(pd.layer(1)), *window).json["schedule"]
    assert entries(schedule["final_schedule"]) == [
        ("2026-03-02T12:00:00+00:00", "2026-03-03T12:00:00+00:00", "P1")
    ]


def test_an_unknown_schedule_is_404_with_code_2100(pd: Account) -> None:
    """PagerDuty does not say what was not found."""
    body = {"error": {"message": "Not Found", "code": 2100}}
    for method in ("GET", "PUT", "DELETE"):
        reply = pd.call(method, "/schedules/PNOSUCH", pd.schedule() if method == "PUT" else None)
        assert (reply.status, reply.json) == (404, body)


def test_a_shift_based_schedule_is_refused_by_name(pd: Account) -> None:
    """It is absent from the list, and the item points to the other API."""
    key = seed_v3_schedule(pd.store, "Flexible")
    assert pd.get("/schedules").json["schedules"] == []
    reply = pd.get(f"/schedules/{key}")
    assert reply.status == 400
    assert "shift-based" in reply.json["error"]["message"]
    assert "v3" in reply.json["error"]["message"]


def test_a_schedule_in_a_policy_cannot_be_deleted(pd: Account) -> None:
    """The refusal has the text that clients compare with."""
    key = pd.new_schedule()
    policy = pd.new_policy(pd.rule(("schedule_reference", key)))
    reply = pd.delete(f"/schedules/{key}")
    assert (reply.status, reply.json["error"]["code"]) == (400, 2001)
    assert reply.errors == ["Schedule can't be deleted if it's being used by escalation policies"]
    pd.delete(f"/escalation_policies/{policy['id']}")
    assert pd.delete(f"/schedules/{key}").status == 204


def test_an_open_incident_pins_the_schedules_of_its_policy(pd: Account) -> None:
    """Detaching the schedule is not enough while an incident runs on the policy as it was."""
    key = pd.new_schedule()
    policy = pd.new_policy(pd.rule(("schedule_reference", key)))
    incident = seed_incident(pd.store, policy["id"])
    pd.delete(f"/escalation_policies/{policy['id']}")
    reply = pd.delete(f"/schedules/{key}")
    assert (reply.status, reply.json["error"]["code"], reply.errors) == (
        400,
        2001,
        ["Schedule can't be deleted if it's being used by an escalation policy snapshot with open incidents"],
    )
    resolve_incident(pd.store, incident)
    assert pd.delete(f"/schedules/{key}").status == 204


def test_a_deleted_schedule_takes_its_overrides_along(pd: Account) -> None:
    """Nothing of it is left."""
    key = pd.new_schedule()
    pd.add_overrides(key, pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"))
    assert pd.delete(f"/schedules/{key}").status == 204
    assert pd.store.all("overrides") == []


def test_users_on_call_are_listed_whole_and_once(pd: Account) -> None:
    """Deleted users are left out, and without a window there is nobody."""
    key = pd.new_schedule(pd.layer(1, 2, 1, 3))
    pd.delete(f"/users/{pd.people[2]}")
    window = [("since", "2026-03-02T12:00:00Z"), ("until", "2026-03-07T12:00:00Z")]
    users = pd.get(f"/schedules/{key}/users", *window).json["users"]
    assert [(user["name"], user["type"]) for user in users] == [("P1", "user"), ("P2", "user")]
    assert pd.get(f"/schedules/{key}/users").json["users"] == []


def test_a_layer_with_a_deleted_user_is_refused_by_default(account_with: Callable[..., Account]) -> None:
    """Whether a deleted user may be sent again is a quirk."""
    for accepts, status in ((False, 400), (True, 201)):
        pd = account_with(accept_deleted_users=accepts)
        pd.delete(f"/users/{pd.people[0]}")
        assert pd.post("/schedules", pd.schedule(pd.layer(1))).status == status
