"""Shift-based schedules in an account of the look-alike: bodies, short cuts and what is rendered."""

from dataclasses import dataclass
from typing import Any

from tests.sandbox.harness import Account, Json, Reply

LONDON = "Europe/London"
DAY = ("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z")

Row = tuple[str, str, str]
"""Start, end, and the name of whoever is on, or "nobody"."""


@dataclass
class Board:
    """One schedule of an account, whose people are P1 to P5."""

    pd: Account
    key: str

    @property
    def path(self) -> str:
        """Where the schedule lies."""
        return f"/v3/schedules/{self.key}"

    def read(self, *query: tuple[str, str]) -> Json:
        """The schedule as a GET gives it."""
        schedule: Json = ok(self.pd.get(self.path, *query), "schedule")
        return schedule

    def rotation(self, *events: Json) -> str:
        """Creates a rotation with events, and returns its id."""
        key = str(ok(self.pd.post(f"{self.path}/rotations", {}), "rotation", 201)["id"])
        for event in events:
            self.add_event(key, event)
        return key

    def add_event(self, rotation: str, event: Json) -> Json:
        """Creates an event and returns it."""
        created: Json = ok(self.try_event(rotation, event), "event", 201)
        return created

    def try_event(self, rotation: str, event: Any, **options: Any) -> Reply:
        """A POST of an event that may be refused."""
        return self.pd.post(f"{self.path}/rotations/{rotation}/events", {"event": event}, **options)

    def events(self, rotation: str) -> list[Json]:
        """The events of a rotation."""
        listed: list[Json] = self.pd.get(f"{self.path}/rotations/{rotation}/events").json["events"]
        return listed

    def add_custom_shift(self, number: int, start: str, end: str) -> str:
        """Creates a custom shift and returns its id."""
        body = {"custom_shifts": [custom_shift(self.pd, number, start, end)]}
        reply = self.pd.post(f"{self.path}/custom_shifts", body)
        return str(ok(reply, "custom_shifts", 201)[0]["id"])

    def add_override(self, old: int, new: int | None, start: str, end: str, **target: str) -> str:
        """Creates an override and returns its id."""
        body = {"overrides": [override(self.pd, old, new, start, end, **target)]}
        return str(ok(self.pd.post(f"{self.path}/overrides", body), "overrides", 201)[0]["id"])

    def final(self, since: str, until: str, *query: tuple[str, str]) -> Json:
        """What is rendered in a window."""
        window = [("include[]", "final_schedule"), ("since", since), ("until", until)]
        rendered: Json = self.read(*window, *query)["final_schedule"]
        return rendered

    def rows(self, since: str, until: str, *query: tuple[str, str]) -> list[Row]:
        """Who is on call in a window."""
        return [
            (each["start_time"], each["end_time"], self.name(each["member"]))
            for each in self.final(since, until, *query)["computed_shift_assignments"]
        ]

    def name(self, member: Json) -> str:
        """The person of a member."""
        if member["type"] == "empty_member":
            return "nobody"
        return f"P{self.pd.people.index(member['user_id']) + 1}"


def ok(reply: Reply, wrapper: str, status: int = 200) -> Any:
    """What a reply holds that must have succeeded."""
    assert reply.status == status, reply.json
    return reply.json[wrapper]


def board(pd: Account, *events: Json, **changes: Any) -> Board:
    """A new schedule, with one rotation of the events if there are any."""
    body = {"schedule": {"name": "Shifts", "time_zone": LONDON} | changes}
    made = Board(pd, str(ok(pd.post("/v3/schedules", body), "schedule", 201)["id"]))
    if events:
        made.rotation(*events)
    return made


def member(pd: Account, number: int | None) -> Json:
    """The person of a number, or the gap."""
    if number is None:
        return {"type": "empty_member"}
    return {"type": "user_member", "user_id": pd.people[number - 1]}


def at(text: str, zone: str = LONDON) -> Json:
    """A time and the zone whose clock it keeps to."""
    return {"date_time": text, "time_zone": zone}


def daily(pd: Account, *numbers: int | None, **changes: Any) -> Json:
    """An event of whole days from 09:00 in London, for the people of these numbers in turn."""
    return {
        "name": "Daily",
        "start_time": at("2026-03-02T09:00:00Z"),
        "end_time": at("2026-03-03T09:00:00Z"),
        "effective_since": "2026-03-02T12:00:00Z",
        "recurrence": ["RRULE:FREQ=DAILY"],
        "assignment_strategy": strategy(pd, *numbers),
    } | changes


def strategy(pd: Account, *numbers: int | None, **changes: Any) -> Json:
    """Members in turn."""
    return {
        "type": "rotating_member_assignment_strategy",
        "shifts_per_member": 1,
        "members": [member(pd, number) for number in numbers],
    } | changes


def custom_shift(pd: Account, number: int | None, start: str, end: str, **changes: Any) -> Json:
    """A custom shift as it is sent."""
    return {
        "type": "custom_shift",
        "start_time": start,
        "end_time": end,
        "assignments": [{"type": "shift_assignment", "member": member(pd, number)}],
    } | changes


def override(pd: Account, old: int | None, new: int | None, start: str, end: str, **target: Any) -> Json:
    """An override as it is sent."""
    return {
        "type": "override_shift",
        "start_time": start,
        "end_time": end,
        "overridden_member": member(pd, old),
        "overriding_member": member(pd, new),
    } | target
