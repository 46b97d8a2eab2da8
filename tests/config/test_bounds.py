"""Bounds of law 10: whatever the size and shape of a file, loading it takes bounded memory and few steps.

Nothing is timed here: memory is the peak that tracemalloc sees, and work is counted in steps. Times are
printed by `bench/run.py limits`.
"""

import random
import tracemalloc
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reconciler.config import includes, scalars
from reconciler.config.entry import Entry
from reconciler.config.limits import MAX_FINDINGS
from reconciler.config.loader import Loaded, load, load_texts
from reconciler.config.texts import MAX_BYTES
from reconciler.errors import ConfigError, Finding, Where
from reconciler.render import findings as render
from reconciler.shifts import swaps
from reconciler.shifts.faults import faults
from tests.config.helpers import BASE, HEAD, HOURS, WEB
from tests.config.test_properties import EXAMPLE

MEGA = 1024 * 1024
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MONDAY = date(2026, 11, 30)


def people(number: int) -> str:
    return "people:\n" + "".join(
        f"  p{n}: {{name: Person {n}, email: p{n}@example.org}}\n" for n in range(number)
    )


def overrides(entry: Callable[[int], str], number: int) -> str:
    return "overrides:\n" + "".join(f"  - {{rota: web, {entry(n)}}}\n" for n in range(number))


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def outcome(texts: Mapping[str, str | bytes]) -> Loaded | tuple[Finding, ...]:
    try:
        return load_texts("rota.yaml", texts)
    except ConfigError as error:
        return error.findings


def peak(run: Callable[[], object]) -> float:
    """The most memory that was in use during a run, in MiB, beyond what was in use before."""
    tracemalloc.start()
    try:
        run()
        return tracemalloc.get_traced_memory()[1] / MEGA
    finally:
        tracemalloc.stop()


LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]\n"
    for name, below in zip("bcdefghi", "abcdefgh", strict=True)
)
REFUSED: dict[str, str | bytes] = {
    "a billion laughs": LAUGHS,
    "a list of 20,000 lines": HEAD + "announce:\n" + "- x\n" * 20_000,
    "a line of a million characters": HEAD + "x" * 1_000_000 + ": y\n",
    "a value of a million characters": HEAD.replace("13 weeks", "1" * 1_000_000),
    "characters without a width": HEAD + "a" + "\u0301" * 400_000 + ": y\n",
    "brackets in brackets": "[" * 1_000_000,
    "mappings in mappings": "{a: " * 200_000,
    "lists in lists": "- " * 500_000,
    "random bytes": random.Random(7).randbytes(MAX_BYTES),  # noqa: S311 - not a secret
    "a key written 10,000 times": HEAD + "people:\n" + "  a: {nam: x}\n" * 10_000,
    "patterns without end": HEAD + f"include: [{', '.join(f'a{n}.yaml' for n in range(50_000))}]\n",
    "stars without end": HEAD + "include: ['" + "**/" * 500 + "*.yaml', '" + "*a" * 500 + ".yaml']\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_a_refusal_takes_bounded_memory_and_says_little(text: str | bytes) -> None:
    """However much is wrong, few findings come of it, each of a length that can be read."""
    found: list[Finding] = []

    def check() -> None:
        refusal = outcome({"rota.yaml": text})
        assert isinstance(refusal, tuple)
        found.extend(refusal)
        source = text if isinstance(text, str) else ""
        said = render.text(found, {"rota.yaml": source}, width=80, color=False)
        assert len(said) < 300_000

    assert peak(check) < 150
    assert 1 <= len(found) <= MAX_FINDINGS + 1
    assert all(len(f.message) <= 601 and len(f.hint or "") <= 601 for f in found)


def test_fifty_megabytes_are_not_even_read(tmp_path: Path) -> None:
    """A file that is too big is refused by its first megabyte."""
    path = tmp_path / "rota.yaml"
    path.write_bytes(b"x" * 50_000_000)

    def check() -> None:
        with pytest.raises(ConfigError, match="1 problem"):
            load(path)

    assert peak(check) < 5


def test_included_files_are_bounded_together(tmp_path: Path) -> None:
    """A glob that names a thousand big files reads a few of them, and says so once for each that it left."""
    (tmp_path / "rota.yaml").write_text(BASE + "include: ['more/*.yaml']\n")
    (tmp_path / "more").mkdir()
    for n in range(40):
        (tmp_path / "more" / f"{n:02}.yaml").write_text("leave:\n" + f"# {'x' * 120}\n" * 7_000)
    read: list[int] = []

    def check() -> None:
        with pytest.raises(ConfigError) as refused:
            load(tmp_path / "rota.yaml")
        read.append(len(refused.value.sources))
        assert {f.id for f in refused.value.findings} == {"file-too-big"}

    assert peak(check) < 60
    assert sum(read) * 7_000 * 120 < includes.MAX_TOTAL + 2 * MAX_BYTES


def test_thousands_of_people_and_overrides_load_in_bounded_memory() -> None:
    """A big file that is right is loaded."""
    text = HEAD + HOURS + people(2_000) + "rotas:\n" + WEB.replace("[ana, ben]", "[p0, p1]")
    text += overrides(lambda n: f"cover: p{n // 7 % 2 ^ 1}, by: p7, on: {day(n)}", 1_000)
    loaded: list[object] = []

    def check() -> None:
        found = outcome({"rota.yaml": text})
        assert isinstance(found, Loaded), found[:3]
        loaded.append(found)
        assert not faults(found.file, NOW)

    assert peak(check) < 60
    assert loaded


@pytest.mark.parametrize("blows", range(40))
def test_the_shipped_example_in_pieces_repeated_is_refused_or_loaded(blows: int) -> None:
    """Mutations that blow the file up: pieces of it repeated hundreds of times."""
    chance = random.Random(blows)  # noqa: S311 - not a secret
    text = EXAMPLE
    for _ in range(chance.randrange(1, 4)):
        at, size = chance.randrange(len(text)), chance.randrange(1, 80)
        text = text[:at] + text[at : at + size] * chance.randrange(1, 300) + text[at:]
    found = outcome({"rota.yaml": text})
    assert isinstance(found, Loaded) or 1 <= len(found) <= MAX_FINDINGS + 1


class Steps:
    """Counts the calls of a function of a class or module."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
        self.count = 0
        inner = getattr(owner, name)

        def counted(*args: object, **more: object) -> object:
            self.count += 1
            return inner(*args, **more)

        monkeypatch.setattr(owner, name, counted)


def test_swaps_are_told_apart_without_comparing_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries that differ in whose turns they exchange hash differently."""
    text = BASE + overrides(lambda n: f"swap: {{ana: {day(14 * n)}, ben: {day(14 * n + 7)}}}", 1_000)
    steps = Steps(monkeypatch, Entry, "__eq__")
    outcome({"rota.yaml": text})
    assert steps.count < 1_000


@pytest.mark.parametrize(
    "entry",
    [
        lambda n: f"cover: ana, by: ben, from: {day(n)} 09:00, until: 2060-01-01 09:00",
        lambda n: f"cover: ana, by: ben, from: 2027-01-01 09:00, until: 2027-01-02 09:00, reason: r{n}",
    ],
    ids=["one after the other", "all at once"],
)
def test_a_crowd_of_covers_is_one_finding(
    entry: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is on is not followed through thousands of covers that hold at one instant."""
    found = outcome({"rota.yaml": BASE + overrides(entry, 2_000)})
    assert isinstance(found, Loaded)
    steps = Steps(monkeypatch, Entry, "__eq__")
    (crowd,) = faults(found.file, NOW)
    assert crowd.id == "too-many-covers"
    assert crowd.message.startswith("more than 20 covers of web hold at once on ")
    assert steps.count < 2_000


def test_suggestions_are_looked_for_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of unknown names among thousands of known ones are not all compared."""
    steps = Steps(monkeypatch, scalars, "get_close_matches")
    rota = WEB.replace("[ana, ben]", f"[{', '.join(f'q{n}' for n in range(3_000))}]")
    found = outcome({"rota.yaml": HEAD + HOURS + people(5_000) + "rotas:\n" + rota})
    assert isinstance(found, tuple)
    assert found[0].hint is not None
    assert steps.count <= 4


def test_turns_near_a_wrong_swap_are_looked_for_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first wrong swaps are told which dates would be right."""
    found = outcome({"rota.yaml": BASE + overrides(lambda n: f"swap: {{ana: {day(n)}, ben: {day(n)}}}", 300)})
    assert isinstance(found, Loaded)
    steps = Steps(monkeypatch, swaps, "_near")
    told = faults(found.file, NOW)
    assert len(told) > 300
    assert steps.count == 20
    assert told[0].hint is not None


def test_a_chain_of_rotas_is_not_walked_for_every_override() -> None:
    """Rotas that follow rotas without end are one finding, however many entries name the last of them."""
    chain = "".join(f"  r{n}: {{name: R{n}, follows: {f'r{n - 1}' if n else 'web'}}}\n" for n in range(3_000))
    entries = overrides(lambda n: f"cover: ana, by: ben, on: {day(n)}", 3_000)
    found = outcome({"rota.yaml": BASE + chain + entries.replace("rota: web", "rota: r2999")})
    assert isinstance(found, tuple)
    assert [f.id for f in found] == ["circular-follows"]


def test_a_pattern_that_no_folder_can_match_is_refused_in_words(tmp_path: Path) -> None:
    """Two stars within a name mean nothing; the file system is not asked."""
    (tmp_path / "rota.yaml").write_text(BASE + "include: ['more**.yaml']\n")
    with pytest.raises(ConfigError) as refused:
        load(tmp_path / "rota.yaml")
    (found,) = refused.value.findings
    assert found.message == '"more**.yaml" is no pattern of file names'


def test_a_line_as_long_as_the_file_is_quoted_in_the_room_there_is() -> None:
    """Of a million characters those around the place are shown, at its beginning, middle and end."""
    source = {"x.yaml": f"a: [{', '.join(['word'] * 50_000)}]\n"}
    for column in (1, 150_001, 300_000):
        found = Finding("a", "error", "m", Where("x.yaml", 1, column, 4))
        said = render.text((found,), source, width=60, color=False)
        assert all(len(line) <= 60 for line in said.split("\n"))
        assert "^^^^" in said
        assert "…" in said
