"""What a starting repository is made from, each value fit to stand in YAML and in a workflow."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from reconciler.config.names import MAX_NAME, parse_name, parse_zone
from reconciler.config.scalars import ScalarFault

COMMIT = "0" * 40
"""Stands for the commit of a release until somebody puts one there."""
ACTION = f"OWNER/rota@{COMMIT}"
CALENDARS = {"Europe/London": "england-and-wales", "Europe/Belfast": "northern-ireland"}
"""The bank holidays of the zones that have any here."""
SUFFIXES = (" in hours", " out of hours")

_FOLDER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/-]*")
_REMOTE = re.compile(
    r"(?:https://(?:[^@/\s]+@)?|ssh://(?:[^@/\s]+@)?|[\w.-]+@)"
    r"(?P<host>[A-Za-z0-9.-]+)(?::\d+/|[:/])"
    r"(?P<path>[\w.-]+(?:/[\w.-]+?)+)(?:\.git)?/?"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted; `today` is a date there, `folder` leads from the root to rota.yaml ("" is the root).

    Raises ScalarFault where a value cannot stand where it is to stand.
    """

    team: str
    time_zone: str
    today: date
    folder: str = ""
    branch: str = "main"
    source: str | None = None

    def __post_init__(self) -> None:
        parse_name(self.team)
        if not self.team.isprintable():
            raise ScalarFault("the name holds what cannot be printed", found=self.team, expected="a name")
        if len(self.team) > MAX_NAME - max(map(len, SUFFIXES)):
            raise ScalarFault(
                f"the name has {len(self.team)} characters", found=self.team, expected="a short name"
            )
        parse_zone(self.time_zone)
        _fit(_FOLDER, self.folder or "_", "the folder")
        _fit(_BRANCH, self.branch, "the branch")

    @property
    def calendar(self) -> str | None:
        """The bank holidays that act there; None where none are known."""
        return CALENDARS.get(self.time_zone)

    @property
    def monday(self) -> date:
        """The last Monday before today, so that every turn has begun."""
        return self.today - timedelta(days=self.today.weekday() or 7)

    @property
    def prefix(self) -> str:
        """What stands before the names of files beside rota.yaml, from the root."""
        return f"{self.folder}/" if self.folder else ""


def _fit(pattern: re.Pattern[str], text: str, what: str) -> None:
    if pattern.fullmatch(text) is None:
        raise ScalarFault(
            f"{what} {text!r} cannot stand in a workflow",
            found=text,
            expected="letters, figures, `.`, `_`, `-` and `/`",
        )


def source_of(remote: str) -> str | None:
    """The address for people of what git fetches from, without user and password; None where it has none."""
    found = _REMOTE.fullmatch(remote.strip())
    return f"https://{found['host']}/{found['path']}" if found else None
