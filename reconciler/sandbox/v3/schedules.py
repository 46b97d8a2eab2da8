"""Shift-based schedules: list, item, create, change of name, zone and description, and delete."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.errors import forbidden
from reconciler.sandbox.policies import schedules_of
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.finding import SCHEDULES, find_schedule, forget
from reconciler.sandbox.v3.problems import Problems, refuse
from reconciler.sandbox.v3.reading import body_of, page, reply_zone, window, zone_name
from reconciler.sandbox.v3.rotations import create_rotation
from reconciler.sandbox.v3.views import present_final, present_schedule
from reconciler.sandbox.wire import includes, matches, reference

blueprint = Blueprint("schedules", __name__)

LONGEST_NAME, LONGEST_DESCRIPTION = 255, 1024
DEFAULT_PAGE, LARGEST_PAGE = 100, 1000
_IN_USE = "Schedule can't be deleted if it's being used by escalation policies"
_IN_SNAPSHOT = (
    "Schedule can't be deleted if it's being used by an escalation policy snapshot with open incidents"
)


@blueprint.get("")
def list_schedules() -> ResponseReturnValue:
    """Shift-based schedules only, as references, by part of their name or by team."""
    context = here()
    teams = set(request.args.getlist("team_ids[]"))
    rows = [
        schedule
        for schedule in context.store.all(SCHEDULES)
        if matches(schedule, "name") and (not teams or teams & set(schedule["teams"]))
    ]
    return page(
        context,
        "schedules",
        rows,
        lambda schedule: reference("schedule_v3", schedule),
        default=DEFAULT_PAGE,
        largest=LARGEST_PAGE,
    )


@blueprint.post("")
def post_schedule() -> ResponseReturnValue:
    """Creates; whether rotations may be sent along is not known for certain."""
    context = here()
    body = body_of(context, "schedule")
    rotations = context.quirks.v3_rotations_in_body
    if rotations == "refused" and "rotations" in body:
        refuse(context, "schedule.rotations", "can't be sent with a schedule")
    if rotations == "required" and "rotations" not in body:
        refuse(context, "schedule.rotations", "is required")
    return {"schedule": present_schedule(context, create_schedule(context, body))}, 201


@blueprint.get("/<key>")
def get_schedule(key: str) -> ResponseReturnValue:
    """One schedule; rendered only if that is asked for and both ends of a window are given."""
    context = here()
    schedule = find_schedule(context, key)
    shown, between = present_schedule(context, schedule), window(context)
    if "final_schedule" in includes() and between is not None:
        shown |= present_final(context, schedule, between, reply_zone(context))
    return {"schedule": shown}


@blueprint.put("/<key>")
def put_schedule(key: str) -> ResponseReturnValue:
    """Changes what is sent, but only if the time zone is sent, too. Teams stay as they were."""
    context = here()
    before = find_schedule(context, key)
    body = body_of(context, "schedule")
    if not body.get("time_zone"):
        refuse(context, "schedule.time_zone", "Time zone cannot be empty.")
    if context.quirks.v3_rotations_in_body == "refused" and "rotations" in body:
        refuse(context, "schedule.rotations", "can't be sent with a schedule")
    schedule = before | _headline(context, body, before)
    context.store.save(SCHEDULES, schedule)
    return {"schedule": present_schedule(context, schedule)}


@blueprint.delete("/<key>")
def delete_schedule(key: str) -> ResponseReturnValue:
    """Deletes, unless a policy or the snapshot of an open incident uses it."""
    context = here()
    find_schedule(context, key)
    if any(key in schedules_of(policy) for policy in context.store.all("escalation_policies")):
        refuse(context, "schedule", _IN_USE)
    if any(key in incident["schedules"] for incident in context.store.all("incidents")):
        refuse(context, "schedule", _IN_SNAPSHOT)
    forget(context, key)
    return "", 204


def create_schedule(context: Context, body: Json) -> Json:
    """Stores a new schedule, with the rotations and events inside it, from the object of a POST body."""
    blank: Json = {"name": None, "time_zone": None, "description": ""}
    schedule = {
        "id": context.store.new_id(),
        **_headline(context, body, blank),
        "teams": _teams(context, body.get("teams")),
    }
    context.store.save(SCHEDULES, schedule)
    rotations = body.get("rotations") or []
    if not isinstance(rotations, list) or not all(isinstance(each, dict) for each in rotations):
        refuse(context, "schedule.rotations", "must be a list of objects")
    for rotation in rotations:
        create_rotation(context, schedule, rotation.get("events") or ())
    return schedule


def _headline(context: Context, body: Json, before: Json) -> Json:
    """Name, zone and description; what is not sent stays as it was."""
    problems = Problems(context)
    if "escalation_policies" in body:
        problems.add("schedule.escalation_policies", "can't be sent with a schedule")
    name = body.get("name", before["name"])
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
        problems.add("schedule.name", f"must have between 1 and {LONGEST_NAME} characters")
    zone = zone_name(body.get("time_zone", before["time_zone"]))
    if zone is None:
        problems.add("schedule.time_zone", "is not a valid time zone")
    description = body.get("description", before["description"])
    if not isinstance(description, str) or len(description) > LONGEST_DESCRIPTION:
        problems.add(
            "schedule.description", f"must be text of not more than {LONGEST_DESCRIPTION} characters"
        )
    problems.check()
    return {"name": name, "time_zone": zone, "description": description}


def _teams(context: Context, sent: Any) -> list[str]:
    if not sent:
        return []
    if not context.has_ability("teams"):
        raise forbidden("Account does not have the teams ability")
    if not isinstance(sent, list) or not all(isinstance(each, dict) for each in sent):
        refuse(context, "schedule.teams", "must be a list of references")
    keys = [str(each.get("id")) for each in sent]
    if not all(context.store.get("teams", key) for key in keys):
        refuse(context, "schedule.teams", "Team not found")
    return keys
