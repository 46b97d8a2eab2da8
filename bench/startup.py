"""How long commands take to start, beside bare Python, in one run: medians, since machines are noisy."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 15
ROOT = Path(__file__).resolve().parents[1]
ROTA = str(Path(sys.executable).with_name("rota"))
COMMANDS: dict[str, list[str]] = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "rota --version": [ROTA, "--version"],
    "rota check": [ROTA, "--now", "2026-11-25T12:00", "check"],
    "rota who": [ROTA, "--now", "2026-11-25T12:00", "who"],
}


def once(command: list[str]) -> float:
    """Seconds of wall time for one run; raises where it fails."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - begun


def main() -> None:
    """Run every command in turn, so that noise falls on all alike, and print the medians."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            times[name].append(once(command))
    bare = statistics.median(times["python -c pass"])
    print(f"median of {ROUNDS} runs, Python {sys.version.split()[0]}")
    for name, found in times.items():
        middle = statistics.median(found)
        print(f"{name:16} {middle * 1000:7.0f} ms   {(middle - bare) * 1000:+7.0f} ms over bare Python")


if __name__ == "__main__":
    main()
