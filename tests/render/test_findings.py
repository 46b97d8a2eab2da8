"""Faults of the file: the place, the line, the carets, what to write instead, and how many there are."""

import pytest

from reconciler.errors import Finding, Severity, Where
from reconciler.render import findings as render
from tests.render import builders as b

SOURCES = {
    "rota.yaml": "version: 1\n      - {from: 2026-12-08, people: [ana]}\n\nname: 日本 x\n" + "x" * 150 + "\n"
}


def text(*found: Finding, width: int = 80, verbose: bool = False) -> str:
    out = render.text(found, SOURCES, width=width, color=False, verbose=verbose)
    assert b.narrow(out, width)
    return out


def fault(
    line: int, column: int, length: int = 1, *, hint: str | None = None, severity: Severity = "error"
) -> Finding:
    return Finding(
        "line-up-start", severity, "it starts on a Tuesday", Where("rota.yaml", line, column, length), hint
    )


def test_a_fault_with_its_line_and_what_to_write() -> None:
    """Place and message, the line with carets, the hint, and the number of problems."""
    assert text(fault(2, 16, 10, hint="write 2026-12-07 or 2026-12-14\nor another")) == (
        "rota.yaml:2:16  it starts on a Tuesday\n"
        "    2 |       - {from: 2026-12-08, people: [ana]}\n"
        "      |                ^^^^^^^^^^\n"
        "   write 2026-12-07 or 2026-12-14\n"
        "   or another\n"
        "1 problem\n"
    )


def test_warnings_and_notes_carry_their_id() -> None:
    """What can be switched off says by which name; the total counts each kind."""
    found = (
        fault(1, 1),
        Finding("page-delay", "warning", "slow"),
        Finding("page-delay", "warning", "slow too"),
        Finding("stale", "info", "old"),
    )
    assert text(*found) == (
        "rota.yaml:1:1  it starts on a Tuesday\n"
        "    1 | version: 1\n"
        "      | ^\n"
        "warning: slow  [page-delay]\n"
        "warning: slow too  [page-delay]\n"
        "note: old  [stale]\n"
        "1 problem, 2 warnings, 1 note\n"
    )
    assert "Tuesday  [line-up-start]\n" in text(*found, verbose=True)


def test_no_findings() -> None:
    """Silence would leave a doubt."""
    assert text() == "No problems found.\n"
    assert render.total(()) == "no problems"
    assert render.markdown(()) == "**No problems found.**\n"
    assert render.github(()) == ""


@pytest.mark.parametrize(
    ("where", "line"),
    [(Where("rota.yaml", 3, 1), ""), (Where("rota.yaml", 99, 1), ""), (Where("other.yaml", 1), "")],
)
def test_a_line_that_cannot_be_quoted_is_left_out(where: Where, line: str) -> None:
    """An empty line, one beyond the end, or a file that was not read."""
    assert text(Finding("a", "error", "m", where)) == f"{where}  m\n{line}1 problem\n"


def test_carets_stand_under_wide_characters() -> None:
    """What takes two cells is measured as two."""
    assert "    4 | name: 日本 x\n      |       ^^^^\n" in text(fault(4, 7, 2))
    assert "    4 | name: 日本 x\n      |            ^\n" in text(fault(4, 10, 1))


@pytest.mark.parametrize("column", [1, 60, 100, 150])
@pytest.mark.parametrize("width", [80, 30])
def test_a_long_line_is_cut_around_the_place(column: int, width: int) -> None:
    """The marked place is in sight, and no line is too wide."""
    out = text(fault(5, column, 3), width=width)
    (carets,) = (line for line in out.split("\n") if "^" in line)
    (quoted,) = (line for line in out.split("\n") if line.startswith("    5 | "))
    assert "…" in quoted
    assert quoted[carets.index("^")] == "x"


def test_markdown_is_a_table() -> None:
    """One row for each finding; several lines of a hint stay in their cell."""
    found = (fault(2, 16, hint="write `2026-12-07`\nor | another"), Finding("stale", "info", "old"))
    assert render.markdown(found) == (
        "### 1 problem, 1 note\n"
        "\n"
        "| Where | What | What to do |\n"
        "| --- | --- | --- |\n"
        "| `rota.yaml:2` | it starts on a Tuesday `line-up-start` | write `2026-12-07`<br>or \\| another |\n"
        "|  | info: old `stale` |  |\n"
    )


def test_annotations_for_github() -> None:
    """One command a line, with everything escaped that would end a property or the message."""
    found = (
        Finding("a", "error", "100% wrong", Where("a,b:c.yaml", 2, 16, 10), "write this\nor that"),
        Finding("b", "warning", "slow", Where("rota.yaml", 3)),
        Finding("c", "info", "old"),
    )
    assert render.github(found) == (
        "::error file=a%2Cb%3Ac.yaml,line=2,col=16,endColumn=25,title=a"
        "::100%25 wrong%0Awrite this%0Aor that\n"
        "::warning file=rota.yaml,line=3,col=1,title=b::slow\n"
        "::notice title=c::old\n"
    )
