"""Everything that can go wrong, as one tree of exceptions, each with the exit code that it leads to.

RotaError                     1
├── ConfigError               1   the file cannot be understood; carries every finding at once
├── UsageError                1   the command was asked for something that it cannot do
├── EditError                 1   a line could not be put into the file safely; says which line
├── RemoteError               1   PagerDuty did not answer as it should
│   ├── NotFoundError         1   the object is not there (404)
│   ├── UnauthorisedError     1   the key was not accepted (401)
│   ├── ForbiddenError        1   the key may not do this (403)
│   ├── PlanLimitError        1   the account lacks the feature (402)
│   ├── ConflictError         1   somebody else changed it meanwhile (409)
│   ├── InvalidRequestError   1   PagerDuty refused what was sent (400)
│   │   ├── TooWideError      1   it does not answer for so long a stretch of time at once
│   │   ├── TooManyError      1   it does not take so many at once
│   │   └── OtherKindError    1   the schedule is of the other kind, which has an API of its own
│   ├── RateLimitError        1   too many requests (429)
│   └── UnclearError          1   no clear answer: the request may or may not have been carried out
├── WriteForbiddenError       1   planning tried to write; a fault of ours
├── RefusedError              3   nothing was written, on purpose
│   └── StalePlanError        3   PagerDuty or the clock has moved since the plan was saved
└── NotPlannedError           6   there is no token, so nothing was compared
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class ExitCode(IntEnum):
    """What the process says to the shell when it ends; the table is part of the contract."""

    DONE = 0
    FAULT = 1
    CHANGES = 2
    REFUSED = 3
    PARTIAL = 4
    DIFFERENT = 5
    NOT_PLANNED = 6


Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place in a file: 1-based line and column, and how many characters it spans on that line."""

    file: str
    line: int
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the file or the rota: what, where, how bad, and what to write instead.

    `id` is stable (kebab-case) so that a finding can be switched off by name.
    `found` and `expected` are set where a value was refused. `key` names the part of the entry at `where`
    that is meant, for whoever can look up its place.
    """

    id: str
    severity: Severity
    message: str
    where: Where | None = None
    hint: str | None = None
    found: str | None = None
    expected: str | None = None
    key: str | None = None


class RotaError(Exception):
    """Base of all that we raise on purpose; its text is written for the person who reads it."""

    exit_code: ExitCode = ExitCode.FAULT

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def diagnostics(self) -> str:
        """The message and, on a second line, what to do about it."""
        return self.message if self.hint is None else f"{self.message}\n  {self.hint}"


class ConfigError(RotaError):
    """The file is at fault. Carries every finding and the text of the files, so that lines can be quoted."""

    def __init__(self, findings: tuple[Finding, ...], sources: dict[str, str]) -> None:
        count = len(findings)
        super().__init__("1 problem" if count == 1 else f"{count} problems")
        self.findings = findings
        self.sources = sources


class UsageError(RotaError):
    """The command was asked for something that it cannot do."""


class EditError(RotaError):
    """A line could not be put into the file safely; the hint is the line, for doing it by hand."""


class RemoteError(RotaError):
    """PagerDuty did not answer as it should."""

    def __init__(self, message: str, *, hint: str | None = None, request_id: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.request_id = request_id


class NotFoundError(RemoteError):
    """The object is not there (404)."""


class UnauthorisedError(RemoteError):
    """The key was not accepted (401)."""


class ForbiddenError(RemoteError):
    """The key may not do this (403)."""


class PlanLimitError(RemoteError):
    """The account lacks the feature (402)."""


class ConflictError(RemoteError):
    """Somebody else changed the object meanwhile (409)."""


class InvalidRequestError(RemoteError):
    """PagerDuty refused what was sent (400)."""


class TooWideError(InvalidRequestError):
    """PagerDuty does not answer for so long a stretch of time at once."""


class TooManyError(InvalidRequestError):
    """PagerDuty does not take so many objects in one request; none of them was made."""


class OtherKindError(InvalidRequestError):
    """The schedule is of the other kind (layers, shifts), which has an API of its own."""


class RateLimitError(RemoteError):
    """Too many requests in a minute, for longer than we are willing to wait (429)."""


class UnclearError(RemoteError):
    """No clear answer came: the request may or may not have been carried out."""


class WriteForbiddenError(RotaError):
    """Something tried to write while planning; planning must be unable to."""


class RefusedError(RotaError):
    """Nothing was written, on purpose."""

    exit_code = ExitCode.REFUSED


class StalePlanError(RefusedError):
    """PagerDuty or the clock has moved since the plan was saved."""


class NotPlannedError(RotaError):
    """There is no token, so nothing was compared with PagerDuty."""

    exit_code = ExitCode.NOT_PLANNED
