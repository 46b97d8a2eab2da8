"""How far something has come: told on a terminal, after a while, and nowhere else."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.cli.progress import Line
from reconciler.cli.progress import Line as Real
from tests.cli.conftest import Rota


class Terminal(io.StringIO):
    """A stream that says it is a terminal, or that it is none."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        """Whether it is one."""
        return self._terminal


def ticks(*seconds: float) -> Iterator[float]:
    yield from seconds


def told(stream: Terminal, environment: dict[str, str], *seconds: float) -> str:
    clock = ticks(0.0, *seconds)
    line = Line("Writing", environment, stream, lambda: next(clock))
    for number in range(1, len(seconds) + 1):
        line.told(number, len(seconds))
    line.close()
    return stream.getvalue()


def test_what_takes_over_a_second_is_told_on_a_terminal_and_taken_away() -> None:
    """The first piece comes too soon to speak of; the line is blank at the end."""
    assert told(Terminal(), {}, 0.5, 1.5, 2.5) == (
        "\rWriting: 2 of 3\rWriting: 3 of 3\r" + " " * len("Writing: 3 of 3") + "\r"
    )


@pytest.mark.parametrize(
    ("terminal", "environment"), [(False, {}), (True, {"CI": "true"}), (True, {"TERM": "dumb"})]
)
def test_pipes_and_ci_get_no_progress(terminal: bool, environment: dict[str, str]) -> None:  # noqa: FBT001
    """A log would keep every one of the lines."""
    assert told(Terminal(terminal=terminal), environment, 2.0, 3.0) == ""


def test_what_is_quick_is_not_told() -> None:
    """Nothing flashes by."""
    assert told(Terminal(), {}, 0.1, 0.2) == ""


def test_a_calendar_says_what_it_makes_and_how_much_of_it(
    rota: Rota, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Days, then pages, then feeds, each counted to its end; the line is taken away."""
    terminal, clock = Terminal(), iter(range(0, 10_000, 2))
    monkeypatch.setattr(
        "reconciler.cli.progress.Line", lambda what, _: Real(what, {}, terminal, lambda: next(clock))
    )
    answer = rota("calendar", "-o", str(tmp_path / "public"), "--weeks", "1")
    steps = [step.strip() for step in terminal.getvalue().split("\r") if step.strip()]
    made = [path.suffix for path in (tmp_path / "public").iterdir()]
    assert answer.code == 0
    for number, what in ((7, "Laying out days"), (made.count(".html"), "Making pages")):
        assert steps[:number] == [f"{what}: {i} of {number}" for i in range(1, number + 1)]
        del steps[:number]
    number = made.count(".ics")
    assert steps == [f"Making feeds: {i} of {number}" for i in range(1, number + 1)]
    assert terminal.getvalue().endswith(" \r")


def test_an_apply_counts_what_it_has_written(rota: Rota, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every action counts once, the failed too, and the line is taken away."""
    terminal, clock = Terminal(), iter(range(0, 10_000, 2))
    monkeypatch.setattr(
        "reconciler.cli.progress.Line", lambda what, _: Real(what, {}, terminal, lambda: next(clock))
    )
    answer = rota("apply", sandbox=True)
    steps = [step.strip() for step in terminal.getvalue().split("\r") if step.strip()]
    assert answer.code == 0
    assert steps[0] == f"Writing to PagerDuty: 1 of {len(steps)}"
    assert steps[-1] == f"Writing to PagerDuty: {len(steps)} of {len(steps)}"
    assert terminal.getvalue().endswith(" \r")
