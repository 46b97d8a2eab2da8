"""The whole plan: every rota and policy of the file against what PagerDuty holds, in order of writing.

Pure: the file, the live state, the ledger's records and the moment are values. The order of actions makes
sure that at no instant of an apply a covered instant is left with nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from reconciler.config.model import RotaFile
from reconciler.desired import policies as wanted_policies
from reconciler.desired.policies import Known
from reconciler.desired.rotations import InexpressibleError
from reconciler.desired.schedules import marker, reach, schedule
from reconciler.errors import Finding
from reconciler.intervals import wall, zone
from reconciler.ownership import claims
from reconciler.plan import digest, flags, gone, kinds, reachable, twins
from reconciler.plan import policies as policy_plan
from reconciler.plan.actions import (
    CreatePolicy,
    DeletePolicy,
    DeleteSchedule,
    UpdatePolicy,
)
from reconciler.plan.boundary import next_boundary
from reconciler.plan.model import Base, Flag, Plan, Refusal, RotaName, Unmanaged, Who
from reconciler.plan.order import ordered
from reconciler.plan.people import Accounts, accounts, needed, postpone
from reconciler.plan.report import Setting
from reconciler.plan.rota import RotaPlan, compare_rota
from reconciler.plan.steps import NoRoomError
from reconciler.plan.words import name_table
from reconciler.records import Record
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.line_ups import zone_name
from reconciler.state import NOBODY, LiveState, UserState
from reconciler.wording import listing


@dataclass(frozen=True, slots=True)
class Question:
    """What a plan is asked about: whose file, at which commit, and whether to delete what left it."""

    file: RotaFile
    file_digest: str
    now: datetime
    commit: str | None = None
    delete: bool = False


def build(
    question: Question, live: LiveState, records: Iterable[Record], findings: Iterable[Finding] = ()
) -> Plan:
    """Compare and order. A rota that cannot be written is refused; the others go ahead."""
    records = tuple(records)
    alone = twins.judge(question.file, live, records, question.now)
    live = alone.live
    found = accounts(question.file, live.users)
    waiting = postpone(question.file, found.faults, question.now)
    file = waiting.file
    setting = _setting(question, file, live, found, records)
    refused: dict[str, list[str]] = {key: list(why) for key, why in waiting.refused.items()}
    for key, why in alone.refused.items():
        refused.setdefault(key, []).append(why)
    rotas = _rotas(question.now, file, live, setting, refused)
    allowed = [rota for rota in rotas if rota.key not in refused]
    policies = [p for p in _policies(file, live, found, setting, refused) if p.key not in alone.refused]
    removed = gone.removed(file, live, records)
    return Plan(
        now=question.now,
        account=live.account,
        source=file.source or "",
        region=file.pagerduty.region,
        file_digest=question.file_digest,
        names=tuple(_names(file, question.now)),
        actions=tuple(ordered(allowed, policies, (*alone.spare, *(removed if question.delete else ())))),
        shifts=tuple(s for rota in allowed for s in rota.shifts),
        on_call_now=tuple(rota.on_call_now for rota in allowed if rota.on_call_now is not None),
        flags=tuple(_flags(question, file, setting, allowed, policies, live, removed)),
        conflicts=tuple(c for rota in rotas for c in rota.conflicts),
        unmanaged=tuple(_unmanaged(file, rotas, removed, delete=question.delete)),
        refused=tuple(Refusal(key, tuple(why)) for key, why in refused.items()),
        findings=(
            *waiting.findings,
            *_unrecorded(file, live, setting),
            *reachable.findings(file, live.users, question.now),
            *findings,
        ),
        bases=tuple(_bases(file, live, question.now)),
        mailboxes=tuple(sorted(user for user, who in setting.whos.items() if who.mailbox)),
        shift_boundary=next_boundary(file, question.now),
        commit=question.commit,
    )


def _rotas(
    now: datetime, file: RotaFile, live: LiveState, setting: Setting, refused: dict[str, list[str]]
) -> list[RotaPlan]:
    """Each rota that can be compared; why one cannot be written goes into `refused`."""
    rotas: list[RotaPlan] = []
    written, last = _written(file, live, setting), kinds.last_date(file, live.schedules, now)
    for key in engine.managed(file):
        held = live.schedules.get(key)
        for reason in (gone.foreign_marker(file, key, held), kinds.refusal(file, key, held)):
            if reason is not None:
                refused.setdefault(key, []).append(reason)
        if key in refused:
            continue
        try:
            kind = kinds.kind_of(file, key, held)
            wanted = schedule(file, key, now, setting.ids, written, kind, last)
        except InexpressibleError as fault:
            refused[key] = [f"{file.rotas[key].name} cannot be shift-based: {fault.message}; {fault.hint}"]
            continue
        try:
            rota = compare_rota(setting, wanted, held)
        except NoRoomError as fault:
            refused[key] = [f"{fault.message} {fault.hint}"]
            continue
        if rota.strays:
            refused[key] = list(rota.strays)
        rotas.append(rota)
    return rotas


def read_until(file: RotaFile, now: datetime) -> datetime:
    """Until when PagerDuty's rendering is needed: the furthest that any rota is compared."""
    return max((reach(file, key, now) for key in engine.managed(file)), default=now + file.horizon)


def _setting(
    question: Question, file: RotaFile, live: LiveState, found: Accounts, records: Iterable[Record]
) -> Setting:
    ids = dict(found.ids)
    whos = {user: Who(None, u.name, u.email or None) for user, u in live.names.items()}
    for key, user in ids.items():
        person = file.people[key]
        whos[user] = Who(key, person.name, person.email, person.mailbox)
    whos[NOBODY] = Who(None, "nobody", mailbox=True)
    names = name_table(file, ids, dict(live.names))
    return Setting(file, question.now, claims(records, live.account), ids, names, whos, live.team)


def _written(file: RotaFile, live: LiveState, setting: Setting) -> frozenset[date]:
    """The dates for which a mailbox is in PagerDuty: a bank holiday is written for all of its rotas.

    Where the file gives no window to a mailbox any more, none will be there to tell by, so none counts now.
    """
    mail = {user for user, who in setting.whos.items() if who.mailbox}
    if not any(bank.pages_nobody(file, key) for key in engine.managed(file)):
        return frozenset()
    return frozenset(
        wall(o.start, zone(zone_name(file, key))).date()
        for key in engine.managed(file)
        if key in live.schedules
        for o in live.schedules[key].overrides
        if o.user in mail
    )


def _names(file: RotaFile, now: datetime) -> Iterable[RotaName]:
    for key, rota in file.rotas.items():
        until = reach(file, key, now) if rota.managed else None
        yield RotaName(key, rota.name, zone_name(file, key), until)
    for key, policy in file.policies.items():
        yield RotaName(key, policy.name, file.time_zone)


def _policies(
    file: RotaFile, live: LiveState, found: Accounts, setting: Setting, refused: dict[str, list[str]]
) -> list[CreatePolicy | UpdatePolicy]:
    known = Known(
        found.ids,
        {key: (s.id, s.kind) for key, s in live.schedules.items()},
        {key: kinds.kind_of(file, key, None) for key in file.rotas},
    )
    for key, rota in file.rotas.items():
        if not rota.managed and key not in live.schedules and rota.name in live.v3_targets:
            theirs = {**known.schedules, key: (live.v3_targets[rota.name], "shifts")}
            known = replace(known, schedules=theirs)
    titles = dict(setting.names) | {s.id: s.name for s in live.schedules.values()}
    titles |= {key: rota.name for key, rota in file.rotas.items()}
    out: list[CreatePolicy | UpdatePolicy] = []
    for key in file.policies:
        wanted, missing = wanted_policies.policy(file, key, known)
        held = live.policies.get(key)
        reasons = [f"PagerDuty has no {name}" for name in missing]
        if problem := gone.foreign_policy_marker(file, key, held):
            reasons.append(problem)
        creates = {t.rota for level in (wanted.levels if wanted else ()) for t in level.targets if t.rota}
        reasons += [
            f"it needs {file.rotas[name].name}, which is refused" for name in sorted(creates & refused.keys())
        ]
        if reasons or wanted is None:
            refused.setdefault(key, []).extend(reasons)
            continue
        action = (
            policy_plan.create(wanted, live.team)
            if held is None
            else policy_plan.update(wanted, held, titles)
        )
        if action is not None:
            out.append(action)
    return out


def _flags(
    question: Question,
    file: RotaFile,
    setting: Setting,
    rotas: list[RotaPlan],
    policies: list[CreatePolicy | UpdatePolicy],
    live: LiveState,
    removed: tuple[DeleteSchedule | DeletePolicy, ...],
) -> Iterable[Flag]:
    for rota in rotas:
        yield from flags.of_rota(file, rota, setting)
    for action in policies:
        if (
            isinstance(action, UpdatePolicy)
            and "Managed as code:" not in live.policies[action.key].description
        ):
            yield flags.takeover(action.key, file.policies[action.key].name, "policy")
    if question.delete:
        yield from (flags.delete(action.key, action.changes[0].summary) for action in removed)


def _unmanaged(
    file: RotaFile,
    rotas: list[RotaPlan],
    removed: Iterable[DeleteSchedule | DeletePolicy],
    *,
    delete: bool,
) -> Iterable[Unmanaged]:
    for key, entry in file.rotas.items():
        if not entry.managed:
            yield Unmanaged("schedule", key, entry.name, "not managed here")
    for rota in rotas:
        yield from rota.unmanaged
    if not delete:
        for action in removed:
            text = "no longer in the file; `rota plan --delete` would delete it"
            name = action.changes[0].summary
            if isinstance(action, DeleteSchedule):
                yield Unmanaged("schedule", action.key, name, text)
            else:
                yield Unmanaged("policy", action.key, name, text)


def _unrecorded(file: RotaFile, live: LiveState, setting: Setting) -> Iterable[Finding]:
    """Schedules of ours with overrides, and no ledger: then nothing of them is deleted, and that is said."""
    marked = [
        key
        for key in engine.managed(file)
        if key in live.schedules
        and live.schedules[key].overrides
        and gone.read_marker(live.schedules[key].description) is not None
    ]
    if setting.claims.empty and marked:
        names = listing([file.rotas[key].name for key in marked])
        yield Finding(
            id="no-ledger",
            severity="warning",
            message=f"nothing is recorded of what was applied before, though {names} is managed from here",
            hint="overrides that are not exactly as the file has them count as made by hand: none is deleted",
        )


def _bases(file: RotaFile, live: LiveState, now: datetime) -> Iterable[Base]:
    for key, held in live.schedules.items():
        yield Base("schedule", key, held.id, digest.of_schedule(held, now))
    for key, policy in live.policies.items():
        yield Base("policy", key, policy.id, digest.of_policy(policy))
    users: Mapping[str, tuple[UserState, ...]] = live.users
    asked = needed(file, now)
    for key in sorted(asked):
        email = file.people[key].email.casefold()
        yield Base("users", key, email, digest.of_users(users.get(email, ())))
    # A schedule or policy that is not there yet is part of what was read, too.
    for key in engine.managed(file):
        if key not in live.schedules:
            yield Base("schedule", key, "", "absent")
    for key in file.policies:
        if key not in live.policies:
            yield Base("policy", key, "", "absent")


def markers(file: RotaFile) -> Mapping[str, str]:
    """The marker of every rota and policy by key."""
    return {key: marker(file, key) for key in (*file.rotas, *file.policies)}
