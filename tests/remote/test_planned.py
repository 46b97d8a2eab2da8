"""How many requests a plan costs, and that the lists never tell less than the objects themselves."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from reconciler.plan.actions import RuleWrite
from reconciler.remote.reader import Reader
from reconciler.requests import ReadRequest, Wanted
from reconciler.sandbox import Quirks, Store, create_app, seed_schedule, seed_user, set_abilities
from reconciler.state import LiveState, TargetWrite
from tests.remote.harness import DAY, NOON, Account, Held, answer, client_on
from tests.remote.requests import policy

UNTIL, FAR = NOON + 92 * DAY, NOON + 260 * DAY
"""Rendered in two windows; overrides are looked for in three."""


class Filled:
    """An account with so many schedules of one person each, so many policies and so many users."""

    def __init__(self, number: int, **quirks: Any) -> None:
        self.store = Store(seed=3)
        self.wire = Held(
            httpx2.WSGITransport(app=create_app(self.store, clock=lambda: NOON, quirks=Quirks(**quirks)))
        )
        self.reader = Reader(lambda: client_on(self.wire, token="sandbox", read_only=True))
        self.emails = {f"u{n}@example.org" for n in range(number)}
        self.users = [seed_user(self.store, name=e[:-12], email=e) for e in sorted(self.emails)]
        self.ids = [self._schedule(n) for n in range(number)]
        for n, id_ in enumerate(self.ids):
            rule = {
                "escalation_delay_in_minutes": 5,
                "targets": [{"id": id_, "type": "schedule_reference"}],
                "escalation_rule_assignment_strategy": {"type": "round_robin"},
            }
            body = {"type": "escalation_policy", "name": f"Policy {n}", "escalation_rules": [rule]}
            set_abilities(self.store, ["escalation_rule_assignment_strategy"])
            self.send("/escalation_policies", {"escalation_policy": body})

    def _schedule(self, number: int) -> str:
        layer = {
            "start": "2026-12-01T12:00:00Z",
            "rotation_virtual_start": "2026-12-01T12:00:00Z",
            "rotation_turn_length_seconds": 604_800,
            "users": [{"user": {"id": self.users[number], "type": "user_reference"}}],
        }
        body = {"name": f"Rota {number}", "time_zone": "Europe/London", "schedule_layers": [layer]}
        return seed_schedule(self.store, lambda: NOON, body)

    def send(self, path: str, body: dict[str, Any]) -> Any:
        """A POST."""
        return client_on(self.wire, token="sandbox").request("POST", path, json=body).json()

    def override(self, number: int, start: float, end: float) -> None:
        """An override on a schedule, between two days after noon."""
        times = [f"{NOON + day * DAY:%Y-%m-%dT%H:%M:%SZ}" for day in (start, end)]
        user = {"id": self.users[0], "type": "user_reference"}
        item = {"start": times[0], "end": times[1], "user": user}
        self.send(f"/schedules/{self.ids[number]}/overrides", {"overrides": [item]})

    def read(self, managed: int | None = None, **changes: Any) -> LiveState:
        """What a plan for the first so many of the rotas reads; the wire then holds its requests alone."""
        count = len(self.ids) if managed is None else managed
        fields: dict[str, Any] = {
            "schedules": {f"r{n}": Wanted(f"Rota {n}") for n in range(count)},
            "policies": {f"p{n}": Wanted(f"Policy {n}") for n in range(count)},
            "emails": frozenset(sorted(self.emails)[:count]),
            "overrides_until": FAR,
        }
        self.wire.calls.clear()
        self.wire.queries.clear()
        return self.reader.read(ReadRequest("acme", NOON, UNTIL, **(fields | changes)))

    def counts(self) -> dict[str, int]:
        """How many requests went to each kind of path."""
        found: dict[str, int] = {}
        for _, path in self.wire.calls:
            kind = path
            for id_ in self.ids:
                kind = kind.replace(id_, "ID")
            if kind.startswith("/escalation_policies/"):
                kind = "/escalation_policies/ID"
            found[kind] = found.get(kind, 0) + 1
        return found


@pytest.mark.parametrize("number", [10, 100])
def test_a_plan_of_a_hundred_rotas_costs_as_many_requests_as_one_of_ten(number: int) -> None:
    """Three windows of schedules, a page each of policies, people and shifts, and one policy by itself."""
    account = Filled(number)
    live = account.read()
    assert account.counts() == {
        "/schedules": 3, "/escalation_policies": 1, "/escalation_policies/ID": 1, "/users": 1,
        "/v3/schedules": 1,
    }  # fmt: skip
    assert (len(live.schedules), len(live.policies), len(live.users)) == (number, number, number)


def test_every_further_hundred_costs_a_page_of_each() -> None:
    """A thousand of each are 52 requests: five lists of ten pages, one of shifts, and one policy."""
    account = Filled(101)
    account.read()
    assert account.counts() == {
        "/schedules": 6, "/escalation_policies": 2, "/escalation_policies/ID": 1, "/users": 2,
        "/v3/schedules": 1,
    }  # fmt: skip


def test_a_schedule_with_overrides_costs_one_request_more() -> None:
    """The stretch that is listed is the one in which somebody stands in."""
    account = Filled(10)
    for number in range(0, 10, 2):
        account.override(number, 3, 4)
        account.override(number, 85, 92.5)
    live = account.read()
    assert account.counts()["/schedules/ID/overrides"] == 5
    assert sum(account.counts().values()) == 7 + 5
    assert [len(live.schedules[f"r{n}"].overrides) for n in range(10)] == [2, 0] * 5


def alone(account: Filled, **changes: Any) -> LiveState:
    """The same, where lists leave out what they are asked for."""
    app = create_app(account.store, clock=lambda: NOON, quirks=Quirks(list_includes=False))
    with Reader(lambda: client_on(httpx2.WSGITransport(app=app), token="sandbox")) as reader:
        given, account.reader = account.reader, reader
        try:
            return account.read(**changes)
        finally:
            account.reader = given


def test_lists_tell_the_same_as_one_by_one() -> None:
    """Overrides that begin before, end after, lie under another, touch a window's edge, or are far ahead."""
    account = Filled(8)
    account.override(1, 0, 2)
    account.override(2, 255, 280)
    account.override(3, 10, 20)
    account.override(3, 9, 21)
    account.override(4, 89.5, 90)
    account.override(4, 90, 90.5)
    account.override(5, 1, 259)
    account.override(6, 261, 262)
    live = account.read()
    assert live == alone(account)
    assert [len(live.schedules[f"r{n}"].overrides) for n in range(8)] == [0, 1, 1, 2, 2, 1, 0, 0]


def test_lists_that_leave_out_what_they_are_asked_for_cost_a_request_per_window() -> None:
    """They are seen through at the first page, and asked for nothing more."""
    account = Filled(10, list_includes=False)
    account.read()
    assert account.counts() == {
        "/schedules": 1, "/escalation_policies": 1, "/escalation_policies/ID": 1, "/users": 1,
        "/schedules/ID": 20, "/schedules/ID/overrides": 30, "/v3/schedules": 1,
    }  # fmt: skip


def test_a_few_of_a_large_account_are_read_one_by_one() -> None:
    """The others' renderings would cost more than they save."""
    account = Filled(101)
    account.read(managed=2)
    assert account.counts() == {
        "/schedules": 2, "/escalation_policies": 2, "/escalation_policies/ID": 1, "/users": 2,
        "/schedules/ID": 4, "/schedules/ID/overrides": 6, "/v3/schedules": 1,
    }  # fmt: skip
    assert all("include[]" not in query for path, query in account.wire.queries if path == "/schedules")


Edit = Callable[[dict[str, Any]], Any]


def meddled(account: Filled, path: str, edit: Edit) -> Callable[[httpx2.Request], httpx2.Response]:
    """The account's answers, with every row of one list edited."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        response = account.wire.handle_request(request)
        if request.url.path != path:
            return response
        response.read()
        body = response.json()
        for row in body[path.strip("/")]:
            edit(row)
        return answer(200, body)

    return handle


class Meddling(httpx2.BaseTransport):
    """Hands every request to a function."""

    def __init__(self, handle: Callable[[httpx2.Request], httpx2.Response]) -> None:
        self._handle = handle

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request."""
        return self._handle(request)


@pytest.mark.parametrize(
    "edit",
    [
        lambda row: row.pop("overrides_subschedule"),
        lambda row: row.update(overrides_subschedule=None),
        lambda row: row["overrides_subschedule"].pop("rendered_schedule_entries"),
        lambda row: row["overrides_subschedule"].update(rendered_schedule_entries={}),
        lambda row: row["overrides_subschedule"].update(rendered_schedule_entries=[]),
        lambda row: row["overrides_subschedule"].update(rendered_coverage_percentage=None),
        lambda row: row["overrides_subschedule"].update(rendered_coverage_percentage=True),
        lambda row: row["overrides_subschedule"].update(rendered_schedule_entries=[{"start": 7}]),
        lambda row: row.pop("final_schedule", None),
        lambda row: row.get("final_schedule", {}).update(rendered_coverage_percentage=None),
        lambda row: row.update(schedule_layers=None),
    ],
)
def test_no_overrides_is_never_concluded_from_an_answer_of_an_odd_shape(edit: Edit) -> None:
    """What is missing from a row is asked of the schedule itself."""
    account = Filled(4)
    for number in range(4):
        account.override(number, 3, 4)
    expected = account.read()
    wire = Meddling(meddled(account, "/schedules", edit))
    with Reader(lambda: client_on(wire, token="sandbox")) as reader:
        account.reader = reader
        assert account.read() == expected
    assert account.counts()["/schedules/ID"] == 4 * 2


@pytest.mark.parametrize(
    "edit",
    [
        lambda row: [rule.pop("escalation_rule_assignment_strategy") for rule in row["escalation_rules"]],
        lambda row: row.pop("teams"),
        lambda row: row.pop("on_call_handoff_notifications"),
        lambda row: row.pop("num_loops"),
        lambda row: row.update(escalation_rules=[]),
    ],
)
def test_what_the_list_of_policies_leaves_out_is_asked_of_each(edit: Edit) -> None:
    """A PUT sends everything back as it was read, so round robin would be lost."""
    account = Filled(5)
    expected = account.read()
    assert '{"type": "round_robin"}' in {p.rules[0].strategy for p in expected.policies.values()}
    wire = Meddling(meddled(account, "/escalation_policies", edit))
    with Reader(lambda: client_on(wire, token="sandbox")) as reader:
        account.reader = reader
        assert account.read() == expected
    assert account.counts()["/escalation_policies/ID"] == 5


def test_one_policy_that_the_list_shortens_is_read_alone() -> None:
    """The others are taken from the list."""
    account = Filled(5)
    expected = account.read()

    def edit(row: dict[str, Any]) -> None:
        if row["name"] == "Policy 3":
            row.pop("teams")

    wire = Meddling(meddled(account, "/escalation_policies", edit))
    with Reader(lambda: client_on(wire, token="sandbox")) as reader:
        account.reader = reader
        assert account.read() == expected
    assert account.counts()["/escalation_policies/ID"] == 2


def test_policies_of_accounts_that_show_no_strategy_come_from_the_list(account: Account) -> None:
    """One that is read alone shows none either."""
    for number in range(4):
        policy(account, name=f"Policy {number}", rules=(RuleWrite(None, 5, (_user(account),)),))
    account.wire.calls.clear()
    wanted = {f"p{n}": Wanted(f"Policy {n}") for n in range(4)}
    live = account.reader.read(ReadRequest("acme", NOON, NOON + DAY, policies=wanted))
    assert len(live.policies) == 4
    assert len([path for _, path in account.wire.calls if path.startswith("/escalation_policies")]) == 2


def _user(account: Account) -> TargetWrite:
    return TargetWrite("user_reference", account.people[0])


def test_lists_that_are_too_much_for_pagerduty_are_done_without() -> None:
    """A page that fails with what it renders is had without, and its schedules one by one."""
    account = Filled(5)
    expected = account.read()

    def handle(request: httpx2.Request) -> httpx2.Response:
        heavy = "include[]" in request.url.params and request.url.path == "/schedules"
        return answer(504) if heavy else account.wire.handle_request(request)

    with Reader(lambda: client_on(Meddling(handle), token="sandbox")) as reader:
        account.reader = reader
        assert account.read() == expected
    assert account.counts()["/schedules/ID"] == 10


def test_an_account_that_renders_a_month_at_a_time_is_read_by_lists_too() -> None:
    """In as many windows as that takes."""
    account = Filled(10, max_render_days=30)
    account.override(3, 3, 4)
    assert account.read() == alone(account)
    account.read()
    assert account.counts()["/schedules"] == 12
    assert "/schedules/ID" not in account.counts()


def test_a_schedule_that_is_edited_between_two_windows_is_read_by_itself() -> None:
    """Its windows tell of two different schedules."""
    account = Filled(5)
    seen: list[str] = []

    def edit(row: dict[str, Any]) -> None:
        if row["name"] == "Rota 2":
            seen.append(row["id"])
            row["description"] = "edited" if len(seen) > 1 else row["description"]

    wire = Meddling(meddled(account, "/schedules", edit))
    with Reader(lambda: client_on(wire, token="sandbox")) as reader:
        account.reader = reader
        live = account.read()
    assert account.counts()["/schedules/ID"] == 2
    assert live.schedules["r2"].rendered


def test_people_of_a_large_account_are_looked_up_where_that_is_fewer_requests() -> None:
    """The first page says how many there are."""
    account = Filled(0)
    emails = frozenset(f"u{n}@example.org" for n in range(6))
    for email in emails:
        seed_user(account.store, name=email[:2], email=email)

    def crowd(request: httpx2.Request) -> httpx2.Response:
        response = account.wire.handle_request(request)
        if request.url.path != "/users" or "query" in request.url.params:
            return response
        response.read()
        return answer(200, response.json() | {"more": True, "total": 5000})

    with Reader(lambda: client_on(Meddling(crowd), token="sandbox")) as reader:
        account.reader = reader
        assert set(account.read(emails=emails).users) == emails
    assert account.counts()["/users"] == 1 + 6


def test_a_schedule_that_was_overridden_for_months_is_listed_in_few_stretches() -> None:
    """As many as 90 days need, and none where nobody stands in."""
    account = Filled(4)
    account.override(0, 1, 100)
    account.override(0, 200, 201)
    live = account.read()
    asked = [q for path, q in account.wire.queries if path.endswith("/overrides")]
    assert [q["since"][:10] for q in asked] == ["2026-12-02", "2027-03-02", "2027-06-19"]
    assert len(live.schedules["r0"].overrides) == 2
