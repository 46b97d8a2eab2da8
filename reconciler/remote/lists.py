"""The schedules of an account by lists that render them, where that costs less than one by one.

The list of schedules says that it gives layers and renderings when asked for; accounts have been seen where
it does not. What it leaves out, or gives as if it had not been asked, is to be read object by object.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pagerduty import RestApiV2Client

from reconciler.errors import ForbiddenError, RateLimitError, RemoteError, TooWideError, UnauthorisedError
from reconciler.intervals import Interval
from reconciler.remote.fields import Json, OddAnswerError, instant_text
from reconciler.remote.jobs import Job, Run
from reconciler.remote.listing import Listing, Page, finish, first_page, offsets, page
from reconciler.remote.reach import Reach
from reconciler.remote.rows import Asked, Keep, ScheduleRow, joined, schedule_row
from reconciler.state import ScheduleState

FEW = 3
"""Up to so many schedules are read one by one whatever the account holds."""
WEIGHT = 2
"""A page that renders a hundred schedules counts as so many requests: PagerDuty works longer on it."""

_OVERRIDES = "overrides_subschedule"
_PARTS = ["schedule_layers", _OVERRIDES, "final_schedule"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be known: schedules rendered over `rendered`, and who stands in for whom over `span`.

    `span` begins with `rendered`, and may be longer. `each` is the number of requests for one schedule alone.
    """

    span: Interval
    rendered: Interval
    each: int
    keep: Keep


@dataclass(frozen=True, slots=True)
class Begun:
    """The first page of the list of schedules, and the window that it was asked for, if any."""

    first: Page[ScheduleRow]
    asked: Asked | None

    @property
    def ignored(self) -> bool:
        """Whether it was asked for all of it, and gave nothing of it."""
        rows = [row for row in self.first.rows if row.kept]
        return (
            self.asked is not None and bool(rows) and all(row.given is None and not row.odd for row in rows)
        )


@dataclass(frozen=True, slots=True)
class Known:
    """Schedules by id, as far as the lists gave them in full, and the names that the lists mention.

    Overrides are as they act, and their ids are made up. `odd` says why one could not be understood.
    """

    schedules: Mapping[str, ScheduleState]
    odd: Mapping[str, str]
    names: Mapping[str, str]


def begin(reach: Reach, scope: Scope | None, wanted: int | None) -> Job[Begun]:
    """The first page; it renders where many are `wanted` (None: all that there are)."""

    def job(client: RestApiV2Client) -> Begun:
        while scope is not None and (wanted is None or wanted > FEW):
            asked = _windows(reach, scope)[0]
            try:
                # Alone, so that it is seen what is too much.
                listing = _listing(scope.keep, asked, fallback=False)
                return Begun(page(client, listing, 0), asked)
            except TooWideError:
                if not reach.rendered.narrowed(asked.window):
                    break
            except (UnauthorisedError, ForbiddenError, RateLimitError):
                raise
            except RemoteError:
                break
        keep = scope.keep if scope is not None else _nothing
        return Begun(page(client, _listing(keep, None), 0), None)

    return job


def remaining(reach: Reach, scope: Scope | None, begun: Begun, wanted: int | None) -> Listing[ScheduleRow]:
    """How to read the other pages of the list, now that it is known how many there are."""
    if scope is None or begun.asked is None or begun.ignored:
        return _listing(scope.keep if scope is not None else _nothing, None)
    total = begun.first.total if begun.first.total is not None else len(begun.first.ids)
    count = total if wanted is None else min(wanted, total)
    cheap = _cheap(reach, scope, total, count, done=0)
    return _listing(scope.keep, begun.asked if cheap else None)


def by_lists(
    run: Run, reach: Reach, scope: Scope, ids: Iterable[str], rows: Sequence[ScheduleRow], begun: Begun
) -> Known:
    """What lists give of the schedules of these ids, where `rows` are those of the list that was begun."""
    wanted = set(ids)
    first = _by_id(rows)
    windows = _windows(reach, scope)
    there = all(first[id_].given is not None or first[id_].odd for id_ in wanted if id_ in first)
    done = int(begun.asked == windows[0] and there)
    if begun.ignored or len(wanted) <= FEW or not _cheap(reach, scope, len(rows), len(wanted), done=done):
        return Known({}, {}, {})
    todo = [_listing(lambda part: part.json.get("id") in wanted, window) for window in windows[done:]]
    try:
        pages = run([first_page(listing) for listing in todo])
        lists = [_by_id(rows) for rows in finish(run, list(zip(todo, pages, strict=True)))]
    except (UnauthorisedError, ForbiddenError, RateLimitError):
        raise
    except RemoteError:
        return Known({}, {}, {})
    return _joined(wanted, windows, ([first] if done else []) + lists)


def _joined(wanted: set[str], windows: Sequence[Asked], lists: Sequence[Mapping[str, ScheduleRow]]) -> Known:
    schedules: dict[str, ScheduleState] = {}
    odd: dict[str, str] = {}
    names: dict[str, str] = {}
    for id_ in sorted(wanted):
        rows = [listed[id_] for listed in lists if id_ in listed]
        if said := next((row.odd for row in rows if row.odd), ""):
            odd[id_] = said
        given = [row.given for row in rows if row.given is not None]
        if odd.get(id_) or len(given) < len(windows):
            continue
        try:
            found = joined(list(zip(windows, given, strict=True)))
        except OddAnswerError as fault:
            odd[id_] = fault.message
            continue
        if found is not None:
            schedules[id_] = found
            names.update(pair for row in rows for pair in row.names.items())
    return Known(schedules, odd, names)


def _by_id(rows: Iterable[ScheduleRow]) -> dict[str, ScheduleRow]:
    return {row.part.text("id"): row for row in rows}


def _windows(reach: Reach, scope: Scope) -> list[Asked]:
    return [Asked(piece, piece.clip(scope.rendered)) for piece in reach.rendered.pieces(scope.span)]


def _cheap(reach: Reach, scope: Scope, listed: int, wanted: int, *, done: int) -> bool:
    """Whether lists cost less than reading so many of the listed schedules one by one."""
    pages = len(offsets(listed)) * (len(_windows(reach, scope)) - done)
    return WEIGHT * pages < wanted * scope.each


def _listing(keep: Keep, asked: Asked | None, *, fallback: bool = True) -> Listing[ScheduleRow]:
    """The list of schedules, rendered over a window if one is given."""
    extra: Json = {}
    if asked is not None:
        since, until = instant_text(asked.window.start), instant_text(asked.window.end)
        parts: Any = [_OVERRIDES] if asked.rendered is None else _PARTS
        extra = {"since": since, "until": until, "time_zone": "UTC", "include[]": parts}
    query = {} if fallback else extra
    return Listing(
        "/schedules",
        "schedules",
        lambda part: schedule_row(part, asked, keep),
        query,
        extra if fallback else {},
    )


def _nothing(_: object) -> bool:
    return False
