"""Moving a rota to a shift-based schedule: what stands in the way, and what becomes of the old schedule.

The new schedule takes the name and our marker. The old one keeps its layers, for the incidents that still
run on it; it gives up both and says what replaced it. Instants are UTC.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, compare
from reconciler.plan import digest
from reconciler.plan.actions import Action, Change, DeleteSchedule, LayerWrite, UpdateSchedule
from reconciler.plan.layers import over
from reconciler.plan.model import Plan, ShiftChange, Who
from reconciler.plan.outcome import Outcome
from reconciler.state import Kind, NamedObject, ScheduleState
from reconciler.wording import count, listing

AHEAD = timedelta(days=363)
"""For how long both are compared: PagerDuty takes no date of a shift-based schedule further ahead."""
_REPLACED = "Replaced by a shift-based schedule: "
_SUFFIX = " (layers)"
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Migration:
    """What moving a rota takes, from wherever an earlier try left it.

    `make` creates the new schedule or finishes it, `switch` has the policies use it; then name and marker of
    the old one go. `old` and `new` are what is there now; `old` is None once it is gone or retired.
    `blocked` says why it cannot begin. `left` are schedules that were replaced before. `names` are those of
    users by id.
    """

    key: str
    name: str
    old: ScheduleState | None
    new: ScheduleState | None
    make: Plan
    switch: Plan
    names: Mapping[str, str]
    blocked: tuple[str, ...] = ()
    left: tuple[NamedObject, ...] = ()

    @property
    def done(self) -> bool:
        """Whether nothing is left to be done but to remove the old schedule."""
        return self.old is None and not (self.make.actions or self.switch.actions)


@dataclass(frozen=True, slots=True)
class Migrated:
    """What came of it: an outcome for each step that was taken, in order, and where the proof failed.

    `proven` is until when both schedules page the same people; None where that was not seen. `used_by` are
    policies that go on with the old schedule, which therefore stays as it is.
    """

    outcomes: tuple[Outcome, ...]
    differences: tuple[ShiftChange, ...] = ()
    proven: Interval | None = None
    retired: bool = False
    used_by: tuple[str, ...] = ()


def with_kind(file: RotaFile, key: str, kind: Kind) -> RotaFile:
    """The file with one rota of another kind."""
    rota = file.rotas[key].model_copy(update={"kind": kind})
    return file.model_copy(update={"rotas": {**file.rotas, key: rota}})


def only(plan: Plan, actions: Iterable[Action], keys: Collection[str]) -> Plan:
    """The plan cut down to some actions, and to what it says of some rotas and policies."""
    return replace(
        plan,
        actions=tuple(actions),
        shifts=tuple(s for s in plan.shifts if s.rota in keys),
        on_call_now=tuple(c for c in plan.on_call_now if c.rota in keys),
        flags=tuple(f for f in plan.flags if f.rota in keys),
        conflicts=tuple(c for c in plan.conflicts if c.rota in keys),
        unmanaged=(),
        refused=tuple(r for r in plan.refused if r.key in keys),
        findings=(),
    )


def in_the_way(plan: Plan, key: str, old: ScheduleState) -> tuple[str, ...]:
    """Why a rota cannot move yet, given the plan of the file that leaves it as it is."""
    reasons = [reason for refusal in plan.refused if refusal.key == key for reason in refusal.reasons]
    policies = {base.id: base.key for base in plan.bases if base.kind == "policy"}
    mine = {key, *(policies[id_] for id_, _ in old.used_by if id_ in policies)}
    changes = [change for change in plan.changes if change.key in mine]
    if changes:
        told = f"{count(len(changes), 'change')}, such as {plan.name(changes[0].key)}: {changes[0].summary}"
        reasons.append(f"PagerDuty differs from the file ({told}): run `rota apply` first")
    by_hand = [u for u in plan.unmanaged if u.kind == "override" and u.key == key]
    if by_hand:
        reasons.append(
            f"{count(len(by_hand), 'override')} made by hand would stay behind on the old schedule: take "
            f"them into the file with `rota adopt --rota {key} --write`, and apply that first"
        )
    strangers = [name for id_, name in old.used_by if id_ not in policies]
    if strangers:
        reasons.append(
            f"{listing(strangers)} would go on with the old schedule, since the file has no policy of that "
            "name: put it under `policies:` first, or take the schedule out of it in PagerDuty"
        )
    return tuple(reasons)


def refused(plan: Plan, key: str, old: ScheduleState | None) -> tuple[str, ...]:
    """Why the plan of the new schedule, or of a policy that is to notify it, would not be carried out."""
    keys = {base.id: base.key for base in plan.bases if base.kind == "policy"}
    mine = {key, *(keys[id_] for id_, _ in (old.used_by if old is not None else ()) if id_ in keys)}
    return tuple(
        reason if r.key == key else f"{plan.name(r.key)}: {reason}"
        for r in plan.refused
        if r.key in mine
        for reason in r.reasons
    )


def retire(key: str, old: ScheduleState, marker: str, now: datetime) -> UpdateSchedule:
    """The write that takes name and marker from the old schedule and leaves its layers as they are."""
    name = f"{old.name.strip()[: _LONGEST - len(_SUFFIX)]}{_SUFFIX}"
    said = [line for line in old.description.splitlines() if not line.startswith("Managed as code:")]
    text = "\n".join([*said, _REPLACED + marker.removeprefix("Managed as code: ")]).strip()
    return UpdateSchedule(
        key=key,
        id=old.id,
        base=digest.of_layers(old),
        name=name,
        time_zone=old.time_zone,
        description=text,
        teams=old.teams,
        layers=tuple(LayerWrite(layer) for layer in old.layers if not over(layer, now)),
        changes=(Change("rename", "schedule", key, f"{old.name} → {name}, which nothing uses any more"),),
        kind="layers",
    )


def replaced(marker: str, others: Iterable[NamedObject]) -> tuple[NamedObject, ...]:
    """The old schedules of a rota that a shift-based one has replaced."""
    line = _REPLACED + marker.removeprefix("Managed as code: ")
    return tuple(o for o in others if o.kind == "layers" and line in o.description.splitlines())


def remove(key: str, old: NamedObject) -> DeleteSchedule:
    """The deletion of an old schedule; PagerDuty refuses it while an incident still runs on it."""
    return DeleteSchedule(key, old.id, (Change("delete", "schedule", key, old.name),))


def differences(
    key: str, old: ScheduleState, new: ScheduleState, span: Interval, who: Callable[[str], Who]
) -> tuple[ShiftChange, ...]:
    """Where the two schedules page different people (before: the old one), by PagerDuty's own rendering."""
    return tuple(
        ShiftChange(
            key,
            part.start,
            part.end,
            who(before) if before is not None else None,
            who(after) if after is not None else None,
            "the new schedule differs from the old one",
        )
        for part, before, after in compare(old.rendered, new.rendered, span)
        if before != after
    )
