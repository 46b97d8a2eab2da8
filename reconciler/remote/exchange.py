"""One attempt at one request, as `rota -v` tells it: never a header of ours, so never the token."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked and what came of it.

    `path` has the query with it. `status` is None where no answer came; `fault` then names the kind of
    failure. `waited` are the seconds before this attempt, `took` those until its whole answer was there.
    """

    method: str
    path: str
    attempt: int
    status: int | None
    fault: str | None
    request_id: str | None
    waited: float
    took: float

    def __str__(self) -> str:
        parts = [self.method, self.path, str(self.status or self.fault), f"{self.took:.2f} s"]
        if self.attempt > 1:
            parts.append(f"attempt {self.attempt}")
        if self.waited > 0:
            parts.append(f"after waiting {self.waited:.1f} s")
        if self.request_id is not None:
            parts.append(f"request id {self.request_id}")
        return f"{parts[0]} {parts[1]}: {', '.join(parts[2:])}"


Trace = Callable[[Exchange], None]
"""Is told of every attempt, from any thread."""


def no_trace(_: Exchange) -> None:
    """Nobody listens."""
