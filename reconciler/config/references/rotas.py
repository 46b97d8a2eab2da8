"""How a rota is written: in exactly one of four ways, following one that exists, its layers told apart."""

from datetime import date, timedelta

from reconciler.config.model import Rota
from reconciler.config.references import chains
from reconciler.config.references.common import Report
from reconciler.config.values import Handover, Turn

_A_MONDAY = date(2026, 12, 7)
_OWN = ("hours", "turn", "handover", "line_ups")


def check(report: Report) -> None:
    """Examine the form of every rota."""
    followed: dict[str, list[str]] = {}
    for key, rota in report.file.rotas.items():
        _check_way(report, key, rota)
        if rota.follows is not None:
            followed[key] = [rota.follows]
            _check_follows(report, key, rota, rota.follows)
        elif "offset" in rota.model_fields_set:
            where = report.spot(rota, "offset", key=True)
            report.fault("needless-key", f"{key} has an offset but follows no rota", where, "add `follows:`")
        _check_layers(report, key, rota)
    circles, length = chains.examine(followed)
    for circle in circles:
        loop = " → ".join([*circle, circle[0]])
        where = report.spot(report.file.rotas[circle[0]], "follows")
        report.fault(
            "circular-follows", f"rotas follow each other: {loop}", where, "give one of them line_ups"
        )
    if not circles and (deepest := chains.too_long(length)) is not None:
        where = report.spot(report.file.rotas[deepest], "follows")
        hint = "follow the rota with the line-ups and give the whole offset"
        message = f"{deepest} follows rotas that follow rotas, {length[deepest]} deep"
        report.fault("circular-follows", message, where, hint)


def _check_way(report: Report, key: str, rota: Rota) -> None:
    """Exactly one of: its own line-ups, layers, follows, managed: false."""
    written = [name for name in (*_OWN, "layers", "follows") if name in rota.model_fields_set]
    filled = [name for name in written if getattr(rota, name) not in (None, ())]
    where = report.spot(rota)
    if not rota.managed:
        if filled:
            report.fault(
                "too-many-ways",
                f"{key} is not managed here but has {filled[0]}",
                report.spot(rota, filled[0], key=True),
                "drop it, or drop `managed: false`",
            )
        return
    way = next((name for name in ("follows", "layers") if name in filled), None)
    if way is not None:
        for name in filled:
            if name != way:
                hint = f"a rota with {way} has none of hours, turn, handover, line_ups; keep one way"
                place = report.spot(rota, name, key=True)
                report.fault("too-many-ways", f"{key} has both {way} and {name}", place, hint)
        return
    if "layers" in written:
        report.fault(
            "no-line-ups", f"{key} has no layer", report.spot(rota, "layers", key=True), "add a layer"
        )
    elif not filled:
        report.fault(
            "no-line-ups",
            f"{key} says nothing about who is on call",
            where,
            "add turn, handover and line_ups; or layers; or follows; or `managed: false`",
        )
    else:
        if rota.turn is None:
            report.fault("missing-key", f"rota {key} has no turn", where, "add `turn: 1 week`")
        if not rota.line_ups:
            hint = _line_ups(report, rota.turn, rota.handover)
            report.fault("no-line-ups", f"rota {key} has no line_ups", where, hint)


def _line_ups(report: Report, turn: Turn | None, handover: Handover | None) -> str:
    """A line-up to begin with, of people whom the file has, at a handover."""
    people = [name for name, person in report.file.people.items() if not (person.mailbox or person.left)][:2]
    day = _A_MONDAY + timedelta(days=(handover.weekday or 0) if handover is not None else 0)
    clock = " 09:00" if turn is not None and turn.unit == "hours" else ""
    return f"add `line_ups: [{{from: {day}{clock}, people: [{', '.join(people or ['ana', 'ben'])}]}}]`"


def _check_follows(report: Report, key: str, rota: Rota, leader: str) -> None:
    where = report.spot(rota, "follows")
    if rota.offset < 1:
        place = report.spot(rota, "offset")
        hint = "an offset of 0 would put one person on both rotas: write 1"
        report.fault("bad-offset", f"{key} follows {leader} with offset {rota.offset}", place, hint)
    if report.exists(leader, where, "rotas"):
        other = report.file.rotas.get(leader)
        if other is not None and not other.managed:
            hint = "follow a rota whose line-ups stand in this file"
            report.fault("unmanaged-rota", f"{key} follows {leader}, which is not managed here", where, hint)


def _check_layers(report: Report, key: str, rota: Rota) -> None:
    seen: dict[str, int] = {}
    for layer in rota.layers:
        where = report.spot(layer, "name")
        if layer.name in seen:
            report.fault(
                "name-used-twice",
                f"{key} has two layers called {layer.name} (the other in line {seen[layer.name]})",
                where,
                "give every layer its own `name:`",
                layer.name,
            )
        seen.setdefault(layer.name, where.line)
        if not layer.line_ups:
            hint = _line_ups(report, layer.turn, layer.handover)
            report.fault(
                "no-line-ups", f"layer {layer.name} of {key} has no line_ups", report.spot(layer), hint
            )
