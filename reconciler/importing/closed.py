"""The bank-holiday rules of shift-based schedules: nobody in the window, and others on instead.

Only there can a schedule say that nobody is on, and only one rule of a file says it: for every bank holiday.
So a calendar is looked for by whose windows nobody is on, on every one and at no other time.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import get_args

from reconciler.bank_holidays.calendar import acting
from reconciler.config.values import Region
from reconciler.importing.draft import Bank, Hours, Rota
from reconciler.intervals import Interval, local_day, subtract, union, wall, zone
from reconciler.shifts.hours import expand_weekly
from reconciler.state import NOBODY, AccountState, OverrideState
from reconciler.wording import count, stretch

_AHEAD = timedelta(weeks=13)
"""As far as the file's horizon."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The rules of a file, None where there are none, and by the ids of rotas why nobody is on otherwise."""

    bank: Bank | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)


def closed(rotas: Sequence[Rota], account: AccountState, now: datetime, plain: Collection[str]) -> Closed:
    """What rotas do on bank holidays, which have no rules yet; `plain` are the ids of those that get none."""
    held = {schedule.id: schedule for schedule in account.schedules}
    managed = [rota for rota in rotas if rota.reason is None and rota.kind == "shifts"]
    coming = {r.id: [o for o in held[r.id].overrides if o.end > now] for r in managed}
    empty = {id_: [o for o in found if o.user == NOBODY] for id_, found in coming.items()}
    bank: Bank | None = None
    reasons: dict[str, str] = {}
    for rota in managed:
        if not empty[rota.id]:
            continue
        found = (
            None if rota.id in plain else _bank(rota, union(o.interval for o in empty[rota.id]), bank, now)
        )
        if found is None:
            reasons[rota.id] = _reason(rota, empty[rota.id], now)
        else:
            rules = {**(bank.rules if bank else {}), rota.key: "nobody"}
            bank = Bank(found.calendar, found.window, rules)
    if bank is not None:
        others = [rota for rota in managed if not empty[rota.id] and rota.id not in plain]
        instead = {r.key: "current" for r in others if _instead(r, coming[r.id], bank, now)}
        bank = Bank(bank.calendar, bank.window, {**bank.rules, **instead})
    return Closed(bank, reasons)


def _bank(rota: Rota, empty: Sequence[Interval], before: Bank | None, now: datetime) -> Bank | None:
    """The calendar and the hours by which nobody is on just so; a file has one of each."""
    hours = [item.hours for layer in rota.layers for item in layer.stints if item.users and item.hours]
    choices = [Bank(region, each) for each in dict.fromkeys(hours) if each for region in get_args(Region)]
    for bank in [before] if before is not None else choices:
        windows = _windows(rota, bank, now, max(empty[-1].end, now + _AHEAD))
        due = [w for w in windows if w.start >= now and w.start < now + _AHEAD]
        if due and not subtract(empty, windows) and not subtract(due, empty):
            return bank
    return None


def _windows(rota: Rota, bank: Bank, now: datetime, until: datetime) -> tuple[Interval, ...]:
    """The slots of the bank holidays from a day ago on."""
    tz = zone(rota.time_zone or "UTC")
    first, last = wall(now, tz).date() - timedelta(days=1), wall(until, tz).date()
    days = acting(bank.calendar, first, last)
    return union(part for day in days for part in _slots(bank.window, local_day(day.date, tz), tz.key))


def _slots(hours: Hours, day: Interval, zone_name: str) -> Iterable[Interval]:
    """What the hours of a rota are on one day; the last ones known, where they change."""
    return expand_weekly(hours[-1].windows, day, zone_name) if hours else ()


def _instead(rota: Rota, found: Iterable[OverrideState], bank: Bank, now: datetime) -> bool:
    """Whether custom shifts have somebody on in every window, as `current` would."""
    due = [w for w in _windows(rota, bank, now, now + _AHEAD) if now <= w.start < now + _AHEAD]
    return bool(due) and not subtract(due, union(o.interval for o in found if o.beside))


def _reason(rota: Rota, empty: Sequence[OverrideState], now: datetime) -> str:
    tz = zone(rota.time_zone or "UTC")
    first = min(empty, key=lambda o: o.start)
    when = stretch(first.interval, tz, year=wall(now, tz).year)
    more = f" and {count(len(empty) - 1, 'more time')}" if len(empty) > 1 else ""
    return (
        f"nobody is to be on {when}{more}, in place of whoever has the turn; a file says that only of every "
        "bank holiday of a calendar"
    )
