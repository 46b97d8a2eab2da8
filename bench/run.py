"""Measures everything and writes the results down: `make bench`; with --quick it tries itself in seconds."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

# Run as a script, Python looks for modules in this folder and not in the one above.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import applying, checks, importing, limits, planning, shifts, startup
from bench.report import Section, page, told
from bench.sizes import FULL, LARGE, QUICK, Sizes
from reconciler.cli.machine import look_seldom

RESULTS = Path(__file__).with_name("RESULTS.md")

PARTS: dict[str, Callable[[Sizes], Sequence[Section]]] = {
    "planning": lambda sizes: [planning.section(sizes)],
    "applying": lambda sizes: [applying.section(sizes)],
    "shifts": shifts.sections,
    "startup": lambda sizes: [startup.section(sizes)],
    "checks": lambda sizes: [checks.section(sizes)],
    "importing": lambda sizes: [importing.section(sizes)],
    "limits": lambda sizes: [limits.section(sizes)],
}


def main(args: Sequence[str] | None = None) -> None:
    """Run the parts that are asked for; only a run of all of them writes the page."""
    parser = argparse.ArgumentParser(description="Measure, and write bench/RESULTS.md.")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small sizes, single runs: tries the harness")
    size.add_argument("--large", action="store_true", help="applies of 5,000 schedules, too: an hour")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where to write")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only print these: {', '.join(PARTS)}")
    asked = parser.parse_args(args)
    begun = time.perf_counter()
    look_seldom()  # as every command does
    sections: list[Section] = []
    for name in asked.parts or PARTS:
        for section in PARTS[name](QUICK if asked.quick else LARGE if asked.large else FULL):
            sections.append(section)
            print(told(section), end="\n\n", flush=True)
    text = page(
        sections,
        quick=asked.quick,
        seconds=time.perf_counter() - begun,
        on=datetime.now(UTC).date(),
    )
    if asked.parts:
        print(text.partition("## ")[0])
    else:
        asked.results.write_text(text, encoding="utf-8")
        print(f"Written to {asked.results}")


if __name__ == "__main__":
    main()
