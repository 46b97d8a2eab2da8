"""What PagerDuty would page after every single request, and what may never be missing from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

import httpx2

from reconciler.intervals import Interval, Timeline, clip, intersect, merge, subtract, union
from reconciler.sandbox import ConnectionLost
from tests.laws import account
from tests.world import World

Pages = dict[str, Timeline[str]]
"""Rotas, and user ids over time."""

SPAN = timedelta(days=24)
AHEAD = timedelta(minutes=1)
SOON = timedelta(hours=1)


class Line(httpx2.BaseTransport):
    """A connection that can break; `arrived` is told the path of every write, carried out or not."""

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self._inner = inner
        self.arrived: Callable[[str], None] = lambda _: None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request."""
        try:
            return self._inner.handle_request(request)
        except ConnectionLost as lost:
            raise httpx2.ReadError(str(lost), request=request) from lost
        finally:
            if request.method != "GET":
                self.arrived(request.url.path)


def pages(found: World, span: Interval, only: Callable[[str], bool] = lambda _: True) -> Pages:
    """Who is paged on each managed rota that is there, in PagerDuty's own rendering."""
    names = {rota.name: key for key, rota in found.file.rotas.items()}
    out: Pages = {}
    for schedule in account.schedules(found):
        key = names.get(schedule.name)
        if key is not None and only(schedule.id):
            out[key] = account.shown(found, schedule, span)
    return out


@dataclass
class Watch:
    """Everything that was seen between two moments, request by request."""

    found: World
    span: Interval
    mailboxes: frozenset[str]
    pace: timedelta = timedelta()
    seen: list[tuple[datetime, str, Pages]] = field(default_factory=list)

    def begin(self) -> None:
        """Note how things stand."""
        self.seen.append((self.found.now, "", pages(self.found, self.span)))

    def arrived(self, path: str) -> None:
        """Note how things stand after a write; a write takes its time."""
        fresh = pages(self.found, self.span, lambda id_: id_ in path)
        if path.endswith("/schedules"):
            fresh = pages(self.found, self.span)
        self.seen.append((self.found.now, path, {**self.seen[-1][2], **fresh}))
        self.found.now += self.pace

    def people(self, shown: Pages, keys: Iterable[str]) -> tuple[Interval, ...]:
        """When a person is on call on any of some rotas."""
        return union(s.interval for key in keys for s in shown.get(key, ()) if s.value not in self.mailboxes)

    def left_alone(
        self, windows: tuple[Interval, ...], *, by_parts: bool = False
    ) -> list[tuple[str, str, Interval]]:
        """Where somebody was and is on call, and was not in between: after which request, whose, when.

        What is written `by_parts` ends before its successor is made, and overrides follow once all of that is
        done: there only the hour ahead counts, and only if the next request does not put somebody on.
        """
        first, last = self.seen[0][2], self.seen[-1][2]
        pair = ("in", "out")
        out: list[tuple[str, str, Interval]] = []
        for (at, path, before), (_, _, then) in pairwise(self.seen[1:]):
            shown = before
            if by_parts:
                shown = {key: (*before.get(key, ()), *then.get(key, ())) for key in before | then}
            ahead = (Interval(at + AHEAD, at + SOON if by_parts else max(self.span.end, at + 2 * AHEAD)),)
            for key in first:
                both = intersect(self.people(first, [key]), self.people(last, [key]))
                on = union(s.interval for s in shown.get(key, ()))
                out += [(path, key, gap) for gap in intersect(subtract(both, on), ahead)]
            both = intersect(self.people(first, pair), self.people(last, pair))
            bare = subtract(intersect(both, windows), self.people(shown, pair))
            out += [(path, "in + out", gap) for gap in intersect(bare, ahead)]
        return out


def later(timeline: Timeline[str], span: Interval) -> Timeline[str]:
    """The part inside a span, touching pieces of one user joined."""
    return merge(clip(timeline, (span,)))
