"""A whole account for an import: few lists where they are in full, else one schedule at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError
from reconciler.intervals import Interval
from reconciler.remote import directory
from reconciler.remote.choosing import choose
from reconciler.remote.client import fetch
from reconciler.remote.codec import decode_named
from reconciler.remote.fields import OddAnswerError, Part, instant_text
from reconciler.remote.jobs import Job, Run
from reconciler.remote.listing import Listing, Page, finish, first_page
from reconciler.remote.lists import Known, Scope, begin, by_lists, remaining
from reconciler.remote.made import Made
from reconciler.remote.objects import ceiling, floor
from reconciler.remote.policies import policies_listing
from reconciler.remote.reach import Reach
from reconciler.remote.rows import Asked, Given, PolicyRow, ScheduleRow, given, joined, names
from reconciler.remote.shifts.discovery import heads
from reconciler.remote.shifts.discovery import row as shift_row
from reconciler.remote.shifts.naming import names as shift_names
from reconciler.remote.shifts.reading import Listed, read_shifts
from reconciler.remote.shifts.reading import listed as listed_shifts
from reconciler.requests import AccountRequest
from reconciler.state import AccountState, NamedObject, PolicyState, ScheduleState, UserState

_One = tuple[ScheduleState, Mapping[str, str]] | str | None


def read_everything(request: AccountRequest, run: Run, reach: Reach, made: Made) -> AccountState:
    """Everything that is asked for. Raises RemoteError; UsageError for a name that nothing has."""
    span = Interval(floor(request.since), ceiling(request.until))
    scope = Scope(span, span, len(reach.rendered.pieces(span)), _all)
    # What is chosen is known once all is listed; the whole account is rendered in the very first list.
    wanted = 0 if request.schedules or request.policies or request.teams else None
    policies = policies_listing(_all, whole=True)
    jobs: list[Job[Any]] = [begin(reach, scope, wanted), first_page(policies), directory.first_people()]
    begun, first, people, shifts = run([*jobs, lambda client: listed_shifts(client, made)])
    lists: list[tuple[Listing[Any], Page[Any]]] = [
        (remaining(reach, scope, begun, wanted), begun.first),
        (policies, first),
    ]
    if people is not None:
        lists.append((directory.people_listing(), people))
    rows, chains, *listed = finish(run, lists)
    # Their list does not say which teams they belong to.
    tops = heads(shifts.names, run) if request.teams else {}
    shift_based = [tops.get(id_) or shift_row(id_, name) for id_, name in shifts.names.items()]
    chosen = choose(request, [*(row.part for row in rows), *shift_based], [row.part for row in chains])
    layered = [id_ for id_ in chosen.schedules if id_ not in shifts.names]
    known = by_lists(run, reach, scope, layered, rows, begun)
    read = _read(run, lambda id_: _one(reach, id_, span, shifts), chosen.schedules, known)
    kept = set(chosen.policies)
    found, unread = _policies(row for row in chains if row.part.text("id") in kept)
    users = {user.id: user for user in _users(run, listed, read.schedules.values(), found)}
    told = _names(rows, chains) | dict(read.names)
    told |= shift_names(run, read.schedules.values(), told | {id_: user.name for id_, user in users.items()})
    whole = [decode_named(row.part.json, "a schedule") for row in rows]
    whole += [_described(decode_named(part.json, "a schedule"), read.schedules) for part in shift_based]
    return AccountState(
        account=request.account,
        since=span.start,
        until=span.end,
        schedules=tuple(read.schedules[id_] for id_ in chosen.schedules if id_ in read.schedules),
        policies=found,
        users=users,
        names=told,
        listed=tuple(whole),
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
    asked = run([directory.by_id(id_) for id_ in sorted(mentioned)])
    return [user for user in asked if user is not None]


def _described(item: NamedObject, read: Mapping[str, ScheduleState]) -> NamedObject:
    """A shift-based schedule in the list, with the description that only a reading of it tells."""
    return replace(item, description=read[item.id].description) if item.id in read else item


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


def _read(run: Run, one: Callable[[str], Job[_One]], ids: Sequence[str], known: Known) -> Known:
    """What the lists gave, and what they did not give in full one by one."""
    rest = [id_ for id_ in ids if id_ not in known.schedules and id_ not in known.odd]
    single = run([one(id_) for id_ in rest])
    mentioned = dict(known.names)
    schedules, odd = dict(known.schedules), dict(known.odd)
    for id_, found in zip(rest, single, strict=True):
        if isinstance(found, str):
            odd[id_] = found
        elif found is not None:
            schedules[id_], more = found
            mentioned |= more
    return Known(schedules, odd, mentioned)


def _one(reach: Reach, id_: str, span: Interval, shifts: Listed) -> Job[_One]:
    """One schedule of whichever kind it is listed as."""
    return _shifts(reach, id_, span) if id_ in shifts.names else _schedule(reach, id_, span)


def _shifts(reach: Reach, id_: str, span: Interval) -> Job[_One]:
    """One shift-based schedule; the sentence about it where it cannot be understood."""

    def job(client: RestApiV2Client) -> _One:
        try:
            found = read_shifts(client, reach, id_, span.start, span.end, None)
        except NotFoundError:
            return None
        except OddAnswerError as fault:
            return fault.message
        return found.state, found.names

    return job


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
