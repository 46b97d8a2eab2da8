"""How an announcement is spelt for Slack: mentions, inert names, and what is left out to fit.

Slack reads `<…>` as mentions and links wherever it stands, and clients make links of whatever looks like an
address. So the signs of names that could do that are replaced by others that look alike.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from reconciler.announcing.said import Name, Token, Wanted
from reconciler.plan.model import Who

LIMIT = 250
"""So many characters has a topic or description at most; Slack's own signs for people count as written."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LOOKALIKES = str.maketrans({"@": "\uff20", "#": "\uff03"})
_LINK = re.compile(r"://|(?<=\w)\.(?=\w)")
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^<>]*)?>")


@dataclass(frozen=True, slots=True)
class Spelt:
    """A text as it is sent, and what was left out so that it fits."""

    text: str
    left_out: tuple[str, ...] = ()


def spelt(wanted: Wanted, ids: Mapping[Who, str]) -> Spelt:
    """An announcement for Slack; `ids` are the Slack users of those people who have one.

    What does not fit loses first the parts in square brackets (times, mostly), then last names, then its
    end.
    """
    whole = _written(wanted.text, ids)
    if len(whole) <= LIMIT:
        return Spelt(whole)
    left: list[str] = []
    short = _written(wanted.short, ids)
    if wanted.short != wanted.text:
        left.append("times and whatever else stands in square brackets")
    if len(short) > LIMIT and (first := _written(wanted.short, ids, first_names=True)) != short:
        left.append("last names")
        short = first
    if len(short) > LIMIT:
        left.append("the end")
        short = _cut(short)
    return Spelt(short, tuple(left))


def _written(tokens: Iterable[Token], ids: Mapping[Who, str], *, first_names: bool = False) -> str:
    return "".join(_token(token, ids, first_names=first_names) for token in tokens)


def _token(token: Token, ids: Mapping[Who, str], *, first_names: bool) -> str:
    if isinstance(token, str):
        return _escaped(token)
    if isinstance(token, Name):
        return inert(token.text)
    if token in ids:
        return f"<@{ids[token]}>"
    words = token.name.split()
    return inert(words[0] if first_names and words and not token.mailbox else token.name)


def inert(text: str) -> str:
    """A name that mentions nobody, links to nothing and stays on its line."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    plain = _LINK.sub(lambda found: "\u2024" if found.group() == "." else ":\u2215\u2215", plain)
    return _escaped(plain.translate(_LOOKALIKES))


def _escaped(text: str) -> str:
    plain = "".join(char if char.isprintable() else " " for char in text)
    return "".join(_ENTITIES.get(char, char) for char in plain)


def _cut(text: str) -> str:
    """The beginning of a text, not cut inside one of Slack's signs."""
    kept = text[: LIMIT - 1]
    for opening, closing in (("<", ">"), ("&", ";")):
        begun = kept.rfind(opening)
        if begun > kept.rfind(closing):
            kept = kept[:begun]
    return kept.rstrip() + "…"


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, however Slack gives them back."""
    return _canonical(one) == _canonical(other)


def _canonical(text: str) -> str:
    return " ".join(unescape(_MENTION.sub(r"<@\1>", text)).split())


def readable(text: str, names: Mapping[str, str]) -> str:
    """A text of Slack's for people: `@Ana Ortiz` for whom `names` knows by Slack id, `@somebody` else."""
    return unescape(_MENTION.sub(lambda found: f"@{names.get(found.group(1), 'somebody')}", text))
