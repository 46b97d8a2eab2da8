"""The way of a beginner works as the pages tell it: every command, in order, in a new folder."""

import re
from pathlib import Path

import pytest

from docs.refresh_starting import RUN, Story, told
from reconciler.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PLAN, APPLY = "rota --sandbox plan", "rota --sandbox apply"


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=RUN)
def story(request: pytest.FixtureRequest) -> tuple[str, Story]:
    """A page, and what comes of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "80")
        for name in (
            "PAGERDUTY_TOKEN",
            "ROTA_NOW",
            "ROTA_API_URL",
            "GIT_DIR",
            "GIT_INDEX_FILE",
            "GIT_WORK_TREE",
        ):
            patch.delenv(name, raising=False)
        return request.param, told(read(request.param))


def test_what_the_page_shows_is_what_the_commands_print(story: tuple[str, Story]) -> None:
    """`make readme` brings it up to date."""
    name, done = story
    assert done.page == read(name)


def test_every_command_ends_as_it_should(story: tuple[str, Story]) -> None:
    """Nothing fails, and a plan ends with 2 where there is something to do."""
    name, done = story
    ends = [(command.partition("  #")[0].strip(), code) for command, code in done.ends]
    start = [
        ("git init --quiet payments", 0),
        ("cd payments", 0),
        ("rota init --name Payments", 0),
        ("rota check", 0),
        (PLAN, 2),
        (APPLY, 0),
    ]
    more = [(PLAN, 2), (APPLY, 0), (PLAN, 0)] if name == "docs/starting.md" else []
    assert ends == start + more


def test_the_page_tells_every_step_that_init_prints() -> None:
    """Secrets, environments, checks and the placeholder by the same names."""
    page = read("docs/starting.md")
    tables = page.split("## 4.")[1]
    for word in ("PAGERDUTY_READ_TOKEN", "PAGERDUTY_TOKEN", "pagerduty-timer", "OWNER/rota", "`check`"):
        assert word in tables


def test_every_command_that_is_named_is_there() -> None:
    """On the page, and in what `rota init` prints, which stands there."""
    named = set(re.findall(r"`rota (?:--sandbox )?([a-z-]+)", read("docs/starting.md")))
    assert {"init", "import", "check", "plan", "apply", "schema"} <= named
    assert named <= COMMANDS.keys()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_lines_for_shells_ask_for_the_script_of_that_shell(shell: str) -> None:
    """By the variable that the tests of completion use."""
    (line,) = (line for line in read("docs/starting.md").splitlines() if line.startswith(f"| {shell}"))
    assert f"_ROTA_COMPLETE={shell}_source rota" in line
