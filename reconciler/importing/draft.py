"""What an import will write, before it is text: people, hours, rotas and policies, with the reasons beside.

Wall times are naive, in the zone of their rota. A rota or policy that cannot be written as it is carries the
reason; such a rota is still named, so that policies can notify it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from reconciler.config.values import Handover, Region, Turn
from reconciler.shifts.hours import Weekly
from reconciler.state import Kind


class CannotSayError(Exception):
    """Something that PagerDuty holds has no words in a rota file; the text is the reason, for people."""


@dataclass(frozen=True, slots=True)
class Period:
    """What hours are from a date on; None: from the beginning."""

    start: date | None
    windows: Weekly


Hours = tuple[Period, ...] | None
"""Hours with the dates on which they change; None is around the clock."""


@dataclass(frozen=True, slots=True)
class Stint:
    """A line-up with everything that holds in it: from when, who (user ids; nobody: a pause), and how."""

    at: datetime
    users: tuple[str, ...]
    turn: Turn
    handover: Handover | None
    hours: Hours


@dataclass(frozen=True, slots=True)
class Rotation:
    """One layer of the file: its line-ups in order of time."""

    name: str
    stints: tuple[Stint, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A PagerDuty user as an entry of the file; a mailbox is one that only gets e-mail."""

    key: str
    user: str
    name: str
    email: str
    mailbox: bool = False


@dataclass(frozen=True, slots=True)
class Rota:
    """A schedule as an entry: its layers, or the rota that it follows, or the reason why it is left alone.

    `id` is PagerDuty's; it is written where the name alone does not tell (`with_id`). `kind` is what the
    schedule is made of. `asked` is false for what is only there because a policy notifies it.
    """

    key: str
    id: str
    name: str
    time_zone: str | None = None
    layers: tuple[Rotation, ...] = ()
    follows: str | None = None
    offset: int = 0
    reason: str | None = None
    with_id: bool = False
    asked: bool = True
    kind: Kind = "layers"


@dataclass(frozen=True, slots=True)
class Level:
    """One level: keys in order, and whole minutes."""

    notify: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class Policy:
    """An escalation policy as an entry, or the reason why it is left out."""

    key: str
    id: str
    name: str
    repeat: int = 0
    levels: tuple[Level, ...] = ()
    description: str | None = None
    services: tuple[str, ...] = ()
    reason: str | None = None
    with_id: bool = False


@dataclass(frozen=True, slots=True)
class Bank:
    """The bank-holiday rules of a file: whose calendar, which hours are the window, and rules by rota key."""

    calendar: Region
    window: Hours
    rules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole file. `hours` are named; `source` is what the markers in the account name."""

    time_zone: str
    people: tuple[Person, ...]
    hours: tuple[tuple[str, tuple[Period, ...]], ...]
    rotas: tuple[Rota, ...]
    policies: tuple[Policy, ...]
    source: str | None = None
    bank: Bank | None = None

    @property
    def managed(self) -> tuple[Rota, ...]:
        """The rotas that the file decides."""
        return tuple(rota for rota in self.rotas if rota.reason is None)

    @property
    def kind(self) -> Kind:
        """What the schedules of all rotas are made of; layers where they differ."""
        kinds = {rota.kind for rota in self.rotas}
        return kinds.pop() if len(kinds) == 1 else "layers"

    def hours_name(self, hours: Hours) -> str | None:
        """The name of some hours; None for around the clock."""
        return next((name for name, periods in self.hours if periods == hours), None)
