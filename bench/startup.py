"""How long commands take to start, beside bare Python, and what they hold in memory at most."""

import statistics
from collections.abc import Callable
from pathlib import Path

from bench.child import Ran, bare_python, rota
from bench.report import Section, Table, seconds
from bench.sizes import Sizes

EXAMPLE = str(Path(__file__).resolve().parents[1] / "rota.yaml")
BARE = "python -c pass"
COMMANDS: dict[str, Callable[[], Ran]] = {
    BARE: bare_python,
    "rota --version": lambda: rota("--version"),
    "rota check": lambda: _asked("check"),
    "rota who": lambda: _asked("who"),
}


def _asked(command: str) -> Ran:
    return rota("-c", EXAMPLE, "--now", "2026-11-25T12:00", command)


def section(sizes: Sizes) -> Section:
    """Run every command in turn, so that noise falls on all alike."""
    runs: dict[str, list[Ran]] = {name: [] for name in COMMANDS}
    for _ in range(sizes.starts):
        for name, command in COMMANDS.items():
            runs[name].append(command())
    middle = {name: statistics.median(ran.seconds for ran in found) for name, found in runs.items()}
    rows = [
        [
            name,
            seconds(middle[name]),
            f"{(middle[name] - middle[BARE]) * 1000:+.0f} ms",
            f"{max(ran.peak for ran in found):.0f} MiB",
            f"{len(found)}",
        ]
        for name, found in runs.items()
    ]
    return Section(
        "Starting",
        "Short commands on the example file, from start to exit. Planning, above, tells the peak of a plan.",
        Table(["command", "time", "over bare Python", "peak memory", "runs"], rows),
    )
