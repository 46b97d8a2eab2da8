"""Words that several renderers share: people, places, the file's and PagerDuty's side."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from reconciler.config.model import RotaFile
from reconciler.intervals import wall
from reconciler.plan.model import Who
from reconciler.render.clean import clean
from reconciler.wording import clock, day, moment

NOBODY = "nobody"
NOT_HERE = "not managed here (--live asks PagerDuty)"
NOT_KNOWN = "not known"
ARROW = " → "


def who(person: Who | None) -> str:
    """A person's name, or `nobody`."""
    return NOBODY if person is None else person.name


def reached(person: Who | None) -> str:
    """A person's name; a mailbox is called one, as it wakes nobody."""
    return f"{person.name} (mailbox)" if person is not None and person.mailbox else who(person)


def resting(reason: str) -> str:
    """That a rota is paused, and why."""
    return f"paused: {reason}" if reason else "paused"


def held_by(person: Who | None, why: str | None) -> str:
    """Who has something; `nobody, Christmas Day` where nobody does, on purpose."""
    return reached(person) if person is not None or why is None else f"{NOBODY}, {why}"


def handed(before: Who | None, after: Who | None) -> str:
    """`Ana Ortiz → PaaS team`; two people of one name are told apart by their addresses."""
    one, other = who(before), who(after)
    if one == other and before is not None and after is not None and before != after:
        one, other = f"{one} ({before.email or 'no address'})", f"{other} ({after.email or 'no address'})"
    return f"{one}{ARROW}{other}"


def place(file: str | None, line: int | None) -> str:
    """` (rota.yaml:70)`, or nothing."""
    if file is None:
        return ""
    return f" ({file})" if line is None else f" ({file}:{line})"


def moment_near(instant: datetime, near: datetime, tz: ZoneInfo, *, year: int) -> str:
    """`17:00` on the same local day as `near`, else with the day."""
    local = wall(instant, tz)
    return clock(local) if local.date() == wall(near, tz).date() else moment(instant, tz, year=year)


def projected(last: date) -> str:
    """That the bank holidays after a date are no more than what the rules make likely."""
    return (
        f"Bank holidays after {day(last)} are worked out from rules: GOV.UK has not published them yet, so "
        "one may move or be missing."
    )


def origin(file: RotaFile, *, live: bool = False) -> str:
    """Where what is shown comes from."""
    return "as PagerDuty renders it" if live else f"from {clean(file.where.file)}"
