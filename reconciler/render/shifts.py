"""Shifts for `rota show`: a rota at a time, one line a shift, with why where it is not the ordinary turn."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.render import contract, zones
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, columns, joined, paragraph, plain
from reconciler.render.words import origin, place, reached
from reconciler.views import ShiftRow

NONE = "No shifts in this time."

# What is not said: that a shift is the ordinary rotation.
_WHY: Mapping[str, str] = {
    "rotation": "",
    "cover": "cover",
    "swap": "swap",
    "bank_holiday": "bank holiday",
    "foreign": "PagerDuty says so, not the file",
}


def text(
    rows: Sequence[ShiftRow],
    file: RotaFile,
    *,
    now: datetime,
    live: bool,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """The shifts under the name of their rota; times are local to it."""
    paint = Paint(color)
    clocks = zones.of_file(file, now)
    head = paragraph(f"Shifts, {clocks.main} ({origin(live=live)})", width, hanging=2)
    lines = [paint.bold(line) for line in head]
    if not rows:
        return joined([*lines, f"  {NONE}"])
    styles = (plain, paint.bold, paint.dim)
    for key in dict.fromkeys(row.rota for row in rows):
        mine = [row for row in rows if row.rota == key]
        lines += ["", *paragraph(clean(_name(file, key)), width)]
        table = [
            (
                clocks.stretch(key, row.start, row.end),
                clean(reached(row.who)),
                clean(why(row) + (place(row.file, row.line) if verbose or _dated(row) else "")),
            )
            for row in mine
        ]
        lines += columns(table, width=width, styles=styles)
    return joined(lines)


def why(row: ShiftRow) -> str:
    """Why somebody has a shift, in a few words; nothing for an ordinary turn."""
    said = row.holiday or _WHY.get(row.source, row.source)
    return f"{said}: {row.reason}" if row.reason and said else (row.reason or said)


def _dated(row: ShiftRow) -> bool:
    """Whether an entry of its own in the file says so."""
    return row.source in {"cover", "swap", "bank_holiday"}


def _name(file: RotaFile, key: str) -> str:
    return file.rotas[key].name if key in file.rotas else key


def markdown(rows: Sequence[ShiftRow], file: RotaFile, *, now: datetime, live: bool) -> str:
    """One table in order of time."""
    clocks = zones.of_file(file, now)
    lines = [f"### Shifts, {escape(clocks.main)} ({origin(live=live)})", ""]
    if not rows:
        return joined([*lines, NONE])
    lines += ["| When | Rota | Who | Why |", "| --- | --- | --- | --- |"]
    for row in rows:
        when = clocks.stretch(row.rota, row.start, row.end)
        cells = (when, _name(file, row.rota), reached(row.who), why(row))
        lines.append(f"| {' | '.join(map(escape, cells))} |")
    return joined(lines)


def json(rows: Sequence[ShiftRow]) -> str:
    """The contract of `show --format json`."""
    return contract.document(shifts=[fields(row) for row in rows])


def fields(row: ShiftRow) -> dict[str, object]:
    """One shift as an object of the contract."""
    return {
        "rota": row.rota,
        "layer": row.layer,
        **contract.key_of(row.who),
        "start": contract.stamp(row.start),
        "end": contract.stamp(row.end),
        "source": row.source,
        "reason": row.reason,
        "holiday": row.holiday,
        "file": row.file,
        "line": row.line,
    }
