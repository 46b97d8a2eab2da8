"""How long an alert on a bank holiday waits on a mailbox before it reaches a person.

The mailbox that stands in for the in-hours person occupies its level, so a 24x7 policy waits that level's
delay before it calls the person on duty out of hours. A level that has nobody on purpose is passed at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.checks.ground import Ground
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval, zone
from reconciler.paging import chain, first_person
from reconciler.shifts import windows as bank
from reconciler.shifts.absences import absence
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
                message=f"{policy.name} reaches {'only a mailbox' if endless[0].mailbox else 'nobody'} "
                f"on {_when(file, endless, now)}, though it names other rotas",
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
    """An alert in one window that meets no person first: who is reached, after how long (None: nobody).

    `mailbox` is what it meets instead; None where it meets nobody at all.
    """

    window: Window
    mailbox: str | None
    person: str
    after: timedelta | None


def _waits(file: RotaFile, policy: str, now: datetime) -> Iterator[_Wait]:
    for window in _empty_windows(file, policy, now):
        at = max(window.interval.start, now)
        steps = chain(file, policy, at, holder(file))
        # A pause may leave nobody as well, and says so itself.
        if not (steps[0].mailbox if steps else _left_to_nobody(file, policy, at)):
            continue
        step = first_person(steps)
        first = steps[0].person if steps else None
        mailbox = file.display_name(first) if first in file.people else None
        if step is None:
            if _means_to_page(file, policy):
                yield _Wait(window, mailbox, "nobody", None)
            continue
        person = file.display_name(step.person) if step.person in file.people else "somebody"
        yield _Wait(window, mailbox, person, step.after)


def _left_to_nobody(file: RotaFile, policy: str, at: datetime) -> bool:
    """Whether a bank holiday takes somebody off a rota of the policy."""
    named = (name for level in file.policies[policy].levels for name in level.notify)
    return any(name in file.rotas and absence(file, name, at) is not None for name in named)


def _when(file: RotaFile, waits: list[_Wait], now: datetime) -> str:
    window = waits[0].window
    first = f"{moment(window.interval.start, zone(file.time_zone), year=now.year)} ({window.name})"
    return first + (f" and in {count(len(waits) - 1, 'more window')}" if len(waits) > 1 else "")


def _means_to_page(file: RotaFile, policy: str) -> bool:
    """Whether a policy names anything that has a person on a bank holiday: no mailbox, nor nobody.

    A policy for working hours alone reaches nobody on a holiday on purpose.
    """
    for level in file.policies[policy].levels:
        for name in level.notify:
            stand_in = bank.rule_of(file, name) if name in file.rotas else name
            if stand_in is None or not _pages_no_person(file, stand_in):
                return True
    return False


def _pages_no_person(file: RotaFile, name: str) -> bool:
    """Whether a rule, or a person at a level, is a mailbox or nobody."""
    return name == "nobody" or (name in file.people and file.people[name].mailbox)


def _empty_windows(file: RotaFile, policy: str, now: datetime) -> list[Window]:
    """The windows within the horizon of rotas of this policy that a mailbox takes, or nobody."""
    found: dict[Interval, Window] = {}
    for level in file.policies[policy].levels:
        for name in level.notify:
            if name not in file.rotas or not file.rotas[name].managed:
                continue
            rule = bank.rule_of(file, name)
            if rule is None or not _pages_no_person(file, rule):
                continue
            until = bank.horizon_end(file, name, now)
            for window in bank.windows(file, name, Interval(now, until)):
                found.setdefault(window.interval, window)
    return [found[interval] for interval in sorted(found)]
