"""The template of an announcement: text, placeholders, and parts in square brackets that may fall away.

`{KEY}` is who has a rota, and `{KEY.until}`, `{KEY.next}`, `{KEY.now}`, `{KEY.name}` what `FIELDS` says.
`{{`, `}}`, `[[` and `]]` stand for the signs themselves.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

FIELDS = ("until", "next", "now", "name")
"""What of a rota beside `{KEY}`, who has it: until when, who comes then, who is paged right now, its name."""
WHO = ""
"""The field of `{KEY}` itself."""

_TOKEN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{([^{}]*)\}|[\[\]{}]")
_LITERAL = {"{{": "{", "}}": "}", "[[": "[", "]]": "]"}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One field of one rota (by key)."""

    rota: str
    field: str


Piece = str | Placeholder


@dataclass(frozen=True, slots=True)
class Part:
    """Some pieces in a row. One that may fall away does so where a placeholder of it has nothing to say."""

    pieces: tuple[Piece, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A template that was read, and what in it stands for nothing: unknown placeholders, lone brackets."""

    parts: tuple[Part, ...]
    unknown: tuple[str, ...] = ()
    lone: tuple[str, ...] = ()


def default(rotas: Sequence[str]) -> str:
    """`{a.name}: {a}[ until {a.until}]`, for each rota."""
    return " · ".join(f"{{{key}.name}}: {{{key}}}[ until {{{key}.until}}]" for key in rotas)


def placeholders(rotas: Sequence[str]) -> tuple[str, ...]:
    """Every placeholder that a template for some rotas may hold."""
    return tuple(f"{{{key}}}" if not f else f"{{{key}.{f}}}" for key in rotas for f in (WHO, *FIELDS))


def read(text: str, rotas: Sequence[str]) -> Template:
    """A template for some rotas (by key), with everything in it that means nothing."""
    found = _Reading(rotas)
    end = 0
    for match in _TOKEN.finditer(text):
        found.text(text[end : match.start()])
        found.token(match.group(), match.group(1))
        end = match.end()
    found.text(text[end:])
    return found.done()


class _Reading:
    """A template as far as it has been read."""

    def __init__(self, rotas: Sequence[str]) -> None:
        self._rotas = rotas
        self._parts: list[Part] = []
        self._pieces: list[Piece] = []
        self._unknown: list[str] = []
        self._lone: list[str] = []
        self._open = False

    def text(self, text: str) -> None:
        """Text that stands for itself."""
        if text:
            self._pieces.append(text)

    def token(self, sign: str, name: str | None) -> None:
        """A bracket, or a placeholder with the name between its brackets."""
        if name is not None:
            self._placeholder(name)
        elif sign in _LITERAL:
            self.text(_LITERAL[sign])
        elif (sign == "[" and not self._open) or (sign == "]" and self._open):
            self._close(optional=self._open)
            self._open = not self._open
        else:
            self._lone.append(sign)

    def _placeholder(self, name: str) -> None:
        rota, _, field = name.partition(".")
        if (rota in self._rotas and field in FIELDS) or name in self._rotas:
            self._pieces.append(Placeholder(rota, field))
        else:
            self._unknown.append(f"{{{name}}}")

    def _close(self, *, optional: bool) -> None:
        if self._pieces:
            self._parts.append(Part(tuple(self._pieces), optional))
        self._pieces = []

    def done(self) -> Template:
        """The whole template."""
        self._close(optional=False)
        lone = [*self._lone, "["] if self._open else self._lone
        return Template(tuple(self._parts), tuple(self._unknown), tuple(lone))
