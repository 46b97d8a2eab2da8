"""Shift-based schedules as the web editor makes them, put into the embedded PagerDuty."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from reconciler.intervals import instant, zone
from reconciler.sandbox import seed_v3_schedule
from tests.importing.accounts import HOUR, NOON, Account

WEEKDAYS = "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
DAILY = "RRULE:FREQ=DAILY"
BEGUN = datetime(2026, 6, 1, 9)  # noqa: DTZ001 - a wall time, on a Monday
LONDON = "Europe/London"


def event(
    *users: str,
    at: datetime = BEGUN,
    hours: float = 24,
    rule: str | Sequence[str] = DAILY,
    per: int = 1,
    since: datetime | None = None,
    until: datetime | None = None,
    name: str = "Shift",
    tz: str = LONDON,
    everybody: bool = False,
) -> dict[str, Any]:
    """An event as it is sent: `at` is a wall time; an empty user is nobody."""
    ends = at + timedelta(hours=hours)
    strategy = "every_member" if everybody else "rotating_member"
    return {
        "name": name,
        "start_time": {"date_time": utc(instant(at, zone(tz))), "time_zone": tz},
        "end_time": {"date_time": utc(instant(ends, zone(tz))), "time_zone": tz},
        "effective_since": utc(since or instant(at, zone(tz))),
        "effective_until": None if until is None else utc(until),
        "recurrence": [rule] if isinstance(rule, str) else list(rule),
        "assignment_strategy": {
            "type": f"{strategy}_assignment_strategy",
            "shifts_per_member": per,
            "members": [member(user) for user in users],
        },
    }


def member(user: str) -> dict[str, str]:
    """A user, or nobody."""
    return {"type": "user_member", "user_id": user} if user else {"type": "empty_member"}


def replaced(over: str, by: str, start: datetime, hours: float, rotation: int = 0) -> dict[str, Any]:
    """An override of one member of the rotation at a place."""
    times = {"start_time": utc(start), "end_time": utc(start + timedelta(seconds=hours * HOUR))}
    return {
        "type": "override_shift",
        "rotation": rotation,
        **times,
        "overridden_member": member(over),
        "overriding_member": member(by),
    }


def extra(user: str, start: datetime, hours: float) -> dict[str, Any]:
    """A custom shift."""
    return {
        "type": "custom_shift",
        "start_time": utc(start),
        "end_time": utc(start + timedelta(seconds=hours * HOUR)),
        "assignments": [{"type": "shift_assignment", "member": member(user)}],
    }


def flexible(
    account: Account, name: str, *rotations: Sequence[dict[str, Any]], tz: str = LONDON, **more: Any
) -> str:
    """A shift-based schedule of rotations, each with its events; its id."""
    body = {
        "name": name,
        "time_zone": tz,
        "rotations": [{"events": list(each)} for each in rotations],
        **more,
    }
    return seed_v3_schedule(account.store, body, clock=lambda: account.now)


def utc(at: datetime) -> str:
    """An instant as it is sent."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def weeks_from_now(weeks: int) -> datetime:
    """A Monday morning in London, in winter."""
    return NOON.replace(hour=9) + timedelta(weeks=weeks, days=-NOON.weekday())
