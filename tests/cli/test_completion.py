"""Completion in shells: the scripts that click makes for them work through the command as it is installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reconciler.cli.main import COMMANDS

ROTA = Path(sys.executable).with_name("rota")
HEAVY = ("pydantic", "yaml", "rich", "httpx2", "flask", "holidays", "pagerduty")
"""What takes long to import."""


def asked(instruction: str, words: str = "", index: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
    """What a shell gets when it asks; fish gives the word itself where others give its index."""
    asks = {"_ROTA_COMPLETE": instruction, "COMP_WORDS": words, "COMP_CWORD": str(index), **more}
    return subprocess.run(  # noqa: S603 - this very program
        [str(ROTA)], env={**os.environ, **asks}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_for_our_command(shell: str) -> None:
    """Which asks this command again, by the same variable."""
    done = asked(f"{shell}_source")
    assert (done.returncode, done.stderr) == (0, "")
    assert "_rota_completion" in done.stdout
    assert f"_ROTA_COMPLETE={shell}_complete" in done.stdout
    assert not done.stdout.startswith("Usage")


def test_every_command_is_offered_although_it_is_imported_late() -> None:
    """In the order of the help; an option where one has begun; a command's own options behind it."""
    done = asked("bash_complete", "rota ", 1)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"plain,{name}" for name in COMMANDS]
    assert asked("bash_complete", "rota li", 1).stdout == "plain,line-up\n"
    assert "plain,--sandbox\n" in asked("bash_complete", "rota --sa", 1).stdout
    assert asked("bash_complete", "rota init --ti", 2).stdout == "plain,--time-zone\n"
    assert asked("bash_complete", "rota check --format git", 3).stdout == "plain,github\n"


def test_a_folder_or_file_is_left_to_the_shell() -> None:
    """It knows them better."""
    assert asked("bash_complete", "rota --config ", 2).stdout == "file,\n"


def test_bash_itself_completes_with_the_script() -> None:
    """Sourced, and called as bash calls it when somebody presses tab."""
    script = (
        'eval "$(_ROTA_COMPLETE=bash_source rota)"\n'
        "COMP_WORDS=(rota hist); COMP_CWORD=1\n"
        "_rota_completion rota\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    path = os.pathsep.join([str(ROTA.parent), os.environ["PATH"]])
    done = subprocess.run(  # noqa: S603 - the script above
        ["bash", "--norc", "-c", script],  # noqa: S607 - bash is found on the PATH
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("history\n", 0), done.stderr


def test_completing_imports_nothing_that_takes_long() -> None:
    """It runs at every tab."""
    done = asked("bash_complete", "rota ", 1, PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "reconciler.cli.formats" in loaded  # what commands import
    assert {name.partition(".")[0] for name in loaded} & set(HEAVY) == set()


def test_what_no_shell_would_ask_ends_with_one() -> None:
    """And does nothing else."""
    done = asked("csh_source")
    assert (done.returncode, done.stdout) == (1, "")
