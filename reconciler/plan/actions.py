"""The writes that a plan consists of: frozen tagged actions that print, serialise and hash.

Each action is one request to PagerDuty (overrides may travel together). `changes` says the same to people.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from reconciler.state import Kind, LayerState, TargetWrite

__all__ = [
    "Action",
    "Change",
    "CreateOverride",
    "CreatePolicy",
    "CreateSchedule",
    "DeleteOverride",
    "DeletePolicy",
    "DeleteSchedule",
    "LayerWrite",
    "RuleWrite",
    "TargetWrite",
    "UpdatePolicy",
    "UpdateSchedule",
    "Verb",
]

Verb = Literal["create", "update", "end", "delete", "rename"]
ObjectKind = Literal["schedule", "layer", "override", "policy"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line for people: what happens to which part of which rota or policy."""

    action: Verb
    kind: ObjectKind
    key: str
    summary: str


@dataclass(frozen=True, slots=True)
class LayerWrite:
    """A layer as it is to be sent; with `ends_now` it ends when it is sent, whatever `layer.end` says.

    `followed`: another that is sent lies on top of it at that moment.
    """

    layer: LayerState
    ends_now: bool = False
    followed: bool = False


@dataclass(frozen=True, slots=True)
class CreateSchedule:
    """A schedule that does not exist yet. `team` is a team's id."""

    key: str
    name: str
    time_zone: str
    description: str
    team: str | None
    layers: tuple[LayerState, ...]
    changes: tuple[Change, ...]
    kind: Kind = "layers"
    tag: Literal["create_schedule"] = "create_schedule"


@dataclass(frozen=True, slots=True)
class UpdateSchedule:
    """The whole schedule as it is to be; `base` is the digest of what was read."""

    key: str
    id: str
    base: str
    name: str
    time_zone: str
    description: str
    teams: tuple[str, ...]
    layers: tuple[LayerWrite, ...]
    changes: tuple[Change, ...]
    kind: Kind = "layers"
    tag: Literal["update_schedule"] = "update_schedule"


@dataclass(frozen=True, slots=True)
class CreateOverride:
    """One override of ours. `schedule` is None where the plan creates the schedule.

    `on` is the date of a bank holiday; `mailbox` marks an override that pages nobody at home. On a
    shift-based schedule it stands in for the user `over`, and `user` may be NOBODY.
    """

    key: str
    schedule: str | None
    user: str
    person: str
    start: datetime
    end: datetime
    changes: tuple[Change, ...]
    mailbox: bool = False
    on: date | None = None
    over: str | None = None
    tag: Literal["create_override"] = "create_override"


@dataclass(frozen=True, slots=True)
class DeleteOverride:
    """One override of ours that is not wanted any more; a running one is cut at the moment of sending.

    `mailbox`: of a mailbox, or of somebody whom the file does not know, in the rota's own hours: whoever has
    the turn is on again. `followed`: it is one of a shift-based schedule, on which what takes its place
    begins in a minute, so it ends then and not before.
    """

    key: str
    schedule: str
    id: str
    user: str
    start: datetime
    end: datetime
    changes: tuple[Change, ...]
    mailbox: bool = False
    followed: bool = False
    tag: Literal["delete_override"] = "delete_override"


@dataclass(frozen=True, slots=True)
class RuleWrite:
    """One level as it is to be sent; `id` and `strategy` are those of the level it keeps."""

    id: str | None
    delay_minutes: int
    targets: tuple[TargetWrite, ...]
    strategy: str | None = None


@dataclass(frozen=True, slots=True)
class CreatePolicy:
    """A policy that does not exist yet. `team` is a team's id."""

    key: str
    name: str
    description: str
    repeat: int
    rules: tuple[RuleWrite, ...]
    team: str | None
    changes: tuple[Change, ...]
    tag: Literal["create_policy"] = "create_policy"


@dataclass(frozen=True, slots=True)
class UpdatePolicy:
    """The whole policy as it is to be; fields that we do not manage are those that were read."""

    key: str
    id: str
    base: str
    name: str
    description: str
    repeat: int
    rules: tuple[RuleWrite, ...]
    teams: tuple[str, ...]
    handoff: str | None
    changes: tuple[Change, ...]
    tag: Literal["update_policy"] = "update_policy"


@dataclass(frozen=True, slots=True)
class DeleteSchedule:
    """A schedule of ours that left the file, only with `plan --delete`; or one that was made twice."""

    key: str
    id: str
    changes: tuple[Change, ...]
    tag: Literal["delete_schedule"] = "delete_schedule"


@dataclass(frozen=True, slots=True)
class DeletePolicy:
    """A policy of ours that left the file, only with `plan --delete`; or one that was made twice."""

    key: str
    id: str
    changes: tuple[Change, ...]
    tag: Literal["delete_policy"] = "delete_policy"


Action = (
    CreateSchedule
    | UpdateSchedule
    | CreateOverride
    | DeleteOverride
    | CreatePolicy
    | UpdatePolicy
    | DeleteSchedule
    | DeletePolicy
)
