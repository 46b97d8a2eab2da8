"""Puts figures of bench/RESULTS.md into the pages that quote them, so that these never say anything else.

Two comments drive it. `<!-- results: SECTION | COLUMN | … -->` before a table: the table is those columns of
the first table of that section. `<!-- measured -->` before a line: when it was measured, and on what.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = tuple(ROOT / "docs" / name for name in ("scale.md", "reliability.md"))
RESULTS = ROOT / "bench" / "RESULTS.md"
_TABLE = re.compile(r"(?P<head><!-- results: (?P<asked>.+?) -->\n\n)(?:\|.*\n)*", re.MULTILINE)
_MEASURED = re.compile(r"(<!-- measured -->\n\n).*\n")

Row = list[str]


def refreshed(page: str, results: str) -> str:
    """The page with everything that is taken from the results brought up to date."""

    def table(match: re.Match[str]) -> str:
        section, *columns = match["asked"].split(" | ")
        return match["head"] + _lines(_columns(rows_of(results, section), columns))

    return _MEASURED.sub(lambda match: f"{match[1]}{measured(results)}\n", _TABLE.sub(table, page))


def rows_of(results: str, section: str) -> list[Row]:
    """The first table of a section, its head first, without the rule below it. Raises ValueError."""
    _, found, text = results.partition(f"\n## {section}\n")
    if not found:
        raise ValueError(f"the results have no section {section!r}")
    return _table(text)


def _table(text: str) -> list[Row]:
    """The first table of a text."""
    rows: list[Row] = []
    for line in text.splitlines():
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
        elif rows:
            break
    return [rows[0], *rows[2:]]


def _columns(rows: list[Row], names: list[str]) -> list[Row]:
    places = [rows[0].index(name) for name in names]
    return [[row[place] for place in places] for row in rows]


def _lines(rows: list[Row]) -> str:
    rule = ["---", *["---:"] * (len(rows[0]) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (rows[0], rule, *rows[1:]))


def measured(results: str) -> str:
    """When, and on what machine; or that nothing was measured yet, as the results say themselves."""
    before, _, _ = results.partition("\n## ")
    said = next((line for line in before.splitlines() if "quick run" in line), None)
    if said is not None:
        return said
    told = dict(row for row in _table(before))
    return (
        f"Measured on {told['measured'].partition(',')[0]}: {told['CPU']}, {told['cores']} cores, "
        f"{told['memory']}, {told['Python']}. All of it is in [bench/RESULTS.md](../bench/RESULTS.md)."
    )


def main() -> None:
    """Rewrite the pages in place."""
    results = RESULTS.read_text(encoding="utf-8")
    for page in PAGES:
        page.write_text(refreshed(page.read_text(encoding="utf-8"), results), encoding="utf-8")


if __name__ == "__main__":
    main()
