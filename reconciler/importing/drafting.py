"""From an account that was read to the draft of a rota file: who, when, and what is left alone and why.

Pure and deterministic: the same account gives the same draft, whatever the order of its listings.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from reconciler.config.scalars import squeeze
from reconciler.importing import events
from reconciler.importing import policies as chains
from reconciler.importing.closed import closed
from reconciler.importing.draft import CannotSayError, Draft, Person, Rota
from reconciler.importing.follows import followers
from reconciler.importing.hours import named
from reconciler.importing.keys import KEY, Keys, person_keys, slug
from reconciler.importing.layers import rotations
from reconciler.importing.names import address, cleaned, exact, iana
from reconciler.intervals import zone
from reconciler.plan.gone import Marker, read_marker
from reconciler.state import AccountState, NamedObject, PolicyState, ScheduleState, UserState

_ZONE = "UTC"
"""The zone of a file without rotas."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The account, and what is known beyond it: the moment, and by id why something cannot be managed.

    `plain` are the ids of schedules for which no rule of bank holidays holds.
    """

    account: AccountState
    now: datetime
    blocked: Mapping[str, str] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()


def draft(ground: Ground) -> Draft:
    """The draft of everything that was chosen."""
    account = ground.account
    source = _source(account)
    policies = sorted(account.policies, key=lambda p: (squeeze(p.name).casefold(), p.id))
    schedules = _ordered(account, policies)
    keys = Keys(_marked(account))
    marked: set[str] = set()
    rota_keys = {item.id: _key(item, keys, marked, "rota") for item in schedules}
    policy_keys = {item.id: _key(item, keys, marked, "policy") for item in policies}
    twice = _twice(account.listed)
    rotas = [_rota(ground, item, rota_keys[item.id], source, with_id=item.id in twice) for item in schedules]
    shifts = list(_shift_based(ground, policies, keys, [rota.name for rota in rotas]))
    rotas += shifts
    rules = closed(rotas, account, ground.now, ground.plain)
    rotas = [replace(r, reason=rules.reasons.get(r.id, r.reason)) for r in rotas]
    zones = Counter(rota.time_zone for rota in rotas if rota.reason is None)
    kept = followers(rotas, ground.now)
    used = _used(kept, rotas)
    at_once = [t.id for p in policies for r in p.rules for t in r.targets if t.type == "user_reference"]
    people = _people(account, [*used, *at_once], set(at_once) - set(used), keys)
    notified = {rota.id: rota.key for rota in kept} | {person.user: person.key for person in people}
    again = _twice(account.listed_policies)
    found = [
        chains.policy(
            ground.blocked.get(item.id) or _foreign(item, source, policy_keys[item.id]),
            item,
            policy_keys[item.id],
            notified,
            account,
            with_id=item.id in again,
        )
        for item in policies
    ]
    needed = {key for policy in found for level in policy.levels for key in level.notify}
    needed |= {person.key for person in people if person.user in set(used)}
    return Draft(
        time_zone=zones.most_common(1)[0][0] or _ZONE if zones else _ZONE,
        people=tuple(person for person in people if person.key in needed),
        hours=named(s.hours for r in kept for layer in r.layers for s in layer.stints if s.hours),
        rotas=tuple(r for r in kept if (r.asked and r not in shifts) or r.key in needed),
        policies=tuple(found),
        source=source,
        bank=rules.bank,
    )


def _source(account: AccountState) -> str | None:
    """The source that most markers of what was chosen name."""
    items: Sequence[ScheduleState | PolicyState] = (*account.schedules, *account.policies)
    marks = [mark for item in items if (mark := read_marker(item.description))]
    named_ = Counter(mark.source for mark in marks if mark.source is not None)
    return min(named_, key=lambda source: (-named_[source], source)) if named_ else None


def _marked(account: AccountState) -> Iterable[str]:
    """Keys that the account's markers give to something; nothing else may have them."""
    for item in (*account.listed, *account.listed_policies):
        if mark := read_marker(item.description):
            yield mark.key


def _ordered(account: AccountState, policies: Sequence[PolicyState]) -> list[NamedObject]:
    """The schedules that the file names: those that policies notify, in that order, then others by name."""
    listed = {item.id: item for item in account.listed}
    targets = [t.id for p in policies for rule in p.rules for t in rule.targets]
    chosen = [*(schedule.id for schedule in account.schedules), *account.unread]
    rest = sorted((i for i in chosen if i in listed), key=lambda i: (squeeze(listed[i].name).casefold(), i))
    return [listed[id_] for id_ in dict.fromkeys((*targets, *rest)) if id_ in listed]


def _key(item: NamedObject | PolicyState, keys: Keys, marked: set[str], noun: str) -> str:
    """The key that its marker gives it, or one from its name. `marked` are those given by markers so far."""
    mark = read_marker(item.description)
    if mark is not None and KEY.fullmatch(mark.key) and mark.key not in marked:
        marked.add(mark.key)
        return mark.key
    name = slug(item.name)
    choices = (name, f"{name}-policy") if noun == "policy" else (name,)
    return keys.give(*choices, otherwise=f"{noun}-1")


def _twice(items: Sequence[NamedObject]) -> frozenset[str]:
    """The ids of what is not told by its name, or not by its marker."""
    names = Counter(_plain(item.name) for item in items)
    marks = Counter(mark.key for item in items if (mark := read_marker(item.description)))
    return frozenset(
        item.id
        for item in items
        if names[_plain(item.name)] > 1 or ((m := read_marker(item.description)) and marks[m.key] > 1)
    )


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _foreign(item: NamedObject | PolicyState, source: str | None, key: str) -> str | None:
    """Why something that is managed as code is not this file's to manage."""
    mark: Marker | None = read_marker(item.description)
    if mark is None:
        return None
    if mark.source not in (None, source):
        return f"it is managed as code from {mark.source}"
    if mark.key != key:
        return f"its description says that it is managed as {mark.key}, which cannot be its key here"
    return None


def _rota(ground: Ground, item: NamedObject, key: str, source: str | None, *, with_id: bool) -> Rota:
    """A schedule as an entry; where it cannot be said, one that is not managed here."""
    held = next((schedule for schedule in ground.account.schedules if schedule.id == item.id), None)
    kind = item.kind if held is None else held.kind
    plain = Rota(key, item.id, cleaned(item.name, "Schedule"), with_id=with_id, kind=kind)
    blocked = ground.account.unread.get(item.id) or ground.blocked.get(item.id)
    reason = blocked or _foreign(item, source, key)
    if held is None and blocked is None:
        return replace(plain, reason="it was not asked for", asked=False)
    if held is not None and reason is None:
        try:
            return _said(ground, held, plain)
        except CannotSayError as fault:
            reason = str(fault)
    # By its id it is found whatever its name has become here.
    return replace(plain, reason=reason, with_id=with_id or squeeze(item.name) != plain.name)


def _said(ground: Ground, held: ScheduleState, plain: Rota) -> Rota:
    """A schedule with its layers. Raises CannotSayError."""
    account = ground.account
    name, time_zone = exact(held.name), iana(held.time_zone)
    alive = account.users.keys()
    tz = zone(time_zone)
    if held.kind == "shifts":
        held = replace(held, layers=events.layers(held.layers, tz, ground.now))
    found = rotations(held, tz, ground.now, account.since, alive, account.names)
    _addressed(account, {user for layer in found for item in layer.stints for user in item.users})
    return replace(plain, name=name, time_zone=time_zone, layers=found)


def _addressed(account: AccountState, users: Iterable[str]) -> None:
    """Raises CannotSayError where the address of one of the users does not tell who they are."""
    emails = Counter(user.email.casefold() for user in account.users.values())
    for user in (account.users[id_] for id_ in sorted(users)):
        if emails[address(user.name, user.email).casefold()] > 1:
            raise CannotSayError(f"several users have the e-mail address of {user.name}")


def _shift_based(
    ground: Ground, policies: Sequence[PolicyState], keys: Keys, names: Sequence[str]
) -> Iterable[Rota]:
    """The shift-based schedules that policies notify and that no list had."""
    seen: set[str] = set()
    listed = {item.id for item in ground.account.listed}
    taken = {_plain(name) for name in names}
    for target in (t for p in policies for rule in p.rules for t in rule.targets):
        name = target.name or ""
        if target.type != "schedule_v3_reference" or target.id in seen | listed:
            continue
        seen.add(target.id)
        known = ground.account.v3_targets.get(name) == target.id
        if not known or cleaned(name, "") != name or _plain(name) in taken:
            continue
        taken.add(_plain(name))
        key = keys.give(slug(name), otherwise="rota-1")
        yield Rota(key, target.id, name, reason="it is shift-based, and could not be read", kind="shifts")


def _used(kept: Sequence[Rota], rotas: Sequence[Rota]) -> list[str]:
    """The users who are on managed rotas, in the order in which they turn up."""
    managed = {rota.id for rota in kept if rota.reason is None}
    users = [
        user
        for rota in rotas
        if rota.id in managed
        for layer in rota.layers
        for item in layer.stints
        for user in item.users
    ]
    return list(dict.fromkeys(users))


def _people(account: AccountState, users: Sequence[str], whole: set[str], keys: Keys) -> list[Person]:
    """Everybody in order of use. Those whose address does not tell who they are are left out."""
    usable: list[UserState] = []
    for user in (account.users[id_] for id_ in dict.fromkeys(users) if id_ in account.users):
        with suppress(CannotSayError):
            _addressed(account, [user.id])
            usable.append(user)
    given = person_keys([(u.id, u.name, u.email) for u in usable], keys, whole=whole)
    # Somebody whom overrides put on call is a person here, whatever ways there are to reach them.
    standing_in = {override.user for schedule in account.schedules for override in schedule.overrides}
    return [
        Person(
            given[u.id],
            u.id,
            cleaned(u.name, u.email),
            u.email,
            mailbox=u.ways == frozenset({"email"}) and u.id in whole - standing_in,
        )
        for u in usable
    ]
