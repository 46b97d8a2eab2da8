"""Whether every line-up begins at a handover; what a change of turn or handover cuts."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from reconciler.config.model import LineUp, RotaFile
from reconciler.config.values import WEEKDAYS, Handover, Turn
from reconciler.errors import Finding
from reconciler.shifts.line_ups import anchor_of, changes, in_order
from reconciler.wording import day, listing


def misplaced(file: RotaFile, key: str) -> Iterator[Finding]:
    """A finding for every line-up that does not begin at a handover."""
    rota = file.rotas[key]
    for layer in rota.stack:
        turn, handover, hours = layer.turn, layer.handover, layer.hours
        before: tuple[datetime, Turn] | None = None
        for line_up in in_order(layer):
            cut = changes(line_up, turn, handover, hours)
            turn, handover = line_up.turn or turn, line_up.handover or handover
            hours = line_up.hours or hours
            anchor = anchor_of(line_up, handover)
            label = key if layer.name == "main" else f"{key}, layer {layer.name}"
            grid = before if before is not None and not cut else None
            if nearest := _off_grid(anchor, grid, turn, handover):
                yield _misplaced(line_up, label, nearest, turn, handover)
            # A pause leaves no turn running, so what follows it may begin at any handover.
            before = (anchor, turn) if line_up.people and not nearest else None


def _off_grid(
    anchor: datetime, grid: tuple[datetime, Turn] | None, turn: Turn, handover: Handover | None
) -> tuple[datetime, datetime] | None:
    """The handovers just before and after, where `anchor` is none itself."""
    if grid is not None:
        origin, step = grid[0], turn.length
    elif turn.unit == "weeks" and handover is not None and handover.weekday is not None:
        back = (anchor.weekday() - handover.weekday) % 7
        origin, step = anchor - timedelta(days=back), timedelta(days=7)
    else:
        return None
    past = (anchor - origin) % step
    return (anchor - past, anchor - past + step) if past else None


def _misplaced(
    line_up: LineUp, label: str, nearest: tuple[datetime, datetime], turn: Turn, handover: Handover | None
) -> Finding:
    clocked = turn.unit == "hours"
    choices = [f"{n:%Y-%m-%d %H:%M}" if clocked else f"{n:%Y-%m-%d}" for n in nearest]
    start = line_up.start
    if clocked or turn.unit == "days" or handover is None:
        rule = f"turns of {turn} change at"
    else:
        rule = f"handovers are on {handover}" + ("" if turn.count == 1 else f", every {turn.count} weeks")
    what = "pause" if line_up.pause is not None else "line-up"
    weekday = WEEKDAYS[start.weekday()]
    return Finding(
        id="line-up-off-handover",
        severity="error",
        message=f"{what} of {label} starts on a {weekday}, between two handovers"
        if handover is None or handover.weekday == start.weekday()
        else f"{what} of {label} starts on a {weekday}",
        where=line_up.where,
        hint=f"{rule}: write {listing(choices, conjunction='or')}",
        found=day(start),
        expected=" or ".join(choices),
    )
