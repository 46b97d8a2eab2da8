"""Several files as one tree: which files `include:` names, and how their lists join and their maps unite."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from reconciler.config.nodes import Listing, Mapping, Node, Scalar, parse
from reconciler.config.scalars import close
from reconciler.config.texts import MAX_BYTES, Unreadable, decode
from reconciler.errors import Finding, Where

MAPS = ("people", "hours", "rotas", "policies")
LISTS = ("overrides", "leave", "expect", "announce")
MAX_FILES = 1000
MAX_TOTAL = 4 * MAX_BYTES
"""Bytes of all files together."""
_MAX_STARS = 10
_MAX_SUGGESTIONS = 20
_NOUNS = {"people": "person", "hours": "set of hours", "rotas": "rota", "policies": "policy"}


class Library(Protocol):
    """Where the texts of files come from. Names are relative to the folder of the root file, with `/`."""

    def names(self, pattern: str) -> Sequence[str]:
        """The files that a glob names."""

    def read(self, name: str) -> str | bytes:
        """The content of one of them. Raises Unreadable."""


def pattern_to_regex(pattern: str) -> re.Pattern[str]:
    """A glob as a regular expression: `*` and `?` stay inside a folder, `**/` crosses folders."""
    parts = re.split(r"(\*\*/|\*|\?)", pattern)
    special = {"**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(special.get(part) or re.escape(part) for part in parts))


class Gathered:
    """The root file with all that it includes: one tree, the texts, and the faults found on the way."""

    def __init__(self, root: str, library: Library, display: Callable[[str], str]) -> None:
        self.sources: dict[str, str] = {}
        self.raw: dict[str, str | bytes] = {}
        self.findings: list[Finding] = []
        self.unreadable = False
        self._library = library
        self._display = display
        self._bytes = 0
        self._suggestions = 0
        first = self._parse(root, may_be_empty=False)
        self.tree = Mapping(display(root), 1, 1)
        if first is None:
            return
        self.tree = Mapping(first.file, first.line, first.column, items=dict(first.items))
        trees = [first]
        for name in self._included(first.items.get("include"), root):
            if (included := self._parse(name, may_be_empty=True)) is not None:
                self._refuse_root_keys(included)
                trees.append(included)
        self.tree.items.pop("include", None)
        for section in (*MAPS, *LISTS):
            self._unite(section, [tree.items[section] for tree in trees if section in tree.items])

    def _fault(
        self, node: Node, id_: str, message: str, hint: str | None = None, found: str | None = None
    ) -> None:
        self.findings.append(Finding(id_, "error", message, node.where, hint, found=found))

    def _parse(self, name: str, *, may_be_empty: bool) -> Mapping | None:
        file = self._display(name)
        try:
            raw = self._library.read(name)
            self._weigh(raw, file)
            text = decode(raw, file)
            self.sources[file], self.raw[file] = text, raw
            tree, findings = parse(text, file)
        except Unreadable as error:
            if not (may_be_empty and error.finding.id == "empty-file"):
                self.findings.append(error.finding)
                self.unreadable = True
            return None
        self.findings += findings
        if isinstance(tree, Mapping):
            return tree
        if not (may_be_empty and isinstance(tree, Scalar) and tree.text is None):
            self._fault(
                tree, "wrong-type", "a rota file is a mapping", "begin with `version: 1`, `people:` and so on"
            )
            self.unreadable = True
        return None

    def _weigh(self, raw: str | bytes, file: str) -> None:
        self._bytes += len(raw)
        if len(raw) <= MAX_BYTES and self._bytes > MAX_TOTAL:
            message = f"the files have more than {MAX_TOTAL:,} bytes together; no more are read"
            hint = "look for what was pasted into them by mistake, or name fewer under include:"
            raise Unreadable(Finding("file-too-big", "error", message, Where(file, 1), hint))

    def _included(self, entry: tuple[Scalar, Node] | None, root: str) -> list[str]:
        if entry is None:
            return []
        listed = entry[1].items if isinstance(entry[1], Listing) else [entry[1]]
        names: dict[str, None] = {}
        for node in listed[:MAX_FILES]:
            if not isinstance(node, Scalar):
                self._fault(
                    node, "bad-include", "include takes file names", "write `include: [overrides/*.yaml]`"
                )
            elif node.text is not None:
                names.update(dict.fromkeys(self._matches(node, node.text)))
        names.pop(root, None)
        if (number := max(len(names), len(listed))) > MAX_FILES:
            self._fault(
                entry[0], "bad-include", f"include names {number:,} files; at most {MAX_FILES:,} are read"
            )
        return list(names)[:MAX_FILES]

    def _matches(self, node: Scalar, pattern: str) -> Sequence[str]:
        parts = pattern.split("/")
        if pattern.startswith("/") or ".." in parts or "\\" in pattern or ":" in parts[0]:
            advice = "name files below the folder of this file, with /"
            self._fault(
                node, "bad-include", f'"{pattern}" leads out of the folder of this file', advice, pattern
            )
            return ()
        if not pattern.endswith((".yaml", ".yml")):
            self._fault(
                node, "bad-include", f'"{pattern}" does not end in .yaml', f"write {pattern}.yaml", pattern
            )
            return ()
        stars = sum(pattern.count(char) for char in "*?[")
        if any("**" in part and part != "**" for part in parts) or stars > _MAX_STARS:
            advice = "write a folder and a star, like overrides/*.yaml, or **/*.yaml for all folders"
            self._fault(node, "bad-include", f'"{pattern}" is no pattern of file names', advice, pattern)
            return ()
        found = sorted(self._library.names(pattern))
        if not found and not set("*?") & set(pattern):
            self._fault(node, "bad-include", f'there is no file "{pattern}"', self._suggest(pattern), pattern)
        return found

    def _suggest(self, pattern: str) -> str | None:
        """The file that was probably meant. Folders may be long, and nobody reads many suggestions."""
        self._suggestions += 1
        if self._suggestions > _MAX_SUGGESTIONS:
            return None
        folder, slash, _ = pattern.rpartition("/")
        beside = close(pattern, list(self._library.names(f"{folder}{slash}*.yaml")))
        return f"did you mean {beside}?" if beside else None

    def _refuse_root_keys(self, tree: Mapping) -> None:
        for name, (key, _) in tree.items.items():
            if name in MAPS or name in LISTS:
                continue
            near = close(name, (*MAPS, *LISTS))
            if near:
                self._fault(key, "unknown-key", f'a rota file has no "{name}"', f"did you mean {near}?", name)
            else:
                self._fault(
                    key,
                    "root-only",
                    f"{name} can only stand in the root file",
                    f"move it to {self.tree.file}",
                    name,
                )

    def _unite(self, section: str, entries: list[tuple[Scalar, Node]]) -> None:
        """Put the parts of one section, from all files, into the tree as one."""
        self.tree.items.pop(section, None)
        right: list[tuple[Scalar, Mapping | Listing]] = []
        for key, node in entries:
            if isinstance(node, Mapping if section in MAPS else Listing) and isinstance(
                node, Mapping | Listing
            ):
                right.append((key, node))
            elif not (isinstance(node, Scalar) and node.text is None):
                form = "a mapping: `name: ...`" if section in MAPS else "a list: `- ...`"
                self._fault(node, "wrong-type", f"{section} is {form.partition(':')[0]}", f"write {form}")
        if not right:
            return
        key, first = right[0]
        if isinstance(first, Listing):
            items = [item for _, node in right if isinstance(node, Listing) for item in node.items]
            self.tree.items[section] = (key, Listing(first.file, first.line, first.column, items=items))
            return
        union = Mapping(first.file, first.line, first.column)
        for _, node in right:
            for name, pair in node.items.items() if isinstance(node, Mapping) else ():
                if name in union.items:
                    self._defined_twice(section, union.items[name][0], pair[0])
                else:
                    union.items[name] = pair
        self.tree.items[section] = (key, union)

    def _defined_twice(self, section: str, first: Scalar, second: Scalar) -> None:
        self._fault(
            second,
            "duplicate-key",
            f"{_NOUNS[section]} {second.text} is defined twice: "
            f"first in {first.file}:{first.line}, again in {second.file}:{second.line}",
            "keep one of them, or rename one",
            second.text,
        )
