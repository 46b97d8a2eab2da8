"""Tied writes: no mailbox goes on before every `current` rota of that date reads back a person.

So at no instant is a bank holiday's daytime left with a mailbox alone.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, interval_or_none, subtract, union, zone
from reconciler.plan.actions import CreateOverride
from reconciler.plan.overrides import CLAMP
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.line_ups import zone_name
from reconciler.shifts.pauses import pauses
from reconciler.state import ScheduleState
from reconciler.wording import day, stretch
from reconciler.workflow.ports import Reader


@dataclass(slots=True)
class Gate:
    """Asks PagerDuty once for each out-of-hours rota, when the first mailbox is due, and answers for each date.

    `ids` are the schedules by rota (it grows as schedules are made); `mailboxes` are user ids; `until` is
    the end of the last mailbox to be written. Instants are UTC.
    """

    file: RotaFile
    reader: Reader
    ids: Mapping[str, str]
    mailboxes: Collection[str]
    now: datetime
    until: datetime
    answers: dict[date, str | None] = field(default_factory=dict)
    read: dict[str, ScheduleState | None] = field(default_factory=dict)

    def problem(self, action: CreateOverride) -> str | None:
        """Why a mailbox may not be written yet, or None. Raises RemoteError where PagerDuty does not answer."""
        if action.on is None:
            return None
        if action.on not in self.answers:
            self.answers[action.on] = self._ask(action.on)
        return self.answers[action.on]

    def _ask(self, on: date) -> str | None:
        for key in engine.managed(self.file):
            if bank.rule_of(self.file, key) != "current":
                continue
            wanted = self._wanted(key, on)
            if not wanted:
                continue
            name = self.file.rotas[key].name
            schedule = self._schedule(key)
            if schedule is None:
                return f"not written: {name} is not there to take {day(on, year=self.now.year)}"
            held = union(s.interval for s in schedule.rendered if s.value not in self.mailboxes)
            if missing := subtract(wanted, held):
                when = stretch(missing[0], zone(zone_name(self.file, key)), year=self.now.year)
                return f"not written: PagerDuty shows nobody on {name} {when}"
        return None

    def _wanted(self, key: str, on: date) -> tuple[Interval, ...]:
        """The parts of a date's windows, from a moment ahead, that are no declared pause."""
        parts: list[Interval] = []
        for holiday in bank.acting_days(self.file, key, on, on):
            for window in bank.window_on(self.file, key, on, holiday.name):
                start = max(window.interval.start, self.now + 2 * CLAMP)
                if (rest := interval_or_none(start, window.interval.end)) is not None:
                    parts += subtract((rest,), pauses(self.file, key, rest))
        return union(parts)

    def _schedule(self, key: str) -> ScheduleState | None:
        if key not in self.read:
            found = self.ids.get(key)
            self.read[key] = (
                self.reader.schedule(found, self.now, self.until, self.until) if found is not None else None
            )
        return self.read[key]
