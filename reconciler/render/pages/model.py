"""The model of the pages: frozen values, ready to be shown, that know neither file nor markup.

Texts that people wrote are as they wrote them; the renderer makes them inert. Instants are UTC, as texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment: what a clock in the rota's zone shows, and the instant (`2026-12-25T09:00:00Z`)."""

    text: str
    instant: str


@dataclass(frozen=True, slots=True)
class When:
    """A stretch as it is told: `09:00 – 17:00`, `from 17:00`, `until 09:00`, `all day`.

    `start` and `end` are its true bounds, `zone` is where its clocks hang.
    """

    words: str
    begins: Stamp | None
    ends: Stamp | None
    start: str
    end: str
    zone: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What is not ordinary about a shift; `kind` is the engine's word for it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a day, and its marks."""

    when: When
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody on call. A stranger, whom the file does not know, has neither key nor page.

    `tone` picks one of the colours (1 to 12; 0 is grey), which mean nothing without the name.
    """

    key: str | None
    name: str
    mailbox: bool
    tone: int
    href: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """What one person does on one rota on one day."""

    who: Someone
    parts: tuple[Part, ...]

    @property
    def kinds(self) -> tuple[Mark, ...]:
        """The marks of all parts, each once."""
        return tuple(dict.fromkeys(mark for part in self.parts for mark in part.marks))


@dataclass(frozen=True, slots=True)
class Hole:
    """A time of a day at which nobody is on call; `declared` where that is on purpose."""

    when: When
    declared: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One rota on one day."""

    rota: str
    groups: tuple[Group, ...]
    holes: tuple[Hole, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day over all rotas. `note` says that it is not 24 hours long."""

    date: str
    title: str
    holidays: tuple[str, ...]
    note: str | None
    cells: tuple[Cell, ...]
    week: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page and how it is called."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class RotaHead:
    """A rota as the head of a column or a card; `zone` where it is not the file's."""

    key: str
    name: str
    zone: str
    other_zone: bool
    href: str
    known: bool


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday."""

    file: str
    title: str
    days: tuple[Day, ...]
    start: str
    end: str
    previous: Link | None
    next: Link | None
    month: Link


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month as weeks of seven; None where there is nothing to show."""

    file: str
    title: str
    weeks: tuple[tuple[Day | None, ...], ...]
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class Line:
    """One shift or gap in the list of a rota or person; `rota` for a person, `who` for a rota."""

    when: When
    rota: RotaHead
    who: Someone | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """The shifts that begin in one week."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RotaPage:
    """One rota: what its role does, and who does it when."""

    file: str
    head: RotaHead
    role: Markup | None
    weeks: tuple[Lines, ...]
    feed: str | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person: when they are on call, and when they are away where that is shown."""

    file: str
    who: Someone
    weeks: tuple[Lines, ...]
    away: tuple[str, ...]
    feed: str


@dataclass(frozen=True, slots=True)
class Card:
    """Who is on a rota now and who is next, as of the moment at which the page was made."""

    head: RotaHead
    who: Someone | None
    then: str


@dataclass(frozen=True, slots=True)
class Worry:
    """A warning of the checks, and what to do about it."""

    text: str
    hint: str | None


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that is published."""

    zone: str
    first: str
    last: str
    until: str
    made: str
    source: str | None
    live: bool
    rotas: tuple[RotaHead, ...]
    columns: tuple[RotaHead, ...]
    people: tuple[Someone, ...]
    cards: tuple[Card, ...]
    holes: tuple[str, ...]
    worries: tuple[Worry, ...]
    weeks: tuple[Week, ...]
    months: tuple[Month, ...]
    rota_pages: tuple[RotaPage, ...]
    person_pages: tuple[PersonPage, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    """The shifts of every rota, for the browser's own clock."""
