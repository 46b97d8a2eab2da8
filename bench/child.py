"""Runs a command as a process of its own: wall time, exit code, and what it held in memory at most."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# The process tells its own peak: what the system tells of a child begins with the memory of its parent.
_PEAK = """
import resource, sys
def peak():
    try:
        status = open("/proc/self/status", encoding="ascii").read()
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
"""
_ROTA = f"""
{_PEAK}
from reconciler.cli.main import run
code = run(sys.argv[1:])
print(peak(), file=sys.__stderr__)
sys.exit(code)
"""
_BARE = f"{_PEAK}print(peak(), file=sys.__stderr__)"
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of one process; `peak` in MiB."""

    code: int
    seconds: float
    peak: float
    out: str


def rota(*args: str, env: Mapping[str, str] | None = None) -> Ran:
    """Run a command line of ours."""
    return _run([sys.executable, "-c", _ROTA, *args], env)


def bare_python() -> Ran:
    """Run Python with nothing to do."""
    return _run([sys.executable, "-c", _BARE], None)


def script(module: str, *args: str) -> tuple[float, str]:
    """Run a module of this folder: the seconds of wall time, and what it printed. Raises where it fails."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", module, *args]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - begun, done.stdout


def _run(command: Sequence[str], env: Mapping[str, str] | None) -> Ran:
    begun = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - begun
    *_, peak = done.stderr.split() or ["0"]
    return Ran(done.returncode, seconds, int(peak) / _MIB if peak.isdigit() else 0.0, done.stdout)
