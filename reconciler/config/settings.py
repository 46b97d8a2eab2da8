"""The entries of a rota file that set limits and places: checks, safety, Slack channels, the account."""

from typing import Literal

from reconciler.config.entry import Entry
from reconciler.config.fields import Delay, Names, Percent, Rest, Run


class CheckOff(Entry):
    """A check that is switched off, and why."""

    id: str
    reason: str


class Checks(Entry):
    """Limits of the checks, and those that are switched off."""

    rest: Rest | None = None
    run: Run | None = None
    page_within: Delay | None = None
    off: tuple[CheckOff, ...] = ()


class Safety(Entry):
    """Limits of what a plan may do without being accepted by name."""

    mass: Percent = 30


class Announcement(Entry):
    """A Slack channel that is told who is on."""

    channel: str
    rotas: Names
    target: Literal["topic", "description"] = "topic"
    template: str | None = None
    group: str | None = None


class PagerDutyAccount(Entry):
    """Where the account lives and which team is given to what we create."""

    region: Literal["us", "eu"] = "us"
    team: str | None = None
