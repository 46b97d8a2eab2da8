"""The page about shapes shows the files that are tested, and what the program prints of them."""

import re

import pytest

from docs.refresh_shapes import PAGE, refreshed
from tests.shapes.shape import SHAPES


def test_the_page_shows_the_files_as_they_are_and_what_is_printed_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`make readme` brings it up to date."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("PAGERDUTY_TOKEN", raising=False)
    page = PAGE.read_text(encoding="utf-8")
    assert refreshed(page) == page


def test_every_shape_stands_once_on_the_page_with_its_trap() -> None:
    """Under a heading of its own, to which the table at the top leads."""
    page = PAGE.read_text(encoding="utf-8")
    sections = re.split(r"^## ", page, flags=re.MULTILINE)
    shown = [section for section in sections if "<!-- shape: " in section]
    names = [re.findall(r"<!-- shape: (\S+) -->", section) for section in shown]
    assert sorted(names) == [[name] for name in SHAPES]
    assert all(section.count("**Trap:**") == 1 and "<!-- run -->" in section for section in shown)
    headings = {section.splitlines()[0] for section in shown}
    assert headings == set(re.findall(r"\[([^]]+)\]\(#", page))
