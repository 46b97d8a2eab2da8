"""What PagerDuty holds, as frozen data in our words: schedules with layers and overrides, policies, users.

Instants are aware UTC datetimes. Layers run from lowest to highest priority, whatever order the API
used. A user is named by PagerDuty's id. The same types describe what is wanted, once ids are known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from reconciler.intervals import Interval, Timeline

Kind = Literal["layers", "shifts"]
"""`layers`: a v2 schedule. `shifts`: a shift-based v3 schedule, invisible to the v2 endpoints."""

NOBODY = ""
"""In place of a user's id: deliberately nobody, which only shift-based schedules can say."""

TargetType = Literal["user_reference", "schedule_reference", "schedule_v3_reference"]


@dataclass(frozen=True, slots=True)
class UserState:
    """A PagerDuty user.

    `ways` are the kinds of contact methods (`email`, `phone`, `sms`, `push_notification`), and `rules` is how
    many notification rules there are; None where PagerDuty did not tell.
    """

    id: str
    name: str
    email: str
    ways: frozenset[str] | None = field(default=None, compare=False)
    rules: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Restriction:
    """Part of a layer's hours: `start` and `length` in seconds, wall time in the schedule's zone.

    `weekday` is 1 (Monday) to 7, or None for every day.
    """

    weekday: int | None
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class LayerState:
    """One layer; `end` None: for ever. `anchor` is the rotation_virtual_start, `users` are ids in order.

    An event of a shift-based schedule is such a layer, too: its occurrences are the restrictions, and its
    members take turns that begin at the anchor. `odd` says what about it no layer can express; its other
    fields then tell only when it holds and who is in it.
    """

    id: str | None
    name: str
    start: datetime
    end: datetime | None
    anchor: datetime
    turn_seconds: int
    users: tuple[str, ...]
    restrictions: tuple[Restriction, ...] = ()
    odd: str | None = None


@dataclass(frozen=True, slots=True)
class OverrideState:
    """One override: a user on a schedule for `[start, end)`.

    On a shift-based schedule it puts `user` in the place of `over` alone, and `user` may be NOBODY; or it is
    a custom shift, which puts `user` on beside whoever else is on (`beside`). Ids then begin with the
    collection that the object is in: `overrides/…`, `custom_shifts/…`. `place` is where the turn is that it
    takes over: the id of a rotation (layers are `ROTATION/EVENT`), or that of a custom shift.
    """

    id: str
    start: datetime
    end: datetime
    user: str
    over: str | None = None
    beside: bool = False
    place: str | None = None

    @property
    def interval(self) -> Interval:
        """When it holds."""
        return Interval(self.start, self.end)

    @property
    def of_shifts(self) -> bool:
        """Whether it is one of a shift-based schedule, which may get another end while it runs."""
        return self.beside or self.over is not None


@dataclass(frozen=True, slots=True)
class ScheduleState:
    """A schedule as read: its fields, all layers (ended ones too), overrides that end after the read began.

    `rendered` is PagerDuty's own final schedule over `rendered_over`, as user ids; touching entries of one
    user are joined. Where a shift-based schedule has several people on at once, it is `together` of them.
    `used_by` are the ids and names of the policies that notify it. `rotations` are the ids of those of a
    shift-based one, without events too.
    """

    id: str
    name: str
    time_zone: str
    description: str = ""
    kind: Kind = "layers"
    teams: tuple[str, ...] = ()
    layers: tuple[LayerState, ...] = ()
    overrides: tuple[OverrideState, ...] = ()
    rendered: Timeline[str] = ()
    rendered_over: Interval | None = None
    url: str | None = None
    used_by: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    rotations: tuple[str, ...] = field(default=(), compare=False)


def together(users: Iterable[str]) -> str:
    """Several users who are on at the same time, as one value: their ids in order, joined by `+`."""
    return "+".join(sorted(set(users)))


@dataclass(frozen=True, slots=True)
class Target:
    """Who a policy level notifies."""

    type: TargetType
    id: str
    name: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TargetWrite:
    """Who a level notifies: an id, or the key of a rota that the plan creates first."""

    type: TargetType
    id: str | None
    rota: str | None = None


@dataclass(frozen=True, slots=True)
class RuleState:
    """One level of a policy. `strategy` is what was read of round robin, as JSON text, to be sent back."""

    id: str | None
    delay_minutes: int
    targets: tuple[Target, ...]
    strategy: str | None = None


@dataclass(frozen=True, slots=True)
class PolicyState:
    """A policy. `handoff` is on_call_handoff_notifications; it and `teams` are sent back as read."""

    id: str
    name: str
    repeat: int
    rules: tuple[RuleState, ...]
    description: str = ""
    teams: tuple[str, ...] = ()
    handoff: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class NamedObject:
    """What a listing tells: enough to find an object by our marker or its name."""

    id: str
    name: str
    description: str
    kind: Kind = "layers"


@dataclass(frozen=True, slots=True)
class Twins:
    """What carries the same marker as an object, by a request that arrived twice or by somebody's copying.

    Or all that have the name of a key, where none is marked. `said` names all of them, the object too.
    `used`: something refers to one of those given here.
    """

    said: str
    used: bool
    schedules: tuple[ScheduleState, ...] = ()
    policies: tuple[PolicyState, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveState:
    """Everything that was read for one plan.

    `schedules` and `policies` are keyed by our names and hold only what was found. `users` maps a
    case-folded e-mail to every user who has it. `others` are the schedules that the file does not name.
    `since` is the instant from which overrides were listed. `twins` and `policy_twins` are by our names, too.
    `behind`: the lists do not show yet what was made a moment ago, and so may hide a copy of it.
    """

    account: str
    since: datetime
    schedules: Mapping[str, ScheduleState]
    policies: Mapping[str, PolicyState]
    users: Mapping[str, tuple[UserState, ...]]
    names: Mapping[str, UserState]
    team: str | None = None
    v3_targets: Mapping[str, str] = field(default_factory=dict)
    others: tuple[NamedObject, ...] = ()
    other_policies: tuple[NamedObject, ...] = ()
    twins: Mapping[str, Twins] = field(default_factory=dict)
    policy_twins: Mapping[str, Twins] = field(default_factory=dict)
    behind: bool = False


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account as it was read for an import: what was chosen, and the names of everything beside it.

    Schedules are rendered over `[since, until)`; their overrides are those of that time. `listed` are all
    schedules and `listed_policies` all policies of the account. `users` are by id, `names` are those of
    everybody who was mentioned, also of users who are gone. `services` are names by policy. `unread` says
    by id why something that was chosen could not be understood.
    """

    account: str
    since: datetime
    until: datetime
    schedules: tuple[ScheduleState, ...]
    policies: tuple[PolicyState, ...]
    users: Mapping[str, UserState]
    names: Mapping[str, str]
    listed: tuple[NamedObject, ...] = ()
    listed_policies: tuple[NamedObject, ...] = ()
    services: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    v3_targets: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
