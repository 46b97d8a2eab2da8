"""Who changed a schedule or a policy: PagerDuty's audit trail, as short notes for people.

The trail is an extra that not every account pays for and not every token may see. A page of it holds 100
records; we look at the newest few hundred and at no more than the 31 days that one request may span.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from pagerduty import RestApiV2Client

from reconciler.remote.client import fetch
from reconciler.remote.fields import Json, Part, instant_text
from reconciler.remote.objects import ceiling, floor
from reconciler.requests import AuditNote

MOST_PAGES = 3
"""How many pages of the trail are read for one object."""
REACH = timedelta(days=31)
"""The longest stretch that PagerDuty lets one request span."""

_PAGE = 100
_PATHS = {"schedule": "/schedules", "shifts": "/v3/schedules", "policy": "/escalation_policies"}
_OVERRIDE = {"create": "an override made", "update": "an override changed", "delete": "an override removed"}
_WHOLE = {"create": "created", "delete": "deleted"}
# Where PagerDuty's name of a field says less than ours.
_FIELDS = {"schedule_layers": "layers", "escalation_rules": "levels", "num_loops": "repeat"}
_LONGEST = 60
_TOKEN_END = 4


def read_changes(
    client: RestApiV2Client,
    kind: Literal["schedule", "shifts", "policy"],
    id_: str,
    since: datetime,
    until: datetime,
) -> tuple[AuditNote, ...]:
    """The changes of one object, newest first. Raises RemoteError."""
    until = ceiling(until)
    query = {
        "since": instant_text(floor(max(since, until - REACH))),
        "until": instant_text(until),
        "limit": str(_PAGE),
    }
    own = client.trunc_key[-_TOKEN_END:]
    path = f"{_PATHS[kind]}/{id_}/audit/records"
    notes = (_note(record, own) for record in _records(client, path, query))
    return tuple(sorted(notes, key=lambda note: note.at, reverse=True))


def _records(client: RestApiV2Client, path: str, query: Json) -> Iterator[Part]:
    cursor: Json = {}
    for _ in range(MOST_PAGES):
        page = fetch(client, path, query | cursor)
        yield from page.parts("records", "an audit record")
        following = page.maybe_text("next_cursor")
        if not following:
            return
        cursor = {"cursor": following}


def _note(record: Part, own: str) -> AuditNote:
    method = record.part("method") if record.json.get("method") is not None else Part({}, "a method")
    token = method.maybe_text("truncated_token")
    ours = method.maybe_text("type") == "api_token" and token is not None and token[-_TOKEN_END:] == own
    return AuditNote(
        record.instant("execution_time"), "this token" if ours else _who(record, token), _what(record), ours
    )


def _who(record: Part, token: str | None) -> str:
    """The first actor's name; a key has none in the trail, and is told by its end."""
    for actor in record.parts("actors", "an actor", needed=False):
        name = _short(actor.maybe_text("summary") or "")
        if name and actor.maybe_text("type") != "api_key_reference":
            return name
    return f"the key ending in {token[-_TOKEN_END:]}" if token else "somebody"


def _what(record: Part) -> str:
    action = record.maybe_text("action") or "update"
    details = record.part("details") if record.json.get("details") is not None else Part({}, "details")
    resource = details.json.get("resource")
    if isinstance(resource, dict) and resource.get("type") == "override_reference":
        return _OVERRIDE.get(action, "an override changed")
    if action in _WHOLE:
        return _WHOLE[action]
    found = [
        part.text("name")
        for name in ("fields", "references")
        for part in details.parts(name, f"one of the {name}", needed=False)
    ]
    # People come to a schedule with its layers and to a policy with its levels; once is enough.
    told = dict.fromkeys(_FIELDS.get(name, name.replace("_", " ")) for name in found)
    for whole in ("layers", "levels"):
        if whole in told:
            told.pop("users", None)
            told.pop("schedules", None)
    return _short(", ".join(told)) or "changed"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
