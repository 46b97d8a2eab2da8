"""A whole account for an import: few lists where PagerDuty gives them in full, else one schedule at a time.

The list of schedules says that it gives layers and renderings when asked for; accounts have been seen where
it does not. What it leaves out, or gives as if it had not been asked, is read object by object.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError, RemoteError
from reconciler.intervals import Interval
from reconciler.remote.choosing import choose
from reconciler.remote.client import fetch
from reconciler.remote.codec import decode_named, decode_rendering, decode_schedule, decode_user, stitch
from reconciler.remote.directory import Job
from reconciler.remote.fields import Json, OddAnswerError, Part, instant_text, people
from reconciler.remote.listing import TooLongError, every
from reconciler.remote.objects import ceiling, floor
from reconciler.remote.policy_codec import decode_policy, v3_targets
from reconciler.remote.reach import WINDOW, Reach
from reconciler.requests import AccountRequest
from reconciler.state import AccountState, OverrideState, PolicyState, ScheduleState, UserState

T = TypeVar("T")

_One = tuple[ScheduleState, Mapping[str, str]] | str | None
_PARTS = ["schedule_layers", "overrides_subschedule", "final_schedule"]
_FEW = 3
"""Up to so many schedules are read one by one whatever the account holds."""


class Run(Protocol):
    """Runs jobs side by side; their results come in the order of the jobs."""

    def __call__(self, jobs: Sequence[Job[T]]) -> list[T]:
        """All of them, or the first error."""


@dataclass(frozen=True, slots=True)
class _Read:
    """Schedules by id with the names that their answers mention, and why others could not be understood."""

    schedules: Mapping[str, ScheduleState]
    names: Mapping[str, str]
    unread: Mapping[str, str]


def read_everything(request: AccountRequest, run: Run, reach: Reach) -> AccountState:
    """Everything that is asked for. Raises RemoteError; UsageError for a name that nothing has."""
    schedules, chains, listed = run(
        [
            lambda client: every(client, "/schedules", "schedules"),
            lambda client: every(
                client,
                "/escalation_policies",
                "escalation_policies",
                {"include[]": "escalation_rule_assignment_strategies"},
            ),
            _users,
        ]
    )
    chosen = choose(request, schedules, chains)
    span = Interval(floor(request.since), ceiling(request.until))
    wanted = [row for row in schedules if row.text("id") in set(chosen.schedules)]
    read = _read(run, reach, span, [row.text("id") for row in wanted], len(schedules))
    policies, unread = _policies(row for row in chains if row.text("id") in set(chosen.policies))
    names = dict(people([row.json for row in (*schedules, *chains)])) | dict(read.names)
    users = tuple(decode_user(row.json) for row in listed)
    if not users:
        mentioned = {id_ for schedule in read.schedules.values() for id_ in _mentioned(schedule)}
        mentioned |= {
            t.id for p in policies for r in p.rules for t in r.targets if t.type == "user_reference"
        }
        asked = run([_user(id_) for id_ in sorted(mentioned)])
        users = tuple(user for user in asked if user is not None)
    return AccountState(
        account=request.account,
        since=span.start,
        until=span.end,
        schedules=tuple(read.schedules[id_] for id_ in chosen.schedules if id_ in read.schedules),
        policies=policies,
        users={user.id: user for user in users},
        names=names,
        listed=tuple(decode_named(row.json, "a schedule") for row in schedules),
        listed_policies=tuple(decode_named(row.json, "an escalation policy") for row in chains),
        services={row.text("id"): tuple(_services(row)) for row in chains},
        v3_targets=v3_targets(chains),
        unread={**read.unread, **unread},
    )


def _users(client: RestApiV2Client) -> tuple[Part, ...]:
    """Everybody; nobody where there are more than PagerDuty lists, who are then asked for one by one."""
    try:
        return every(client, "/users", "users")
    except TooLongError:
        return ()


def _user(id_: str) -> Job[UserState | None]:
    def job(client: RestApiV2Client) -> UserState | None:
        try:
            return decode_user(fetch(client, f"/users/{id_}").part("user").json)
        except NotFoundError:
            return None

    return job


def _mentioned(schedule: ScheduleState) -> Iterator[str]:
    for layer in schedule.layers:
        yield from layer.users


def _services(row: Part) -> Iterable[str]:
    found = (part.maybe_text("summary") for part in row.parts("services", "a service", needed=False))
    return sorted(name for name in found if name)


def _policies(rows: Iterable[Part]) -> tuple[tuple[PolicyState, ...], dict[str, str]]:
    found: list[PolicyState] = []
    unread: dict[str, str] = {}
    for row in rows:
        try:
            found.append(decode_policy(row.json))
        except OddAnswerError as fault:
            unread[row.text("id")] = fault.message
    return tuple(found), unread


def _read(run: Run, reach: Reach, span: Interval, ids: Sequence[str], listed: int) -> _Read:
    """Schedules by the lists, and those that the lists do not give in full one by one."""
    known = _Read({}, {}, {})
    # A list costs the rendering of the whole account, so a few schedules are cheaper by themselves.
    if len(ids) > _FEW and len(ids) * _FEW > listed:
        # What is too much for one answer may still be had in small pieces.
        with suppress(RemoteError):
            known = _by_lists(run, reach, span, set(ids))
    rest = [id_ for id_ in ids if id_ not in known.schedules and id_ not in known.unread]
    single = run([_schedule(reach, id_, span) for id_ in rest])
    names = dict(known.names)
    schedules, unread = dict(known.schedules), dict(known.unread)
    for id_, found in zip(rest, single, strict=True):
        if isinstance(found, str):
            unread[id_] = found
        elif found is not None:
            schedules[id_], more = found
            names |= more
    return _Read(schedules, names, unread)


def _schedule(reach: Reach, id_: str, span: Interval) -> Job[_One]:
    """One schedule; the sentence about it where it cannot be understood, None where it went meanwhile."""

    def job(client: RestApiV2Client) -> _One:
        def ask(window: Interval) -> Part:
            return fetch(client, f"/schedules/{id_}", _query(window)).part("schedule", "a schedule")

        try:
            given = reach.rendered.over(span, ask)
            found = _joined(given)
        except NotFoundError:
            return None
        except OddAnswerError as fault:
            return fault.message
        if found is None:
            return "it was being edited while it was read: run the import again"
        return found, dict(people([part.json for _, part in given]))

    return job


def _by_lists(run: Run, reach: Reach, span: Interval, ids: set[str]) -> _Read:
    """Windows side by side; a schedule counts as given where every one of them has it in full."""
    windows = list(_windows(span))
    answers = [pair for pairs in run([_list(reach, window) for window in windows]) for pair in pairs]
    rows: dict[str, list[tuple[Interval, Part]]] = {id_: [] for id_ in ids}
    for window, page in answers:
        for row in page:
            if row.text("id") in rows:
                rows[row.text("id")].append((window, row))
    schedules: dict[str, ScheduleState] = {}
    unread: dict[str, str] = {}
    for id_, given in rows.items():
        if len(given) == len(answers) and all(_in_full(row) for _, row in given):
            try:
                found = _joined(given)
            except OddAnswerError as fault:
                unread[id_] = fault.message
                continue
            if found is not None:
                schedules[id_] = found
    names = dict(people([row.json for _, page in answers for row in page]))
    return _Read(schedules, names, unread)


def _windows(span: Interval) -> Iterator[Interval]:
    start = span.start
    while start < span.end:
        yield Interval(start, min(start + WINDOW, span.end))
        start += WINDOW


def _list(reach: Reach, window: Interval) -> Job[list[tuple[Interval, tuple[Part, ...]]]]:
    def ask(client: RestApiV2Client) -> Callable[[Interval], tuple[Part, ...]]:
        return lambda piece: every(client, "/schedules", "schedules", _query(piece) | {"include[]": _PARTS})

    return lambda client: reach.rendered.over(window, ask(client))


def _query(window: Interval) -> Json:
    since, until = instant_text(window.start), instant_text(window.end)
    return {"since": since, "until": until, "time_zone": "UTC"}


def _in_full(row: Part) -> bool:
    """Whether a row has layers and renderings; one that was not rendered has no coverage."""
    final, over = row.json.get("final_schedule"), row.json.get("overrides_subschedule")
    return (
        isinstance(row.json.get("schedule_layers"), list)
        and isinstance(final, dict)
        and isinstance(over, dict)
        and final.get("rendered_coverage_percentage") is not None
        and isinstance(over.get("rendered_schedule_entries"), list)
    )


def _joined(given: Sequence[tuple[Interval, Part]]) -> ScheduleState | None:
    """One schedule from its windows; None where it was being edited while it was read."""
    states = [decode_schedule(row.json) for _, row in given]
    if any(state != states[0] for state in states):
        return None
    rendered = stitch((window, decode_rendering(row.json, window)) for window, row in given)
    overrides = tuple(
        o for number, (window, row) in enumerate(given) for o in _overrides(number, window, row)
    )
    over = Interval(given[0][0].start, given[-1][0].end)
    return replace(states[0], rendered=rendered, rendered_over=over, overrides=overrides)


def _overrides(number: int, window: Interval, row: Part) -> Iterator[OverrideState]:
    """The overrides of a window as they act: flattened, and cut to it. Their ids are made up."""
    shown = Part.of({"final_schedule": row.json.get("overrides_subschedule")}, "a schedule")
    for place, piece in enumerate(decode_rendering(shown.json, window)):
        yield OverrideState(f"{number}-{place}", piece.start, piece.end, piece.value)
