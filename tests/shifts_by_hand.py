"""A shift-based schedule as curl and the web editor see it: who is on, what stands in, and standing in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from tests.rows import Row, joined, utc

NOBODY = "nobody"


class Account(Protocol):
    """An embedded PagerDuty to be asked."""

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """A plain GET."""

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """A write in the web editor."""


def _names(account: Account) -> dict[str, str]:
    return {user["id"]: user["name"] for user in account.get("/users", {"limit": 100})["users"]}


def _name(member: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return NOBODY if member["type"] == "empty_member" else names[member["user_id"]]


def _span(start: datetime, end: datetime) -> dict[str, str]:
    return {"since": start.isoformat(), "until": end.isoformat()}


def assignments(account: Account, id_: str, start: datetime, end: datetime) -> list[Mapping[str, Any]]:
    """The final schedule, piece by piece, with what each comes from."""
    query = _span(start, end) | {"include[]": "final_schedule"}
    schedule = account.get(f"/v3/schedules/{id_}", query)["schedule"]
    return list(schedule["final_schedule"]["computed_shift_assignments"])


def rendered(account: Account, id_: str, start: datetime, end: datetime) -> list[Row]:
    """The final schedule with names; a deliberate nobody is nobody."""
    names = _names(account)
    return joined(
        (utc(a["start_time"]), utc(a["end_time"]), _name(a["member"], names))
        for a in assignments(account, id_, start, end)
        if a["member"]["type"] != "empty_member"
    )


def overrides(account: Account, id_: str, now: datetime) -> list[Row]:
    """Overrides and custom shifts from now on: start, end, and who is put on."""
    names = _names(account)
    query = _span(now, now + timedelta(days=400)) | {"overflow": "true", "limit": 100}
    path = f"/v3/schedules/{id_}"
    put = [(o, o["overriding_member"]) for o in account.get(f"{path}/overrides", query)["overrides"]] + [
        (c, c["assignments"][0]["member"])
        for c in account.get(f"{path}/custom_shifts", query)["custom_shifts"]
    ]
    return sorted((utc(o["start_time"]), utc(o["end_time"]), _name(member, names)) for o, member in put)


def override_by_hand(account: Account, id_: str, user: str, start: datetime, end: datetime) -> str:
    """Somebody stands in for whoever is on at the start; where nobody is, they take a custom shift."""
    member = {"type": "user_member", "user_id": user}
    times = {"start_time": start.isoformat(), "end_time": end.isoformat()}
    there = assignments(account, id_, start, start + timedelta(minutes=1))
    path = f"/v3/schedules/{id_}"
    if not there:
        assigned = [{"type": "shift_assignment", "member": member}]
        body = {"custom_shifts": [{"type": "custom_shift", "assignments": assigned} | times]}
        return (
            f"custom_shifts/{account.send('POST', f'{path}/custom_shifts', body)['custom_shifts'][0]['id']}"
        )
    source = there[0]["source"]
    target = {k: v for k, v in (("rotation_id", source.get("rotation_id")),) if v} or {
        "custom_shift_id": source["shift_id"]
    }
    one = {"type": "override_shift", "overridden_member": there[0]["member"], "overriding_member": member}
    made = account.send("POST", f"{path}/overrides", {"overrides": [one | target | times]})
    return f"overrides/{made['overrides'][0]['id']}"
