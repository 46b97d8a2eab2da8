"""What a rota file says, as frozen models: one class for each kind of entry in the file.

Every entry knows where it stands (`where`), so that whoever finds a fault in its meaning can point at it.
Names in the file (people, rotas, hours) stay names here; a loaded file only holds names that exist.
"""

from datetime import datetime, time
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from reconciler.config.entry import Entry
from reconciler.config.fields import (
    Bool,
    CoveredDays,
    DateRangeField,
    Day,
    Delay,
    Email,
    HandoverField,
    Horizon,
    Name,
    Names,
    TurnField,
    Version,
    WallTime,
    WhenField,
    Whole,
    Zone,
    clock_time,
    which_override,
)
from reconciler.config.hours import HoursField
from reconciler.config.settings import Announcement, Checks, PagerDutyAccount, Safety
from reconciler.config.values import Kind, Region


class Person(Entry):
    """Somebody (or, with `mailbox`, an address that only gets e-mail) with a PagerDuty user."""

    name: Name
    email: Email
    mailbox: Bool = False
    region: Region | None = None
    left: Day | None = None


class LineUp(Entry):
    """The order of people from a date on, or a pause."""

    start: WhenField = Field(alias="from")
    people: Names = ()
    pause: str | None = None
    turn: TurnField | None = None
    handover: HandoverField | None = None
    hours: str | None = None


class Layer(Entry):
    """One rotation inside a rota."""

    name: str = "main"
    hours: str | None = None
    turn: TurnField
    handover: HandoverField | None = None
    line_ups: tuple[LineUp, ...]


class Rota(Entry):
    """One on-call rota: one PagerDuty schedule.

    Written with either hours/turn/handover/line_ups (one layer called `main`), `layers`, `follows`, or
    `managed: false`. `stack` gives the layers of the first two, lowest priority first; it is empty for the
    others. `kind` is what the entry itself says: see `RotaFile.kind_of`.
    """

    name: Name
    id: str | None = None
    kind: Kind | None = None
    role: str | None = None
    time_zone: Zone | None = None
    calendar: Region | None = None
    managed: Bool = True
    hours: str | None = None
    turn: TurnField | None = None
    handover: HandoverField | None = None
    line_ups: tuple[LineUp, ...] = ()
    layers: tuple[Layer, ...] = ()
    follows: str | None = None
    offset: Whole = 1

    @property
    def stack(self) -> tuple[Layer, ...]:
        """The layers, lowest priority first, however they were written."""
        if self.layers:
            return self.layers
        if not self.line_ups or self.turn is None:
            return ()
        return (
            Layer(
                where=self.where,
                name="main",
                hours=self.hours,
                turn=self.turn,
                handover=self.handover,
                line_ups=self.line_ups,
            ),
        )


class Level(Entry):
    """One step of a policy: who is notified, and how long until the next step."""

    notify: Names
    escalate_after: Delay


class Policy(Entry):
    """An escalation policy."""

    name: Name
    id: str | None = None
    description: str | None = None
    repeat: Annotated[Whole, Field(le=9)] = 0
    levels: tuple[Level, ...] = Field(min_length=1)


class ExtraDay(Entry):
    """A day that the organisation keeps as a bank holiday."""

    date: Day
    name: str


class IgnoredDay(Entry):
    """A bank holiday on which the office is open."""

    date: Day
    reason: str


class BankHolidays(Entry):
    """Which calendar acts, whose slot is the window, and what each rota does in it."""

    calendar: Region
    window: str
    holder: Literal["incoming", "outgoing"] = "incoming"
    rules: dict[str, str] = Field(default_factory=dict)
    extra: tuple[ExtraDay, ...] = ()
    ignore: tuple[IgnoredDay, ...] = ()


class Cover(Entry):
    """One person's shifts in an interval are worked by another. Either `on`, or `start` and `end`."""

    kind: ClassVar[Literal["cover"]] = "cover"
    rota: str
    cover: str
    by: str
    start: WallTime | None = Field(default=None, alias="from")
    end: WallTime | None = Field(default=None, alias="until")
    on: CoveredDays | None = None
    reason: str | None = None


class Swap(Entry):
    """Two people exchange one turn each; `swap` maps a person to the date on which their turn begins."""

    kind: ClassVar[Literal["swap"]] = "swap"
    rota: str
    swap: dict[str, WhenField]
    reason: str | None = None


class HolidayEntry(Entry):
    """A named person works the window of a bank holiday (with `nights`, the day from its handover time)."""

    kind: ClassVar[Literal["holiday"]] = "holiday"
    rota: str
    holiday: Day
    by: str
    nights: Bool = False
    reason: str | None = None


Override = Annotated[
    Annotated[Cover, Tag("cover")] | Annotated[Swap, Tag("swap")] | Annotated[HolidayEntry, Tag("holiday")],
    Discriminator(which_override),
]


class Leave(Entry):
    """Calendar days on which somebody is away; checked, never acted on."""

    person: str
    on: DateRangeField


class Expectation(Entry):
    """A test of the rota itself: at these instants, this policy pages these people within this time."""

    policy: str
    every: Literal["minute", "day", "weekday", "weeknight", "weekend", "bank holiday"] | None = None
    at: Annotated[str, clock_time] | None = None
    within: Delay
    pages: str

    @property
    def clock(self) -> time | None:
        """The time of day of `at`; None where `at` is a moment or absent."""
        return None if self.at is None or "-" in self.at else time.fromisoformat(self.at)

    @property
    def moment(self) -> datetime | None:
        """The one wall time that `at` names, in the file's zone; None where it is a time of day or absent."""
        return datetime.fromisoformat(self.at) if self.at is not None and "-" in self.at else None


class RotaFile(Entry):
    """The whole file, includes joined."""

    version: Version
    time_zone: Zone
    horizon: Horizon
    kind: Kind | None = None
    source: str | None = None
    pagerduty: PagerDutyAccount = PagerDutyAccount()
    people: dict[str, Person] = Field(default_factory=dict)
    hours: dict[str, HoursField] = Field(default_factory=dict)
    rotas: dict[str, Rota] = Field(default_factory=dict)
    policies: dict[str, Policy] = Field(default_factory=dict)
    bank_holidays: BankHolidays | None = None
    overrides: tuple[Override, ...] = ()
    leave: tuple[Leave, ...] = ()
    expect: tuple[Expectation, ...] = ()
    checks: Checks = Checks()
    safety: Safety = Safety()
    announce: tuple[Announcement, ...] = ()

    def display_name(self, person: str) -> str:
        """A person's name as people write it."""
        return self.people[person].name

    def kind_of(self, rota: str) -> Kind | None:
        """Which kind of schedule the file wants for a rota; None where it leaves that open.

        A rota that follows another takes over its line-ups, not its kind.
        """
        return self.rotas[rota].kind or self.kind
