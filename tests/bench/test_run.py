"""The page of results, and the whole run on small sizes."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bench.report import Section, Series, Table, page
from bench.run import PARTS

ROOT = Path(__file__).resolve().parents[2]
TITLES = [
    "How time grows with size",
    "Planning",
    "Applying",
    "Shifts",
    "Looking, by the age of a rota",
    "Starting",
    "Checks",
    "Importing",
    "Files at the bounds",
]


def section() -> Section:
    table = Table(["size", "time"], [["10", "1.0 s"], ["100", "20.0 s"]])
    return Section(
        "Reading", "How long it takes.", table, [Series("reading", [(10, 1), (100, 20)])], ["Twice."]
    )


def test_a_page_tells_the_machine_the_exponents_and_every_table() -> None:
    """In that order: what was measured on is needed to read the rest."""
    text = page([section()], quick=False, seconds=90, on=date(2026, 11, 25))
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["How time grows with size", "Reading"]
    assert "| measured | 25 November 2026, in 1.5 minutes |" in text
    assert "| reading | 10, 100 | 1.30 |" in text
    assert text.endswith(
        "## Reading\n\nHow long it takes.\n\n"
        "| size | time |\n| --- | ---: |\n| 10 | 1.0 s |\n| 100 | 20.0 s |\n\n- Twice.\n"
    )


def test_a_page_of_a_quick_run_says_that_it_measures_nothing() -> None:
    """Nobody is to quote it."""
    pages = [page([section()], quick=quick, seconds=90, on=date(2026, 11, 25)) for quick in (True, False)]
    assert ["quick run" in text for text in pages] == [True, False]


@pytest.mark.proof
def test_a_quick_run_writes_every_part(tmp_path: Path) -> None:
    """So a part that broke is known before the machine is quiet."""
    results = tmp_path / "RESULTS.md"
    command = [sys.executable, str(ROOT / "bench" / "run.py"), "--quick", "--results", str(results)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    text = results.read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == TITLES
    parts = text.split("\n## ")
    assert all(re.search(r"^\| ---.*\n\| ", part, re.MULTILINE) for part in parts)
    assert len(PARTS) == len(TITLES) - 2
