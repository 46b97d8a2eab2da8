"""What came of announcements: each text and group with old, new, and what went wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reconciler.errors import ExitCode
from reconciler.plan.model import Who

Kind = Literal["topic", "description", "group"]
Status = Literal["same", "differs", "set", "failed", "unknown"]
"""`unknown`: it was not compared with what Slack holds."""


@dataclass(frozen=True, slots=True)
class Announced:
    """One text or group: what it is, what it is to be, and what came of it.

    `place` is the channel or group as the file names it; `before` and `after` are for people. `notes` say
    what is out of the ordinary, `fault` why it failed, and `next_change` when it will differ again (UTC).
    """

    kind: Kind
    place: str
    status: Status
    before: str | None = None
    after: str | None = None
    people: tuple[Who, ...] = ()
    notes: tuple[str, ...] = ()
    fault: str | None = None
    next_change: datetime | None = None


def exit_code(results: Iterable[Announced]) -> ExitCode:
    """How a command ends: in part where something was set and something else was not."""
    statuses = {result.status for result in results}
    if "failed" not in statuses:
        return ExitCode.DONE
    return ExitCode.PARTIAL if "set" in statuses else ExitCode.FAULT
