"""What `rota check` costs on files at the bounds: wall time and peak memory of a process for each."""

import random
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from bench.child import rota as rota_process
from bench.report import Section, Table, seconds
from bench.sizes import Sizes

EXAMPLE = Path(__file__).resolve().parents[1] / "rota.yaml"
HEAD = "version: 1\ntime_zone: Europe/London\nhorizon: 13 weeks\n"
HOURS = "hours: {in-hours: Mon-Fri 09:00-17:00}\n"
FIRST = date(2026, 1, 5)
MONDAY = date(2026, 11, 30)


def people(number: int) -> str:
    """So many people."""
    entries = (f"  p{n}: {{name: Person {n}, email: p{n}@example.org}}\n" for n in range(number))
    return "people:\n" + "".join(entries)


def rota(number: int) -> str:
    """A file with so many people, all of them in one rota."""
    named = ", ".join(f"p{n}" for n in range(number))
    line_ups = f"line_ups: [{{from: {FIRST}, people: [{named}]}}]"
    text = (
        f"rotas:\n  web: {{name: Web, hours: in-hours, turn: 1 week, handover: Monday 09:00, {line_ups}}}\n"
    )
    return HEAD + HOURS + people(number) + text


def overrides(entry: Callable[[int], str], number: int) -> str:
    """A file of two people and so many overrides."""
    return rota(2) + "overrides:\n" + "".join(f"  - {{rota: web, {entry(n)}}}\n" for n in range(number))


def cover(number: int) -> str:
    """A cover of one weekday by the one of the two whose turn it is not."""
    on = MONDAY + timedelta(days=number // 5 * 7 + number % 5)
    holder = (on - FIRST).days // 7 % 2
    return f"cover: p{holder}, by: p{1 - holder}, on: {on}"


def mutations(number: int) -> Iterator[str]:
    """The shipped example with a piece of it repeated somewhere."""
    chance, text = random.Random(7), EXAMPLE.read_text(encoding="utf-8")  # noqa: S311 - not a secret
    for _ in range(number):
        at, size = chance.randrange(len(text)), chance.randrange(1, 200)
        yield text[:at] + text[at : at + size] * chance.randrange(1, 2_000) + text[at:]


def files() -> Iterator[tuple[str, bytes]]:
    """Each file with its name."""
    laughs = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for name, below in zip("bcdefghi", "abcdefgh", strict=True):
        laughs += f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]\n"
    texts = {
        "the shipped example": EXAMPLE.read_text(encoding="utf-8"),
        "10,000 people": HEAD + people(10_000),
        "10,000 people in one rota": rota(10_000),
        "10,000 covers that fit": overrides(cover, 10_000),
        "10,000 covers at once": overrides(lambda n: f"{cover(0)}, reason: r{n}", 10_000),
        "10,000 covers by nobody": overrides(lambda n: cover(n).replace("by: p", "by: q"), 10_000),
        "a billion laughs": laughs,
        "50 MB": "x" * 50_000_000,
        "a list of 100,000 lines": HEAD + "announce:\n" + "- x\n" * 100_000,
        "a line of a million characters": HEAD + "source: " + "x" * 1_000_000 + "\n",
        "a key of a million characters": HEAD + "x" * 1_000_000 + ": y\n",
        "a million brackets": "[" * 1_000_000,
        "30,000 included names": HEAD + f"include: [{', '.join(f'a{n}.yaml' for n in range(30_000))}]\n",
        "500 stars": HEAD + "include: ['" + "**/" * 500 + "*.yaml']\n",
    }
    yield from ((name, text.encode()) for name, text in texts.items())
    yield "a megabyte of random bytes", random.Random(7).randbytes(1_000_000)  # noqa: S311 - not a secret
    yield from ((f"mutation {n} of the example", text.encode()) for n, text in enumerate(mutations(5), 1))


def section(sizes: Sizes) -> Section:
    """Check every file once, or the first few."""
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, raw in islice(files(), sizes.files):
            path = Path(folder) / "rota.yaml"
            path.write_bytes(raw)
            ran = rota_process("-c", str(path), "--now", "2026-11-25T12:00", "check")
            rows.append([name, f"{len(raw):,}", f"{ran.code}", seconds(ran.seconds), f"{ran.peak:.0f} MiB"])
    return Section(
        "Files at the bounds",
        "`rota check` on files that are as large as they may be, larger, or no rota files at all; one run "
        "each, since what matters is that it ends, and how.",
        Table(["file", "bytes", "exit code", "time", "peak memory"], rows),
    )
