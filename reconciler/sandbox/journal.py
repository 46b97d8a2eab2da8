"""What came in and what became of it, for tests to read."""

import threading
from collections import deque
from typing import NamedTuple

_LONGEST = 10_000


class Exchange(NamedTuple):
    """One request and what became of it."""

    number: int
    """Counted from 1."""
    method: str
    path: str
    status: int | None
    """What the client was told; None if nothing."""
    committed: bool
    """Something was stored."""
    faults: tuple[str, ...] = ()
    """The kinds of the faults that struck it."""


class Journal:
    """The latest ten thousand requests; no number is given twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._exchanges: deque[Exchange] = deque(maxlen=_LONGEST)

    @property
    def exchanges(self) -> list[Exchange]:
        """All of them, in the order in which they came in."""
        with self._lock:
            return sorted(self._exchanges)

    @property
    def writes(self) -> list[Exchange]:
        """Those that were no reads."""
        return [each for each in self.exchanges if each.method not in {"GET", "HEAD"}]

    def next_number(self) -> int:
        """The number of a request that has just come in."""
        with self._lock:
            self._last += 1
            return self._last

    def add(self, exchange: Exchange) -> None:
        """Notes a request that has been dealt with."""
        with self._lock:
            self._exchanges.append(exchange)
