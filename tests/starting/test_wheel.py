"""What is installed holds the templates, and the hook that other repositories install runs."""

import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder

from reconciler.starting import Asked, parts
from tests.ledger.repositories import NOBODY, git

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "reconciler" / "starting" / "templates"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `pip install` would install."""
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_every_template_is_in_the_wheel(wheel: Path) -> None:
    """They are no Python, and a wheel without them would fail at the first `rota init` only."""
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {path.relative_to(ROOT).as_posix() for path in TEMPLATES.iterdir()}
    assert len(wanted) == 8
    assert wanted <= names


def test_what_is_in_the_wheel_starts_a_repository(wheel: Path, tmp_path: Path) -> None:
    """The package of the wheel, and not that of this folder."""
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    (tmp_path / "new").mkdir()
    script = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); "
        "import reconciler, reconciler.cli; print(reconciler.__file__, flush=True); reconciler.cli.main()"
    )
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-P", "-c", script, str(tmp_path / "site"), "--now", "2026-11-25T12:00", "init"],
        cwd=tmp_path / "new",
        env=NOBODY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(str(tmp_path / "site"))
    asked = Asked("Support", "Europe/London", date(2026, 11, 25))
    written = {
        p.relative_to(tmp_path / "new").as_posix() for p in (tmp_path / "new").rglob("*") if p.is_file()
    }
    assert written == {part.path for part in parts(asked)}


def test_the_hook_is_of_the_form_that_pre_commit_reads() -> None:
    """With every key that it must have, and none that it does not know."""
    found = hook()
    assert found.keys() == {"id", "name", "description", "entry", "language", "files", "pass_filenames"}
    assert (found["id"], found["language"], found["pass_filenames"]) == ("rota-check", "python", False)


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("rota.yaml", True),
        ("overrides/2026-12.yaml", True),
        ("overrides/ana/leave.yml", True),
        ("rota.schema.json", False),
        (".github/workflows/rota-plan.yml", False),
        ("docs/rota.yaml", False),
        ("README.md", False),
    ],
)
def test_the_hook_runs_for_the_files_of_the_rota(path: str, runs: bool) -> None:  # noqa: FBT001
    """Pre-commit searches the pattern in paths from the root."""
    assert (re.search(hook()["files"], path) is not None) is runs


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("repeat: 2", "repeat: 3", 0), ("turn: 1 week", "turn: 1 wek", 1)],
)
def test_the_hook_lets_a_good_file_pass_and_stops_a_bad_one(
    tmp_path: Path, old: str, new: str, code: int
) -> None:
    """Run as pre-commit runs it: its entry, in the root, with what is staged in place."""
    git(tmp_path, "init", "--quiet")
    for part in parts(Asked("Support", "Europe/London", date(2026, 11, 25))):
        (tmp_path / part.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part.path).write_text(part.text.replace(old, new, 1), encoding="utf-8")
    git(tmp_path, "add", ".")
    command, *words = hook()["entry"].split()
    program = shutil.which(command, path=str(Path(sys.executable).parent))
    assert program is not None
    done = subprocess.run(  # noqa: S603 - this very program
        [program, *words],
        cwd=tmp_path,
        env={**NOBODY, "PRE_COMMIT": "1", "ROTA_NOW": "2026-11-25T12:00"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout
    assert ("1 problem" in done.stdout) is bool(code)
    assert git(tmp_path, "diff") == ""


def test_the_configuration_for_pre_commit_names_the_hook() -> None:
    """And in a folder of its own it is told where the file is."""
    for folder in ("", "ops/rota"):
        asked = Asked("Support", "Europe/London", date(2026, 11, 25), folder)
        (text,) = (part.text for part in parts(asked) if part.path == ".pre-commit-config.yaml")
        (repository,) = yaml.safe_load(text)["repos"]
        (used,) = repository["hooks"]
        assert used.pop("id") == hook()["id"]
        assert repository["rev"] == "0" * 40
        assert used == (
            {"entry": 'rota --config "ops/rota/rota.yaml" check', "files": "^ops/rota/"} if folder else {}
        )
