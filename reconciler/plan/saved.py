"""Plans as JSON text, to be saved, hashed and read back; nothing is lost on the way."""

import hashlib
import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from reconciler.errors import UsageError
from reconciler.plan.model import Plan


@cache
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


def dumps(plan: Plan) -> str:
    """The plan as JSON, with its fingerprint, ending in a newline."""
    body = as_data(plan)
    data = {"fingerprint": fingerprint(plan), "checksum": _checksum(body), "plan": body}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def loads(text: str) -> Plan:
    """A saved plan. Raises UsageError for anything else, or for a plan that was edited."""
    try:
        data = json.loads(text)
        plan = _adapter().validate_json(json.dumps(data["plan"]))
        recorded = data["checksum"]
    except (ValueError, TypeError, KeyError, ValidationError):
        raise UsageError(
            "this is no plan saved by `rota plan -o`", hint="make it again: rota plan -o FILE"
        ) from None
    if recorded != _checksum(data["plan"]):
        raise UsageError(
            "the saved plan was edited after it was made", hint="make it again: rota plan -o FILE"
        )
    return plan


def as_data(plan: Plan) -> Any:
    """The plan as plain JSON data."""
    return _adapter().dump_python(plan, mode="json")


def fingerprint(plan: Plan) -> str:
    """A digest of what was read and what is to be done: equal for equal plans, whenever they were made."""
    data = as_data(plan)
    kept = {key: data[key] for key in ("account", "file_digest", "actions", "bases", "flags", "refused")}
    return _checksum(kept)


def _checksum(data: Any) -> str:
    text = json.dumps(data, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
