"""Laws of loading: no bytes give a traceback, order means nothing where it says nothing, texts round-trip."""

import random
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config import dates, scalars, windows
from reconciler.config.loader import load_texts
from reconciler.config.model import LineUp, Rota, RotaFile
from reconciler.config.values import WEEKDAYS, DateRange, Handover, Turn, WeeklyWindow
from reconciler.errors import ConfigError

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / "rota.yaml").read_text(encoding="utf-8")
PARTS: dict[str, Any] = yaml.load(EXAMPLE, Loader=yaml.BaseLoader)  # noqa: S506 - texts only
WORDS = (
    "<<: *a",
    "&a ",
    "*a",
    "!!x ",
    "~",
    "null",
    "- ",
    "{",
    "}",
    "[",
    "]",
    ":",
    "\t",
    "\n  ",
    "'",
    '"',
    "\0",
    "%",
    "|",
    "é",
)


def outcome(texts: dict[str, str | bytes]) -> str:
    """What became of it; anything but these two is a fault of ours."""
    try:
        load_texts("rota.yaml", texts)
    except ConfigError as error:
        refusal = error
    else:
        return "loaded"
    assert refusal.findings
    for finding in refusal.findings:
        assert finding.message
        assert finding.where is None or (finding.where.line >= 1 and finding.where.column >= 1)
    return "refused"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_loaded(raw: bytes) -> None:
    """Law 10: never a traceback."""
    assert outcome({"rota.yaml": raw}) in {"refused", "loaded"}


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_refused_or_loaded(text: str) -> None:
    """Law 10, for texts that decode."""
    assert outcome({"rota.yaml": text, "x.yaml": text}) in {"refused", "loaded"}


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_a_damaged_example_is_refused_or_loaded(chance: random.Random, blows: int) -> None:
    """Law 10, where nearly everything is right."""
    text = EXAMPLE
    for _ in range(blows):
        at = chance.randrange(len(text))
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:at] + text[at + chance.randrange(1, 40) :]
        elif kind == 1:
            text = text[:at] + chance.choice(WORDS) + text[at:]
        elif kind == 2:
            other = chance.randrange(len(text))
            text = text[:at] + text[other : other + chance.randrange(1, 60)] + text[at:]
        else:
            lines = text.split("\n")
            lines.insert(at % len(lines), chance.choice(lines))
            text = "\n".join(lines)
        text = text or "x"
    assert outcome({"rota.yaml": text}) in {"refused", "loaded"}


VALUES = """
ana ben in-hours web current true 1 30% 2026-01-05 2026-02-30 09:00 2026-01-05 09:00|1 week|12 hours|Mon 09:00
""".strip()
SCALARS = st.sampled_from(["", *VALUES.replace("|", " ").split(), *VALUES.split("|")]) | st.text(max_size=6)
INNER = """
from until on by cover swap holiday rota notify turn handover hours layers follows offset rules window extra
levels name email left windows x
"""
KEYS = st.sampled_from([*PARTS, *INNER.split()])
TREES: st.SearchStrategy[Any] = st.recursive(
    SCALARS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(list(PARTS)), TREES, max_size=4), st.booleans())
def test_any_shape_is_refused_or_loaded(parts: dict[str, Any], beside: bool) -> None:  # noqa: FBT001 - drawn
    """Law 10, for well-formed YAML in which values of every kind stand in every place."""
    text = yaml.safe_dump({**PARTS, **parts} if beside else parts, allow_unicode=True)
    assert outcome({"rota.yaml": text}) in {"refused", "loaded"}


def in_order(file: RotaFile) -> RotaFile:
    """The file with everything in one order whose order means nothing."""

    def by_start(rota: Rota) -> tuple[LineUp, ...]:
        return tuple(sorted(rota.line_ups, key=lambda entry: str(entry.start)))

    rotas = {key: rota.model_copy(update={"line_ups": by_start(rota)}) for key, rota in file.rotas.items()}
    names = ("overrides", "leave", "expect")
    lists = {name: tuple(sorted(getattr(file, name), key=str)) for name in names}
    return file.model_copy(update={"rotas": rotas, **lists})


def shuffled(value: Any, chance: random.Random, path: tuple[str, ...] = ()) -> Any:
    """The same content with keys, and the entries of lists without order, in another order."""
    if isinstance(value, dict):
        items = list(value.items())
        chance.shuffle(items)
        return {key: shuffled(below, chance, (*path, key)) for key, below in items}
    if isinstance(value, list):
        items = [shuffled(below, chance, path) for below in value]
        if path[-1] in {"line_ups", "overrides", "leave", "expect"}:
            chance.shuffle(items)
        return items
    return value


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_and_files_mean_nothing_where_they_say_nothing(chance: random.Random) -> None:
    """Law 8: another order of keys, entries and files, and another formatting, is an equal file."""
    parts = shuffled(PARTS, chance)
    texts: dict[str, str] = {}
    for section in ("people", "hours", "rotas", "policies", "overrides", "leave", "expect"):
        if chance.random() < 0.5:
            texts[f"parts/{chance.randrange(100)}-{section}.yaml"] = yaml.safe_dump(
                {section: parts.pop(section)}
            )
    flow = chance.random() < 0.5
    root = yaml.safe_dump({**parts, "include": ["parts/*.yaml"]}, sort_keys=False, default_flow_style=flow)
    again = load_texts("rota.yaml", {"rota.yaml": root, **texts}).file
    assert in_order(again) == in_order(load_texts("rota.yaml", {"rota.yaml": EXAMPLE}).file)


TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
DATES = st.dates(date(1970, 1, 1), date(2199, 12, 31))


@settings(deadline=None)
@given(st.integers(1, 1000), st.sampled_from(["minutes", "hours", "days"]))
def test_a_duration_reads_back(count: int, unit: str) -> None:
    """Written as a number and a unit."""
    assert scalars.parse_duration(f"{count} {unit}") == timedelta(**{unit: count})


@settings(deadline=None)
@given(st.builds(Turn, st.integers(1, 52), st.sampled_from(["hours", "days", "weeks"])))
def test_a_turn_reads_back(turn: Turn) -> None:
    """As it prints itself."""
    assert scalars.parse_turn(str(turn)) == turn


@settings(deadline=None)
@given(st.builds(Handover, st.none() | st.integers(0, 6), TIMES))
def test_a_handover_reads_back(handover: Handover) -> None:
    """As it prints itself."""
    assert scalars.parse_handover(str(handover)) == handover


@settings(deadline=None)
@given(DATES, DATES, TIMES)
def test_dates_read_back(one: date, other: date, clock: time) -> None:
    """Dates, ranges of them and wall times."""
    first, last = min(one, other), max(one, other)
    moment = datetime.combine(one, clock)
    assert dates.parse_date_range(f"{first}..{last}") == DateRange(first, last)
    assert dates.parse_when(f"{one}") == one
    assert (
        dates.parse_when(f"{moment:%Y-%m-%d %H:%M}") == dates.parse_when(f"{moment:%Y-%m-%dT%H:%M}") == moment
    )


@settings(deadline=None)
@given(st.integers(0, 10_079), st.integers(1, 10_079))
def test_a_window_reads_back(start: int, length: int) -> None:
    """As a span from a day and time to another."""

    def spell(minute: int) -> str:
        day, rest = divmod(minute % 10_080, 1440)
        return f"{WEEKDAYS[day][:3]} {rest // 60:02}:{rest % 60:02}"

    window = WeeklyWindow(start, length)
    assert windows.parse_windows(f"{spell(start)}-{spell(start + length)}") == (window,)
