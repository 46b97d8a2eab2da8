"""Two applies at the same time, request by request, in an order that a test decides."""

from collections.abc import Callable, Iterator
from threading import Condition, Thread
from typing import Any

import httpx2


class Turns:
    """Lets one request through at a time: `order` says whose turn is next (0 or 1), until one has ended.

    Whoever is left goes on alone.
    """

    def __init__(self, order: Iterator[int]) -> None:
        self._order = order
        self._changed = Condition()
        self._running = {0, 1}
        self._next = next(order)

    def wire(self, side: int, inner: httpx2.BaseTransport) -> httpx2.BaseTransport:
        """The way to PagerDuty of one of the two."""
        return _Side(self, side, inner)

    def take(self, side: int, request: Callable[[], httpx2.Response]) -> httpx2.Response:
        """Make a request when it is its turn."""
        with self._changed:
            self._changed.wait_for(lambda: self._next == side or self._running == {side})
            try:
                return request()
            finally:
                self._next = next(self._order, self._next)
                self._changed.notify_all()

    def both(self, *applies: Callable[[], Any]) -> list[Any]:
        """Run the two to their ends; what came of each."""
        results: list[Any] = [None, None]

        def run(side: int) -> None:
            try:
                results[side] = applies[side]()
            finally:
                with self._changed:
                    self._running.discard(side)
                    self._changed.notify_all()

        threads = [Thread(target=run, args=(side,)) for side in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results


class _Side(httpx2.BaseTransport):
    def __init__(self, turns: Turns, side: int, inner: httpx2.BaseTransport) -> None:
        self._turns, self._side, self._inner = turns, side, inner

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request."""
        return self._turns.take(self._side, lambda: self._inner.handle_request(request))
