"""The results as a page of Markdown: what was measured, on which machine, and how time grows with size."""

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.timing import TARGET, exponent

QUICK = (
    "These figures come from a quick run on small sizes, which tries the harness out. They measure nothing."
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column is text, the others are figures."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Series:
    """How the seconds of something grow with its size."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the results; `notes` are sentences below the table."""

    title: str
    about: str
    table: Table
    series: Sequence[Series] = ()
    notes: Sequence[str] = ()


def told(section: Section) -> str:
    """A section as Markdown."""
    parts = [f"## {section.title}", section.about, _table(section.table)]
    if section.notes:
        parts.append("\n".join(f"- {note}" for note in section.notes))
    return "\n\n".join(parts)


def page(sections: Sequence[Section], *, quick: bool, seconds: float, on: date) -> str:
    """The whole page."""
    head = [
        "# Results",
        "Everything was measured side by side in one run of `make bench`; ratios mean more than seconds.",
        *([QUICK] if quick else []),
        machine(on, seconds),
        "## How time grows with size",
        f"The exponent of time against size: 1 is linear, 2 quadratic. At most {TARGET} is wanted of ours.",
        _table(grown(sections)),
    ]
    return "\n\n".join([*head, *map(told, sections)]) + "\n"


def grown(sections: Sequence[Section]) -> Table:
    """The exponent of every series."""
    every = [series for section in sections for series in section.series if len(series.points) > 1]
    rows = [[each.name, _sizes(each.points), f"{exponent(each.points):.2f}"] for each in every]
    return Table(["series", "sizes", "exponent"], rows)


def _sizes(points: Sequence[tuple[float, float]]) -> str:
    return ", ".join(f"{size:,.0f}" for size, _ in points)


def machine(on: date, seconds: float) -> str:
    """What was measured on; whose machine it is does not matter."""
    rows = [
        ["CPU", _cpu()],
        ["cores", str(os.cpu_count() or "unknown")],
        ["memory", _memory()],
        ["Python", f"{platform.python_implementation()} {platform.python_version()}"],
        ["system", f"{platform.system()} {platform.machine()}"],
        ["measured", f"{on:%d %B %Y}, in {seconds / 60:.1f} minutes"],
    ]
    return _table(Table(["machine", ""], rows))


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "unknown")


def _memory() -> str:
    if sys.platform == "win32":
        return "unknown"
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1024**3:.1f} GiB"


def _table(table: Table) -> str:
    rule = ["---", *["---:"] * (len(table.head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (table.head, rule, *table.rows))


def seconds(value: float) -> str:
    """A duration that may be short: milliseconds below a second."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def ratio(slower: float, faster: float) -> str:
    """How many times as long one takes as the other."""
    return f"{slower / faster:.1f}"
