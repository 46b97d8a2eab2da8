"""The parts that all JSON output shares: instants that end in Z, people by the file's key, plain ASCII.

ASCII with escapes keeps every value exact and yet inert on a terminal.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from json import dumps
from typing import Any

from reconciler.errors import Finding
from reconciler.plan.model import Who

VERSION = 1


def document(**fields: Any) -> str:
    """One versioned JSON document, ending in a newline."""
    text = dumps({"version": VERSION, **fields}, indent=2)
    # GitHub's runner obeys `##[` wherever it stands in a line of a log; escaped, the value is the same.
    return text.replace("##[", "##\\u005b") + "\n"


def stamp(instant: datetime) -> str:
    """`2026-12-25T09:00:00Z`."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def stamp_or_none(instant: datetime | None) -> str | None:
    """An instant, or null."""
    return None if instant is None else stamp(instant)


def someone(who: Who | None) -> dict[str, Any] | None:
    """A person as an object, or null for nobody."""
    return None if who is None else {"person": who.person, "name": who.name, "email": who.email}


def key_of(who: Who | None) -> Mapping[str, Any]:
    """The file's key of a person; for strangers null, with what PagerDuty knows of them beside it."""
    if who is None:
        return {"person": None}
    if who.person is None:
        return {"person": None, "name": who.name, "email": who.email}
    return {"person": who.person}


def finding(found: Finding) -> dict[str, Any]:
    """A finding as an object."""
    return {
        "id": found.id,
        "severity": found.severity,
        "file": found.where.file if found.where else None,
        "line": found.where.line if found.where else None,
        "message": found.message,
        "hint": found.hint,
    }
