"""The audit trail: who changed what, when and how."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from reconciler.sandbox import Deleted, Keys, Rule, set_abilities
from reconciler.sandbox.audit import key_id
from tests.sandbox.harness import Account, Json

OTHER = {"Authorization": "Token token=another-key-zzz9"}
MORNING = ("2026-03-04T08:00:00Z", "2026-03-04T12:00:00Z")


@pytest.fixture
def pd() -> Iterator[Account]:
    """An account with a second key that may write."""
    account = Account(keys=Keys(others=("another-key-zzz9",)))
    yield account
    account.store.close()


def records(pd: Account, path: str, *query: tuple[str, str], **options: Any) -> list[Json]:
    reply = pd.get(f"{path}/audit/records", *query, **options)
    assert reply.status == 200, reply.json
    found: list[Json] = reply.json["records"]
    return found


def account_records(pd: Account, *query: tuple[str, str]) -> list[Json]:
    """Of the whole account; the document knows nothing of that path."""
    return records(pd, "", *query, outside=True)


def actions(found: list[Json]) -> list[tuple[str, str]]:
    return [(record["action"], record["details"]["resource"]["type"]) for record in found]


def test_every_change_of_a_schedule_is_recorded_newest_first(pd: Account) -> None:
    """Its overrides count among them; what is refused or changes nothing does not."""
    key = pd.new_schedule()
    override = pd.add_overrides(key, pd.override(2, *MORNING))[0]["override"]["id"]
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1), name="Renamed"))
    pd.put(f"/schedules/{key}", {})
    pd.at("2026-03-04T09:00:00+00:00").delete(f"/schedules/{key}/overrides/{override}")
    since = ("since", "2026-03-01T00:00:00Z")
    found = records(pd, f"/schedules/{key}", since)
    assert actions(found) == [
        ("update", "override_reference"),
        ("update", "schedule_reference"),
        ("create", "override_reference"),
        ("create", "schedule_reference"),
    ]
    assert {record["root_resource"]["id"] for record in found} == {key}
    assert found[0]["details"]["resource"]["id"] == override
    assert found[0]["execution_time"] == "2026-03-04T09:00:00Z"
    end = found[0]["details"]["fields"][0]
    assert (end["name"], end["value"]) == ("end", "2026-03-04T09:00:00+00:00")


def test_a_record_tells_fields_and_references(pd: Account) -> None:
    """Values before and after, and people who came or went."""
    key = pd.new_schedule()
    pd.now += timedelta(minutes=1)
    layer = pd.read(key)["schedule_layers"][0]["id"]
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(2, id=layer), name="Renamed"))
    record = records(pd, f"/schedules/{key}")[0]
    fields = {each["name"]: (each["before_value"], each["value"]) for each in record["details"]["fields"]}
    assert fields["name"] == ("Primary", "Renamed")
    assert set(fields) == {"name", "schedule_layers"}
    (users,) = record["details"]["references"]
    assert users["name"] == "users"
    assert [each["summary"] for each in users["added"]] == ["P2"]
    assert [each["summary"] for each in users["removed"]] == ["P1"]


def test_changes_of_a_policy_are_recorded(pd: Account) -> None:
    """Its targets are references."""
    schedule = pd.new_schedule()
    policy = pd.new_policy(pd.rule(("schedule_reference", schedule)))["id"]
    pd.put(f"/escalation_policies/{policy}", pd.policy(pd.rule(("user_reference", pd.people[0]))))
    found = records(pd, f"/escalation_policies/{policy}")
    assert actions(found) == [
        ("update", "escalation_policy_reference"),
        ("create", "escalation_policy_reference"),
    ]
    changed = {each["name"]: each for each in found[0]["details"]["references"]}
    assert [each["summary"] for each in changed["users"]["added"]] == ["P1"]
    assert [each["id"] for each in changed["schedules"]["removed"]] == [schedule]


def test_keys_are_told_apart_by_their_last_four_characters(pd: Account) -> None:
    """Both are the account's own; the id tells nothing of the key."""
    key = pd.new_schedule()
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(2)), headers=OTHER)
    pd.put(
        f"/schedules/{key}", pd.schedule(pd.layer(3)), headers={"Authorization": "Bearer another-key-zzz9"}
    )
    found = records(pd, f"/schedules/{key}")
    assert [(each["method"]["type"], each["method"]["truncated_token"]) for each in found] == [
        ("oauth", "zzz9"),
        ("api_token", "zzz9"),
        ("api_token", "dbox"),
    ]
    assert [each["actors"][0]["type"] for each in found] == ["api_key_reference"] * 3
    assert len({each["actors"][0]["id"] for each in found}) == 2
    assert "another" not in str(found)


def test_a_user_in_the_web_editor_is_named(pd: Account) -> None:
    """A header that the look-alike alone knows says who sits there."""
    key = pd.new_schedule()
    headers = {"Authorization": "Token token=sandbox", "X-Sandbox-User": pd.people[2]}
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(2)), headers=headers)
    record = records(pd, f"/schedules/{key}")[0]
    assert [(each["type"], each["summary"]) for each in record["actors"]] == [("user_reference", "P3")]
    assert (record["method"]["type"], record["method"]["truncated_token"]) == ("browser", None)
    unknown = headers | {"X-Sandbox-User": "PNOBODY"}
    assert pd.put(f"/schedules/{key}", pd.schedule(pd.layer(2)), headers=unknown).status == 400


def test_a_record_carries_the_request_id_of_its_request(pd: Account) -> None:
    """So that a client finds its own request again."""
    reply = pd.post("/schedules", pd.schedule(pd.layer(1)))
    record = records(pd, f"/schedules/{reply.json['schedule']['id']}")[0]
    assert record["execution_context"] == {
        "request_id": reply.headers["x-request-id"],
        "remote_address": "127.0.0.1",
    }


def test_the_trail_of_the_account_outlives_what_was_deleted(pd: Account) -> None:
    """A schedule goes with its overrides in one record, and is found no more under its own path."""
    key = pd.new_schedule()
    pd.add_overrides(key, pd.override(2, *MORNING))
    pd.delete(f"/schedules/{key}")
    pd.delete(f"/users/{pd.people[4]}")
    assert pd.get(f"/schedules/{key}/audit/records").status == 404
    found = account_records(pd)
    assert actions(found)[:2] == [("delete", "user_reference"), ("delete", "schedule_reference")]
    assert len(found) == 4
    assert found[1]["details"] == {
        "resource": found[1]["root_resource"],
        "fields": None,
        "references": None,
    }


def test_what_somebody_else_deletes_is_recorded_without_a_name(pd: Account) -> None:
    """The fault `deleted` leaves a trace too."""
    key = pd.new_schedule()
    pd.strike(Rule(Deleted(f"/schedules/{key}"), nth=1))
    record = account_records(pd)[0]
    assert (record["action"], record["method"]["type"], record["actors"]) == ("delete", "browser", [])


def test_the_trail_of_the_account_can_be_filtered(pd: Account) -> None:
    """By kind, action, actor and method, alone and together."""
    key = pd.new_schedule()
    policy = pd.new_policy(pd.rule(("user_reference", pd.people[0])))["id"]
    pd.post("/teams", {"team": {"type": "team", "name": "Support"}}, headers=OTHER)
    headers = {"Authorization": "Token token=sandbox", "X-Sandbox-User": pd.people[0]}
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(2)), headers=headers)

    def found(*query: tuple[str, str]) -> list[str]:
        return [record["root_resource"]["id"] for record in account_records(pd, *query)]

    team = pd.get("/teams").json["teams"][0]["id"]
    assert found() == [key, team, policy, key]
    assert found(("root_resource_types[]", "escalation_policies")) == [policy]
    both = ("root_resource_types[]", "teams"), ("root_resource_types[]", "schedules")
    assert found(*both) == [key, team, key]
    assert found(*both, ("actions[]", "create")) == [team, key]
    assert found(("actor_type", "user_reference")) == [key]
    actor = ("actor_type", "api_key_reference"), ("actor_id", key_id("another-key-zzz9"))
    assert found(*actor) == [team]
    assert found(("method_type", "browser")) == [key]
    assert found(("method_type", "api_token"), ("method_truncated_token", "dbox")) == [policy, key]


@pytest.mark.parametrize(
    "query",
    [
        ("root_resource_types[]", "people"),
        ("actions[]", "look"),
        ("actor_type", "robot"),
        ("actor_id", "P1"),
        ("method_type", "telepathy"),
        ("method_truncated_token", "dbox"),
        ("cursor", "nonsense"),
        ("limit", "many"),
        ("since", "noon"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(pd: Account, query: tuple[str, str]) -> None:
    """400, and not an empty list."""
    assert pd.get("/audit/records", query, outside=True).status == 400


def test_the_trail_is_paged_by_cursor(pd: Account) -> None:
    """What is new meanwhile shifts nothing, and null is the end."""
    key = pd.new_schedule()
    for number in range(4):
        pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1), name=f"N{number}"))
    whole = [record["id"] for record in records(pd, f"/schedules/{key}")]
    seen: list[str] = []
    query = [("limit", "2")]
    while True:
        reply = pd.get(f"/schedules/{key}/audit/records", *query).json
        seen += [record["id"] for record in reply["records"]]
        assert reply["limit"] == 2
        if reply["next_cursor"] is None:
            break
        query = [("limit", "2"), ("cursor", reply["next_cursor"])]
        pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1)))
    assert seen == whole
    assert len(seen) == 5


def test_the_last_day_is_shown_unless_asked_otherwise(pd: Account) -> None:
    """And 31 days at most, up to now."""
    key = pd.new_schedule()
    path = f"/schedules/{key}"
    pd.now += timedelta(hours=24)
    assert len(records(pd, path)) == 1
    pd.now += timedelta(seconds=1)
    assert records(pd, path) == []
    pd.now += timedelta(days=30, seconds=-1)
    assert len(records(pd, path, ("since", "2026-03-02T12:00:00Z"))) == 1
    assert records(pd, path, ("since", "2026-03-02T12:00:01Z")) == []
    assert records(pd, path, ("since", "2026-03-01T00:00:00Z"), ("until", "2026-03-02T11:59:59Z")) == []
    before = pd.get(
        f"{path}/audit/records", ("since", "2026-03-05T00:00:00Z"), ("until", "2026-03-04T00:00:00Z")
    )
    assert before.status == 400
    assert pd.get(f"{path}/audit/records", ("since", "2026-03-01T00:00:00Z")).status == 400


def test_the_trail_is_paid_for(pd: Account) -> None:
    """402 without the ability `audit`; what happens meanwhile is recorded all the same."""
    set_abilities(pd.store, ["teams"])
    key = pd.new_schedule()
    policy = pd.new_policy(pd.rule(("user_reference", pd.people[0])))["id"]
    assert pd.get(f"/schedules/{key}/audit/records").status == 402
    assert pd.get(f"/escalation_policies/{policy}/audit/records").status == 402
    assert pd.get("/audit/records", outside=True).status == 402
    set_abilities(pd.store, ["audit"])
    assert len(records(pd, f"/schedules/{key}")) == 1


def test_a_read_only_key_may_read_the_trail_and_unknown_objects_have_none(pd: Account) -> None:
    """404 for both kinds."""
    headers = {"Authorization": "Token token=sandbox-read-only"}
    assert pd.get("/audit/records", headers=headers, outside=True).status == 200
    assert pd.get("/schedules/PNOSUCH/audit/records").status == 404
    assert pd.get("/escalation_policies/PNOSUCH/audit/records").status == 404
