"""Reads PagerDuty for plans and imports, many requests side by side and with GETs alone."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from types import TracebackType
from typing import Literal, Self, TypeVar

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError, RemoteError
from reconciler.intervals import Interval
from reconciler.remote.audit import read_changes
from reconciler.remote.either import overrides_of_either, read_either, tried
from reconciler.remote.everything import read_everything
from reconciler.remote.jobs import Job, Meanwhile, Run, idle
from reconciler.remote.made import Made
from reconciler.remote.objects import ceiling, floor, read_policy
from reconciler.remote.planned import read_live
from reconciler.remote.progress import Progress, Told, untold
from reconciler.remote.reach import Reach
from reconciler.requests import AccountRequest, AuditNote, ReadRequest
from reconciler.state import AccountState, LiveState, OverrideState, PolicyState, ScheduleState

WORKERS = 16
"""How many requests are under way at a time, so that the limit decides and not the way to PagerDuty."""

T = TypeVar("T")


class Reader:
    """Reads through clients that `factory` makes, each used by one thread at a time. Close it after use.

    `made` is what the process made a moment ago; clients and the writer know it too. `workers` is how many
    requests are under way at a time; with one they are asked in order.
    """

    def __init__(
        self, factory: Callable[[], RestApiV2Client], made: Made | None = None, *, workers: int = WORKERS
    ) -> None:
        self._factory = factory
        self._workers = workers
        self._made = made or Made()
        self._reach = Reach()
        self._free: list[RestApiV2Client] = []
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every client."""
        while self._free:
            self._free.pop().close()

    def read(self, request: ReadRequest, meanwhile: Meanwhile = idle) -> LiveState:
        """Everything at once. Raises RemoteError, or RotaError where an object or the team is not unique.

        `meanwhile` is done once, by this thread, while PagerDuty is waited for; what it raises ends it all.
        """
        with self._running() as run:
            return read_live(request, run, self._reach, self._made, meanwhile)

    def everything(self, request: AccountRequest, told: Told = untold) -> AccountState:
        """A whole account, or what was chosen of it. Raises RemoteError; UsageError for an unknown name.

        `told` hears of every piece that was read, and of how many there are so far.
        """
        with self._running(Progress(told)) as run:
            return read_everything(request, run, self._reach, self._made)

    def schedule(
        self, id_: str, since: datetime, until: datetime, overrides_until: datetime | None = None
    ) -> ScheduleState | None:
        """One schedule as it is now, or None where PagerDuty has none of that id. Raises RemoteError."""
        with self._borrowed() as client:
            try:
                span = since, until, overrides_until
                return read_either(client, self._made, self._reach, id_, span).state
            except NotFoundError:
                return None

    def overrides(self, id_: str, since: datetime, until: datetime) -> tuple[OverrideState, ...] | None:
        """The overrides of a schedule that touch `[since, until)` (UTC). Raises RemoteError.

        None where PagerDuty has none of that id.
        """
        with self._borrowed() as client:
            try:
                span = Interval(floor(since), ceiling(until))
                return overrides_of_either(client, self._made, self._reach, id_, span)
            except NotFoundError:
                return None

    def policy(self, id_: str) -> PolicyState | None:
        """One policy as it is now, or None where PagerDuty has none of that id. Raises RemoteError."""
        with self._borrowed() as client:
            try:
                return read_policy(client, id_).state
            except NotFoundError:
                return None

    def changes(
        self, kind: Literal["schedule", "policy"], id_: str, since: datetime, until: datetime
    ) -> tuple[AuditNote, ...]:
        """Who changed an object between two instants, newest first, as far as the audit trail tells.

        It is only ever shown beside what is known anyway: where it cannot be read, nothing is told.
        """
        with self._borrowed() as client:
            try:
                if kind == "policy":
                    return read_changes(client, kind, id_, since, until)
                return tried(
                    self._made,
                    id_,
                    lambda: read_changes(client, "schedule", id_, since, until),
                    lambda: read_changes(client, "shifts", id_, since, until),
                )
            except RemoteError:
                return ()

    @contextmanager
    def _running(self, progress: Progress | None = None) -> Iterator[Run]:
        """Runs jobs side by side; results, and the error that is raised, are in the order of the jobs."""
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="pagerduty")

        def run(jobs: Sequence[Job[T]], meanwhile: Meanwhile = idle) -> list[T]:
            watched = progress.watched(jobs) if progress is not None else jobs
            futures = [pool.submit(self._with_client, job) for job in watched]
            meanwhile()
            return [future.result() for future in futures]

        try:
            yield run
        finally:
            pool.shutdown(cancel_futures=True)

    def _with_client(self, job: Job[T]) -> T:
        with self._borrowed() as client:
            return job(client)

    @contextmanager
    def _borrowed(self) -> Iterator[RestApiV2Client]:
        with self._lock:
            client = self._free.pop() if self._free else None
        if client is None:
            client = self._factory()
        try:
            yield client
        finally:
            with self._lock:
                self._free.append(client)
