"""The same rota file written in random ways: blocks and brackets, indents, quotes, comments, line ends."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.edit.support import HEAD

MONDAYS = ("2026-01-05", "2026-02-02", "2026-03-02", "2026-06-01", "2026-09-07", "2026-12-07", "2027-01-04")
PEOPLE = ("ana", "ben", "cal")
REMARKS = ("", "", "  # why", "  #\ta tab", "   ", "  # it's: [odd] {")

groups = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3)
mondays = st.sampled_from(MONDAYS)


@st.composite
def line_ups(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Line-ups in any order of dates."""
    days = draw(st.lists(mondays, min_size=1, max_size=4, unique=True))
    return [{"from": day, "people": draw(groups)} for day in days]


@st.composite
def overrides(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Covers with reasons that need quotes and reasons that do not."""
    days = draw(st.lists(mondays, max_size=3, unique=True))
    reason = st.sampled_from(("course", "a: b", "it's, so", "#1", "Zoë 🎉 so"))
    return [{"rota": "web", "cover": "ana", "by": "ben", "on": day, "reason": draw(reason)} for day in days]


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file with a rota, and perhaps overrides and leave, written in any way."""
    turns = draw(line_ups())
    covers = draw(st.one_of(st.none(), overrides()))
    away = draw(st.sampled_from((None, "2026-03-02", "2026-12-07..2026-12-11")))
    text = HEAD + "rotas:\n  web:\n    name: Web\n    turn: 1 week\n    handover: Monday 09:00\n"
    text += draw(lists("line_ups", turns, 4))
    if covers is not None:
        text += draw(st.sampled_from(("", "\n", "# overrides\n"))) + draw(lists("overrides", covers, 0))
    if away is not None:
        text += draw(lists("leave", [{"person": "ana", "on": away}], 0))
    text += draw(st.sampled_from(("", "\n\n", "# the end\n", "expect: []\n", "...\n")))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    text = text.replace("\n", draw(st.sampled_from(("\n", "\r\n"))))
    return (draw(st.sampled_from(("", "\ufeff"))) + text).encode()


@st.composite
def lists(draw: st.DrawFn, key: str, items: Sequence[dict[str, Any]], margin: int) -> str:
    """A key with its list, in one of the forms of YAML."""
    lead = " " * margin
    form = draw(st.sampled_from(("dashes", "lines", "brackets", "open"))) if items else "brackets"
    if form == "brackets":
        inside = draw(st.sampled_from((", ", ","))).join(draw(braces(item)) for item in items)
        return f"{lead}{key}: [{inside}]{draw(st.sampled_from(REMARKS))}\n"
    if form == "open":
        return lead + key + ": [\n" + draw(_open(items, margin)) + lead + "]\n"
    step = draw(st.sampled_from((0, 1, 2, 4)))
    dash = " " * (margin + step) + "-" + " " * draw(st.integers(1, 3))
    out = f"{lead}{key}:{draw(st.sampled_from(REMARKS))}\n"
    for item in items:
        out += draw(st.sampled_from(("", "", "\n", f"{' ' * (margin + step)}# above\n")))
        if form == "dashes":
            out += dash + draw(braces(item)) + draw(st.sampled_from(REMARKS)) + "\n"
            continue
        rows = draw(rows_of(item))
        blank = " " * len(dash)
        out += "".join(
            f"{blank if i else dash}{row}{draw(st.sampled_from(REMARKS))}\n" for i, row in enumerate(rows)
        )
    return out


@st.composite
def _open(draw: st.DrawFn, items: Sequence[dict[str, Any]], margin: int) -> str:
    """The items of a list in brackets, a line or two each."""
    out = ""
    for i, item in enumerate(items):
        comma = "," if i + 1 < len(items) or draw(st.booleans()) else ""
        out += " " * (margin + 2) + draw(braces(item)) + comma + draw(st.sampled_from(REMARKS)) + "\n"
    return out


@st.composite
def braces(draw: st.DrawFn, item: dict[str, Any]) -> str:
    """An item as `{…}`."""
    quote = draw(st.sampled_from(("", '"')))
    pad = draw(st.sampled_from(("", " ")))
    parts = [f"{quote}{key}{quote}: {draw(values(value))}" for key, value in item.items()]
    return f"{{{pad}{', '.join(parts)}{pad}}}"


@st.composite
def rows_of(draw: st.DrawFn, item: dict[str, Any]) -> list[str]:
    """An item as a line for each key; lists in brackets or with dashes."""
    rows: list[str] = []
    step = draw(st.sampled_from((0, 2)))
    for key, value in item.items():
        if isinstance(value, list) and draw(st.booleans()):
            rows += [f"{key}:", *(f"{' ' * step}- {part}" for part in value)]
        else:
            rows.append(f"{key}: {draw(values(value))}")
    return rows


@st.composite
def values(draw: st.DrawFn, value: str | list[str]) -> str:
    """A value in quotes where it needs them, and sometimes where it does not."""
    if isinstance(value, list):
        return f"[{', '.join([draw(values(part)) for part in value])}]"
    if draw(st.booleans()):
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"' if draw(st.booleans()) or set(value) & set(":,#'") else value
