"""What every check looks at: the file, the present, and each rota's shifts of a year, worked out once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter

from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval, Segment, Timeline, at
from reconciler.paging import UNKNOWN, Unknown
from reconciler.shifts import engine
from reconciler.shifts.holding import Shift

AHEAD = timedelta(days=366)
"""How far ahead checks look: a year, and so both clock changes."""
BEFORE = timedelta(days=28)
"""How far back shifts are known, for what began before now: a night, a run of days."""


@dataclass(frozen=True)
class Ground:
    """A file at a moment (`now`, aware UTC), and what is derived from both, each thing once.

    `span` is what findings may speak of: from now on for a year. Shifts are known from `BEFORE` it.
    """

    file: RotaFile
    now: datetime
    _shifts: dict[str, tuple[Shift, ...]] = field(default_factory=dict, compare=False, repr=False)
    _lines: dict[str, Timeline[str]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def span(self) -> Interval:
        """The year that is looked at."""
        return Interval(self.now, self.now + AHEAD)

    @property
    def within(self) -> str:
        """The same in words, for `3 more times within …`."""
        return "a year"

    @cached_property
    def known(self) -> Interval:
        """The stretch over which shifts are known."""
        return Interval(self.now - BEFORE, self.now + AHEAD)

    @cached_property
    def rotas(self) -> tuple[str, ...]:
        """The keys of the rotas that this file decides."""
        return engine.managed(self.file)

    def shifts(self, key: str) -> tuple[Shift, ...]:
        """The shifts of a rota over `known`, every override and bank holiday laid in; mailboxes too."""
        if key not in self._shifts:
            self._shifts[key] = engine.shifts(self.file, key, self.known)
        return self._shifts[key]

    def line(self, key: str) -> Timeline[str]:
        """The same as a timeline of people's keys."""
        if key not in self._lines:
            self._lines[key] = tuple(Segment(s.start, s.end, s.person) for s in self.shifts(key))
        return self._lines[key]

    def holder(self, key: str, instant: datetime) -> str | Unknown | None:
        """Who holds a rota at an instant of `known` (aware UTC), for `paging.chain`."""
        if not self.file.rotas[key].managed:
            return UNKNOWN
        held = at(self.line(key), instant)
        return held.value if held else None

    def is_mailbox(self, person: str) -> bool:
        """Whether a key names an address that only gets e-mail."""
        return self.file.people[person].mailbox

    @cached_property
    def duties(self) -> dict[str, list[Shift]]:
        """Every shift that a person has on any rota, by person and in order of time; no mailboxes."""
        found: dict[str, list[Shift]] = {}
        for key in sorted(self.rotas):
            for shift in self.shifts(key):
                found.setdefault(shift.person, []).append(shift)
        for shifts in found.values():
            # One rota has one shift at a time, so those that begin together stay in order of rotas.
            shifts.sort(key=attrgetter("start"))
        return {person: shifts for person, shifts in found.items() if not self.is_mailbox(person)}


Findings = Iterator[Finding]
"""What a check yields."""
