"""What came of an apply: a result for each action, what PagerDuty renders differently, and the exit code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reconciler.errors import ExitCode
from reconciler.plan.actions import Action
from reconciler.plan.model import ConflictNote, Plan, Refusal, ShiftChange

Status = Literal["done", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one action; `message` says why where it was not done."""

    action: Action
    status: Status
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of an apply.

    `differences` are stretches where PagerDuty's rendering is not what the file says (before: what it
    renders, after: what it should be). `verified` holds the keys of the rotas that were compared, and
    `waited` for how many seconds PagerDuty was given to show what it shows differently. `unfinished`
    holds the keys of what was written and what a plan would still change, such as what was made twice.
    `left` is what the plan would have done and this apply was not to do. `met` are the conflicts that the
    comparison found on the rotas that were compared.
    """

    plan: Plan
    results: tuple[Result, ...] = ()
    refused: tuple[Refusal, ...] = ()
    differences: tuple[ShiftChange, ...] = ()
    verified: tuple[str, ...] = ()
    verified_until: datetime | None = None
    verify_error: str | None = None
    recorded: str | None = None
    waited: float = 0.0
    unfinished: tuple[str, ...] = ()
    left: tuple[Action, ...] = ()
    met: tuple[ConflictNote, ...] = ()

    @property
    def conflicts(self) -> tuple[ConflictNote, ...]:
        """Where PagerDuty says one person and the file another: as compared, elsewhere as planned."""
        planned = (note for note in self.plan.conflicts if note.rota not in self.verified)
        return tuple(sorted((*self.met, *planned), key=lambda note: (self._place(note.rota), note.start)))

    def _place(self, rota: str) -> int:
        return next((i for i, name in enumerate(self.plan.names) if name.key == rota), len(self.plan.names))

    @property
    def exit_code(self) -> ExitCode:
        """The exit code.

        What PagerDuty renders differently counts most, unless writes of that rota were left undone, which
        explain it: then running again finishes.
        """
        done = any(result.status == "done" for result in self.results)
        undone = {result.action.key for result in self.results if result.status != "done"}
        if any(difference.rota not in undone for difference in self.differences):
            return ExitCode.DIFFERENT
        if undone and not done:
            failed = any(result.status == "failed" for result in self.results)
            return ExitCode.FAULT if failed else ExitCode.REFUSED
        if undone or self.differences or self.unfinished or self.verify_error is not None:
            return ExitCode.PARTIAL
        if self.refused:
            return ExitCode.PARTIAL if done else ExitCode.REFUSED
        return ExitCode.DONE
