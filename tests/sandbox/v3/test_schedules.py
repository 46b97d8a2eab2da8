"""Shift-based schedules: their headline, their list, what ties them down, and who may not see them."""

from collections.abc import Callable, Iterator

import httpx2
import pytest
from pagerduty import RestApiV2Client

from reconciler.sandbox import resolve_incident, seed_incident, seed_team, set_abilities
from tests.sandbox.harness import Account, Json
from tests.sandbox.v3.harness import DAY, Board, board, daily

EARLY = {"Authorization": "Token token=sandbox", "X-EARLY-ACCESS": "flexible-schedules-early-access"}


def post(pd: Account, *, outside: bool = True, **changes: object) -> Json:
    """The reasons for which a schedule is refused."""
    reply = pd.post(
        "/v3/schedules",
        {"schedule": {"name": "Shifts", "time_zone": "Europe/London"} | changes},
        outside=outside,
    )
    assert reply.status == 400, reply.json
    reasons: Json = reply.errors
    return reasons


def test_a_new_schedule_shows_its_headline_and_no_rotations(pd: Account) -> None:
    """UTC is kept as Etc/UTC, and nothing is rendered unasked."""
    team = seed_team(pd.store, "Ops")
    teams = [{"id": team, "type": "team_reference"}]
    read = board(pd, time_zone="UTC", description="Whoever is awake", teams=teams).read()
    assert (read["type"], read["name"], read["time_zone"]) == ("schedule_v3", "Shifts", "Etc/UTC")
    assert (read["description"], read["rotations"]) == ("Whoever is awake", [])
    assert [each["id"] for each in read["teams"]] == [team]
    assert not {"final_schedule", "users", "summary"} & set(read)


def test_the_list_holds_references_and_nothing_layer_based(pd: Account) -> None:
    """The name is in the summary; zone and rotations are not there at all. The other list is as blind."""
    layers, shifts = pd.new_schedule(), board(pd).key
    listed = pd.get("/v3/schedules").json
    assert [(each["id"], each["type"], each["summary"]) for each in listed["schedules"]] == [
        (shifts, "schedule_v3_reference", "Shifts")
    ]
    assert not {"time_zone", "rotations"} & set(listed["schedules"][0])
    assert (listed["limit"], listed["offset"], listed["more"]) == (100, 0, False)
    assert [each["id"] for each in pd.get("/schedules").json["schedules"]] == [layers]


def test_the_list_is_paged_up_to_a_thousand(pd: Account) -> None:
    """Sizes out of bounds are refused; query, team and total work as elsewhere."""
    keys = [board(pd, name=name).key for name in ("Alpha", "Beta", "Gamma")]
    page = pd.get("/v3/schedules", ("limit", "2"), ("offset", "1"), ("total", "true")).json
    assert ([each["id"] for each in page["schedules"]], page["more"], page["total"]) == (keys[1:], False, 3)
    assert pd.get("/v3/schedules", ("limit", "1")).json["more"]
    assert pd.get("/v3/schedules", ("limit", "1000")).status == 200
    for size in ("0", "1001", "many"):
        reply = pd.get("/v3/schedules", ("limit", size), outside=True)
        assert (reply.status, list(reply.errors)) == (400, ["limit"])
    assert [each["id"] for each in pd.get("/v3/schedules", ("query", "ETA")).json["schedules"]] == [keys[1]]
    assert pd.get("/v3/schedules", ("team_ids[]", "PNONE")).json["schedules"] == []


def test_name_and_zone_are_needed(pd: Account) -> None:
    """Every field at fault is named, by its path in the body."""
    long = "x" * 256
    assert list(post(pd, name="", time_zone="Mars/Base")) == ["schedule.name", "schedule.time_zone"]
    assert list(post(pd, name=long, description=1025 * "x")) == ["schedule.name", "schedule.description"]
    assert list(post(pd, time_zone=None)) == ["schedule.time_zone"]
    assert pd.post("/v3/schedules", {}, outside=True).errors == {"schedule": ["is required"]}


def test_policies_cannot_be_sent_with_a_schedule(pd: Account) -> None:
    """They name the schedule, not the other way round."""
    assert list(post(pd, escalation_policies=[])) == ["schedule.escalation_policies"]


def test_teams_need_the_ability_and_must_exist(pd: Account) -> None:
    """An unknown team is a fault of the body; without the ability nothing about teams may be sent."""
    unknown = [{"id": "PNONE", "type": "team_reference"}]
    assert list(post(pd, teams=unknown)) == ["schedule.teams"]
    assert list(post(pd, teams="Ops")) == ["schedule.teams"]
    set_abilities(pd.store, [])
    body = {"schedule": {"name": "Shifts", "time_zone": "Etc/UTC", "teams": unknown}}
    assert pd.post("/v3/schedules", body).status == 403


@pytest.mark.parametrize(
    ("quirk", "sent", "refused"),
    [
        ("refused", [], True),
        ("refused", None, False),
        ("accepted", [], False),
        ("accepted", None, False),
        ("required", [], False),
        ("required", None, True),
    ],
)
def test_whether_rotations_may_be_sent_along_is_a_quirk(
    account_with: Callable[..., Account], quirk: str, sent: list[Json] | None, *, refused: bool
) -> None:
    """By default they are refused, even an empty list; elsewhere that is just what is asked for."""
    pd = account_with(v3_rotations_in_body=quirk)
    body = {"name": "Shifts", "time_zone": "Etc/UTC"} | ({} if sent is None else {"rotations": sent})
    reply = pd.post("/v3/schedules", {"schedule": body})
    assert reply.status == (400 if refused else 201)
    if refused:
        assert list(reply.errors) == ["schedule.rotations"]


def test_rotations_that_are_accepted_are_made_with_their_events(account_with: Callable[..., Account]) -> None:
    """What is wrong with one event makes nothing at all."""
    pd = account_with(v3_rotations_in_body="accepted")
    whole = {"name": "Shifts", "time_zone": "Etc/UTC", "rotations": [{"events": [daily(pd, 1)]}, {}]}
    made = pd.post("/v3/schedules", {"schedule": whole}).json["schedule"]
    assert [[event["name"] for event in each["events"]] for each in made["rotations"]] == [["Daily"], []]
    for rotations in ([{"events": [daily(pd)]}], [{"events": ["x"]}], [{"events": 5}], "x"):
        reply = pd.post("/v3/schedules", {"schedule": whole | {"rotations": rotations}}, outside=True)
        assert reply.status == 400
    assert len(pd.get("/v3/schedules").json["schedules"]) == 1


def test_a_put_changes_what_is_sent_but_needs_the_zone(pd: Account) -> None:
    """Leaving it out is refused although the document calls it optional. Teams are not changed."""
    made = board(pd, description="Old")
    reply = pd.put(made.path, {"schedule": {"name": "Other"}})
    assert (reply.status, reply.errors) == (400, {"schedule.time_zone": ["Time zone cannot be empty."]})
    sent = {"name": "Other", "time_zone": "UTC", "teams": [{"id": "PNONE", "type": "team_reference"}]}
    changed = pd.put(made.path, {"schedule": sent}).json["schedule"]
    assert (changed["name"], changed["time_zone"], changed["description"]) == ("Other", "Etc/UTC", "Old")
    assert changed["teams"] == []
    refused = pd.put(made.path, {"schedule": {"time_zone": "UTC", "rotations": []}})
    assert (refused.status, list(refused.errors)) == (400, ["schedule.rotations"])


def test_the_two_kinds_of_schedules_point_at_each_other(pd: Account) -> None:
    """An id says nothing about its kind, but the refusal does."""
    layers, shifts = pd.new_schedule(), board(pd).key
    reply = pd.get(f"/v3/schedules/{layers}")
    assert reply.status == 400
    assert reply.json["error"]["message"] == "This is a layer-based schedule. Use the v2 Schedules API"
    reply = pd.get(f"/schedules/{shifts}")
    assert (reply.status, "shift-based" in reply.json["error"]["message"]) == (400, True)
    for path in ("/v3/schedules/PNONE", "/v3/schedules/PNONE/rotations"):
        unknown = pd.get(path)
        assert (unknown.status, unknown.json["error"]["code"]) == (404, 2100)


def test_a_policy_takes_the_right_reference_alone(pd: Account) -> None:
    """The wrong type for an id is answered as if there were no such id."""
    shifts, layers = board(pd).key, pd.new_schedule()
    made = pd.new_policy(pd.rule(("schedule_v3_reference", shifts)))
    assert made["escalation_rules"][0]["targets"][0]["type"] == "schedule_v3_reference"
    for kind, key in (("schedule_reference", shifts), ("schedule_v3_reference", layers)):
        reply = pd.post("/escalation_policies", pd.policy(pd.rule((kind, key))))
        assert (reply.status, reply.json["error"]["code"]) == (404, 2100)


def test_a_schedule_in_use_cannot_be_deleted(pd: Account) -> None:
    """Neither while a policy uses it nor while an open incident runs on a policy that did."""
    made = board(pd, daily(pd, 1))
    made.add_custom_shift(2, "2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z")
    policy = pd.new_policy(pd.rule(("schedule_v3_reference", made.key)))
    assert [each["id"] for each in made.read()["escalation_policies"]] == [policy["id"]]
    incident = seed_incident(pd.store, policy["id"])
    assert "escalation policies" in pd.delete(made.path).errors["schedule"][0]
    pd.delete(f"/escalation_policies/{policy['id']}")
    assert "snapshot with open incidents" in pd.delete(made.path).errors["schedule"][0]
    resolve_incident(pd.store, incident)
    assert pd.delete(made.path).status == 204
    assert pd.get(made.path).status == 404
    kinds = ("v3_schedules", "v3_rotations", "v3_events", "v3_custom_shifts", "v3_overrides")
    assert [kind for kind in kinds if pd.store.all(kind)] == []


def test_nothing_is_rendered_without_both_ends_of_a_window(pd: Account) -> None:
    """A window that is none is refused, one that is too long is a quirk."""
    made = board(pd, daily(pd, 1))
    include, since, until = ("include[]", "final_schedule"), ("since", DAY[0]), ("until", DAY[1])
    assert "final_schedule" not in made.read(include, since)
    assert "final_schedule" not in made.read(since, until)
    assert {"final_schedule", "users"} <= set(made.read(include, since, until))
    for query in ((("since", "noon"), until), (("since", DAY[1]), ("until", DAY[0]))):
        assert pd.get(made.path, include, *query, outside=True).status == 400
    reply = pd.get(made.path, include, since, until, ("time_zone", "Mars/Base"))
    assert list(reply.errors) == ["time_zone"]


def test_the_longest_window_is_a_quirk(account_with: Callable[..., Account]) -> None:
    """It holds for both kinds of schedules."""
    made = board(account_with(max_render_days=1))
    assert made.rows(*DAY) == []
    reply = made.pd.get(made.path, ("since", DAY[0]), ("until", "2026-03-04T00:00:01Z"))
    assert list(reply.errors) == ["until"]


def test_events_inside_the_schedule_are_a_quirk(account_with: Callable[..., Account]) -> None:
    """Where they are left out, they must be fetched rotation by rotation."""
    made = board(account_with(v3_events_listed=False))
    rotation = made.rotation(daily(made.pd, 1))
    assert "events" not in made.read()["rotations"][0]
    assert [event["name"] for event in made.events(rotation)] == ["Daily"]


def test_early_access_is_a_quirk(account_with: Callable[..., Account]) -> None:
    """Where it is needed, nothing is to be had without the header; sending it elsewhere does no harm."""
    pd = account_with(v3_needs_early_access=True)
    assert pd.get("/v3/schedules").status == 403
    assert pd.get("/v3/schedules/PNONE/rotations").status == 403
    assert pd.get("/v3/schedules", headers=EARLY).status == 200
    assert account_with().get("/v3/schedules", headers=EARLY).status == 200


def test_reasons_as_a_list_are_a_quirk(account_with: Callable[..., Account]) -> None:
    """By default they are a map from field to sentences."""
    pd = account_with(v3_errors_as_list=True)
    reply = pd.post("/v3/schedules", {"schedule": {"name": "Shifts", "time_zone": "Mars/Base"}})
    assert reply.errors == ["is not a valid time zone"]


def test_the_read_only_key_cannot_write(pd: Account) -> None:
    """Nor may a key that was never given out read."""
    made = board(pd)
    reading = {"Authorization": f"Token token={pd.keys.read_only}"}
    assert pd.get(made.path, headers=reading).status == 200
    assert pd.post(f"{made.path}/rotations", {}, headers=reading).status == 403
    assert pd.delete(made.path, headers=reading).status == 403
    assert pd.get(made.path, headers={"Authorization": "Token token=wrong"}).status == 401


@pytest.fixture
def client(pd: Account) -> Iterator[RestApiV2Client]:
    """PagerDuty's own client, in process."""
    transport = httpx2.WSGITransport(app=pd.app)
    made = RestApiV2Client("sandbox", base_url="https://api.pagerduty.test", transport=transport)
    yield made
    made.close()


def test_pagerdutys_own_client_speaks_shifts(pd: Account, client: RestApiV2Client) -> None:
    """It wraps and unwraps every kind of part, singular or plural, and deletes what it made."""
    made = Board(pd, client.rpost("v3/schedules", json={"name": "Shifts", "time_zone": "UTC"})["id"])
    rotation = client.rpost(f"{made.path}/rotations", json={})
    client.rpost(f"{made.path}/rotations/{rotation['id']}/events", json=daily(pd, 1, 2))
    assert [event["name"] for event in client.rget(f"{made.path}/rotations/{rotation['id']}/events")] == [
        "Daily"
    ]
    assert [each["summary"] for each in client.iter_all("v3/schedules")] == ["Shifts"]
    assert client.rdelete(f"{made.path}/rotations/{rotation['id']}").status_code == 204
