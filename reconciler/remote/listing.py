"""Lists that come in pages: read to their end, or an error, never silently short.

The client's own paging stops at 10 000 rows with a mere warning, so it is not used.
"""

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError, RemoteError
from reconciler.remote.client import fetch
from reconciler.remote.fields import Json, Part
from reconciler.remote.made import Made

PAGE = 100
"""Rows per page; PagerDuty allows no more, and gives 25 to those who do not ask."""
WALL = 10_000
"""PagerDuty refuses to page beyond this row."""
_TRIES = 2


class TooLongError(RemoteError):
    """The list has more rows than PagerDuty pages through."""


def every(client: RestApiV2Client, path: str, name: str, query: Json | None = None) -> tuple[Part, ...]:
    """All rows of a list, as objects. `name` is the field that holds them.

    A list that shifted while it was read is read once more. Raises RemoteError where it is too long, or
    does not add up.
    """
    fault = ""
    for _ in range(_TRIES):
        rows, fault = _read(client, path, name, query or {})
        if not fault:
            return rows
    raise _incomplete(path, fault)


def every_object(client: RestApiV2Client, path: str, name: str, one: str, made: Made) -> tuple[Part, ...]:
    """All rows of a list, with what was `made` a moment ago even where the list does not show it yet.

    `one` is the field that holds a single object. Raises RemoteError.
    """
    rows = every(client, path, name)
    known = {row.text("id") for row in rows}
    for id_ in made.young(path):
        if id_ not in known:
            try:
                rows += (fetch(client, f"{path}/{id_}").part(one),)
            except NotFoundError:
                continue
    return rows


def _read(client: RestApiV2Client, path: str, name: str, query: Json) -> tuple[tuple[Part, ...], str]:
    rows: list[Part] = []
    while True:
        if len(rows) + PAGE > WALL:
            raise _too_long(path)
        page = fetch(client, path, query | {"limit": str(PAGE), "offset": str(len(rows)), "total": "true"})
        total = page.json.get("total")
        if isinstance(total, int) and total > WALL:
            raise _too_long(path)
        found = page.parts(name, f"a row of {path}")
        rows += found
        more = page.json.get("more")
        if not isinstance(more, bool):
            raise page.fault("more", "is neither true nor false")
        if page.json.get("offset", len(rows) - len(found)) != len(rows) - len(found):
            return (), "a page began elsewhere than asked for"
        if not more:
            return tuple(rows), _doubt(rows, total)
        if len(found) < PAGE:
            return (), "a page was short although more were to follow"


def _doubt(rows: list[Part], total: object) -> str:
    """What does not add up about all rows; empty where nothing is wrong."""
    ids = {row.text("id") for row in rows}
    if len(ids) < len(rows):
        return "it gave the same row twice"
    if isinstance(total, int) and total != len(rows):
        return f"it gave {len(rows)} rows and said there were {total}"
    return ""


def _too_long(path: str) -> TooLongError:
    return TooLongError(
        f"The list GET {path} cannot be read completely: it has more than {WALL} rows, "
        "beyond which PagerDuty does not page.",
        hint="Nothing was decided on it. Use a token that sees fewer of them, or delete unused ones.",
    )


def _incomplete(path: str, fault: str) -> RemoteError:
    return RemoteError(
        f"The list GET {path} cannot be read completely: {fault}.",
        hint="Nothing was decided on it. If it was being edited, run again.",
    )
