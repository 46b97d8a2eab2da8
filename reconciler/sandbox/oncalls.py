"""On-calls: one row per policy, level, user and schedule, touching turns of one user being one row."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.errors import invalid
from reconciler.sandbox.people import present_user
from reconciler.sandbox.policies import present_policy
from reconciler.sandbox.render import Entry, render
from reconciler.sandbox.schedule_view import View, short
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.stretches import stretches
from reconciler.sandbox.v3.views import present_schedule
from reconciler.sandbox.wire import (
    flag,
    includes,
    instant_argument,
    page,
    reference,
    user_reference,
    zone_argument,
)
from reconciler.sandbox.zones import show, zone_of

blueprint = Blueprint("oncalls", __name__, url_prefix="/oncalls")

_FARTHEST = timedelta(days=90)
# The second is longer than the longest turn: who is on call for all that time is on call for ever.
_REACHES = (timedelta(days=15), timedelta(days=400))


@dataclass(frozen=True)
class OnCall:
    """A row; a user named by the policy itself has no schedule and is on call always."""

    policy: Json
    level: int
    user: str
    schedule: Json | None = None
    start: datetime | None = None
    end: datetime | None = None
    shift_based: bool = False


@blueprint.get("")
def list_oncalls() -> ResponseReturnValue:
    """Who is on call in the window (by default: now), which may reach 90 days ahead."""
    context = here()
    zone = zone_argument(zone_of("UTC"))
    now = context.now()
    since = instant_argument("since", zone) or now
    until = instant_argument("until", zone) or max(since, now)
    if max(since, until) > now + _FARTHEST:
        raise invalid("The date range must not reach more than 90 days ahead")
    if since > until:
        raise invalid("Until must not be before since")
    rows = [row for row in _rows(context, since, until) if _wanted(row)]
    if flag("earliest"):
        first: dict[Any, OnCall] = {}
        for row in sorted(rows, key=lambda each: (each.start is not None, each.start)):
            first.setdefault((row.policy["id"], row.level, row.user), row)
        rows = [row for row in rows if row in first.values()]
    return page("oncalls", rows, lambda row: _present(context, row, zone))


def _rows(context: Context, since: datetime, until: datetime) -> Iterator[OnCall]:
    for policy in context.store.all("escalation_policies"):
        for level, rule in enumerate(policy["escalation_rules"], start=1):
            for target in rule["targets"]:
                if target["kind"] == "users":
                    yield OnCall(policy, level, target["id"])
                schedule = context.store.get(target["kind"], target["id"])
                if schedule is not None and target["kind"] == "schedules":
                    for entry, end in _stretches(context, schedule, since, until):
                        yield OnCall(policy, level, entry.user, schedule, entry.start, end)
                if schedule is not None and target["kind"] == "v3_schedules":
                    for user, start, end in stretches(context, schedule["id"], since, until):
                        yield OnCall(policy, level, user, schedule, start, end, shift_based=True)


def _stretches(
    context: Context, schedule: Json, since: datetime, until: datetime
) -> Iterator[tuple[Entry, datetime | None]]:
    """Unbroken stretches of one user, with their true start, and no end if none is in sight."""
    quirks = replace(context.quirks, merge_entries=True)
    overrides = context.store.all("overrides", schedule["id"])
    entries: list[Entry] = []
    for reach in _REACHES:
        entries = render(schedule, overrides, since - reach, until + reach, quirks)
        entries = [entry for entry in entries if entry.touches(since, until)]
        if all(since - reach < entry.start and entry.end < until + reach for entry in entries):
            break
    for entry in entries:
        yield entry, None if entry.end >= until + _REACHES[-1] else entry.end


def _wanted(row: OnCall) -> bool:
    schedules = request.args.getlist("schedule_ids[]")
    users = request.args.getlist("user_ids[]")
    policies = request.args.getlist("escalation_policy_ids[]")
    # A literal null among the schedules asks for those whom a policy names directly.
    schedule = row.schedule["id"] if row.schedule else "null"
    return (
        (not schedules or schedule in schedules)
        and (not users or row.user in users)
        and (not policies or row.policy["id"] in policies)
    )


def _present(context: Context, row: OnCall, zone: ZoneInfo) -> Json:
    wanted = includes()
    user = context.user(row.user)
    schedule = None
    if row.schedule:
        schedule = reference("schedule_v3" if row.shift_based else "schedule", row.schedule)
    if row.schedule and schedule and "schedules" in wanted:
        view = View(context, zone)
        shown = present_schedule(context, row.schedule) if row.shift_based else short(view, row.schedule)
        schedule |= shown
    whole_policy = "escalation_policies" in wanted
    return {
        "escalation_policy": present_policy(context, row.policy)
        if whole_policy
        else reference("escalation_policy", row.policy),
        "escalation_level": row.level,
        "schedule": schedule,
        "user": present_user(user) if user and "users" in wanted else user_reference(context, row.user),
        "start": show(row.start, zone) if row.start else None,
        "end": show(row.end, zone) if row.end else None,
    }
