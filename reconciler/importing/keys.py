"""Short keys from names: ASCII, unique, and the same whenever the account is the same."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from reconciler.config.references.common import RESERVED

KEY = re.compile(r"[a-z0-9][a-z0-9-]*")
LONGEST = 40
"""Characters of a key; names may have 255."""

# Letters that are no accented ones, so that decomposing leaves them as they are.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "œ": "oe", "ł": "l", "Ł": "l", "đ": "d", "ð": "d",
     "þ": "th", "\u0131": "i", "'": "", "’": "", "&": " and "}
)  # fmt: skip


def slug(text: str) -> str:
    """`In hours engineering` as `in-hours-engineering`; empty where no letter or digit is left."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) <= LONGEST:
        return words
    cut = words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]
    return cut[:LONGEST].strip("-")


class Keys:
    """Gives out keys, each once. `taken` are those that nobody else may have."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*RESERVED, *taken}

    def __contains__(self, key: str) -> bool:
        return key in self._taken

    def give(self, *choices: str, otherwise: str) -> str:
        """The first choice that is free, or the last with a number behind it."""
        usable = [choice for choice in choices if KEY.fullmatch(choice)] or [otherwise]
        key = next((choice for choice in usable if choice not in self._taken), None)
        if key is None:
            stem, number = usable[-1], 2
            while f"{stem}-{number}" in self._taken:
                number += 1
            key = f"{stem}-{number}"
        self._taken.add(key)
        return key


def person_keys(
    people: Sequence[tuple[str, str, str]], keys: Keys, *, whole: Iterable[str]
) -> dict[str, str]:
    """Keys by user id for people as (id, name, e-mail): first names where they tell people apart.

    Those in `whole` get their whole name: what nobody's turn ever is, is more often a team than a person.
    """
    named = {id_: _words(name, email) for id_, name, email in people}
    teams = set(whole)
    firsts = Counter(words[0] for id_, words in named.items() if words and id_ not in teams)
    found: dict[str, str] = {}
    for id_, _, email in sorted(people, key=lambda person: (person[2].casefold(), person[0])):
        words = named[id_]
        full = slug(" ".join(words))
        short = [words[0]] if words and id_ not in teams and firsts[words[0]] == 1 else []
        found[id_] = keys.give(*short, full, slug(email.partition("@")[0]), otherwise="person")
    return found


def _words(name: str, email: str) -> list[str]:
    """The words of a name, the given name first; of the address where there is no name in our letters."""
    if "@" in name:
        name = name.partition("@")[0]
    last, comma, first = name.partition(",")
    words = slug(f"{first} {last}" if comma and first.strip() else name).split("-")
    words = [word for word in words if word]
    return words or [word for word in slug(email.partition("@")[0]).split("-") if word]
