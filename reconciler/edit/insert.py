"""Items put into the lists of a rota file, every other character left alone, and the result proven.

Nothing is dumped as YAML: the places come from the parser, and text is put in there. The new texts are only
given back when they say, read again, what the file said before and the new item.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, unified_diff

from reconciler.config.loader import Loaded, load_texts
from reconciler.config.texts import decode
from reconciler.edit import unread
from reconciler.edit.finding import Path, Target, file_of, find
from reconciler.edit.placing import Awkward, Piece, into_list
from reconciler.edit.proof import models_agree, place_of, same_but_for
from reconciler.edit.sections import pieces as new_section
from reconciler.edit.written import Form, Item, in_brackets
from reconciler.errors import EditError, Where

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Insertion:
    """One item for the list at `path`.

    `path` is `("overrides",)`, `("leave",)`, `("rotas", KEY, "line_ups")` or
    `("rotas", KEY, "layers", INDEX, "line_ups")`. `file` names the file for overrides and leave, from the
    root's folder; it may be new. `comment` goes behind the item where a line of its own has room for it.
    """

    path: Path
    item: Item
    file: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit makes of the files.

    `texts` holds each changed file whole, to be written as UTF-8 without changing line ends; `places` where
    the new items stand then, in the order in which they were asked for; `loaded` the file as it is then.
    """

    before: Loaded = field(repr=False)
    loaded: Loaded = field(repr=False)
    insertions: tuple[Insertion, ...]
    texts: Mapping[str, str] = field(repr=False)
    places: tuple[Where, ...]

    @property
    def where(self) -> Where:
        """Where the first new item stands."""
        return self.places[0]

    @property
    def created(self) -> tuple[str, ...]:
        """The files that do not exist yet."""
        return tuple(name for name in self.texts if name not in self.before.raw)

    def added(self) -> tuple[tuple[Where, str], ...]:
        """The lines that were put in, and those that grew: each with its place and its text."""
        found: list[tuple[Where, str]] = []
        for name in self.texts:
            kept = {new for _, new in self._kept(name)}
            lines = self.loaded.sources[name].split("\n")
            found += [(Where(name, i + 1), line) for i, line in enumerate(lines) if i not in kept and line]
        return tuple(found)

    def was(self, where: Where) -> Where:
        """The place that something of the new texts had before; a new line has none and stays."""
        if where.file not in self.texts:
            return where
        lines = {new + 1: old + 1 for old, new in self._kept(where.file)}
        return replace(where, line=lines.get(where.line, where.line))

    def becomes(self, where: Where) -> Where:
        """The place that something of the old texts has in the new ones."""
        if where.file not in self.texts:
            return where
        lines = {old + 1: new + 1 for old, new in self._kept(where.file)}
        return replace(where, line=lines.get(where.line, where.line))

    def _kept(self, name: str) -> list[tuple[int, int]]:
        """The lines of a file that are the same, by their numbers before and after, from 0."""
        old = self.before.sources.get(name, "").split("\n")
        new = self.loaded.sources[name].split("\n")
        head = next(
            (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
        )
        tail = 0
        while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        middle = SequenceMatcher(
            None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
        )
        same = [(i, i) for i in range(head)]
        for block in middle.get_matching_blocks():
            same += [(head + block.a + i, head + block.b + i) for i in range(block.size)]
        return same + [(len(old) - i, len(new) - i) for i in range(tail, 0, -1)]

    def diff(self) -> str:
        """The edit as a unified diff."""
        parts: list[str] = []
        for name in self.texts:
            old = self.before.sources.get(name)
            rows = unified_diff(
                (old or "").splitlines(),
                self.loaded.sources[name].splitlines(),
                "/dev/null" if old is None else f"a/{name}",
                f"b/{name}",
                lineterm="",
            )
            parts += [f"{row}\n" for row in rows]
        return "".join(parts)


def insert(
    loaded: Loaded,
    path: Path,
    item: Item,
    *,
    file: str | None = None,
    comment: str | None = None,
) -> Edit:
    """One item put into a list.

    Raises EditError where that cannot be done safely, and ConfigError where the item makes the file wrong.
    """
    return insert_all(loaded, [Insertion(path, item, file, comment)])


def insert_all(loaded: Loaded, insertions: Sequence[Insertion]) -> Edit:
    """Several items, one after the other; the file must load after each of them."""
    now = loaded
    texts: dict[str, str] = {}
    for insertion in insertions:
        name = file_of(now, insertion.path, insertion.file)
        texts[name] = _text(now, insertion, name)
        now = _proven(now, insertion, name, texts[name])
    places = tuple(place_of(now.file, insertion.path, insertion.item) for insertion in insertions)
    return Edit(loaded, now, tuple(insertions), texts, places)


def _text(loaded: Loaded, insertion: Insertion, name: str) -> str:
    """The new text of the file that an item goes into, with its own line ends and byte order mark."""
    try:
        target = find(loaded, insertion.path, name)
        pieces = _pieces(target, insertion)
    except Awkward as awkward:
        raise _refused(name, insertion, str(awkward)) from None
    raw = loaded.raw.get(name, "")
    return put(raw if isinstance(raw, str) else raw.decode("utf-8"), pieces)


def _pieces(target: Target, insertion: Insertion) -> list[Piece]:
    listing = target.listing
    if listing is None or listing.kind != "list":
        return new_section(target, insertion.item, insertion.comment)
    return into_list(target.page, listing, insertion.item, insertion.comment)


def put(raw: str, pieces: Iterable[Piece]) -> str:
    """A text with pieces put in; their line ends become those of the line that they follow."""
    mark, body = ("\ufeff", raw[1:]) if raw.startswith("\ufeff") else ("", raw)
    lines = _LINE.findall(body)
    # From the back, so that no place moves; of two at one place the first comes out first.
    for piece in sorted(pieces, key=lambda piece: piece.spot)[::-1]:
        line, column = piece.spot
        if line >= len(lines):
            lines.append("")
        # The last line may have no end of its own.
        end = next((e for text in reversed(lines[: line + 1]) if (e := _end(text))), "\n")
        text = lines[line]
        lines[line] = text[:column] + piece.text.replace("\n", end) + text[column:]
    return mark + "".join(lines)


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _proven(loaded: Loaded, insertion: Insertion, name: str, text: str) -> Loaded:
    """The file with the new text, read again. Raises EditError unless it differs by the item alone."""
    old = loaded.sources.get(name, "")
    if not same_but_for(old, decode(text, name), insertion.path, insertion.item, name):
        raise _refused(name, insertion, "is written in a way that leaves no room for it")
    after = load_texts(next(iter(loaded.sources)), {**loaded.raw, name: text}, loaded.despite)
    if name not in after.sources:
        raise unread.refused(loaded, name, insertion.file or name)
    if not models_agree(loaded.file, after.file, insertion.path, insertion.item):
        raise _refused(name, insertion, "would come to mean something else")
    return after


def _refused(name: str, insertion: Insertion, why: str) -> EditError:
    path = insertion.path
    what = f"{path[-1]} of {path[1]}" if len(path) > 1 else f"{path[-1]}"
    return EditError(
        f"{name} was not changed: {what} {why}",
        hint=f"put this in by hand: - {in_brackets(insertion.item, Form())}",
    )
