"""The page about the checks names all of them, as they are."""

import re
from pathlib import Path

import pytest

from tests.checks.ids import in_code, switchable

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([a-z0-9-]+)` \| ([^|]*) \|", PAGE, flags=re.MULTILINE)
KINDS = {"note": "info", "warning": "warning", "error": "error"}


def test_the_page_lists_exactly_the_ids_that_the_program_can_tell() -> None:
    """Each once; whoever adds a check adds a line."""
    assert sorted(id_ for id_, _ in ROWS) == sorted(in_code())


@pytest.mark.parametrize("id_", sorted(switchable()))
def test_the_page_says_how_bad_each_check_is(id_: str) -> None:
    """What may be worked out is at least a warning."""
    said = {KINDS[kind] for kind in dict(ROWS)[id_].split(", ")}
    assert said - {"error"} == in_code()[id_] - {"error"}


def test_the_ids_stand_in_order_in_each_table() -> None:
    """So that one is found by eye."""
    tables = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    listed = [re.findall(r"^\| `([a-z0-9-]+)` \|", table, flags=re.MULTILINE) for table in tables]
    assert all(listed)
    assert [ids for ids in listed if ids != sorted(ids)] == []
