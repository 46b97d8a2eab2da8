"""How far a long reading has come: pieces done and pieces known of, told from any thread."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeVar

from pagerduty import RestApiV2Client

from reconciler.remote.jobs import Job

T = TypeVar("T")
Told = Callable[[int, int], None]
"""Is told how many pieces were read, of how many that are known of so far."""


def untold(done: int, known: int) -> None:
    """Tells nobody."""


class Progress:
    """Counts jobs; one is told of at a time."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._lock = Lock()
        self._done = self._known = 0

    def watched(self, jobs: Sequence[Job[T]]) -> list[Job[T]]:
        """The same jobs, each counted once it has ended well."""
        with self._lock:
            self._known += len(jobs)
        return [self._watched(job) for job in jobs]

    def _watched(self, job: Job[T]) -> Job[T]:
        def watched(client: RestApiV2Client) -> T:
            result = job(client)
            with self._lock:
                self._done += 1
                self._told(self._done, self._known)
            return result

        return watched
