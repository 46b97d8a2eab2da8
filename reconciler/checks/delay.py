"""How long an alert on a bank holiday waits on a mailbox before it reaches a person.

The mailbox that stands in for the in-hours person occupies its level, so a 24x7 policy waits that level's
delay before it calls the person on duty out of hours.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

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


def check(file: RotaFile, now: datetime) -> Iterator[Finding]:
    """One finding for each policy that is too slow on a bank holiday within the horizon."""
    tz = zone(file.time_zone)
    for key, policy in file.policies.items():
        slow: list[tuple[Window, timedelta | None, str]] = []
        for window in _mailbox_windows(file, key, now):
            start = max(window.interval.start, now)
            steps = chain(file, key, start, holder(file))
            step = first_person(steps)
            if not steps or not steps[0].mailbox:
                continue
            wait = step.after if step else None
            if (wait is None and _means_to_page(file, key)) or (wait is not None and wait > limit(file)):
                who = file.display_name(step.person) if step and step.person in file.people else "somebody"
                slow.append((window, wait, who))
        if not slow:
            continue
        window, wait, who = slow[0]
        when = f"{moment(window.interval.start, tz, year=now.year)} ({window.name})"
        more = f", and {count(len(slow) - 1, 'more window')} like it" if len(slow) > 1 else ""
        if wait is None:
            yield Finding(
                id="page-nobody",
                severity="warning",
                message=f"{policy.name} reaches only a mailbox on {when}{more}, though it names other rotas",
                where=policy.where,
                hint="give the out-of-hours rota a bank-holiday rule: `current` puts whoever is on there",
            )
            continue
        yield Finding(
            id="page-delay",
            severity="warning",
            message=f"{policy.name} first mails the team on {when}; {who} is paged only after "
            f"{duration(wait)} (limit {duration(limit(file))}){more}",
            where=policy.levels[0].where,
            hint="shorten escalate_after of the first level, or notify both rotas at it",
        )


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
