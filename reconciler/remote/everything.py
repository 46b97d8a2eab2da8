"""A whole account for an import: few lists where they are in full, else one schedule at a time."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError
from reconciler.intervals import Interval
from reconciler.remote import directory
from reconciler.remote.choosing import choose
from reconciler.remote.client import fetch
from reconciler.remote.codec import decode_named, decode_user
from reconciler.remote.fields import OddAnswerError, Part, instant_text
from reconciler.remote.jobs import Job, Run
from reconciler.remote.listing import Listing, Page, finish, first_page
from reconciler.remote.lists import Known, Scope, begin, by_lists, remaining
from reconciler.remote.objects import ceiling, floor
from reconciler.remote.planned import policies_listing
from reconciler.remote.reach import Reach
from reconciler.remote.rows import Asked, Given, PolicyRow, ScheduleRow, given, joined, names
from reconciler.requests import AccountRequest
from reconciler.state import AccountState, PolicyState, ScheduleState, UserState

_One = tuple[ScheduleState, Mapping[str, str]] | str | None


def read_everything(request: AccountRequest, run: Run, reach: Reach) -> AccountState:
    """Everything that is asked for. Raises RemoteError; UsageError for a name that nothing has."""
    span = Interval(floor(request.since), ceiling(request.until))
    scope = Scope(span, span, len(reach.rendered.pieces(span)), _all)
    # What is chosen is known once all is listed; the whole account is rendered in the very first list.
    wanted = 0 if request.schedules or request.policies or request.teams else None
    policies = policies_listing(_all, whole=True)
    jobs: list[Job[Any]] = [begin(reach, scope, wanted), first_page(policies), directory.first_people()]
    begun, first, people = run(jobs)
    lists: list[tuple[Listing[Any], Page[Any]]] = [
        (remaining(reach, scope, begun, wanted), begun.first),
        (policies, first),
    ]
    if people is not None:
        lists.append((directory.people_listing(), people))
    rows, chains, *listed = finish(run, lists)
    chosen = choose(request, [row.part for row in rows], [row.part for row in chains])
    read = _read(
        run, reach, span, chosen.schedules, by_lists(run, reach, scope, chosen.schedules, rows, begun)
    )
    kept = set(chosen.policies)
    found, unread = _policies(row for row in chains if row.part.text("id") in kept)
    users = _users(run, listed, read.schedules.values(), found)
    return AccountState(
        account=request.account,
        since=span.start,
        until=span.end,
        schedules=tuple(read.schedules[id_] for id_ in chosen.schedules if id_ in read.schedules),
        policies=found,
        users={user.id: user for user in users},
        names=_names(rows, chains) | dict(read.names),
        listed=tuple(decode_named(row.part.json, "a schedule") for row in rows),
        listed_policies=tuple(decode_named(row.part.json, "an escalation policy") for row in chains),
        services={row.part.text("id"): tuple(_services(row.part)) for row in chains},
        v3_targets=dict(sorted(pair for row in chains for pair in row.v3.items())),
        unread={**read.odd, **unread},
    )


def _all(_: object) -> bool:
    return True


def _names(rows: Sequence[ScheduleRow], chains: Sequence[PolicyRow]) -> dict[str, str]:
    mentioned = [*(row.names for row in rows), *(row.names for row in chains)]
    return {id_: name for names in mentioned for id_, name in names.items()}


def _users(
    run: Run,
    listed: Sequence[Sequence[UserState]],
    schedules: Iterable[ScheduleState],
    policies: Iterable[PolicyState],
) -> Sequence[UserState]:
    """Everybody; of more than PagerDuty lists those who are mentioned, asked for one by one."""
    if listed:
        return listed[0]
    mentioned = {id_ for schedule in schedules for layer in schedule.layers for id_ in layer.users}
    mentioned |= {t.id for p in policies for r in p.rules for t in r.targets if t.type == "user_reference"}
    asked = run([_user(id_) for id_ in sorted(mentioned)])
    return [user for user in asked if user is not None]


def _user(id_: str) -> Job[UserState | None]:
    def job(client: RestApiV2Client) -> UserState | None:
        try:
            return decode_user(fetch(client, f"/users/{id_}").part("user").json)
        except NotFoundError:
            return None

    return job


def _services(row: Part) -> Iterable[str]:
    found = (part.maybe_text("summary") for part in row.parts("services", "a service", needed=False))
    return sorted(name for name in found if name)


def _policies(rows: Iterable[PolicyRow]) -> tuple[tuple[PolicyState, ...], dict[str, str]]:
    found: list[PolicyState] = []
    unread: dict[str, str] = {}
    for row in rows:
        if row.state is not None:
            found.append(row.state)
        else:
            unread[row.part.text("id")] = row.odd
    return tuple(found), unread


def _read(run: Run, reach: Reach, span: Interval, ids: Sequence[str], known: Known) -> Known:
    """What the lists gave, and what they did not give in full one by one."""
    rest = [id_ for id_ in ids if id_ not in known.schedules and id_ not in known.odd]
    single = run([_schedule(reach, id_, span) for id_ in rest])
    mentioned = dict(known.names)
    schedules, odd = dict(known.schedules), dict(known.odd)
    for id_, found in zip(rest, single, strict=True):
        if isinstance(found, str):
            odd[id_] = found
        elif found is not None:
            schedules[id_], more = found
            mentioned |= more
    return Known(schedules, odd, mentioned)


def _schedule(reach: Reach, id_: str, span: Interval) -> Job[_One]:
    """One schedule; the sentence about it where it cannot be understood, None where it went meanwhile."""

    def job(client: RestApiV2Client) -> _One:
        mentioned: dict[str, str] = {}

        def ask(window: Interval) -> tuple[Asked, Given]:
            query = {
                "since": instant_text(window.start),
                "until": instant_text(window.end),
                "time_zone": "UTC",
            }
            part = fetch(client, f"/schedules/{id_}", query).part("schedule", "a schedule")
            mentioned.update(names(part.json))
            asked = Asked(window, window)
            return asked, given(part, asked)

        try:
            found = joined([answer for _, answer in reach.rendered.over(span, ask)])
        except NotFoundError:
            return None
        except OddAnswerError as fault:
            return fault.message
        if found is None:
            return "it was being edited while it was read: run the import again"
        return found, mentioned

    return job
