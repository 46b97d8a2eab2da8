"""Shifts for `rota show`: a rota at a time, one line a shift, with why where it is not the ordinary turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.render import contract, zones
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, columns, joined, paragraph, plain
from reconciler.render.words import NOBODY, NOT_HERE, NOT_KNOWN, origin, place, reached, resting
from reconciler.shifts.absences import Absence
from reconciler.shifts.pauses import Pause
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


@dataclass(frozen=True, slots=True)
class _Line:
    """One shift, or one time with nobody on purpose, ready to be laid out."""

    rota: str
    start: datetime
    end: datetime
    who: str
    why: str
    place: str = ""


def text(
    rows: Sequence[ShiftRow],
    file: RotaFile,
    *,
    absent: Sequence[Absence] = (),
    paused: Sequence[Pause] = (),
    unknown: Sequence[str] = (),
    now: datetime,
    live: bool,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """The shifts under the name of their rota, and when it has nobody on purpose; times are local to it.

    `unknown` are the rotas asked for of which the file says nothing.
    """
    paint = Paint(color)
    clocks = zones.of_file(file, now)
    head = paragraph(f"Shifts, {clocks.main} ({origin(file, live=live)})", width, hanging=2)
    lines = [paint.bold(line) for line in head]
    told = _lines(rows, absent, paused, places=verbose)
    if not told and not unknown:
        return joined([*lines, f"  {NONE}"])
    styles = (plain, paint.bold, paint.dim)
    for key in dict.fromkeys(line.rota for line in told):
        lines += ["", *paragraph(clean(_name(file, key)), width)]
        table = [
            (clocks.stretch(key, line.start, line.end), clean(line.who), clean(line.why + line.place))
            for line in told
            if line.rota == key
        ]
        lines += columns(table, width=width, styles=styles)
    for key in unknown:
        lines += ["", *paragraph(clean(_name(file, key)), width)]
        lines += paragraph(f"{NOT_KNOWN}, {NOT_HERE}", width, indent=2)
    return joined(lines)


def _lines(
    rows: Sequence[ShiftRow], absent: Sequence[Absence], paused: Sequence[Pause], *, places: bool
) -> list[_Line]:
    """Everything in order of time; with `places` each says its line of the file."""
    lines = [
        _Line(
            row.rota,
            row.start,
            row.end,
            reached(row.who),
            why(row),
            place(row.file, row.line) if places or _dated(row) else "",
        )
        for row in rows
    ]
    lines += [_Line(a.rota, a.interval.start, a.interval.end, NOBODY, a.holiday) for a in absent]
    lines += [_Line(p.rota, p.interval.start, p.interval.end, NOBODY, resting(p.reason)) for p in paused]
    return sorted(lines, key=lambda line: line.start)


def why(row: ShiftRow) -> str:
    """Why somebody has a shift, in a few words; nothing for an ordinary turn."""
    said = row.holiday or _WHY.get(row.source, row.source)
    return f"{said}: {row.reason}" if row.reason and said else (row.reason or said)


def _dated(row: ShiftRow) -> bool:
    """Whether an entry of its own in the file says so."""
    return row.source in {"cover", "swap", "bank_holiday"}


def _name(file: RotaFile, key: str) -> str:
    return file.rotas[key].name if key in file.rotas else key


def markdown(
    rows: Sequence[ShiftRow],
    file: RotaFile,
    *,
    absent: Sequence[Absence] = (),
    paused: Sequence[Pause] = (),
    unknown: Sequence[str] = (),
    now: datetime,
    live: bool,
) -> str:
    """One table in order of time."""
    clocks = zones.of_file(file, now)
    lines = [f"### Shifts, {escape(clocks.main)} ({escape(origin(file, live=live))})", ""]
    told = _lines(rows, absent, paused, places=False)
    missing = [f"- {escape(_name(file, key))}: {NOT_KNOWN}, {NOT_HERE}" for key in unknown]
    if not told:
        return joined([*lines, *(missing or [NONE])])
    lines += ["| When | Rota | Who | Why |", "| --- | --- | --- | --- |"]
    for line in told:
        when = clocks.stretch(line.rota, line.start, line.end)
        cells = (when, _name(file, line.rota), line.who, line.why)
        lines.append(f"| {' | '.join(map(escape, cells))} |")
    return joined([*lines, *([""] if missing else []), *missing])


def json(
    rows: Sequence[ShiftRow],
    absent: Sequence[Absence] = (),
    paused: Sequence[Pause] = (),
    unknown: Sequence[str] = (),
) -> str:
    """The contract of `show --format json`."""
    return contract.document(
        shifts=[fields(row) for row in rows],
        absences=[
            {
                "rota": a.rota,
                "start": contract.stamp(a.interval.start),
                "end": contract.stamp(a.interval.end),
                "holiday": a.holiday,
            }
            for a in absent
        ],
        pauses=[
            {
                "rota": p.rota,
                "start": contract.stamp(p.interval.start),
                "end": contract.stamp(p.interval.end),
                "reason": p.reason,
            }
            for p in paused
        ],
        unknown=list(unknown),
    )


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
