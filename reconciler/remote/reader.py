"""Reads everything that a plan needs from PagerDuty, in parallel and with GETs alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from types import TracebackType
from typing import Literal, Self, TypeVar

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError, RemoteError
from reconciler.remote.audit import read_changes
from reconciler.remote.directory import Job, by_email, team_id, user_jobs
from reconciler.remote.everything import read_everything
from reconciler.remote.fields import Part, people
from reconciler.remote.finding import Double, absent, find
from reconciler.remote.listing import every_object
from reconciler.remote.made import Made
from reconciler.remote.objects import PolicyRead, ScheduleRead, floor, read_policy, read_schedule
from reconciler.remote.policy_codec import v3_targets
from reconciler.remote.progress import Progress, Told, untold
from reconciler.remote.reach import Reach
from reconciler.requests import AccountRequest, AuditNote, ReadRequest, Wanted
from reconciler.state import AccountState, LiveState, PolicyState, ScheduleState, Twins, UserState

WORKERS = 6
"""How many requests are under way at a time."""

T = TypeVar("T")
_SCHEDULE, _POLICY = "schedule", "escalation policy"


class Reader:
    """Reads through clients that `factory` makes, each used by one thread at a time. Close it after use.

    `made` is what the process made a moment ago; clients and the writer know it too.
    """

    def __init__(self, factory: Callable[[], RestApiV2Client], made: Made | None = None) -> None:
        self._factory = factory
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

    def read(self, request: ReadRequest) -> LiveState:
        """Everything at once. Raises RemoteError, or RotaError where an object or the team is not unique."""
        pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="pagerduty")
        try:
            schedules, policies, *users = self._run(
                pool,
                [
                    _list_job("/schedules", "schedules", "schedule", self._made),
                    _list_job("/escalation_policies", "escalation_policies", "escalation_policy", self._made),
                    *user_jobs(request.emails),
                ],
            )
            teams = self._run(pool, [] if request.team is None else [_team_job(request.team)])
            rotas = find(request.schedules, schedules, _SCHEDULE, twins=request.twins)
            chains = find(request.policies, policies, _POLICY, twins=request.twins)
            read = self._run(pool, [self._schedule_job(request, key, id_) for key, id_ in rotas.ids.items()])
            seen = self._run(pool, [_policy_job(request, key, id_) for key, id_ in chains.ids.items()])
        finally:
            pool.shutdown(cancel_futures=True)
        found = by_email(request.emails, users)
        mentioned = [
            people([row.json for row in policies]),
            *(r.names.items() for r in read),
            *(r.names.items() for r in seen),
        ]
        return LiveState(
            account=request.account,
            since=floor(request.since),
            schedules={key: r.state for key, r in zip(rotas.ids, read, strict=True)},
            policies={key: r.state for key, r in zip(chains.ids, seen, strict=True)},
            users=found,
            names=_names(found, mentioned),
            team=teams[0] if teams else None,
            v3_targets=v3_targets(policies),
            others=rotas.others,
            other_policies=chains.others,
            twins={key: self._twins(double, request) for key, double in rotas.doubles.items()},
            policy_twins={key: self._policy_twins(double) for key, double in chains.doubles.items()},
        )

    def everything(self, request: AccountRequest, told: Told = untold) -> AccountState:
        """A whole account, or what was chosen of it. Raises RemoteError; UsageError for an unknown name.

        `told` hears of every piece that was read, and of how many there are so far.
        """
        pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="pagerduty")
        progress = Progress(told)

        def run(jobs: Sequence[Job[T]]) -> list[T]:
            return self._run(pool, progress.watched(jobs))

        try:
            return read_everything(request, run, self._reach)
        finally:
            pool.shutdown(cancel_futures=True)

    def schedule(
        self, id_: str, since: datetime, until: datetime, overrides_until: datetime | None = None
    ) -> ScheduleState | None:
        """One schedule as it is now, or None where PagerDuty has none of that id. Raises RemoteError."""
        with self._borrowed() as client:
            try:
                return read_schedule(client, self._reach, id_, since, until, overrides_until).state
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
                return read_changes(client, kind, id_, since, until)
            except RemoteError:
                return ()

    def _schedule_job(self, request: ReadRequest, key: str, id_: str) -> Job[ScheduleRead]:
        def job(client: RestApiV2Client) -> ScheduleRead:
            span = request.since, request.until, request.overrides_until
            with _given_id(request.schedules[key], key, _SCHEDULE):
                return read_schedule(client, self._reach, id_, *span)

        return job

    def _twins(self, double: Double, request: ReadRequest) -> Twins:
        """What carries one marker; who is on call by it does not matter."""
        ahead = request.overrides_until or request.until
        there = [self.schedule(id_, request.since, request.since, ahead) for id_ in double.ids]
        return Twins(double.said, double.used, schedules=tuple(held for held in there if held is not None))

    def _policy_twins(self, double: Double) -> Twins:
        there = [self.policy(id_) for id_ in double.ids]
        return Twins(double.said, double.used, policies=tuple(held for held in there if held is not None))

    def _run(self, pool: ThreadPoolExecutor, jobs: Sequence[Job[T]]) -> list[T]:
        """Jobs side by side; results, and the error that is raised, are in the order of the jobs."""
        futures = [pool.submit(self._with_client, job) for job in jobs]
        return [future.result() for future in futures]

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


def _list_job(path: str, name: str, one: str, made: Made) -> Job[tuple[Part, ...]]:
    return lambda client: every_object(client, path, name, one, made)


def _team_job(name: str) -> Job[str]:
    return lambda client: team_id(client, name)


def _policy_job(request: ReadRequest, key: str, id_: str) -> Job[PolicyRead]:
    def job(client: RestApiV2Client) -> PolicyRead:
        with _given_id(request.policies[key], key, _POLICY):
            return read_policy(client, id_)

    return job


@contextmanager
def _given_id(wanted: Wanted, key: str, noun: str) -> Iterator[None]:
    """Points to the file where it was the file that gave an id which leads nowhere."""
    try:
        yield
    except NotFoundError:
        if wanted.id is None:
            raise
        raise absent(key, wanted.id, noun) from None


def _names(
    users: Mapping[str, tuple[UserState, ...]], mentioned: Iterable[Iterable[tuple[str, str]]]
) -> dict[str, UserState]:
    """Everybody by id; of those who were merely mentioned only the name is known."""
    names = {key: UserState(key, name, "") for pairs in mentioned for key, name in pairs}
    names |= {user.id: user for same in users.values() for user in same}
    return dict(sorted(names.items()))
