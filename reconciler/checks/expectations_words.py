"""What a failing expectation says: the first alert that goes wrong, its chain, and what to change."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from reconciler.checks.expectations_alerts import ANYONE, Alert, holidays, meets
from reconciler.checks.ground import Ground
from reconciler.config.model import Expectation, RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval, wall, wall_time_fault, zone
from reconciler.paging import Step, Unknown, chain
from reconciler.shifts import windows as bank
from reconciler.shifts.absences import absence
from reconciler.shifts.pauses import pauses
from reconciler.wording import count, duration, listing, moment

_MOST = 6
_MINUTE = timedelta(minutes=1)

Asked = dict[str, tuple[datetime, str | Unknown | None]]
"""When a chain first asks each rota who is on (UTC), and the answer."""


def told(ground: Ground, entry: Expectation, alerts: Sequence[Alert], *, year: int) -> Finding:
    """The finding for alerts of which at least one is not met. Dates of `year` go without it."""
    file = ground.file
    first = next(alert.at for alert in alerts if not alert.met)
    steps, asked = _pass(ground, entry, first)
    late = next((step for step in steps if meets(entry, step)), None)
    policy = file.policies[entry.policy].name
    message = (
        f"{policy} must page {_target(file, entry)} within {duration(entry.within)}, "
        f"but an alert on {_when(file, entry, first, year)} {_course(file, steps)}"
        f"{_rest(file, entry, alerts, year)}"
    )
    advice = _sooner(late, file) if late else _advice(ground, entry, first, asked)
    return Finding(
        id="expectation",
        severity="error",
        message=message,
        where=entry.where,
        key="within" if late else "pages",
        hint=f"{advice}\n{_look(file, entry, first)}",
    )


def unreachable(ground: Ground, entry: Expectation) -> Finding | None:
    """The finding for whoever a policy can never page, however long one waits; None where it can."""
    file, policy = ground.file, ground.file.policies[entry.policy]
    named = list(dict.fromkeys(name for level in policy.levels for name in level.notify))
    rotas = [name for name in named if name in file.rotas]
    if entry.pages in named:
        return None
    if entry.pages == ANYONE:
        if rotas or not all(file.people[name].mailbox for name in named):
            return None
        message = f"{policy.name} names nothing but mailboxes, so it never pages anyone"
        hint = "name a rota or a person at one of its levels"
    elif entry.pages in file.rotas:
        message = f"{policy.name} has {_name(file, entry.pages)} at no level, so it never pages it"
        hint = f"name {entry.pages} at a level, or expect {_some(named)}"
    elif any(s.value == entry.pages and s.end > ground.now for r in rotas for s in ground.line(r)):
        return None
    else:
        whom = file.display_name(entry.pages)
        message = (
            f"{policy.name} never pages {whom}, who is on no level and, for a year, on none of its rotas"
        )
        hint = f"expect {_some(named)}"
    return Finding("expectation-unreachable", "error", message, entry.where, hint, key="pages")


def untried(ground: Ground, entry: Expectation) -> Finding:
    """The finding for an entry that finds nothing to try in the year ahead."""
    policy = ground.file.policies[entry.policy].name
    message = f"{policy} takes so long that a year is too short to try it"
    hint = "shorten `within`"
    if entry.every == "bank holiday":
        message = f"{policy} has no bank holiday in the year ahead, so this tests nothing"
        hint = "give the file a calendar under `bank_holidays`"
    return Finding("expectation-empty", "error", message, entry.where, hint, key="every")


def too_far(ground: Ground, entry: Expectation) -> Finding:
    """The finding for a moment so far ahead that nobody can mean it."""
    policy = ground.file.policies[entry.policy].name
    message = f"{policy} is not tried as far ahead as {entry.at}"
    hint = "at most ten years: is the date right?"
    return Finding("expectation-empty", "error", message, entry.where, hint, key="at")


def _name(file: RotaFile, key: str) -> str:
    return file.rotas[key].name if key in file.rotas else file.display_name(key)


def _target(file: RotaFile, entry: Expectation) -> str:
    return "somebody" if entry.pages == ANYONE else _name(file, entry.pages)


def _some(names: Sequence[str]) -> str:
    return listing(names[:_MOST], conjunction="or")


def _when(file: RotaFile, entry: Expectation, alert: datetime, year: int) -> str:
    tz = zone(file.time_zone)
    day = wall(alert, tz).date()
    name = holidays(file, entry.policy, day, day).get(day)
    return moment(alert, tz, year=year) + (f" ({name})" if name else "")


def _course(file: RotaFile, steps: Sequence[Step]) -> str:
    """`goes: +0 min PaaS team (mailbox), +5 min Ben Ode`."""
    if not steps:
        return "reaches nobody"
    shown = [f"+{step.after // _MINUTE} min {_whom(file, step)}" for step in steps[:_MOST]]
    return f"goes: {', '.join(shown)}{', …' if len(steps) > _MOST else ''}"


def _whom(file: RotaFile, step: Step) -> str:
    if step.person is None:
        return f"whoever holds {_name(file, step.rota or '')} (not managed here)"
    return file.display_name(step.person) + (" (mailbox)" if step.mailbox else "")


def _rest(file: RotaFile, entry: Expectation, alerts: Sequence[Alert], year: int) -> str:
    """How it fares after the first failure: until when, and how often more."""
    first = next(number for number, alert in enumerate(alerts) if not alert.met)
    later = alerts[first:]
    again = next((alert.at for alert in later if alert.met), None)
    right = "" if again is None else moment(again, zone(file.time_zone), year=year)
    if entry.every == "minute":
        more = sum(one.met and not other.met for one, other in pairwise(later))
        said = f"; it stays wrong until {right}" if right else "; it stays wrong all through the year ahead"
    else:
        more = sum(not alert.met for alert in later[1:])
        said = f"; it is right again on {right}" if right else ""
    if not more:
        return said
    often = f"goes wrong {count(more, 'more time')} in the year ahead"
    return f"{said} and {often}" if said else f"; it {often} and is never right again"


def _pass(ground: Ground, entry: Expectation, alert: datetime) -> tuple[tuple[Step, ...], Asked]:
    """One pass through the levels, and what it learned from each rota."""
    asked: Asked = {}

    def holder(key: str, at: datetime) -> str | Unknown | None:
        held = ground.holder(key, at)
        asked.setdefault(key, (at, held))
        return held

    return chain(ground.file, entry.policy, alert, holder), asked


def _sooner(late: Step, file: RotaFile) -> str:
    whom = "whoever holds it" if late.person is None else file.display_name(late.person)
    wait = duration(late.after)
    return (
        f"{whom} is paged only after {wait}: shorten `escalate_after` before that, or write `within: {wait}`"
    )


def _advice(ground: Ground, entry: Expectation, alert: datetime, asked: Asked) -> str:
    """What to change where whoever is expected is never paged at all."""
    file, whom = ground.file, entry.pages
    rotas = [whom] if whom in asked else list(asked)
    if resting := [key for key in rotas if _is_paused(ground, key, asked[key][0])]:
        names = listing([file.rotas[key].name for key in resting])
        verb = "is" if len(resting) == 1 else "are"
        return f"{names} {verb} paused then: end the pause, or change what is expected"
    if whom == ANYONE:
        return "put somebody on one of its rotas then, or name a person at a level"
    if whom in file.people:
        return f"{file.display_name(whom)} is not on then: write a cover, or expect the rota instead"
    held = asked[whom][1] if whom in asked else None
    instead = f"{file.display_name(held)} stands in then" if isinstance(held, str) else None
    if held is None and whom in asked and (gone := absence(file, whom, asked[whom][0])) is not None:
        instead = f"{whom} has nobody on {gone.holiday}, on purpose"
    if instead is not None:
        return f"{instead}: the rule `{whom}: current` puts a person on"
    day = wall(alert, zone(file.time_zone)).date()
    if holidays(file, entry.policy, day, day) and bank.rule_of(file, whom) is None:
        return f"give {whom} a bank-holiday rule: `current` puts whoever is on there"
    return f"nobody is on {whom} then: change its hours or line-ups, or what is expected"


def _is_paused(ground: Ground, key: str, at: datetime) -> bool:
    managed = ground.file.rotas[key].managed
    return managed and bool(pauses(ground.file, key, Interval(at, at + _MINUTE)))


def _look(file: RotaFile, entry: Expectation, alert: datetime) -> str:
    """The command that shows the chain, with a time that no clock change makes ambiguous."""
    tz = zone(file.time_zone)
    local = wall(alert, tz)
    plain = wall_time_fault(local, tz) is None
    written = f"{local:%Y-%m-%dT%H:%M}" if plain else f"{alert:%Y-%m-%dT%H:%MZ}"
    return f"`rota page {entry.policy} --at {written}` shows the chain"
