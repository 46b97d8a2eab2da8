"""Everything that a plan needs, in as few requests as PagerDuty allows.

Lists give most of it. Overrides are listed only where a rendering shows any, since only there their ids
matter; and policies are read one by one only where the list leaves out what that would tell.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError
from reconciler.intervals import Interval, interval_or_none
from reconciler.remote import directory
from reconciler.remote.client import fetch
from reconciler.remote.either import read_either
from reconciler.remote.fields import Part
from reconciler.remote.finding import Double, given_id, wanted_rows
from reconciler.remote.jobs import Job, Meanwhile, Run, idle, there
from reconciler.remote.listing import Listing, finish, first_page
from reconciler.remote.lists import Begun, Known, Scope, begin, by_lists, remaining
from reconciler.remote.made import Made
from reconciler.remote.matching import SCHEDULE, matched
from reconciler.remote.objects import (
    ScheduleRead,
    around,
    ceiling,
    floor,
    read_overrides,
)
from reconciler.remote.policies import policies_listing, policy_twins, read_policies
from reconciler.remote.reach import Reach
from reconciler.remote.rows import PolicyRow, ScheduleRow, policy_row, schedule_row
from reconciler.remote.shifts.naming import names as shift_names
from reconciler.remote.shifts.reading import Listed
from reconciler.remote.shifts.reading import listed as listed_shifts
from reconciler.requests import ReadRequest
from reconciler.state import LiveState, ScheduleState, Twins, UserState


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the lists gave; `behind`: something that is there was in none of them."""

    begun: Begun
    schedules: Sequence[ScheduleRow]
    policies: Sequence[PolicyRow]
    users: Sequence[UserState]
    team: str | None
    shifts: Listed
    behind: bool

    @property
    def rows(self) -> tuple[list[Part], list[Part]]:
        """What objects are found by: schedules of layers, and policies."""
        return [row.part for row in self.schedules], [row.part for row in self.policies]


@dataclass(frozen=True, slots=True)
class _Lone:
    """What is known to whoever reads a schedule by itself."""

    reach: Reach
    made: Made


def read_live(
    request: ReadRequest, run: Run, reach: Reach, made: Made, meanwhile: Meanwhile = idle
) -> LiveState:
    """Everything at once. Raises RemoteError, or RotaError where an object or the team is not unique.

    `meanwhile` is done while what no list gives is asked for, which is most of the waiting.
    """
    mine = _mine(request)
    scope, lone = _scope(mine, reach), _Lone(reach, made)
    listed = _lists(mine, run, reach, scope, made)
    meant = matched(request, mine, listed.rows, listed.shifts, run, made)
    known = Known({}, {}, {})
    if scope is not None:
        ids = sorted(meant.layered.intersection(meant.schedules.values()))
        known = by_lists(run, reach, scope, ids, listed.schedules, listed.begun)
    read = _schedules(mine, run, lone, meant.schedules, known, meanwhile)
    seen = read_policies(mine, run, meant.policies, listed.policies)
    found = directory.by_email(request.emails, listed.users)
    mentioned = [
        known.names.items(),
        *(row.names.items() for row in listed.policies),
        *(r.names.items() for r in read.values()),
        *(r.names.items() for r in seen.values()),
    ]
    names = _names(found, mentioned)
    return LiveState(
        account=request.account,
        since=floor(request.since),
        schedules={key: r.state for key, r in read.items()},
        policies={key: r.state for key, r in seen.items()},
        users=found,
        names={**names, **_shift_names(run, read.values(), names)},
        team=listed.team,
        v3_targets=dict(sorted(pair for row in listed.policies for pair in row.v3.items())),
        others=meant.others,
        other_policies=meant.other_policies,
        twins={key: _twins(run, lone, double, request) for key, double in meant.doubles.items()},
        policy_twins={key: policy_twins(run, double) for key, double in meant.policy_doubles.items()},
        behind=listed.behind,
    )


def _mine(request: ReadRequest) -> ReadRequest:
    """What is to be read of what is to be matched."""
    if request.only is None:
        return request
    return replace(
        request,
        schedules={key: want for key, want in request.schedules.items() if key in request.only},
        policies={key: want for key, want in request.policies.items() if key in request.only},
    )


def _scope(request: ReadRequest, reach: Reach) -> Scope | None:
    """What is to be known of schedules; None where nothing is rendered."""
    rendered = interval_or_none(floor(request.since), ceiling(request.until))
    if rendered is None:
        return None
    last = max(request.until, request.overrides_until or request.until)
    span = Interval(rendered.start, ceiling(last))
    each = len(reach.rendered.pieces(rendered)) + len(reach.listed.pieces(span))
    return Scope(span, rendered, each, wanted_rows(request.schedules))


def _lists(request: ReadRequest, run: Run, reach: Reach, scope: Scope | None, made: Made) -> _Listed:
    """The first pages side by side, then all others, then what was made too lately to be listed."""
    emails, wanted = directory.asked(request.emails), len(request.schedules)
    few = len(emails) <= directory.FEW
    policies = policies_listing(wanted_rows(request.policies))
    jobs: list[Job[Any]] = [begin(reach, scope, wanted), first_page(policies), _team(request.team)]
    jobs += map(directory.lookup, emails) if few else [directory.first_people()]
    jobs.append(lambda client: listed_shifts(client, made))
    begun, chains, team, *users, shifts = run(jobs)
    lookups = not few and directory.cheaper_by_lookup(users[0], emails)
    lists: list[tuple[Listing[Any], Any]] = [
        (remaining(reach, scope, begun, wanted), begun.first),
        (policies, chains),
    ]
    if not few and not lookups:
        lists.append((directory.people_listing(), users[0]))
    rows, chains, *everybody = finish(run, lists)
    if not few:
        users = run(list(map(directory.lookup, emails))) if lookups else everybody
    late, later = run(
        [
            _young(made, "/schedules", "schedule", rows),
            _young(made, "/escalation_policies", "escalation_policy", chains),
        ]
    )
    return _Listed(
        begun,
        (*rows, *(schedule_row(part, None, _unread) for part in late)),
        (*chains, *(policy_row(part, _unread) for part in later)),
        [user for same in users for user in same],
        team,
        shifts,
        behind=bool(late or later or shifts.behind),
    )


def _young(made: Made, path: str, one: str, rows: Sequence[ScheduleRow | PolicyRow]) -> Job[list[Part]]:
    """What was made a moment ago and is in no list yet."""

    def job(client: RestApiV2Client) -> list[Part]:
        known = {row.part.text("id") for row in rows}
        found: list[Part] = []
        for id_ in made.young(path):
            if id_ not in known:
                with suppress(NotFoundError):
                    found.append(fetch(client, f"{path}/{id_}").part(one))
        return found

    return job


def _unread(_: object) -> bool:
    return False


def _team(name: str | None) -> Job[str | None]:
    return lambda client: None if name is None else directory.team_id(client, name)


def _schedules(
    request: ReadRequest,
    run: Run,
    lone: _Lone,
    ids: Mapping[str, str],
    known: Known,
    meanwhile: Meanwhile,
) -> dict[str, ScheduleRead]:
    """Schedules by key: from the lists, with overrides listed where there are any, or one by one."""
    read: dict[str, ScheduleRead] = {}
    jobs: dict[str, Job[ScheduleRead]] = {}
    for key, id_ in ids.items():
        state = known.schedules.get(id_)
        if state is None:
            jobs[key] = _schedule(request, lone, key, id_)
        elif state.overrides:
            jobs[key] = _with_overrides(lone.reach, state)
        else:
            read[key] = ScheduleRead(state, {})
    read |= zip(jobs, run(list(jobs.values()), meanwhile), strict=True)
    # In the order of the file, whatever way each was read.
    return {key: read[key] for key in ids}


def _with_overrides(reach: Reach, state: ScheduleState) -> Job[ScheduleRead]:
    """A schedule of which it is known only when somebody stands in: which overrides these are."""

    def job(client: RestApiV2Client) -> ScheduleRead:
        shown = around(o.interval for o in state.overrides)
        overrides, names = read_overrides(client, reach, state.id, shown)
        return ScheduleRead(replace(state, overrides=overrides), names)

    return job


def _schedule(request: ReadRequest, lone: _Lone, key: str, id_: str) -> Job[ScheduleRead]:
    def job(client: RestApiV2Client) -> ScheduleRead:
        span = request.since, request.until, request.overrides_until
        with given_id(request.schedules[key], key, SCHEDULE):
            return read_either(client, lone.made, lone.reach, id_, span)

    return job


def _twins(run: Run, lone: _Lone, double: Double, request: ReadRequest) -> Twins:
    """What carries one marker; who is on call by it does not matter."""
    ahead = request.overrides_until or request.until
    since = request.since
    held = run([there(_bare(lone, id_, since, ahead)) for id_ in double.ids])
    return Twins(double.said, double.used, schedules=tuple(r.state for r in held if r is not None))


def _bare(lone: _Lone, id_: str, since: datetime, ahead: datetime) -> Job[ScheduleRead]:
    return lambda client: read_either(client, lone.made, lone.reach, id_, (since, since, ahead))


def _shift_names(
    run: Run, read: Iterable[ScheduleRead], known: Mapping[str, UserState]
) -> dict[str, UserState]:
    told = shift_names(run, (r.state for r in read), {id_: user.name for id_, user in known.items()})
    return {id_: UserState(id_, name, "") for id_, name in told.items() if id_ not in known}


def _names(
    users: Mapping[str, tuple[UserState, ...]], mentioned: Iterable[Iterable[tuple[str, str]]]
) -> dict[str, UserState]:
    """Everybody by id; of those who were merely mentioned only the name is known."""
    names = {key: UserState(key, name, "") for pairs in mentioned for key, name in pairs}
    names |= {user.id: user for same in users.values() for user in same}
    return dict(sorted(names.items()))
