"""Columns and wrapping by what a terminal shows."""

from hypothesis import given
from hypothesis import strategies as st

from reconciler.render.layout import Paint, cells, columns, joined, pad, paragraph, split, wrap

WORDS = st.text(alphabet="ab é日本", max_size=80)


def test_cells_of_wide_and_combining_characters() -> None:
    """A wide character takes two cells, a combining one none."""
    assert [cells(text) for text in ("abc", "日本", "e\u0301", "Zoë")] == [3, 4, 1, 3]
    assert pad("日本", 6) == "日本  "


@given(WORDS, st.integers(2, 30))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """Every character but blanks is there, in order, and no line is too wide."""
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cells(line) <= width for line in lines)


def test_a_word_too_long_is_broken() -> None:
    """A word longer than a line is broken where the line ends; exactly a line's length is not."""
    assert wrap("a bcdefgh i", 4) == ["a", "bcde", "fgh", "i"]
    assert wrap("abcd", 4) == ["abcd"]
    assert wrap("", 4) == [""]
    assert wrap("日", 1) == ["日"]
    assert split("\U0001f3fb", 1) == ("\U0001f3fb", "")
    assert split("", 4) == ("", "")


def test_paragraphs_hang() -> None:
    """The lines after the first are indented further."""
    assert paragraph("one two three four", 14, indent=2, hanging=2) == ["  one two", "    three four"]


def test_columns_beside_below_and_run_on() -> None:
    """The last column is wrapped beside the others, then put below them, then all runs on."""
    rows = [("one", "two", "a long sentence of words")]
    assert columns(rows, width=32) == ["  one  two  a long sentence of", "            words"]
    assert columns(rows, width=24) == ["  one  two", "      a long sentence of", "      words"]
    assert joined(columns([("a" * 12, "b" * 12, "c")], width=20)) == (
        "  aaaaaaaaaaaa\n      bbbbbbbbbbbb\n      c\n"
    )
    assert columns([], width=80) == []


def test_an_open_cell_does_not_widen_its_column() -> None:
    """With nothing to its right a cell may run on, and leaves the others where they are."""
    rows = [("+0", "Ana", "why"), ("+5", "whoever holds the other one", "")]
    assert columns(rows, width=80) == ["  +0  Ana  why", "  +5  whoever holds the other one"]
    assert joined(columns([("", "", "")], width=80)) == "\n"


def test_no_line_is_a_command_to_a_runner() -> None:
    """A line that would begin with a command of GitHub's is changed in one character."""
    assert joined(["  ::error::x", "a ::b", "##[group]", "x  "]) == "  ∷error::x\na ::b\n##\u2772group]\nx\n"


def test_colours_only_where_they_are_wanted() -> None:
    """Nothing is coloured without colour, and nothing empty with it."""
    assert Paint(color=False).red("x") == "x"
    assert Paint(color=True).red("x") == "\x1b[31mx\x1b[0m"
    assert Paint(color=True).dim("") == ""
