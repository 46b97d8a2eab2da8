"""The audit trail of one shift-based schedule."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from reconciler.sandbox.audit import RECORDS
from reconciler.sandbox.audit_view import need_audit_trail, page_of_records
from reconciler.sandbox.context import here
from reconciler.sandbox.v3.finding import find_schedule

blueprint = Blueprint("audit", __name__, url_prefix="/<schedule_id>/audit/records")

blueprint.before_request(need_audit_trail)


@blueprint.get("")
def list_records(schedule_id: str) -> ResponseReturnValue:
    """What happened to one schedule and everything in it."""
    context = here()
    find_schedule(context, schedule_id)
    return page_of_records(context, context.store.all(RECORDS, schedule_id))
