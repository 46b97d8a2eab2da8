"""Shift-based schedules, as PagerDuty serves them under /v3/schedules."""

from flask import Blueprint, request

from reconciler.sandbox.context import here
from reconciler.sandbox.errors import forbidden
from reconciler.sandbox.v3 import audit, custom_shifts, events, overrides, rotations, schedules

blueprint = Blueprint("v3", __name__, url_prefix="/v3/schedules")

EARLY_ACCESS = "flexible-schedules-early-access"
"""What the header X-EARLY-ACCESS must say where it is needed."""


@blueprint.before_request
def need_early_access() -> None:
    """Where these schedules are not yet for everybody, whoever asks must say so."""
    if here().quirks.v3_needs_early_access and request.headers.get("X-EARLY-ACCESS") != EARLY_ACCESS:
        raise forbidden()


for _part in (schedules, rotations, events, custom_shifts, overrides, audit):
    blueprint.register_blueprint(_part.blueprint)
