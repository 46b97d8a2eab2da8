"""Tied writes: no mailbox goes on before every rota that takes its date reads back a person.

And on withdrawal no such person goes before every mailbox is gone. So at no instant is a bank holiday's
daytime left with a mailbox alone.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, intersect, interval_or_none, subtract, union, zone
from reconciler.plan.actions import CreateOverride, DeleteOverride
from reconciler.plan.overrides import CLAMP
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.line_ups import zone_name
from reconciler.shifts.pauses import pauses
from reconciler.state import ScheduleState
from reconciler.wording import day, stretch
from reconciler.workflow.ports import Reader

PATIENCE = (1.0, 2.0, 4.0, 8.0)
"""Seconds between readings where something does not show yet, for a whole apply."""

Readings = dict[str, tuple[datetime, ScheduleState | None]]
"""A rota's schedule as it was read, and when."""


class Present(Protocol):
    """Something that can read PagerDuty and knows what time it is (aware, UTC)."""

    @property
    def reader(self) -> Reader:
        """Reads PagerDuty."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The present."""

    @property
    def sleep(self) -> Callable[[float], None]:
        """Lets seconds pass."""


@dataclass(slots=True)
class Gate:
    """Asks PagerDuty once for each rota, at first need, which is after everything that it waits for.

    What does not show is asked for again a few times, since readings may lag behind what was written.

    `ids` are the schedules by rota (it grows as schedules are made); `mailboxes` are user ids, those that go
    among them; on the rotas `nobody` overrides for nobody go; `until` is the end of the last override of the
    plan. Instants are UTC.
    """

    file: RotaFile
    tools: Present
    ids: Mapping[str, str]
    mailboxes: Collection[str]
    nobody: Collection[str]
    until: datetime
    answers: dict[date, str | None] = field(default_factory=dict)
    people: Readings = field(default_factory=dict)
    mail: Readings = field(default_factory=dict)
    waits: list[float] = field(default_factory=lambda: list(PATIENCE))

    def problem(self, action: CreateOverride) -> str | None:
        """Why a mailbox may not be written yet, or None. Raises RemoteError."""
        if action.on is None:
            return None
        if action.on not in self.answers:
            on = action.on
            self.answers[on] = self._patiently(lambda: self._ask(on), self.people)
        return self.answers[action.on]

    def still_needed(self, action: DeleteOverride) -> str | None:
        """Why a person's override may not go yet, or None. Raises RemoteError."""
        return self._patiently(lambda: self._needed(action), self.mail)

    def _patiently(self, ask: Callable[[], str | None], seen: Readings) -> str | None:
        """What is said once PagerDuty had time to show what was written; `seen` is read afresh."""
        answer = ask()
        while answer is not None and self.waits:
            self.tools.sleep(self.waits.pop(0))
            seen.clear()
            answer = ask()
        return answer

    def _needed(self, action: DeleteOverride) -> str | None:
        """Why a person's override may not go yet, or None.

        It may not where nobody else would be on, outside the rota's hours, while a mailbox is on elsewhere:
        whatever the file says of that rota, which may have been refused, or what was to go may have stayed.
        """
        now = self.tools.clock()
        # One of a shift-based schedule goes on for a moment, in which what takes its place begins.
        begins = now + CLAMP if action.followed else now
        rest = interval_or_none(max(action.start, begins), action.end)
        if rest is None or self._role(action.key) == "mailbox":
            return None
        bare = subtract((rest,), union(s.interval for s in engine.base(self.file, action.key, rest)))
        # Nobody is wanted in a declared pause, whatever stands on the other rotas.
        bare = subtract(bare, pauses(self.file, action.key, rest))
        for key in engine.managed(self.file) if bare else ():
            if key == action.key:
                continue
            _, schedule = self._read(self.mail, key)
            shown = schedule.rendered if schedule is not None else ()
            held, who = union(s.interval for s in shown if s.value in self.mailboxes), "the mailbox"
            if key in self.nobody or bank.rule_of(self.file, key) == "nobody":
                hours = union(s.interval for s in engine.base(self.file, key, rest))
                held, who = subtract(hours, union(s.interval for s in shown)), "nobody"
            if self._role(action.key) is None:
                # The file leaves these windows to the mailbox alone: only one that is to go is waited for.
                said = [s for s in engine.shifts(self.file, key, rest) if self.file.people[s.person].mailbox]
                held = subtract(held, union(s.interval for s in said))
            alone = intersect(bare, held)
            if alone and subtract(alone, self._others(action, now)):
                return f"kept, because {who} is still on {self.file.rotas[key].name} at that time"
        return None

    def _others(self, action: DeleteOverride, now: datetime) -> tuple[Interval, ...]:
        """When other people have overrides on the same schedule, read afresh: earlier ones may be gone."""
        there = self.tools.reader.overrides(action.schedule, now, max(action.end, now + CLAMP)) or ()
        return union(o.interval for o in there if o.id != action.id and o.user not in self.mailboxes)

    def _role(self, key: str) -> Literal["person", "mailbox"] | None:
        """Who takes a rota's windows; nobody at all is like a mailbox, which pages nobody either."""
        if bank.rule_of(self.file, key) is None:
            return None
        return "mailbox" if bank.pages_nobody(self.file, key) else "person"

    def _ask(self, on: date) -> str | None:
        for key in engine.managed(self.file):
            if self._role(key) != "person":
                continue
            name = self.file.rotas[key].name
            now, schedule = self._read(self.people, key)
            wanted = self._wanted(key, on, now)
            if not wanted:
                continue
            if schedule is None:
                return f"not written: {name} is not there to take {day(on, year=now.year)}"
            held = union(s.interval for s in schedule.rendered if s.value not in self.mailboxes)
            if missing := subtract(wanted, held):
                when = stretch(missing[0], zone(zone_name(self.file, key)), year=now.year)
                return f"not written: PagerDuty shows nobody on {name} {when}"
        return None

    def _wanted(self, key: str, on: date, now: datetime) -> tuple[Interval, ...]:
        """The parts of a date's windows, from a moment ahead, in which the file has somebody on."""
        parts: list[Interval] = []
        for holiday in bank.acting_days(self.file, key, on, on):
            for window in bank.window_on(self.file, key, on, holiday.name):
                # What was sent just now begins in a minute.
                start = max(window.interval.start, now + CLAMP)
                if (rest := interval_or_none(start, window.interval.end)) is not None:
                    # The file itself may have nobody there, such as in a pause.
                    parts += (s.interval for s in engine.shifts(self.file, key, rest))
        return union(parts)

    def _read(self, seen: Readings, key: str) -> tuple[datetime, ScheduleState | None]:
        if key not in seen:
            now, found = self.tools.clock(), self.ids.get(key)
            until = max(self.until, now + CLAMP)
            schedule = self.tools.reader.schedule(found, now, until, until) if found is not None else None
            seen[key] = now, schedule
        return seen[key]
