"""Custom shifts: one person beside the rotations, for one stretch of time."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.finding import CUSTOM_SHIFTS, find_part, find_schedule, let_go
from reconciler.sandbox.v3.listing import listed
from reconciler.sandbox.v3.problems import Problems, refuse
from reconciler.sandbox.v3.reading import (
    ID_LENGTH,
    batch_of,
    body_of,
    read_member,
    written,
)
from reconciler.sandbox.v3.spans import changed_span, has_begun, is_over, new_span
from reconciler.sandbox.v3.views import present_custom_shift
from reconciler.sandbox.zones import zone_of

blueprint = Blueprint("custom_shifts", __name__, url_prefix="/<schedule_id>/custom_shifts")


@blueprint.get("")
def list_custom_shifts(schedule_id: str) -> ResponseReturnValue:
    """Those that touch the window, clipped to it unless overflow."""
    return listed(here(), schedule_id, "custom_shifts", CUSTOM_SHIFTS, present_custom_shift)


@blueprint.post("")
def post_custom_shifts(schedule_id: str) -> ResponseReturnValue:
    """A batch is made whole or not at all."""
    context = here()
    schedule = find_schedule(context, schedule_id)
    made = create_custom_shifts(context, schedule, batch_of(context, "custom_shifts"))
    return {"custom_shifts": [present_custom_shift(each, zone_of("UTC")) for each in made]}, 201


@blueprint.get("/<key>")
def get_custom_shift(schedule_id: str, key: str) -> ResponseReturnValue:
    """One custom shift."""
    custom_shift = find_part(here(), CUSTOM_SHIFTS, schedule_id, key)
    return {"custom_shift": present_custom_shift(custom_shift, zone_of("UTC"))}


@blueprint.put("/<key>")
def put_custom_shift(schedule_id: str, key: str) -> ResponseReturnValue:
    """Changes what is sent; once it has begun, only its end."""
    context = here()
    before = find_part(context, CUSTOM_SHIFTS, schedule_id, key)
    body, problems = body_of(context, "custom_shift"), Problems(context)
    if is_over(context, before):
        refuse(context, "custom_shift", "has already ended and can't be changed")
    custom_shift = before | changed_span(context, problems, "custom_shift", before, body)
    if "assignments" in body:
        if has_begun(context, before):
            problems.add("custom_shift.assignments", "can't be changed after the start")
        custom_shift["assignments"] = _assignments(context, problems, "custom_shift", body["assignments"])
    problems.check()
    context.store.save(CUSTOM_SHIFTS, custom_shift, schedule_id)
    return {"custom_shift": present_custom_shift(custom_shift, zone_of("UTC"))}


@blueprint.delete("/<key>")
def delete_custom_shift(schedule_id: str, key: str) -> ResponseReturnValue:
    """One to come goes, one that runs ends now, one that is over stays (400)."""
    context = here()
    custom_shift = find_part(context, CUSTOM_SHIFTS, schedule_id, key)
    if is_over(context, custom_shift):
        refuse(context, "custom_shift", "has already ended and can't be deleted")
    let_go(context, "custom_shift", key, schedule_id)
    if has_begun(context, custom_shift):
        ended = {**custom_shift, "end_time": written(context.now())}
        context.store.save(CUSTOM_SHIFTS, ended, schedule_id)
    else:
        context.store.delete(CUSTOM_SHIFTS, key)
    return "", 204


def create_custom_shifts(context: Context, schedule: Json, batch: list[Any]) -> list[Json]:
    """Stores the custom shifts of a POST body, all of them or none."""
    problems, made = Problems(context), []
    for place, sent in enumerate(batch):
        path = f"custom_shifts[{place}]"
        if not isinstance(sent, dict) or sent.get("type") != "custom_shift":
            problems.add(f"{path}.type", "must be custom_shift")
            continue
        made.append(
            {
                "id": context.store.new_id("", ID_LENGTH),
                "schedule_id": schedule["id"],
                **new_span(context, problems, path, sent),
                "assignments": _assignments(context, problems, path, sent.get("assignments")),
            }
        )
    problems.check()
    for custom_shift in made:
        context.store.save(CUSTOM_SHIFTS, custom_shift, schedule["id"])
    return made


def _assignments(context: Context, problems: Problems, path: str, sent: Any) -> list[Json]:
    if not isinstance(sent, list) or len(sent) != 1:
        problems.add(f"{path}.assignments", "must have exactly one entry")
        return []
    (assignment,) = sent
    if not isinstance(assignment, dict) or assignment.get("type") != "shift_assignment":
        problems.add(f"{path}.assignments[0].type", "must be shift_assignment")
        return []
    member = read_member(context, problems, f"{path}.assignments[0].member", assignment.get("member"))
    return [{"id": context.store.new_id("", ID_LENGTH), "type": "shift_assignment", "member": member}]
