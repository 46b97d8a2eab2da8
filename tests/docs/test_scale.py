"""The figures in the pages about cost are those of the last measurement."""

from pathlib import Path

import pytest

from docs.refresh_scale import PAGES, RESULTS, measured, refreshed, rows_of

SOME = """# Results

| machine |  |
| --- | ---: |
| CPU | Abacus 9 |
| cores | 2 |
| memory | 8.0 GiB |
| Python | CPython 3.12.1 |
| measured | 05 March 2027, in 9.0 minutes |

## Planning

Some words.

| schedules | requests | time |
| --- | ---: | ---: |
| 10 | 12 | 1.0 s |
| 100 | 60 | 4.0 s |

## Applying

| apply | requests |
| --- | ---: |
| nothing to do | 24 |
"""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_says_what_the_results_say(path: Path) -> None:
    """`make bench` brings it up to date, and so does `python docs/refresh_scale.py`."""
    page = path.read_text(encoding="utf-8")
    assert "<!-- results: " in page
    assert refreshed(page, RESULTS.read_text(encoding="utf-8")) == page


def test_a_table_is_made_of_the_columns_that_are_named() -> None:
    """Whatever stood there before."""
    page = "Text.\n\n<!-- results: Planning | schedules | time -->\n\n| old |\n| --- |\n\nMore.\n"
    rows = "| schedules | time |\n| --- | ---: |\n| 10 | 1.0 s |\n| 100 | 4.0 s |\n"
    assert (
        refreshed(page, SOME) == f"Text.\n\n<!-- results: Planning | schedules | time -->\n\n{rows}\nMore.\n"
    )


def test_a_section_that_is_not_there_is_no_empty_table() -> None:
    """A part that is renamed would else leave the page without figures."""
    with pytest.raises(ValueError, match="no section 'Planing'"):
        rows_of(SOME, "Planing")


def test_the_page_says_when_and_on_what_it_was_measured() -> None:
    """Figures without a machine mean nothing."""
    assert measured(SOME) == (
        "Measured on 05 March 2027: Abacus 9, 2 cores, 8.0 GiB, CPython 3.12.1. "
        "All of it is in [bench/RESULTS.md](../bench/RESULTS.md)."
    )


def test_a_quick_run_is_not_told_as_a_measurement() -> None:
    """It tries the harness out on a handful of schedules."""
    said = "These are from a quick run."
    assert measured(SOME.replace("# Results\n", f"# Results\n\n{said}\n")) == said
