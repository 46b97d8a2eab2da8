"""A file that `rota check` rejects is not answered from as if it were right."""

from pathlib import Path

import pytest

from tests.cli.conftest import Rota

LOOKING = [
    ("who",),
    ("who", "--at", "2026-12-01T20:00"),
    ("show",),
    ("show", "--grid"),
    ("page", "in-hours-only"),
    ("handover", "out-of-hours-engineering"),
    ("handover", "--brief"),
    ("fairness",),
    ("announce",),
]


COVER = "cover: cal, by: ana, from: 2026-12-24 17:00"
WRONG = """\
rota: the file is wrong, so this may name the wrong people:
  rota.yaml:116: stale cover: on Thu 24 Dec 17:00 – Fri 25 Dec 09:00 Cal Roe is on call, not Ben Ode
  `rota check` says what to write instead
"""


def stale(folder: Path, times: int = 1) -> None:
    """Somebody is covered who is not on call then."""
    path = folder / "rota.yaml"
    text = path.read_text(encoding="utf-8")
    assert COVER in text
    line = next(line for line in text.splitlines() if COVER in line)
    wrong = line.replace("cover: cal", "cover: ben")
    lines = [wrong.replace("17:00", f"{17 + number}:00", 1) for number in range(times)]
    path.write_text(text.replace(line, "\n".join(lines)), encoding="utf-8")


@pytest.mark.parametrize("args", LOOKING)
def test_whoever_looks_is_told_that_the_file_is_wrong(
    rota: Rota, folder: Path, args: tuple[str, ...]
) -> None:
    """Beside the answer, on the other stream: what a program reads is as it was."""
    right = rota(*args)
    stale(folder)
    answer = rota(*args)
    assert (answer.code, answer.err) == (right.code, WRONG + right.err)
    assert (answer.out != "") == (right.out != "")


def test_of_many_faults_the_first_are_told(rota: Rota, folder: Path) -> None:
    """With how many there are."""
    stale(folder, 6)
    told = rota("who").err.splitlines()
    assert len(told) == 5
    assert told[-1].endswith("more errors; `rota check` says what to write instead")


def test_slack_is_not_told_what_a_wrong_file_says(rota: Rota, folder: Path) -> None:
    """Everybody reads it there, and nobody reads the other stream."""
    stale(folder)
    answer = rota("announce", "--apply", now=None)
    assert (answer.code, answer.out) == (1, "")
    assert "stale cover" in answer.err
