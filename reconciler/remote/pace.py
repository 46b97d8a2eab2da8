"""How fast requests may leave: one pace for all clients of a process, below what PagerDuty allows a key.

PagerDuty allows a key 960 requests a minute. The key may be somebody else's as well, so we stay below that,
and stand still where an answer says that nothing is left of this minute.
"""

import time
from collections.abc import Callable, Mapping
from threading import Lock

PER_MINUTE = 900
"""How many requests a minute leave in the long run."""
BURST = 30
"""How many may leave at once after a pause; so no minute sees more than the sum of both."""
LONGEST_HOLD = 60.0
"""For how many seconds an answer may hold up other requests: the limit is one a minute."""

_MINUTE = 60.0
_NOTHING = 1e-6
_HOLDS = 3


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
        per_minute: int = PER_MINUTE,
        burst: int = BURST,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._step = _MINUTE / per_minute
        self._slack = (burst - 1) * self._step
        self._monotonic = monotonic
        self._sleep = sleep
        self._lock = Lock()
        self._next = float("-inf")
        self._held_until = float("-inf")

    def wait(self) -> float:
        """Wait for the turn of one request; returns for how many seconds that was."""
        with self._lock:
            # Each request takes the next place in a row of equal steps, which a burst may be ahead of.
            place = max(self._next, self._monotonic())
            self._next = place + self._step
        waited = 0.0
        # An answer to another thread may hold us up while we sleep; a sleep that does not move the clock
        # must not keep us here for ever.
        for _ in range(_HOLDS):
            with self._lock:
                left = max(place - self._slack, self._held_until) - self._monotonic()
            if left <= _NOTHING:
                break
            self._sleep(left)
            waited += left
        return waited

    def heard(self, headers: Mapping[str, str]) -> None:
        """Learn from an answer: where no request is left, all wait until the limit starts anew."""
        seconds = reset_seconds(headers)
        if headers.get("ratelimit-remaining", "").strip() != "0" or seconds is None:
            return
        with self._lock:
            until = self._monotonic() + min(seconds, LONGEST_HOLD)
            self._held_until = max(self._held_until, until)
