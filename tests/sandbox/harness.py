"""Drives the look-alike in process, and holds every exchange to PagerDuty's OpenAPI document."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx2
from flask import Flask

from reconciler.sandbox import (
    ConnectionLost,
    Exchange,
    Faults,
    Keys,
    Quirks,
    Rule,
    Store,
    create_app,
    journal_of,
    seed_user,
    set_faults,
)
from tests.openapi import load_spec

Json = dict[str, Any]

START = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)
"""A Monday noon in winter."""


@dataclass
class Reply:
    """What came back."""

    status: int
    json: Any
    headers: Any

    @property
    def errors(self) -> Any:
        """The reasons of a refusal."""
        return self.json["error"]["errors"]


class Wire(httpx2.BaseTransport):
    """The way of a client to an application in this process, on which a connection can break."""

    def __init__(self, app: Flask) -> None:
        self._inner = httpx2.WSGITransport(app=app)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One exchange; a lost connection looks as it does on a socket."""
        try:
            return self._inner.handle_request(request)
        except ConnectionLost as lost:
            raise httpx2.ReadError(str(lost), request=request) from lost


@dataclass
class Account:
    """An account with five people, P1 to P5, and a clock that tests move by hand."""

    quirks: Quirks = field(default_factory=Quirks)
    now: datetime = START
    store: Store = field(default_factory=lambda: Store(seed=7))
    keys: Keys = field(default_factory=Keys)
    waited: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = create_app(
            self.store,
            clock=lambda: self.now,
            quirks=self.quirks,
            keys=self.keys,
            sleep=self.waited.append,
        )
        self.client = self.app.test_client()
        self.people = [
            seed_user(self.store, name=f"P{number}", email=f"p{number}@example.org") for number in range(1, 6)
        ]

    def strike(self, *rules: Rule, seed: int = 0) -> None:
        """Orders faults, counted from here on."""
        set_faults(self.app, Faults(rules, seed))

    @property
    def exchanges(self) -> list[Exchange]:
        """What came in so far."""
        return journal_of(self.app).exchanges

    def at(self, text: str) -> "Account":
        """Moves the clock."""
        self.now = datetime.fromisoformat(text)
        return self

    def call(
        self, method: str, path: str, body: Any = None, *, outside: bool = False, **options: Any
    ) -> Reply:
        """One exchange; `outside` marks one that the OpenAPI document knows nothing of."""
        query = [(name, value) for name, value in options.get("query", [])]
        headers = options.get("headers", {"Authorization": f"Token token={self.keys.full}"})
        response = self.client.open(path, method=method, json=body, query_string=query, headers=headers)
        reply = Reply(response.status_code, response.get_json(silent=True), response.headers)
        spec = None if outside else load_spec()
        if spec is not None:
            if reply.status < 400:
                spec.check_request(method, path, query, body)
            spec.check_response(method, path, reply.status, reply.json)
        return reply

    def get(self, path: str, *query: tuple[str, str], **options: Any) -> Reply:
        """A GET."""
        return self.call("GET", path, query=query, **options)

    def post(self, path: str, body: Any, *query: tuple[str, str], **options: Any) -> Reply:
        """A POST."""
        return self.call("POST", path, body, query=query, **options)

    def put(self, path: str, body: Any, **options: Any) -> Reply:
        """A PUT."""
        return self.call("PUT", path, body, **options)

    def delete(self, path: str, **options: Any) -> Reply:
        """A DELETE."""
        return self.call("DELETE", path, **options)

    def layer(self, *numbers: int, **changes: Any) -> Json:
        """A daily layer of the people of these numbers, from noon on."""
        return {
            "start": "2026-03-02T12:00:00Z",
            "rotation_virtual_start": "2026-03-02T12:00:00Z",
            "rotation_turn_length_seconds": 86400,
            "users": [{"user": {"id": self.people[n - 1], "type": "user_reference"}} for n in numbers],
        } | changes

    def schedule(self, *layers: Json, **changes: Any) -> Json:
        """The body of a schedule."""
        body = {
            "type": "schedule",
            "name": "Primary",
            "time_zone": "Europe/London",
            "schedule_layers": list(layers),
        }
        return {"schedule": body | changes}

    def new_schedule(self, *layers: Json, **changes: Any) -> str:
        """Creates a schedule, of P1 alone if no layer is given, and returns its id."""
        reply = self.post("/schedules", self.schedule(*(layers or [self.layer(1)]), **changes))
        assert reply.status == self.quirks.create_status, reply.json
        return str(reply.json["schedule"]["id"])

    def read(self, key: str, *query: tuple[str, str]) -> Json:
        """The schedule as a GET gives it."""
        reply = self.get(f"/schedules/{key}", *query)
        assert reply.status == 200, reply.json
        schedule: Json = reply.json["schedule"]
        return schedule

    def rendered(
        self, key: str, since: str, until: str, *query: tuple[str, str]
    ) -> list[tuple[str, str, str]]:
        """The final schedule as (start, end, name); a bare date means its midnight in UTC."""
        since, until = (text if "T" in text else f"{text}T00:00:00Z" for text in (since, until))
        return entries(self.read(key, ("since", since), ("until", until), *query)["final_schedule"])

    def override(self, number: int, start: str, end: str) -> Json:
        """An override for the person of this number."""
        return {"start": start, "end": end, "user": {"id": self.people[number - 1], "type": "user_reference"}}

    def add_overrides(self, key: str, *overrides: Json) -> list[Json]:
        """Posts a batch and returns the outcome of each."""
        reply = self.post(f"/schedules/{key}/overrides", {"overrides": list(overrides)})
        assert reply.status == 201, reply.json
        outcomes: list[Json] = reply.json
        return outcomes

    def rule(self, *targets: tuple[str, str], **changes: Any) -> Json:
        """An escalation rule for targets given as (type, id)."""
        return {
            "escalation_delay_in_minutes": 5,
            "targets": [{"type": kind, "id": key} for kind, key in targets],
        } | changes

    def policy(self, *rules: Json, **changes: Any) -> Json:
        """The body of an escalation policy."""
        body = {"type": "escalation_policy", "name": "24x7", "escalation_rules": list(rules)}
        return {"escalation_policy": body | changes}

    def new_policy(self, *rules: Json, **changes: Any) -> Json:
        """Creates a policy and returns it."""
        reply = self.post("/escalation_policies", self.policy(*rules, **changes))
        assert reply.status == 201, reply.json
        created: Json = reply.json["escalation_policy"]
        return created


def entries(part: Json) -> list[tuple[str, str, str]]:
    """Rendered entries as (start, end, name)."""
    return [
        (entry["start"], entry["end"], entry["user"]["summary"])
        for entry in part["rendered_schedule_entries"]
    ]
