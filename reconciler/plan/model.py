"""The plan as one frozen value: what will be written, whose shifts move, what is left alone, what is refused.

It is made of plain data, so it prints, compares, and can be saved and read back. Instants are UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reconciler.errors import Finding
from reconciler.plan.actions import Action, Change

FlagName = Literal["changes-now", "history", "gap", "mass", "takeover", "delete"]


@dataclass(frozen=True, slots=True)
class Who:
    """A person as people and programs name them: `person` is the file's key, None for strangers."""

    person: str | None
    name: str
    email: str | None = None
    mailbox: bool = False


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """One stretch of one rota that changes hands; None is nobody. `reason` is for people.

    `joins`: nobody is on call who stays so from the stretch before it to the end of this one, nor just before
    or after both. So a week of office hours reads as one.
    """

    rota: str
    start: datetime
    end: datetime
    before: Who | None
    after: Who | None
    reason: str
    file: str | None = None
    line: int | None = None
    joins: bool = False


@dataclass(frozen=True, slots=True)
class OnCallNow:
    """Who is on call on a rota at the moment of the plan, and who would be after it."""

    rota: str
    before: Who | None
    after: Who | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A thing that a plan does which must be accepted by name."""

    flag: FlagName
    rota: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class ConflictNote:
    """PagerDuty says one person and the file another. `message` names both and who is paged."""

    rota: str
    start: datetime
    end: datetime
    pagerduty: Who
    file: Who
    message: str


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """Something seen and left alone. `start`, `end` and `id` are set for overrides made by hand."""

    kind: Literal["override", "schedule", "policy"]
    key: str
    name: str
    message: str
    start: datetime | None = None
    end: datetime | None = None
    who: Who | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rota or policy that will not be written at all, and every reason."""

    key: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """The digest of one remote object that the plan was made against."""

    kind: Literal["schedule", "policy", "users"]
    key: str
    id: str
    digest: str


@dataclass(frozen=True, slots=True)
class RotaName:
    """How a rota or policy is called, its zone, and until when its shifts were compared."""

    key: str
    name: str
    zone: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that one comparison found.

    `actions` are in the order in which they are to be sent. `shift_boundary` is the first moment after
    `now` at which a managed shift changes: a saved plan is stale from then on. `mailboxes` are the user ids
    of the file's mailboxes.
    """

    now: datetime
    account: str
    source: str
    region: str
    file_digest: str
    names: tuple[RotaName, ...]
    actions: tuple[Action, ...] = ()
    shifts: tuple[ShiftChange, ...] = ()
    on_call_now: tuple[OnCallNow, ...] = ()
    flags: tuple[Flag, ...] = ()
    conflicts: tuple[ConflictNote, ...] = ()
    unmanaged: tuple[Unmanaged, ...] = ()
    refused: tuple[Refusal, ...] = ()
    findings: tuple[Finding, ...] = ()
    bases: tuple[Base, ...] = ()
    mailboxes: tuple[str, ...] = ()
    shift_boundary: datetime | None = None
    commit: str | None = None
    version: Literal[1] = 1

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is to be done, in words."""
        return tuple(change for action in self.actions for change in action.changes)

    def name(self, key: str) -> str:
        """What people call a rota or policy."""
        return next((n.name for n in self.names if n.key == key), key)

    def zone(self, key: str) -> str:
        """The zone in which a rota is read; the first rota's for what has none."""
        return next((n.zone for n in self.names if n.key == key), self.names[0].zone if self.names else "UTC")
