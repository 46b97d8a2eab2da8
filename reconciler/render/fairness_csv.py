"""Fairness and pay as CSV (RFC 4180) for spreadsheets, in which no cell of ours can be a formula."""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields
from fractions import Fraction

from reconciler.config.model import RotaFile
from reconciler.insight.fairness import Amounts
from reconciler.insight.pay import PayLine
from reconciler.insight.report import Report
from reconciler.intervals import wall, zone
from reconciler.render import fairness_words as words
from reconciler.render.clean import clean

Cell = str | int | Fraction

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_AMOUNTS = tuple(field.name for field in fields(Amounts))

PAY = (
    "person", "name", "rota", "date", "from", "to", "zone", "hours", "category",
    "holiday", "source", "reason", "file", "line", "commit",
)  # fmt: skip


def document(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A heading and its rows, lines ending in CRLF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(titles)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def cell(value: Cell) -> str | int:
    """A number as it is; a text that a spreadsheet would run behind an apostrophe, and nothing invisible."""
    if isinstance(value, int):
        return value
    if isinstance(value, Fraction):
        text = f"{float(value):.4f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    return f"'{clean(value)}" if value.startswith(_FORMULA) else clean(value)


def fairness(report: Report, file: RotaFile, *, only: Collection[str]) -> str:
    """A row for each person and rota: each amount, its equal share, and done less share."""
    amounts = [f"{name}{what}" for name in _AMOUNTS for what in ("", "_share", "_more")]
    rows: list[list[Cell]] = []
    for one in report.balances:
        if only and one.person not in only:
            continue
        row: list[Cell] = [one.rota or "", one.person, file.display_name(one.person)]
        for name in _AMOUNTS:
            row += [getattr(part, name) for part in (one.done, one.share, one.more)]
        row += [" ".join(map(str, report.years(one.rota, one.person, s))) for s in words.SEASONS]
        rows.append(row)
    return document(["rota", "person", "name", *amounts, *words.SEASONS], rows)


def pay(lines: Iterable[PayLine], file: RotaFile) -> str:
    """A row for each stretch of one day and one kind of time; `from` and `to` are local to the rota."""
    return document(PAY, (_pay(line, file) for line in lines))


def _pay(line: PayLine, file: RotaFile) -> tuple[Cell, ...]:
    start, end = (wall(moment, zone(line.zone)) for moment in (line.start, line.end))
    return (
        line.person,
        file.display_name(line.person),
        line.rota,
        f"{start:%Y-%m-%d}",
        f"{start:%Y-%m-%d %H:%M}",
        f"{end:%Y-%m-%d %H:%M}",
        line.zone,
        line.hours,
        words.CATEGORIES[line.category],
        line.holiday or "",
        line.source.replace("_", " "),
        line.reason or "",
        line.file,
        line.line,
        line.commit,
    )
