"""Rota files for tests, written as plain data, and shifts read back as short tuples."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, Segment, compare, merge
from reconciler.shifts import engine
from reconciler.shifts.faults import faults
from reconciler.shifts.holding import Shift

NAMES = {
    "ana": "Ana Ortiz",
    "ben": "Ben Ode",
    "cal": "Cal Roe",
    "dee": "Dee Marr",
    "eve": "Eve Lin",
    "kit": "Kit Moss",
    "lou": "Lou Penn",
}
OOH, IN_HOURS, OOH_COMMS, IN_COMMS = "ooh", "in-hours", "ooh-comms", "in-hours-comms"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)

Span = tuple[str, str, str]
"""A person, and start and end in UTC as `YYYY-MM-DD HH:MM`."""


def utc(text: str) -> datetime:
    """`2026-12-25 09:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(start: str, end: str) -> Interval:
    return Interval(utc(start), utc(end))


def load(data: Mapping[str, Any]) -> RotaFile:
    """A file from plain data; JSON is YAML."""
    return load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file


def people() -> dict[str, Any]:
    found: dict[str, Any] = {k: {"name": name, "email": f"{k}@example.org"} for k, name in NAMES.items()}
    found["team"] = {"name": "PaaS team", "email": "team@example.org", "mailbox": True}
    return found


def document(rotas: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A whole file around some rotas."""
    return {
        "version": 1,
        "time_zone": "Europe/London",
        "horizon": "13 weeks",
        "people": people(),
        "hours": {"day": "Mon-Fri 09:00-17:00", "night": "outside day"},
        "rotas": {key: {"name": key, **rota} for key, rota in rotas.items()},
    } | more


def one(
    *line_ups: Mapping[str, Any],
    turn: str = "1 week",
    handover: str | None = "Monday 09:00",
    hours: str | None = "day",
    **more: Any,
) -> dict[str, Any]:
    """A rota of one layer."""
    rota: dict[str, Any] = {"turn": turn, "line_ups": list(line_ups), **more}
    return (
        rota
        | ({"handover": handover} if handover is not None else {})
        | ({"hours": hours} if hours is not None else {})
    )


def web(*line_ups: Mapping[str, Any], file: Mapping[str, Any] | None = None, **rota: Any) -> RotaFile:
    """A file with a single rota called `web`; `file` are further keys of the file."""
    return load(document({"web": one(*line_ups, **rota)}, **(file or {})))


def support(
    first: str,
    *,
    handover: str = "Monday 09:00",
    overrides: Sequence[Mapping[str, Any]] = (),
    calendar: str = "england-and-wales",
    horizon: str = "13 weeks",
    **bank_holidays: Any,
) -> RotaFile:
    """The four support rotas: ana's turn begins on the date `first`, then ben's; dee and eve are in hours."""

    def rota(hours: str, *who: str) -> dict[str, Any]:
        return one({"from": first, "people": list(who)}, hours=hours, handover=handover)

    rules = {OOH: "current", IN_HOURS: "team", OOH_COMMS: "current", IN_COMMS: "team"}
    return load(
        document(
            {
                OOH: rota("night", "ana", "ben"),
                IN_HOURS: rota("day", "dee", "eve"),
                OOH_COMMS: rota("night", "kit", "lou"),
                IN_COMMS: rota("day", "lou", "kit"),
            },
            horizon=horizon,
            bank_holidays={"calendar": calendar, "window": "day", "rules": rules, **bank_holidays},
            overrides=list(overrides),
        )
    )


def written(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


def on_call(file: RotaFile, key: str, start: str, end: str) -> list[Span]:
    """Who is on call from when to when, shifts of one person that touch joined, as PagerDuty renders it."""
    return joined(engine.shifts(file, key, span(start, end)))


def joined(shifts: Sequence[Shift]) -> list[Span]:
    line = merge(Segment(s.start, s.end, s.person) for s in shifts)
    return [(s.value, written(s.start), written(s.end)) for s in line]


def overridden(file: RotaFile, key: str, start: str, end: str) -> list[Span]:
    """Where the shifts differ from what the line-ups alone give: the overrides that have to be written."""
    whole = span(start, end)
    shifts = tuple(Segment(s.start, s.end, s) for s in engine.shifts(file, key, whole))
    pieces = [
        Segment(part.start, part.end, (shift.person, shift.holiday))
        for part, shift, held in compare(shifts, engine.base(file, key, whole), whole)
        if shift is not None and (held is None or held.person != shift.person)
    ]
    return [(s.value[0], written(s.start), written(s.end)) for s in merge(pieces)]


def messages(file: RotaFile, now: datetime = NOW) -> list[tuple[str, str, str | None]]:
    """The faults of a file: id, message and hint."""
    return [(f.id, f.message, f.hint) for f in faults(file, now)]


FROM_14_DEC = {"from": "2026-12-14", "people": ["ana", "ben"]}


def rules(rule: str = "current", **more: Any) -> dict[str, Any]:
    return {"calendar": "england-and-wales", "window": "day", "rules": {"web": rule}, **more}


def rota(
    *line_ups: Any, rule: str = "current", overrides: Any = (), hours: str | None = "night", **more: Any
) -> RotaFile:
    """One rota with a bank-holiday rule."""
    extra = more.pop("bank_holidays", {})
    file = {"bank_holidays": rules(rule, **extra), "overrides": list(overrides), **more.pop("file", {})}
    return web(*(line_ups or (FROM_14_DEC,)), hours=hours, file=file, **more)


def holiday(day: str, by: str, **more: Any) -> dict[str, Any]:
    return {"rota": "web", "holiday": day, "by": by, **more}


# ana from 30 Nov, ben from 7 Dec, cal from 14 Dec, ana from 21 Dec 2026; nights and weekends
FROM_30_NOV = {"from": "2026-11-30", "people": ["ana", "ben", "cal"]}


def cover(who: str, by: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {"rota": "web", "cover": who, "by": by, "from": start, "until": end, **more}


def night(*covers: Mapping[str, Any], hours: str | None = "night", **file: Any) -> RotaFile:
    return web(FROM_30_NOV, hours=hours, file={"overrides": list(covers), **file})


def on_days(*days: tuple[str, str, str, str]) -> list[Span]:
    """(person, date, from, until) as spans."""
    return [(person, f"{day} {start}", f"{day} {end}") for person, day, start, end in days]


WINTER, SUMMER = ("09:00", "17:00"), ("08:00", "16:00")
