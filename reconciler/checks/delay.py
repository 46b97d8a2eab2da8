"""How long an alert on a bank holiday waits on a mailbox before it reaches a person.

The mailbox that stands in for the in-hours person occupies its level, so a 24x7 policy waits that level's
delay before it calls the person on duty out of hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.checks.ground import Ground
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval, zone
from reconciler.paging import chain, first_person
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.windows import Window
from reconciler.views import holder
from reconciler.wording import count, duration, moment

DEFAULT_LIMIT = timedelta(minutes=10)


def limit(file: RotaFile) -> timedelta:
    """How long a bank-holiday page may take to reach a person."""
    return file.checks.page_within or DEFAULT_LIMIT


def check(ground: Ground) -> Iterator[Finding]:
    """One finding for each policy whose bank-holiday alerts within the horizon wait on a mailbox.

    It is a warning above the limit, and a note below it: the wait is easily forgotten.
    """
    file, now = ground.file, ground.now
    for key, policy in file.policies.items():
        waits = list(_waits(file, key, now))
        endless = [w for w in waits if w.after is None]
        if endless:
            yield Finding(
                id="page-nobody",
                severity="warning",
                message=f"{policy.name} reaches only a mailbox on {_when(file, endless, now)}, "
                "though it names other rotas",
                where=policy.where,
                hint="give the out-of-hours rota a bank-holiday rule: `current` puts whoever is on there",
            )
        timed = sorted(
            (w for w in waits if w.after is not None),
            key=lambda w: (-(w.after or timedelta()), w.window.interval),
        )
        if not timed or not timed[0].after:
            continue
        worst = [w for w in timed if w.after == timed[0].after]
        slow = timed[0].after > limit(file)
        yield Finding(
            id="page-delay",
            severity="warning" if slow else "info",
            message=f"{policy.name} first mails {worst[0].mailbox} on {_when(file, worst, now)}; "
            f"{worst[0].person} is paged after {duration(timed[0].after)} (limit {duration(limit(file))})",
            where=policy.levels[0].where,
            key="escalate_after",
            hint="shorten escalate_after of the first level, or notify both rotas at it" if slow else None,
        )


@dataclass(frozen=True, slots=True)
class _Wait:
    """An alert in one window that meets a mailbox first: who is reached, after how long (None: nobody)."""

    window: Window
    mailbox: str
    person: str
    after: timedelta | None


def _waits(file: RotaFile, policy: str, now: datetime) -> Iterator[_Wait]:
    for window in _mailbox_windows(file, policy, now):
        steps = chain(file, policy, max(window.interval.start, now), holder(file))
        if not steps or not steps[0].mailbox:
            continue
        first = steps[0].person
        mailbox = file.display_name(first) if first in file.people else "a mailbox"
        step = first_person(steps)
        if step is None:
            if _means_to_page(file, policy):
                yield _Wait(window, mailbox, "nobody", None)
            continue
        person = file.display_name(step.person) if step.person in file.people else "somebody"
        yield _Wait(window, mailbox, person, step.after)


def _when(file: RotaFile, waits: list[_Wait], now: datetime) -> str:
    window = waits[0].window
    first = f"{moment(window.interval.start, zone(file.time_zone), year=now.year)} ({window.name})"
    return first + (f" and in {count(len(waits) - 1, 'more window')}" if len(waits) > 1 else "")


def _means_to_page(file: RotaFile, policy: str) -> bool:
    """Whether a policy names anything that a mailbox does not stand in for on a bank holiday.

    A policy for working hours alone reaches nobody on a holiday on purpose.
    """
    for level in file.policies[policy].levels:
        for name in level.notify:
            stand_in = bank.rule_of(file, name) if name in file.rotas else name
            if stand_in not in file.people or not file.people[stand_in].mailbox:
                return True
    return False


def _mailbox_windows(file: RotaFile, policy: str, now: datetime) -> list[Window]:
    """The windows within the horizon of rotas of this policy that a mailbox takes."""
    found: dict[Interval, Window] = {}
    for level in file.policies[policy].levels:
        for name in level.notify:
            if name not in file.rotas or name not in engine.managed(file):
                continue
            rule = bank.rule_of(file, name)
            if rule is None or rule not in file.people or not file.people[rule].mailbox:
                continue
            until = bank.horizon_end(file, name, now)
            for window in bank.windows(file, name, Interval(now, until)):
                found.setdefault(window.interval, window)
    return [found[interval] for interval in sorted(found)]
