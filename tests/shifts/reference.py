"""A second, plain way to say who is on call: one instant at a time, by looking at the clock on the wall.

It shares nothing with the engine but the models. It does not answer for hours that the clock shows twice.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reconciler.bank_holidays import acting
from reconciler.config.model import HolidayEntry, Layer, LineUp, RotaFile
from reconciler.config.values import Handover, Turn, WeeklyWindow


def occurs_twice(at: datetime, zone: str) -> bool:
    local = at.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def inside(file: RotaFile, name: str | None, local: datetime) -> bool:
    """Whether a wall time lies in named hours."""
    if name is None:
        return True
    periods = [p for p in file.hours[name] if p.start is None or p.start <= local.date()]
    if not periods:
        return False
    parts = max(periods, key=lambda p: p.start or date.min).parts
    minute = local.weekday() * 1440 + local.hour * 60 + local.minute
    return any(
        (minute - part.start) % 10080 < part.length
        if isinstance(part, WeeklyWindow)
        else not any(inside(file, other, local) for other in part.names)
        for part in parts
    )


class Force:
    """The line-up of a layer that is in force at a wall time, with what it has from those before it."""

    def __init__(self, layer: Layer, local: datetime) -> None:
        self.turn: Turn = layer.turn
        self.handover: Handover | None = layer.handover
        self.hours = layer.hours
        self.begins: datetime | None = None
        self.people: tuple[str, ...] = ()
        for line_up in sorted(layer.line_ups, key=lambda item: f"{item.start}"):
            turn = line_up.turn or self.turn
            handover = None if turn.unit == "hours" else line_up.handover or self.handover
            begins = _begins(line_up, handover)
            if begins > local:
                break
            self.turn, self.handover, self.begins, self.people = turn, handover, begins, line_up.people
            self.hours = line_up.hours or self.hours


def _begins(line_up: LineUp, handover: Handover | None) -> datetime:
    if isinstance(line_up.start, datetime):
        return line_up.start
    return datetime.combine(line_up.start, handover.time if handover else time())


def _stack(file: RotaFile, key: str) -> tuple[tuple[Layer, ...], int]:
    rota, offset = file.rotas[key], 0
    while rota.follows is not None:
        offset, rota = offset + rota.offset, file.rotas[rota.follows]
    return rota.stack, offset


def by_line_ups(file: RotaFile, key: str, at: datetime, zone: str) -> str | None:
    """Whom the line-ups alone put on call."""
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    stack, offset = _stack(file, key)
    found = None
    for layer in stack:
        force = Force(layer, local)
        if force.begins is not None and force.people and inside(file, force.hours, local):
            number = (local - force.begins) // force.turn.length
            found = force.people[(number + offset) % len(force.people)]
    return found


def in_window(file: RotaFile, local: datetime) -> bool:
    """Whether a wall time lies in the window of a date that acts."""
    rules = file.bank_holidays
    if rules is None or not inside(file, rules.window, local):
        return False
    extra = [(e.date, e.name) for e in rules.extra]
    ignore = {i.date: i.reason for i in rules.ignore}
    return bool(acting(rules.calendar, local.date(), local.date(), extra=extra, ignore=ignore))


def somebody(file: RotaFile, key: str, at: datetime, zone: str) -> bool:
    """Whether the rota has anybody on call: hours and windows, less pauses and windows left to nobody.

    Whoever volunteered counts as well.
    """
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    usual = by_line_ups(file, key, at, zone) is not None
    rules = file.bank_holidays
    rule = rules.rules.get(key) if rules is not None else None
    if rule is None or not in_window(file, local):
        return usual
    if usual or rule == "nobody":
        return rule != "nobody"
    volunteers = [o for o in file.overrides if isinstance(o, HolidayEntry) and o.rota == key]
    forces = [Force(layer, local) for layer in _stack(file, key)[0]]
    return any(o.holiday == local.date() for o in volunteers) or any(force.people for force in forces)


def samples(start: datetime, days: int, step: timedelta) -> list[datetime]:
    """Instants at equal distances."""
    first = start.astimezone(UTC)
    return [first + i * step for i in range(timedelta(days=days) // step)]
