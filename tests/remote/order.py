"""A pool that does the last job first, one at a time: what an answer may not depend on is turned round."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class LastFirst:
    """Stands in for a ThreadPoolExecutor. One worker keeps the order it was given, here as there."""

    def __init__(self, workers: int, **_: object) -> None:
        self.turned = workers > 1
        self.waiting: list[tuple[_Late, Callable[[], Any]]] = []

    def submit(self, job: Callable[..., Any], *args: object) -> Future[Any]:
        """A result that is worked out, with all that wait, once one of them is asked for."""
        late = _Late(self)
        self.waiting.append((late, lambda: job(*args)))
        return late

    def work(self) -> None:
        """Does all that waits."""
        waiting, self.waiting = self.waiting, []
        for late, job in reversed(waiting) if self.turned else waiting:
            try:
                late.set_result(job())
            except Exception as error:  # noqa: BLE001 - it is whoever asks for the result who gets it
                late.set_exception(error)

    def shutdown(self, **_: object) -> None:
        """What nobody asked for is not done."""
        self.waiting.clear()


class _Late(Future[Any]):
    def __init__(self, pool: LastFirst) -> None:
        super().__init__()
        self.pool = pool

    def result(self, timeout: float | None = None) -> Any:
        self.pool.work()
        return super().result(timeout)
