"""Pieces of reading that run side by side, each with a client of its own."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError

T = TypeVar("T")

Job = Callable[[RestApiV2Client], T]
"""A piece of reading that is given a client of its own."""


Meanwhile = Callable[[], object]
"""Work that needs nothing of PagerDuty, to be done while it is waited for."""


def idle() -> None:
    """Nothing to be done meanwhile."""


class Run(Protocol):
    """Runs jobs side by side; their results come in the order of the jobs."""

    def __call__(self, jobs: Sequence[Job[T]], meanwhile: Meanwhile = idle) -> list[T]:
        """All of them, or the first error; `meanwhile` is done while they are under way."""


def there(job: Job[T]) -> Job[T | None]:
    """The same, and None where PagerDuty has none of that id."""

    def tried(client: RestApiV2Client) -> T | None:
        try:
            return job(client)
        except NotFoundError:
            return None

    return tried
