"""One apply as it goes: what it works with, what it has done so far, and how that is recorded."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from reconciler.config.model import RotaFile
from reconciler.errors import RotaError, UnclearError
from reconciler.ownership import Claims
from reconciler.plan.actions import Action, DeleteOverride
from reconciler.plan.model import Plan
from reconciler.plan.outcome import Result, Status
from reconciler.records import Ledger, Phase, Record
from reconciler.state import OverrideState
from reconciler.workflow.intents import intent
from reconciler.workflow.ports import Reader, Writer

Clock = Callable[[], datetime]
Sleep = Callable[[float], None]
Progress = Callable[[Result], None]

PATIENCE = (1.0, 2.0, 4.0, 8.0)
"""Seconds between readings where PagerDuty may not show yet what was written a moment ago."""

BATCH = 50
"""How many overrides travel together; PagerDuty's own limit is not known."""

T = TypeVar("T")


class SkippedError(RotaError):
    """An action that was not tried, because something that it needs did not happen."""


@dataclass(slots=True)
class Portion:
    """How many overrides one request may carry: fewer once PagerDuty has refused so many."""

    size: int = BATCH


@dataclass(frozen=True, slots=True)
class Tools:
    """What an apply works with. `clock` gives the present as an aware UTC instant, `sleep` takes seconds.

    `by` is what the ledger calls whoever runs it.
    """

    reader: Reader
    writer: Writer
    ledger: Ledger
    clock: Clock
    run: str
    sleep: Sleep
    by: str | None = None
    progress: Progress = lambda _: None
    portion: Portion = field(default_factory=Portion)

    def patiently(self, look: Callable[[], T], good: Callable[[T], bool]) -> T:
        """What `look` finds, again and again until it is good or there was time enough for it."""
        found = look()
        for seconds in PATIENCE:
            if good(found):
                break
            self.sleep(seconds)
            found = look()
        return found


@dataclass(slots=True)
class Run:
    """One apply as it goes.

    `ids` are the schedules by rota, `claims` what the ledger said at the start, `made` the ids of the
    schedules of this run (PagerDuty may not show them yet), `own` those of its overrides, `unwanted` those of
    the overrides that the plan deletes.
    """

    plan: Plan
    file: RotaFile
    tools: Tools
    ids: dict[str, str]
    claims: Claims
    results: list[Result] = field(default_factory=list)
    numbers: dict[Action, int] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    extra: int = 0
    unwanted: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Look through the plan once, since it is long where the run is."""
        self.unwanted = frozenset(a.id for a in self.plan.actions if isinstance(a, DeleteOverride))

    def finish(
        self, action: Action, status: Status, message: str | None = None, id_: str | None = None
    ) -> None:
        """Note what came of an action, in the ledger too."""
        record = self._record(action)
        phase: Phase = "done" if status == "done" else "failed"
        known = id_ if id_ is not None else record.id
        made = replace(record, phase=phase, at=self.tools.clock(), id=known, note=message)
        if (unrecorded := self.note(made)) is not None:
            message = "; ".join(text for text in (message, unrecorded) if text)
        self._tell(Result(action, status, message))

    def refused(self, action: Action, fault: RotaError) -> None:
        """Note that a request did not succeed. Where its fate is unclear the intent stays open in the ledger.

        So the next run recognises what it left, if it left anything.
        """
        if not isinstance(fault, UnclearError):
            self.finish(action, "failed", fault.diagnostics())
            return
        text = f"{fault.message}; run again: what PagerDuty holds by then is looked at first"
        self._tell(Result(action, "failed", text))

    def note(self, record: Record) -> str | None:
        """Keep a record. What was written cannot be taken back, so a fault here is told and no more."""
        made = (record.kind, record.verb, record.phase) == ("override", "create", "done")
        if made and record.id is not None:
            self.own.add(record.id)
        try:
            self.tools.ledger.record(record)
        except RotaError as fault:
            return fault.diagnostics()
        return None

    def also(self, action: Action, id_: str) -> None:
        """Note another copy of what an action made, so that it counts as ours."""
        record = self._record(action)
        self.note(replace(record, phase="done", at=self.tools.clock(), id=id_, note="a second copy"))

    def undone(self) -> Iterator[Action]:
        """What the plan holds and what has not been done so far, for whatever reason."""
        done = {result.action for result in self.results if result.status == "done"}
        return (action for action in self.plan.actions if action not in done)

    def ours(self, key: str, schedule: str, override: OverrideState) -> bool:
        """Whether an override of a rota's schedule is ours: by the ledger, by this plan, or of this run."""
        return override.id in (self.claims.ids | self.unwanted | self.own) or any(
            meant.fits(key, schedule, override) for meant in self.claims.intents
        )

    def number(self) -> int:
        """A number for an intent that is not in the plan."""
        self.extra += 1
        return max(self.numbers.values(), default=0) + self.extra

    def _tell(self, result: Result) -> None:
        self.results.append(result)
        self.tools.progress(result)

    def _record(self, action: Action) -> Record:
        number = self.numbers[action]
        return intent(self.plan, action, self.tools.run, number, self.tools.clock(), self.ids)
