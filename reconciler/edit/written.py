"""A new item as YAML text, in the form in which its neighbours are written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from reconciler.config.values import DateRange
from reconciler.edit.spans import Span

Item = Mapping[str, object]
"""What an item says: texts, dates, naive wall times, date ranges, truth values; lists, mappings of them."""

# What other readers of YAML would take for nothing, a truth value or a figure.
_NO_TEXT = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|[-+]?\.?[0-9][0-9_]*(\.[0-9]*)?(e[-+]?[0-9]+)?|0[xo][0-9a-f]+",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[^\W_](?:[^,\[\]{}#:]|:(?=[^\s,\[\]{}])|(?<=\S)#)*")


@dataclass(frozen=True, slots=True)
class Form:
    """How an item is written: as `{…}` or with a line for each key, with which quotes and blanks.

    `quotes` has the mark round the values of each key; `bullet` is what stands between the dash of an item
    and its text. `deep` is where a dash of a list inside an item stands, counted from its key, or None for
    lists in brackets.
    """

    flow: bool = True
    pad: str = ""
    bullet: str = " "
    key_quote: str = ""
    quotes: Mapping[str, str] = field(default_factory=dict)
    deep: int | None = None


def form_of(neighbour: Span | None, text: Sequence[str], dash: int | None) -> Form:
    """The form of an item that stands in a text (by lines); `dash` is the column of its dash, if any."""
    if neighbour is None or neighbour.kind != "map" or not neighbour.keys:
        return Form()
    first = neighbour.keys[0][0]
    quotes = {key.text: _quote(value) for key, value in neighbour.keys if _quote(value)}
    inner = text[neighbour.start.line][neighbour.start.column + 1 :]
    same_line = dash is not None and first.start.line == neighbour.start.line
    gap = neighbour.start.column - dash - 1 if same_line and dash is not None else 1
    return Form(
        flow=neighbour.flow,
        pad=" " if neighbour.flow and neighbour.anchor is None and inner.startswith(" ") else "",
        bullet=" " * max(1, gap) if neighbour.anchor is None else " ",
        key_quote=first.quote if first.quote in {'"', "'"} else "",
        quotes=quotes,
        deep=_depth(neighbour),
    )


def _quote(value: Span) -> str:
    shown = next((part for part in value.below() if part.kind == "scalar"), None)
    return shown.quote if shown is not None and shown.quote in {'"', "'"} else ""


def _depth(neighbour: Span) -> int | None:
    """How far the dashes of a list inside a block item stand from its key, where it has such a list."""
    for key, value in neighbour.keys:
        if value.kind == "list" and not value.flow and value.anchor is None:
            return value.start.column - key.start.column
    return None


def in_brackets(item: Item, form: Form) -> str:
    """The item as `{key: value, …}` on one line."""
    inside = ", ".join(f"{_key(key, form)}: {_value(key, value, form)}" for key, value in item.items())
    return f"{{{form.pad}{inside}{form.pad}}}"


def in_lines(item: Item, form: Form) -> list[str]:
    """The item as a line for each key, without the dash and its indent."""
    lines: list[str] = []
    for key, value in item.items():
        if form.deep is not None and isinstance(value, list | tuple):
            lines.append(f"{_key(key, form)}:")
            lines += [f"{' ' * form.deep}- {_scalar(key, part, form)}" for part in value]
        else:
            lines.append(f"{_key(key, form)}: {_value(key, value, form)}")
    return lines


def _key(key: str, form: Form) -> str:
    if form.key_quote:
        return f"{form.key_quote}{key}{form.key_quote}"
    return key if _PLAIN.fullmatch(key) else quoted(key)


def _value(key: str, value: object, form: Form) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(_scalar(key, part, form) for part in value)}]"
    if isinstance(value, Mapping):
        inside = (f"{_key(str(name), form)}: {_scalar(key, part, form)}" for name, part in value.items())
        return f"{{{', '.join(inside)}}}"
    return _scalar(key, value, form)


def _scalar(key: str, value: object, form: Form) -> str:
    text = spelled(value)
    quote = form.quotes.get(key) or (form.key_quote if form.key_quote == '"' else "")
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if quote:
        return quoted(text)
    return _plain_or_quoted(text) if isinstance(value, str) else text


def spelled(value: object) -> str:
    """A value as the loader reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, DateRange):
        first = spelled(value.first)
        return first if value.first == value.last else f"{first}..{spelled(value.last)}"
    return str(value)


def _plain_or_quoted(text: str) -> str:
    safe = _PLAIN.fullmatch(text) and text.isprintable() and not text.endswith((" ", ":"))
    return text if safe and not _NO_TEXT.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes, with everything escaped that YAML would take for something else."""
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{"".join(c if c.isprintable() else _escape(c) for c in out)}"'


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 - four digits hold no more
