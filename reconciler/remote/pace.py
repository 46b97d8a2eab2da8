"""How fast requests may leave: one pace for all clients of a process, below what PagerDuty allows a key.

PagerDuty allows a key 960 requests a minute. The key may be somebody else's as well, so we stay below that,
go slowly where an answer says that little is left of this minute, and stand still where nothing is.
"""

import time
from collections import deque
from collections.abc import Callable, Mapping
from threading import Lock

MOST = 900
"""How many requests leave at most within any minute."""
WINDOW = 61.0
"""After how many seconds a request counts no more: a minute, and a second on its way."""
FEW = 50
"""With fewer left than these, they are spread over what remains of the minute. Alone we never get there."""
LONGEST_HOLD = 60.0
"""For how many seconds an answer may hold up other requests: the limit is one a minute."""

_NOTHING = 1e-6


def reset_seconds(headers: Mapping[str, str]) -> float | None:
    """In how many seconds the limit starts anew, as an answer says; None where it does not, or no number."""
    try:
        seconds = float(headers.get("ratelimit-reset", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


class Pace:
    """Give one to every client of a process. Threads may share it. `sleep` takes seconds."""

    def __init__(
        self,
        *,
        most: int = MOST,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = Lock()
        self._gone: deque[float] = deque(maxlen=most)
        self._held_until = self._slow_until = float("-inf")
        self._step = 0.0

    def wait(self) -> float:
        """Wait for the turn of one request; returns for how many seconds that was."""
        waited, before = 0.0, float("-inf")
        while True:
            # Looked at anew after each sleep, since another thread may have gone first, or been told to wait.
            with self._lock:
                now = self._monotonic()
                left = self._free(now) - now
                # A sleep that does not move the clock must not keep us here for ever.
                if left <= _NOTHING or now == before:
                    self._gone.append(now)
                    return waited
            self._sleep(left)
            waited, before = waited + left, now

    def _free(self, now: float) -> float:
        """When the next request may leave."""
        free = max(now, self._held_until)
        if len(self._gone) == self._gone.maxlen:
            free = max(free, self._gone[0] + WINDOW)
        if self._gone and now < self._slow_until:
            free = max(free, self._gone[-1] + self._step)
        return free

    def heard(self, headers: Mapping[str, str]) -> None:
        """Learn from an answer: where little is left go slowly, where nothing is wait for the new minute."""
        seconds, said = reset_seconds(headers), headers.get("ratelimit-remaining", "").strip()
        if seconds is None or not (said.isascii() and said.isdigit()) or (left := int(said)) >= FEW:
            return
        seconds = min(seconds, LONGEST_HOLD)
        with self._lock:
            until = self._monotonic() + seconds
            if left == 0:
                self._held_until = max(self._held_until, until)
            else:
                self._slow_until, self._step = until, seconds / left
