"""Lists that come in pages: read to their end, or an error, never silently short.

The client's own paging stops at 10 000 rows with a mere warning, so it is not used. Of several lists the
first pages are read side by side, and then all other pages.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pagerduty import RestApiV2Client

from reconciler.errors import ForbiddenError, RateLimitError, RemoteError, UnauthorisedError
from reconciler.remote.client import taken
from reconciler.remote.fields import Json, Part
from reconciler.remote.jobs import Job, Run

PAGE = 100
"""Rows per page; PagerDuty allows no more, and gives 25 to those who do not ask."""
WALL = 10_000
"""PagerDuty refuses to page beyond this row."""
_TRIES = 2

T = TypeVar("T")


class TooLongError(RemoteError):
    """The list has more rows than PagerDuty pages through."""


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A list to read. `name` is the field that holds its rows, `take` makes of a row what is kept of it.

    `extra` is asked for beside the query; a page that cannot be had with it is taken without.
    """

    path: str
    name: str
    take: Callable[[Part], T]
    query: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page as it was asked for at `offset`; `total` is None where PagerDuty does not tell."""

    ids: tuple[str, ...]
    rows: tuple[T, ...]
    offset: int
    more: bool
    total: int | None
    fault: str


def every(client: RestApiV2Client, path: str, name: str, query: Json | None = None) -> tuple[Part, ...]:
    """All rows of a list, as objects, page after page. `name` is the field that holds them.

    A list that shifted while it was read is read once more. Raises RemoteError where it is too long, or
    does not add up.
    """
    return _again(client, Listing(path, name, lambda part: part, query or {}), _TRIES)


def first_page(listing: Listing[T]) -> Job[Page[T]]:
    """The beginning of a list, which may be all of it."""
    return lambda client: page(client, listing, 0)


def finish(run: Run, begun: Sequence[tuple[Listing[T], Page[T]]]) -> list[tuple[T, ...]]:
    """All rows of several lists whose first pages are there. Raises RemoteError as `every` does."""
    asked = [_rest(listing, first) for listing, first in begun]
    found = iter(run([job for jobs in asked for job in jobs]))
    whole: list[tuple[T, ...] | None] = []
    for (_, first), jobs in zip(begun, asked, strict=True):
        pages = [first, *(page for _ in jobs for page in next(found))]
        whole.append(None if doubt(pages) else tuple(row for page in pages for row in page.rows))
    again = iter(
        run([_job(listing) for (listing, _), rows in zip(begun, whole, strict=True) if rows is None])
    )
    return [rows if rows is not None else next(again) for rows in whole]


def page(client: RestApiV2Client, listing: Listing[T], offset: int) -> Page[T]:
    """One page. Raises RemoteError where it is malformed, or shows that the list is too long."""
    if offset + PAGE > WALL:
        raise _too_long(listing.path)
    asked = {**listing.query, "limit": str(PAGE), "offset": str(offset), "total": "true"}
    try:
        return taken(
            client, listing.path, {**listing.extra, **asked}, lambda part: _page(part, listing, offset)
        )
    except (UnauthorisedError, ForbiddenError, RateLimitError, TooLongError):
        raise
    except RemoteError:
        if not listing.extra:
            raise
    # What is too much for one answer may still be had in small pieces.
    return taken(client, listing.path, asked, lambda part: _page(part, listing, offset))


def _page(answer: Part, listing: Listing[T], offset: int) -> Page[T]:
    total = answer.json.get("total")
    total = total if isinstance(total, int) else None
    if total is not None and total > WALL:
        raise _too_long(listing.path)
    rows = answer.parts(listing.name, f"a row of {listing.path}")
    more = answer.json.get("more")
    if not isinstance(more, bool):
        raise answer.fault("more", "is neither true nor false")
    fault = ""
    if answer.json.get("offset", offset) != offset:
        fault = "a page began elsewhere than asked for"
    elif more and len(rows) < PAGE:
        fault = "a page was short although more were to follow"
    ids = tuple(row.text("id") for row in rows)
    return Page(ids, tuple(map(listing.take, rows)), offset, more, total, fault)


def doubt(pages: Sequence[Page[Any]]) -> str:
    """What does not add up about all pages of a list; empty where nothing is wrong."""
    if fault := next((page.fault for page in pages if page.fault), ""):
        return fault
    rows = sum(len(page.ids) for page in pages)
    if any(page.more != (page is not pages[-1]) for page in pages):
        return "it grew or shrank meanwhile"
    if len({id_ for page in pages for id_ in page.ids}) < rows:
        return "it gave the same row twice"
    total = pages[-1].total
    if total is not None and total != rows:
        return f"it gave {rows} rows and said there were {total}"
    return ""


def offsets(total: int) -> range:
    """Where the pages of so many rows begin."""
    return range(0, total, PAGE)


def _rest(listing: Listing[T], first: Page[T]) -> list[Job[list[Page[T]]]]:
    """All pages but the first: side by side where it is known how many there are."""
    if not first.more or first.fault:
        return []
    if first.total is None:
        return [lambda client: _onwards(client, listing, PAGE)]
    return [_single(listing, offset) for offset in offsets(first.total)[1:]]


def _single(listing: Listing[T], offset: int) -> Job[list[Page[T]]]:
    return lambda client: [page(client, listing, offset)]


def _onwards(client: RestApiV2Client, listing: Listing[T], offset: int) -> list[Page[T]]:
    """Page after page, to the end or to a fault."""
    pages = [page(client, listing, offset)]
    while pages[-1].more and not pages[-1].fault:
        pages.append(page(client, listing, pages[-1].offset + PAGE))
    return pages


def _job(listing: Listing[T]) -> Job[tuple[T, ...]]:
    return lambda client: _again(client, listing, _TRIES - 1)


def _again(client: RestApiV2Client, listing: Listing[T], tries: int) -> tuple[T, ...]:
    fault = ""
    for _ in range(tries):
        pages = _onwards(client, listing, 0)
        if not (fault := doubt(pages)):
            return tuple(row for page in pages for row in page.rows)
    raise incomplete(listing.path, fault)


def _too_long(path: str) -> TooLongError:
    return TooLongError(
        f"The list GET {path} cannot be read completely: it has more than {WALL} rows, "
        "beyond which PagerDuty does not page.",
        hint="Nothing was decided on it. Use a token that sees fewer of them, or delete unused ones.",
    )


def incomplete(path: str, fault: str) -> RemoteError:
    """The error for a list that does not add up."""
    return RemoteError(
        f"The list GET {path} cannot be read completely: {fault}.",
        hint="Nothing was decided on it. If it was being edited, run again.",
    )
