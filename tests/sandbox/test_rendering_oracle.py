"""The rendering against a formula that answers for one instant, and knows nothing of windows or entries."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings

from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.render import render
from reconciler.sandbox.store import Json
from tests.sandbox.test_rendering_properties import hours, overrides, schedules


def local(wall: datetime, zone: str) -> datetime:
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def on_layer(layer: Json, zone: str, instant: datetime) -> str | None:
    if instant < datetime.fromisoformat(layer["start"]):
        return None
    if layer["end"] and instant >= datetime.fromisoformat(layer["end"]):
        return None
    if layer["restrictions"] and not any(opened(each, zone, instant) for each in layer["restrictions"]):
        return None
    anchor = (
        datetime.fromisoformat(layer["rotation_virtual_start"])
        .astimezone(ZoneInfo(zone))
        .replace(tzinfo=None)
    )
    turn = timedelta(seconds=layer["rotation_turn_length_seconds"])
    guess = (instant.replace(tzinfo=None) - anchor) // turn
    slot = max(k for k in range(guess - 30, guess + 31) if local(anchor + k * turn, zone) <= instant)
    return str(layer["users"][slot % len(layer["users"])])


def opened(restriction: Json, zone: str, instant: datetime) -> bool:
    midnight = instant.astimezone(ZoneInfo(zone)).replace(
        hour=0, minute=0, second=0, microsecond=0, tzinfo=None
    )
    for back in range(-2, 10):
        opens = midnight - timedelta(days=back) + timedelta(hours=int(restriction["start_time_of_day"][:2]))
        closes = opens + timedelta(seconds=restriction["duration_seconds"])
        right_day = restriction.get("start_day_of_week", opens.isoweekday()) == opens.isoweekday()
        if right_day and local(opens, zone) <= instant < local(closes, zone):
            return True
    return False


def holder(schedule: Json, covers: list[Json], instant: datetime) -> str | None:
    for cover in reversed(covers):
        if datetime.fromisoformat(cover["start"]) <= instant < datetime.fromisoformat(cover["end"]):
            return str(cover["user"])
    versions = [each for each in schedule["history"] if instant < datetime.fromisoformat(each["until"])]
    version = versions[0] if versions else schedule
    people = (on_layer(layer, version["time_zone"], instant) for layer in reversed(version["layers"]))
    return next((person for person in people if person), None)


@settings(max_examples=300, deadline=None)
@given(schedules(), overrides(), hours)
def test_the_person_at_an_instant_is_who_the_formula_names(
    schedule: Json, covers: list[Json], instant: datetime
) -> None:
    """Whether the instant is asked for by itself or lies inside a month that is rendered whole."""
    expected = holder(schedule, covers, instant)
    month = timedelta(days=15)
    alone = render(schedule, covers, instant, instant, Quirks())
    within = render(schedule, covers, instant - month, instant + month, Quirks())
    assert [entry.user for entry in alone] == ([expected] if expected else [])
    assert [entry.user for entry in within if entry.start <= instant < entry.end] == [
        entry.user for entry in alone
    ]
