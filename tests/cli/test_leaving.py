"""Somebody leaves: their last day stands in the file first, and the line-ups that it asks for follow."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Rota
from tests.render.builders import valid


@pytest.fixture
def leaving(folder: Path) -> Path:
    """The shipped file, where Kit Moss, who has turns in two rotas, leaves in the new year."""
    path = folder / "rota.yaml"
    text = path.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.lstrip().startswith("kit:")]
    path.write_text(text.replace(line, line.replace("}", ", left: 2027-01-13}", 1)), encoding="utf-8")
    return path


def commands(text: str) -> list[list[str]]:
    """The commands that hints name, as arguments."""
    found = re.findall(r"`rota (line-up [^`]*)`", " ".join(text.split()))
    return [shlex.split(command) for command in dict.fromkeys(found)]


def test_the_commands_of_the_hints_mend_the_file(rota: Rota, leaving: Path) -> None:
    """One after the other, though the file is at fault until the last of them; each says what is left."""
    faulty = rota("check")
    assert faulty.code == 1
    todo = commands(faulty.out + faulty.err)
    assert len(todo) > 1
    for number, command in enumerate(todo, start=1):
        answer = rota(*command, "--write")
        assert (answer.code, answer.err) == (0, "")
        assert len(commands(answer.out)) == len(todo) - number
    assert rota("check").code == 0
    assert leaving.read_text(encoding="utf-8").count("# kit leaves") == len(todo)


def test_what_is_left_to_do_stands_in_the_data_too(rota: Rota, leaving: Path) -> None:
    """As findings; nothing is written without being asked for."""
    before = leaving.read_bytes()
    first, *rest = commands(rota("check").out)
    notes = valid("line-up", rota(*first, "--format", "json").out)["findings"]
    assert [found["id"] for found in notes if found["severity"] == "error"] == ["left"] * len(rest)
    assert leaving.read_bytes() == before


@pytest.mark.parametrize("more", [("--add", "ana"), ("--first", "ned")])
def test_a_line_up_that_leaves_them_in_is_refused(rota: Rota, leaving: Path, more: tuple[str, str]) -> None:
    """As by any other command, with the fault; a line-up from too late on is no help either."""
    before = leaving.read_bytes()
    for options in (more, ("--remove", "kit")):
        since = "2027-09-06" if options[0] == "--remove" else "2026-12-14"
        answer = rota("line-up", "in-hours-comms", "--from", since, *options, "--write")
        assert answer.code == 1
        assert "kit leaves on 2027-01-13" in answer.out + answer.err
    assert leaving.read_bytes() == before


def test_any_other_fault_still_stops_it(rota: Rota, leaving: Path) -> None:
    """Only what the command is for is put up with."""
    leaving.write_text(
        leaving.read_text(encoding="utf-8").replace("turn: 1 week", "turn: 1", 1), encoding="utf-8"
    )
    answer = rota("line-up", "in-hours-comms", "--from", "2026-12-14", "--remove", "kit")
    assert answer.code == 1
    assert "is not a length of time" in answer.out + answer.err
