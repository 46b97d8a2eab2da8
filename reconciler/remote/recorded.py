"""An account that was read, asked again as a plan asks PagerDuty: the same matching, with no request."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reconciler.remote.fields import Part
from reconciler.remote.finding import find
from reconciler.remote.shifts.reading import REFERENCE
from reconciler.requests import ReadRequest
from reconciler.state import AccountState, LiveState, NamedObject, ScheduleState, UserState


def as_live(request: ReadRequest, account: AccountState) -> LiveState:
    """What a reader would give, as far as the account was read. Raises RotaError where it would."""
    rotas = find(request.schedules, _rows(account.listed), "schedule", twins=request.twins)
    chains = find(request.policies, _rows(account.listed_policies), "escalation policy", twins=request.twins)
    schedules = {schedule.id: schedule for schedule in account.schedules}
    policies = {policy.id: policy for policy in account.policies}
    names = {id_: UserState(id_, name, "") for id_, name in account.names.items()}
    return LiveState(
        account=account.account,
        since=request.since,
        schedules={key: _held(request, schedules.get(id_), id_, account) for key, id_ in rotas.ids.items()},
        policies={key: policies[id_] for key, id_ in chains.ids.items() if id_ in policies},
        users=_by_email(request.emails, account.users),
        names={**names, **account.users},
        v3_targets=account.v3_targets,
        others=rotas.others,
        other_policies=chains.others,
    )


def _held(request: ReadRequest, held: ScheduleState | None, id_: str, account: AccountState) -> ScheduleState:
    """A schedule with the overrides that are not over; of one that was not chosen what the listing tells."""
    if held is not None:
        return replace(held, overrides=tuple(o for o in held.overrides if o.end > request.since))
    seen = next((item for item in account.listed if item.id == id_), NamedObject(id_, "", ""))
    return ScheduleState(id_, seen.name, "UTC", seen.description, seen.kind)


def _by_email(emails: Iterable[str], users: Mapping[str, UserState]) -> dict[str, tuple[UserState, ...]]:
    asked = {email.casefold() for email in emails}
    found: dict[str, tuple[UserState, ...]] = {}
    for user in sorted(users.values(), key=lambda user: user.id):
        if (email := user.email.casefold()) in asked:
            found[email] = (*found.get(email, ()), user)
    return found


def _rows(items: Iterable[NamedObject]) -> list[Part]:
    return [_row(item) for item in items]


def _row(item: NamedObject) -> Part:
    kind = {"type": REFERENCE} if item.kind == "shifts" else {}
    return Part({"id": item.id, "name": item.name, "description": item.description, **kind}, "a row")
