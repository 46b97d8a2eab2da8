"""Keys, headers, pages and error bodies; and no request whatever makes the server stumble."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.sandbox import Keys, seed_user
from tests.sandbox.harness import Account


@pytest.mark.parametrize(
    "value", ["", "Token token=wrong", "Token sandbox", "Basic sandbox", "Bearer", "Token token="]
)
def test_a_missing_or_wrong_key_is_401(pd: Account, value: str) -> None:
    """Before anything else is looked at."""
    reply = pd.get("/schedules/PNOSUCH", headers={"Authorization": value} if value else {})
    assert (reply.status, reply.json["error"]["code"]) == (401, 2006)


@pytest.mark.parametrize(
    "value", ["Token token=sandbox", 'Token token="sandbox"', "Bearer sandbox", "token token=sandbox"]
)
def test_a_key_may_come_as_token_or_bearer(pd: Account, value: str) -> None:
    """Both ways of sending it are known."""
    assert pd.get("/abilities", headers={"Authorization": value}).status == 200


def test_a_read_only_key_may_only_read(pd: Account) -> None:
    """Everything but GET is 403, the preview included although it changes nothing."""
    headers = {"Authorization": "Token token=sandbox-read-only"}
    key = pd.new_schedule()
    assert pd.get(f"/schedules/{key}", headers=headers).status == 200
    assert pd.post("/schedules/preview", pd.schedule(), headers=headers).status == 403
    assert pd.put(f"/schedules/{key}", pd.schedule(), headers=headers).status == 403
    assert pd.delete(f"/schedules/{key}", headers=headers).status == 403


def test_keys_can_be_chosen() -> None:
    """The account's keys are a value of the application."""
    pd = Account(keys=Keys(full="other"))
    assert pd.get("/abilities").status == 200
    assert pd.get("/abilities", headers={"Authorization": "Token token=sandbox"}).status == 401
    pd.store.close()


def test_every_reply_carries_a_request_id_and_the_rate_limit(pd: Account) -> None:
    """Refusals too, and no two ids are the same."""
    replies = [pd.get("/abilities"), pd.get("/schedules/PNOSUCH"), pd.get("/abilities", headers={})]
    assert len({reply.headers["x-request-id"] for reply in replies}) == 3
    for reply in replies:
        assert reply.headers["ratelimit-limit"] == "960"
        assert {"ratelimit-remaining", "ratelimit-reset"} <= {name.lower() for name, _ in reply.headers}


def test_unknown_paths_and_methods_answer_in_json(pd: Account) -> None:
    """404 and 405 have the body of every other refusal."""
    assert pd.get("/nothing", outside=True).json == {"error": {"message": "Not Found", "code": 2100}}
    reply = pd.call("PATCH", "/schedules", {}, outside=True)
    assert (reply.status, set(reply.json["error"])) == (405, {"message", "code"})


def test_a_page_is_25_rows_by_default_and_100_at_most(pd: Account) -> None:
    """More than that is cut without a word, and the total is null unless asked for."""
    for number in range(6, 121):
        seed_user(pd.store, name=f"P{number}", email=f"p{number}@example.org")
    reply = pd.get("/users").json
    assert (len(reply["users"]), reply["limit"], reply["offset"], reply["more"], reply["total"]) == (
        25,
        25,
        0,
        True,
        None,
    )
    reply = pd.get("/users", ("limit", "500"), ("total", "true")).json
    assert (len(reply["users"]), reply["limit"], reply["more"], reply["total"]) == (100, 100, True, 120)
    reply = pd.get("/users", ("limit", "100"), ("offset", "100")).json
    assert (len(reply["users"]), reply["more"]) == (20, False)
    reply = pd.get("/users", ("limit", "60"), ("offset", "60")).json
    assert (len(reply["users"]), reply["more"]) == (60, False)


def test_paging_ends_at_ten_thousand(pd: Account) -> None:
    """Offset plus limit beyond that is refused with code 2002, whether there are rows or not."""
    assert pd.get("/users", ("limit", "100"), ("offset", "9900")).status == 200
    reply = pd.get("/users", ("limit", "100"), ("offset", "9901"))
    assert (reply.status, reply.json["error"]["code"]) == (400, 2002)


@pytest.mark.parametrize("query", [("limit", "many"), ("offset", "-1")])
def test_page_numbers_must_be_whole(pd: Account, query: tuple[str, str]) -> None:
    """Text and negative numbers are refused."""
    assert pd.get("/users", query).status == 400


def test_a_refused_request_leaves_no_trace(pd: Account) -> None:
    """A policy whose last rule is at fault stores nothing."""
    rules = [pd.rule(("user_reference", pd.people[0])), pd.rule(("user_reference", "PNOBODY"))]
    assert pd.post("/escalation_policies", pd.policy(*rules)).status == 404
    assert pd.get("/escalation_policies").json["escalation_policies"] == []


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2026-03-04T12:00:00Z")
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "type", "user"]), inner)
    ),
    max_leaves=5,
)
LAYER = [
    "id",
    "name",
    "start",
    "end",
    "rotation_virtual_start",
    "rotation_turn_length_seconds",
    "users",
    "restrictions",
]
RULE = ["id", "escalation_delay_in_minutes", "targets", "escalation_rule_assignment_strategy"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_body_makes_the_server_stumble(pd: Account, data: st.DataObject) -> None:
    """Whatever stands in a field, it is taken or refused, never a server error."""
    key = pd.new_schedule()
    layer = pd.layer(1) | data.draw(st.dictionaries(st.sampled_from(LAYER), values, max_size=2))
    rule = pd.rule(("user_reference", pd.people[0])) | data.draw(
        st.dictionaries(st.sampled_from(RULE), values, max_size=2)
    )
    spoiled: Any = data.draw(
        st.dictionaries(st.sampled_from(["name", "teams", "description", "time_zone"]), values)
    )
    bodies = [
        ("POST", "/schedules", pd.schedule(layer)),
        ("PUT", f"/schedules/{key}", pd.schedule(pd.layer(1), **spoiled)),
        ("POST", "/schedules/preview", pd.schedule(layer, **spoiled)),
        ("POST", "/escalation_policies", pd.policy(rule, **spoiled)),
        ("POST", f"/schedules/{key}/overrides", {"overrides": [data.draw(values)]}),
        ("POST", "/users", {"user": spoiled}),
        ("POST", "/teams", {"team": spoiled}),
        ("POST", "/services", {"service": spoiled | {"escalation_policy": data.draw(values)}}),
    ]
    for method, path, body in bodies:
        assert pd.call(method, path, body, outside=True).status < 500
