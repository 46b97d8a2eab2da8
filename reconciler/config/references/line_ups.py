"""Line-ups, layer by layer: who they name, when they begin, and whether turn and handover fit each other."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from shlex import quote

from reconciler.config.model import Layer, LineUp, Rota
from reconciler.config.references.common import Report, begins
from reconciler.config.values import WEEKDAYS, Handover, Turn


def check(report: Report) -> None:
    """Examine every line-up of every rota."""
    for key, rota in report.file.rotas.items():
        if not rota.managed:
            continue
        if rota.layers:
            for layer in rota.layers:
                _check_layer(report, key, layer, layer)
        elif rota.line_ups and rota.turn is not None:
            _check_layer(report, key, rota.stack[0], rota)
        else:
            for line_up in rota.line_ups:
                _check_people(report, key, line_up)


def _check_layer(report: Report, key: str, layer: Layer, entry: Rota | Layer) -> None:
    if layer.hours is not None:
        report.exists(layer.hours, report.spot(entry, "hours"), "hours")
    clashes = _handover_fault(layer.turn, layer.handover)
    if clashes is not None:
        written = "handover" if layer.handover is not None else "turn"
        report.fault("handover", f"{key}: {clashes[0]}", report.spot(entry, written), clashes[1])
    turn, handover = layer.turn, layer.handover
    ordered = sorted(layer.line_ups, key=_moment)
    for number, line_up in enumerate(ordered):
        following = ordered[number + 1] if number + 1 < len(ordered) else None
        _check_people(report, key, line_up)
        turn, handover = line_up.turn or turn, line_up.handover or handover
        named = layer.name if isinstance(entry, Layer) and len(report.file.rotas[key].layers) > 1 else None
        _check_left(report, _Seat(key, named), line_up, following, turn)
        if line_up.turn is not None and line_up.turn.unit == "hours" and line_up.handover is None:
            handover = None
        if (line_up.turn or line_up.handover) and (wrong := _handover_fault(turn, handover)):
            written = "handover" if line_up.handover is not None else "turn"
            message = f"{key}, line-up from {begins(line_up)}: {wrong[0]}"
            report.fault("handover", message, report.spot(line_up, written), wrong[1])
        elif clashes is None:
            _check_start(report, key, line_up, turn, handover)
        if line_up.hours is not None:
            report.exists(line_up.hours, report.spot(line_up, "hours"), "hours")
        if following is not None and _day(line_up) == _day(following):
            same = isinstance(line_up.start, datetime) and isinstance(following.start, datetime)
            if not same or line_up.start == following.start:
                _same_start(report, key, line_up, following)


def _moment(line_up: LineUp) -> datetime:
    at = line_up.start
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day)  # noqa: DTZ001 - wall time


def _day(line_up: LineUp) -> date:
    return line_up.start.date() if isinstance(line_up.start, datetime) else line_up.start


def _same_start(report: Report, key: str, one: LineUp, other: LineUp) -> None:
    first, second = sorted((report.spot(one, "from"), report.spot(other, "from")))
    report.fault(
        "line-up-twice",
        f"{key} has two line-ups from {begins(other)} (the other in {first.file}:{first.line})",
        second,
        "keep one of them, or change its date",
        begins(other),
    )


def _handover_fault(turn: Turn, handover: Handover | None) -> tuple[str, str] | None:
    """What is wrong with a handover beside a turn, and what to write."""
    clock = f"{handover.time:%H:%M}" if handover else "09:00"
    if turn.unit == "weeks" and (handover is None or handover.weekday is None):
        lacks = "a day" if handover else "a handover"
        return f"a turn of {turn} needs {lacks}", f"write `handover: Monday {clock}`"
    if turn.unit == "days" and (handover is None or handover.weekday is not None):
        if handover is None:
            return f"a turn of {turn} needs a handover", f"write `handover: {clock}`"
        day = WEEKDAYS[handover.weekday or 0]
        return (
            f"a turn of {turn} cannot always begin on a {day}",
            f"write `handover: {clock}`; the line-up's `from` says on which date it begins",
        )
    if turn.unit == "hours" and handover is not None:
        return (
            f"a turn of {turn} has no handover",
            f"drop it and give the line-ups a time, like `from: 2026-12-07 {clock}`",
        )
    return None


def _check_start(report: Report, key: str, line_up: LineUp, turn: Turn, handover: Handover | None) -> None:
    where = report.spot(line_up, "from")
    at = line_up.start
    if not isinstance(at, datetime):
        if turn.unit == "hours":
            hint = f"write {at} 09:00: the time from which the turns of {turn} are counted"
            report.fault(
                "line-up-time", f"a line-up of {key} begins on {at} without a time", where, hint, f"{at}"
            )
        elif handover is not None:
            report.real_time(datetime.combine(at, handover.time), key, where)
        return
    if handover is not None and at.time() != handover.time:
        report.fault(
            "line-up-time",
            f"a line-up of {key} begins at {at:%H:%M}, but the handover is at {handover.time:%H:%M}",
            where,
            f"write {at:%Y-%m-%d}",
            begins(line_up),
        )
        return
    report.real_time(at, key, where)


def _check_people(report: Report, key: str, line_up: LineUp) -> None:
    since = begins(line_up)
    if line_up.people and line_up.pause is not None:
        place = report.spot(line_up, "pause", key=True)
        hint = "a pause means nobody: drop one of the two"
        report.fault(
            "line-up-people", f"the line-up of {key} from {since} has people and a pause", place, hint
        )
    elif not line_up.people and line_up.pause is None:
        place = report.spot(line_up, "people", key=True)
        hint = "name people, or write `pause: reason` if nobody shall be on call"
        report.fault("line-up-people", f"the line-up of {key} from {since} has no people", place, hint)
    for index, name in enumerate(line_up.people):
        listed = report.spot(line_up, "people", index)
        if not report.exists(name, listed, "people"):
            continue
        person = report.file.people.get(name)
        if person is not None and person.mailbox:
            hint = "a mailbox cannot answer a page: name it in a policy or in bank_holidays"
            report.fault(
                "mailbox-on-call", f"{name} is a mailbox and cannot take turns in {key}", listed, hint, name
            )


@dataclass(frozen=True, slots=True)
class _Seat:
    """A rota, and which of its layers, where it has several."""

    key: str
    layer: str | None

    def without(self, person: str, since: datetime, turn: Turn) -> str:
        """The command for a line-up without somebody."""
        at = f"{since:%Y-%m-%dT%H:%M}" if turn.unit == "hours" else f"{since:%Y-%m-%d}"
        layer = f" --layer {quote(self.layer)}" if self.layer is not None else ""
        return f"`rota line-up {self.key} --from {at} --remove {person}{layer}`"


def _check_left(report: Report, seat: _Seat, line_up: LineUp, following: LineUp | None, turn: Turn) -> None:
    """Somebody who has left may stand in a line-up if no turn of theirs begins after their last day."""
    first = _moment(line_up)
    for name in dict.fromkeys(line_up.people):
        person = report.file.people.get(name)
        if person is None or person.left is None:
            continue
        gone = timedelta(days=(person.left - first.date()).days + 1)
        places = [index for index, other in enumerate(line_up.people) if other == name]
        begins_after = min(_turn_after(index, len(line_up.people), turn, gone) for index in places)
        if following is not None and begins_after >= _moment(following) - first:
            continue
        on, hint = "", f"add a line-up without {name} that begins by then"
        if begins_after < _FAR:
            on = f" on {(first + begins_after).date()}"
            hint += f": {seat.without(name, first + begins_after, turn)}"
        report.fault(
            "left",
            f"{name} leaves on {person.left}, but a turn of theirs in {seat.key} begins{on}",
            report.spot(line_up, "people", places[0]),
            hint,
            name,
        )


_FAR = timedelta(days=3660)


def _turn_after(index: int, people: int, turn: Turn, gone: timedelta) -> timedelta:
    """How long after its line-up the first turn at an index begins that does not begin before `gone`."""
    cycle = people * turn.length
    begins_at = index * turn.length
    rounds = max(0, -((begins_at - gone) // cycle)) if begins_at < gone else 0
    return begins_at + rounds * cycle
