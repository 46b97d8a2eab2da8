"""A reader that leaves stops nothing: `| head -1` shows a line, and the command goes on to its end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reconciler.cli.pipe import Pipe
from reconciler.sandbox import Store
from tests.cli.conftest import NOW, Rota

ROTA = Path(sys.executable).with_name("rota")


def unread(*args: str, errors: bool = False) -> tuple[int, str]:
    """The exit code of a command that nobody reads, and what it says on the other stream."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            [str(ROTA), *args],
            stdout=subprocess.PIPE if errors else writing,
            stderr=writing if errors else subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    return done.returncode, (done.stdout if errors else done.stderr)


@pytest.mark.parametrize("args", [("--help",), ("check",), ("who",), ("plan", "--help"), ("schema",)])
def test_a_command_that_nobody_reads_ends_as_it_would(rota: Rota, args: tuple[str, ...]) -> None:
    """Without a word about it."""
    assert unread("--now", NOW, *args) == (rota(*args).code, "")


def test_an_apply_that_nobody_reads_is_carried_out(rota: Rota) -> None:
    """And says by its exit code that it was."""
    assert unread("--now", NOW, "--sandbox", "apply") == (0, "")
    assert "Nothing to do" in rota("plan", sandbox=True).out


def test_errors_that_nobody_reads_leave_the_exit_code(rota: Rota) -> None:
    """Both streams are treated alike."""
    assert rota("-c", "none.yaml", "check").code == 1
    assert unread("-c", "none.yaml", "check", errors=True) == (1, "")


def test_what_is_read_is_written() -> None:
    """Until nobody reads any more."""
    reading, writing = os.pipe()
    pipe = Pipe(writing, "w")
    assert pipe.write(b"one") == 3
    assert os.read(reading, 9) == b"one"
    os.close(reading)
    assert [pipe.write(b"two"), pipe.write(b"three")] == [3, 5]
    pipe.close()


@pytest.mark.parametrize(
    "args",
    [
        ("--sandbox", "plan", "-o", "none/p.json"),
        ("--sandbox", "plan", "-o", "."),
        ("--sandbox", "--sandbox-file", "rota.yaml/x.db", "plan"),
        ("import", "--sandbox", "-o", "none/rota.yaml"),
        ("calendar", "-o", "rota.yaml/there"),
        ("calendar", "-o", "rota.yaml"),
        ("schema", "-o", "none/schema.json"),
    ],
)
def test_a_file_that_cannot_be_written_is_named(rota: Rota, args: tuple[str, ...]) -> None:
    """In a line, and not by what Python was doing at that time."""
    answer = rota(*args)
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert answer.out == ""
    assert answer.err.startswith(("rota: ", "Usage: ", "rota.yaml"))


def test_a_file_that_is_no_sandbox_is_named(rota: Rota, folder: Path) -> None:
    """With what else can be done; an older state is read as ever."""
    (folder / "g.db").write_text("garbage, and more of it\n" * 99, encoding="utf-8")
    answer = rota("--sandbox", "--sandbox-file", "g.db", "plan")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "rota: g.db cannot be read as the state of an embedded PagerDuty: file is not a database\n"
        "  delete it to begin anew, or name another file: --sandbox-file FILE\n"
    )
    Store(folder / "fresh.db").close()
    assert rota("--sandbox", "--sandbox-file", "fresh.db", "plan").code == 2
