"""Who is paged at +0, +5, +20 … minutes on a policy, given who holds each rota at an instant.

Source of the rules: PagerDuty's own: a level with nobody on call passes an alert on at once; a level with
somebody waits its delay; the person asked at each step is the one on call then.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from reconciler.config.model import RotaFile


class Unknown(Enum):
    """The holder of a rota that is not managed here and was not read."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN

Holder = Callable[[str, datetime], str | Unknown | None]
"""Who holds a rota (by key) at a UTC instant: a person's key, None for nobody, UNKNOWN."""


@dataclass(frozen=True, slots=True)
class Step:
    """One page: at which level, how long after the alert, by which rota, to whom (None: see `known`)."""

    level: int
    after: timedelta
    rota: str | None
    person: str | None
    mailbox: bool
    known: bool


def chain(file: RotaFile, policy: str, at: datetime, holder: Holder) -> tuple[Step, ...]:
    """The pages of one pass through a policy's levels, for an alert at a UTC instant."""
    return tuple(pages(file, policy, at, holder))


def pages(
    file: RotaFile,
    policy: str,
    at: datetime,
    holder: Holder,
    *,
    passes: int = 1,
    within: timedelta | None = None,
) -> Iterator[Step]:
    """The pages of some passes through a policy's levels, each worked out only when it is asked for.

    PagerDuty begins again after the last level's delay; a pass that finds nobody is the last one. No
    rota is asked who holds it later than `within` after the alert.
    """
    after = timedelta()
    for _ in range(passes):
        anybody = False
        for number, level in enumerate(file.policies[policy].levels, start=1):
            if within is not None and after > within:
                return
            asked = [_step(file, number, after, name, holder, at + after) for name in level.notify]
            found = [step for step in asked if step is not None]
            yield from found
            if found:
                after += level.escalate_after
                anybody = True
        if not anybody:
            return


def _step(
    file: RotaFile, number: int, after: timedelta, name: str, holder: Holder, at: datetime
) -> Step | None:
    if name in file.people:
        return Step(number, after, None, name, file.people[name].mailbox, known=True)
    held = holder(name, at)
    if held is None:
        return None
    if held is UNKNOWN:
        return Step(number, after, name, None, mailbox=False, known=False)
    return Step(number, after, name, held, held in file.people and file.people[held].mailbox, known=True)


def first_person(steps: tuple[Step, ...]) -> Step | None:
    """The first step that reaches a person rather than a mailbox; an unknown holder counts as one."""
    return next((step for step in steps if not step.mailbox), None)
