"""Users, teams and abilities."""

import pytest

from reconciler.sandbox import seed_user, set_abilities
from tests.sandbox.harness import Account, Json

FROM = {"Authorization": "Token token=sandbox", "From": "p1@example.org"}
EVE: Json = {"type": "user", "name": "Eve Ray", "email": "eve.ray@example.org"}


def test_the_query_finds_part_of_a_name_or_an_email(pd: Account) -> None:
    """A search is never exact: ng@ finds ang@ too."""
    for name in ("ng", "ang", "xu"):
        seed_user(pd.store, name=name.title(), email=f"{name}@example.net")
    found = pd.get("/users", ("query", "NG@example.net")).json["users"]
    assert [user["email"] for user in found] == ["ng@example.net", "ang@example.net"]
    assert [user["email"] for user in pd.get("/users", ("query", "xu")).json["users"]] == ["xu@example.net"]


def test_creating_a_user_needs_the_from_header(pd: Account) -> None:
    """An account's key must say on whose behalf."""
    assert pd.post("/users", {"user": EVE}).status == 400
    created = pd.post("/users", {"user": EVE}, headers=FROM)
    assert (created.status, created.json["user"]["role"]) == (201, "user")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"email": "eve"},
        {"email": None},
        {"email": "P1@Example.org"},
        {"role": "boss"},
        {"time_zone": "Mars/Olympus"},
    ],
)
def test_a_faulty_user_is_refused(pd: Account, changes: Json) -> None:
    """Addresses are taken whatever their case."""
    assert pd.post("/users", {"user": EVE | changes}, headers=FROM).status == 400


def test_a_user_is_read_changed_and_deleted(pd: Account) -> None:
    """After deletion the id is unknown, the list is shorter, and the address is free again."""
    path = f"/users/{pd.people[0]}"
    assert pd.get(path).json["user"]["name"] == "P1"
    renamed = pd.put(path, {"user": {"type": "user", "name": "Pat", "email": "p1@example.org"}}).json["user"]
    assert (renamed["name"], renamed["email"]) == ("Pat", "p1@example.org")
    assert pd.delete(path).status == 204
    assert pd.get(path).status == 404
    assert pd.put(path, {"user": EVE}).status == 404
    assert len(pd.get("/users").json["users"]) == 4
    assert pd.post("/users", {"user": EVE | {"email": "p1@example.org"}}, headers=FROM).status == 201


def test_contact_methods_and_rules_are_references_until_included(pd: Account) -> None:
    """A mailbox has an e-mail address and no telephone."""
    mailbox = seed_user(pd.store, name="Team", email="team@example.org", mailbox=True)
    parts = [("include[]", "contact_methods"), ("include[]", "notification_rules")]
    plain = pd.get(f"/users/{mailbox}").json["user"]
    assert [each["type"] for each in plain["contact_methods"]] == ["email_contact_method_reference"]
    assert [each["type"] for each in plain["notification_rules"]] == [
        "assignment_notification_rule_reference"
    ]
    whole = pd.get(f"/users/{mailbox}", *parts).json["user"]
    assert [each["address"] for each in whole["contact_methods"]] == ["team@example.org"]
    person = pd.get(f"/users/{pd.people[0]}", *parts).json["user"]
    assert [each["type"] for each in person["contact_methods"]] == [
        "email_contact_method",
        "phone_contact_method",
    ]
    assert [each["start_delay_in_minutes"] for each in person["notification_rules"]] == [0, 0]


def test_an_account_key_has_no_current_user(pd: Account) -> None:
    """Only keys of a person know who they are."""
    assert pd.get("/users/me").status == 400


def test_teams_are_created_changed_found_and_deleted(pd: Account) -> None:
    """Name and default role are checked."""
    created = pd.post("/teams", {"team": {"type": "team", "name": "Support"}})
    assert (created.status, created.json["team"]["default_role"]) == (201, "manager")
    path = f"/teams/{created.json['team']['id']}"
    changed = pd.put(path, {"team": {"type": "team", "name": "Support", "default_role": "none"}})
    assert pd.get(path).json == changed.json
    assert [team["default_role"] for team in pd.get("/teams", ("query", "supp")).json["teams"]] == ["none"]
    for faulty in ({"name": ""}, {"name": "x" * 101}, {"name": "x", "default_role": "boss"}):
        assert pd.post("/teams", {"team": {"type": "team", **faulty}}).status == 400
    assert pd.delete(path).status == 204
    assert pd.get(path).status == 404


def test_teams_need_the_ability(pd: Account) -> None:
    """Without it every call about teams is 402."""
    set_abilities(pd.store, [])
    assert pd.get("/teams").status == 402
    assert pd.post("/teams", {"team": {"type": "team", "name": "Support"}}).status == 402


def test_an_ability_is_had_lacking_or_unknown(pd: Account) -> None:
    """204, 402 and 404."""
    assert pd.get("/abilities").json == {"abilities": ["teams", "audit"]}
    assert [pd.get(f"/abilities/{name}").status for name in ("teams", "sso", "flight")] == [204, 402, 404]
    set_abilities(pd.store, ["sso"])
    assert [pd.get(f"/abilities/{name}").status for name in ("teams", "sso", "flight")] == [402, 204, 404]
