"""How shift-based schedules and their parts look in replies."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import request

from reconciler.sandbox.context import Context
from reconciler.sandbox.policies import schedules_of
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.finding import events_of, parts_of, rotations_of
from reconciler.sandbox.v3.reading import Window
from reconciler.sandbox.v3.render import Member, Shift, coverage, render
from reconciler.sandbox.wire import flag, links, reference, references, user_reference
from reconciler.sandbox.zones import show

_RULES = ("name", "start_time", "end_time", "effective_since", "effective_until", "recurrence")


def present_schedule(context: Context, schedule: Json) -> Json:
    """A schedule with its rotations, and without what is only rendered on request."""
    key = schedule["id"]
    shown = links("schedule_v3", key, schedule["name"])
    del shown["summary"]
    calendar = f"sandbox.pagerduty.com/private/{key}/feed"
    listed = context.quirks.v3_events_listed
    return {
        **shown,
        "name": schedule["name"],
        "description": schedule["description"],
        "time_zone": schedule["time_zone"],
        "escalation_policies": [
            reference("escalation_policy", policy)
            for policy in context.store.all("escalation_policies")
            if key in schedules_of(policy)
        ],
        "teams": references(context, "team", schedule["teams"]),
        "http_cal_url": f"https://{calendar}",
        "web_cal_url": f"webcal://{calendar}",
        "rotations": [
            present_rotation(context, each, with_events=listed) for each in rotations_of(context, key)
        ],
    }


def present_final(context: Context, schedule: Json, window: Window, zone: ZoneInfo) -> Json:
    """What is rendered in a window, and the users of the schedule."""
    parts = parts_of(context, schedule["id"])
    shifts = render(parts, *window, context.quirks)
    seen = shifts if flag("overflow") else [shift.clipped(*window) for shift in shifts]
    users = dict.fromkeys(
        member["user_id"]
        for event in parts.events
        for member in event["assignment_strategy"]["members"]
        if member["type"] == "user_member"
    )
    return {
        "users": [user_reference(context, user) for user in users],
        "final_schedule": {
            "type": "final_schedule",
            "rendered_coverage_percentage": coverage(shifts, *window),
            "computed_shift_assignments": [_computed(shift, zone) for shift in seen],
        },
    }


def present_rotation(
    context: Context, rotation: Json, window: Window | None = None, *, with_events: bool = True
) -> Json:
    """A rotation, and its events: all of them, or those that are effective within a window."""
    shown: Json = {"id": rotation["id"], "type": "schedule_rotation", **_found_at(rotation, "rotations")}
    if not with_events:
        return shown
    events = [each for each in events_of(context, rotation["id"]) if _is_effective(each, window)]
    return {**shown, "events": [present_event(event) for event in events]}


def present_event(event: Json) -> Json:
    """An event, its times in UTC beside the zone whose clock it keeps to."""
    folder = f"rotations/{event['rotation_id']}/events"
    shown = {name: event[name] for name in (*_RULES, "assignment_strategy")}
    return {"id": event["id"], "type": "schedule_event", **_found_at(event, folder), **shown}


def present_custom_shift(custom_shift: Json, zone: ZoneInfo, window: Window | None = None) -> Json:
    """A custom shift, clipped to a window if there is one."""
    return {
        "id": custom_shift["id"],
        "type": "custom_shift",
        **_found_at(custom_shift, "custom_shifts"),
        **_times(custom_shift, zone, window),
        "assignments": custom_shift["assignments"],
    }


def present_override(override: Json, zone: ZoneInfo, window: Window | None = None) -> Json:
    """An override, clipped to a window if there is one."""
    target: Json = {name: override[name] for name in ("rotation_id", "custom_shift_id") if name in override}
    return {
        "id": override["id"],
        "type": "override_shift",
        **_found_at(override, "overrides"),
        **target,
        **_times(override, zone, window),
        "overridden_member": override["overridden_member"],
        "overriding_member": override["overriding_member"],
    }


def spans(document: Json) -> tuple[datetime, datetime]:
    """The stored ends of a custom shift or override."""
    return datetime.fromisoformat(document["start_time"]), datetime.fromisoformat(document["end_time"])


def _found_at(document: Json, folder: str) -> Json:
    path = f"v3/schedules/{document['schedule_id']}/{folder}/{document['id']}"
    return {"self": request.host_url + path, "html_url": f"https://sandbox.pagerduty.com/{path}"}


def _times(document: Json, zone: ZoneInfo, window: Window | None) -> Json:
    start, end = spans(document)
    if window is not None:
        start, end = max(start, window[0]), min(end, window[1])
    return {"start_time": show(start, zone), "end_time": show(end, zone)}


def _is_effective(event: Json, window: Window | None) -> bool:
    if window is None:
        return True
    since, until = datetime.fromisoformat(event["effective_since"]), event["effective_until"]
    return since < window[1] and (until is None or datetime.fromisoformat(until) > window[0])


def _computed(shift: Shift, zone: ZoneInfo) -> Json:
    return {
        "type": "computed_shift_assignment",
        "start_time": show(shift.start, zone),
        "end_time": show(shift.end, zone),
        "member": _member(shift.member),
        "source": _source(shift),
    }


def _member(member: Member) -> Json:
    return {"type": "empty_member"} if member is None else {"type": "user_member", "user_id": member}


def _source(shift: Shift) -> Json:
    kind, key = shift.target
    where = {"rotation_id" if kind == "schedule_rotation" else "shift_id": key}
    if shift.override is None:
        return {"type": kind, **where}
    return {"type": f"{kind}_override", **where, "override_id": shift.override}
