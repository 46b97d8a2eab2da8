"""What the documents say is what the program does."""

import re
from pathlib import Path

import pytest

from docs.refresh_readme import RUN, refreshed
from reconciler.cli.main import COMMANDS
from reconciler.errors import ExitCode

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", RUN)
def test_the_output_in_a_page_is_what_the_commands_print(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make readme` brings it up to date."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("PAGERDUTY_TOKEN", raising=False)
    assert refreshed(read(name), read("rota.yaml")) == read(name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_the_pages_leads_somewhere(page: Path) -> None:
    """A newcomer follows them all."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if not (page.parent / link).exists()]
    assert missing == []


def test_every_exit_code_stands_in_the_table() -> None:
    """CI is written against that table."""
    rows = re.findall(r"^\| (\d) \|", read("docs/ci.md"), flags=re.MULTILINE)
    assert rows == [str(int(code)) for code in ExitCode]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_spoken_of_in_the_documents(name: str) -> None:
    """A command that no page names is not found."""
    assert any(f"rota {name}" in page.read_text(encoding="utf-8") for page in PAGES)
