"""From a path (or from texts) to a loaded rota file, or to every fault in it at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from reconciler.config import nodes
from reconciler.config.entry import Entry
from reconciler.config.faults import translate
from reconciler.config.fields import PLACE
from reconciler.config.includes import LISTS, MAPS, Gathered, Library, pattern_to_regex
from reconciler.config.limits import MAX_FINDINGS, readable
from reconciler.config.model import RotaFile
from reconciler.config.references import Known, check
from reconciler.config.texts import MAX_BYTES, Unreadable
from reconciler.errors import ConfigError, Finding, Where


@dataclass(frozen=True)
class Places:
    """Where everything stands: by path from the top, or from an entry."""

    tree: nodes.Mapping
    entries: Mapping[Where, nodes.Node] = field(default_factory=dict)

    def where(self, *path: str | int, key: bool = False) -> Where:
        """The place of the value (or key) at a path of keys, as written in the file, and list indices."""
        return nodes.locate(self.tree, *path, key=key)

    def spot(self, entry: Entry, *path: str | int, key: bool = False) -> Where:
        """The place of a value (or key) inside an entry; of the entry itself where there is none."""
        node = self.entries.get(entry.where)
        if node is None or not path or nodes.child(node, path[0]) is None:
            return entry.where
        return nodes.locate(node, *path, key=key)


@dataclass(frozen=True)
class Loaded:
    """A file that was understood: its models, the texts it came from, and where everything stands.

    `sources` are texts with plain line ends; `raw` holds the same files as they were read, by the same names.
    `faults` are faults of the kinds in `despite`, which did not keep it from being loaded: whoever asks for
    that is about to mend them.
    """

    file: RotaFile
    sources: dict[str, str]
    places: Places = field(compare=False, repr=False)
    raw: Mapping[str, str | bytes] = field(default_factory=dict, compare=False, repr=False)
    despite: frozenset[str] = frozenset()
    faults: tuple[Finding, ...] = ()

    def where(self, *path: str | int, key: bool = False) -> Where:
        """The place of the value (or key) at a path like `"rotas", "x", "line_ups", 0, "from"`."""
        return self.places.where(*path, key=key)

    def spot(self, entry: Entry, *path: str | int, key: bool = False) -> Where:
        """The place of a value (or key) inside an entry of the file."""
        return self.places.spot(entry, *path, key=key)

    def pinpoint(self, finding: Finding) -> Finding:
        """A finding about an entry, at the part of it that is meant."""
        node = self.places.entries.get(finding.where) if finding.where is not None else None
        if node is None or finding.key is None or nodes.child(node, finding.key) is None:
            return finding
        return replace(finding, where=nodes.locate(node, finding.key))


def load(path: Path, despite: frozenset[str] = frozenset()) -> Loaded:
    """Read a file and what it includes. Raises ConfigError with all findings, if any is not of `despite`."""
    folder = path.parent
    return _load(path.name, _Folder(folder), PurePosixPath(folder.as_posix()), despite)


def load_texts(root: str, texts: Mapping[str, str | bytes], despite: frozenset[str] = frozenset()) -> Loaded:
    """The same from texts by name; `include:` is resolved among those names."""
    path = PurePosixPath(root)
    return _load(path.name, _Texts(path.parent, texts), path.parent, despite)


def _load(root: str, library: Library, folder: PurePosixPath, despite: frozenset[str]) -> Loaded:
    gathered = Gathered(root, library, lambda name: str(folder / name))
    findings = list(gathered.findings)
    if gathered.unreadable:
        raise _error(findings, gathered)
    entries: dict[Where, nodes.Node] = {}
    data = _plain(gathered.tree, (), gathered.tree.where, entries)
    places = Places(gathered.tree, entries)
    file, faults, more = _validate(data, gathered.tree)
    findings += faults
    if file is not None:
        known = Known(*(frozenset(data.get(section, ())) for section in MAPS))
        findings += check(file, known, places.spot, places.where)
    if file is None or any(finding.id not in despite for finding in findings):
        raise _error(findings, gathered, more)
    return Loaded(file, gathered.sources, places, gathered.raw, despite, tuple(findings))


def _error(findings: Sequence[Finding], gathered: Gathered, more: int = 0) -> ConfigError:
    """All findings, once each, in the order in which a reader meets them."""
    order = {name: number for number, name in enumerate(gathered.sources)}

    def place(finding: Finding) -> tuple[int, int, int]:
        where = finding.where
        return (order.get(where.file, -1), where.line, where.column) if where else (-1, 0, 0)

    ordered = sorted(dict.fromkeys(findings), key=place)
    return ConfigError(readable(ordered, more), gathered.sources)


def _is_named(path: tuple[str | int, ...]) -> bool:
    """Whether the keys of the mapping at a path are names that the author chose."""
    if len(path) == 1:
        return path[0] in MAPS
    return path == ("bank_holidays", "rules") or (path[0:1] == ("overrides",) and path[2:] == ("swap",))


def _plain(
    node: nodes.Node, path: tuple[str | int, ...], where: Where, entries: dict[Where, nodes.Node]
) -> Any:
    """Dicts, lists and texts for the models; every entry carries its place."""
    if isinstance(node, nodes.Scalar):
        return node.text
    if isinstance(node, nodes.Listing):
        return [_plain(item, (*path, index), item.where, entries) for index, item in enumerate(node.items)]
    out: dict[str, Any] = {}
    for name, (key, value) in node.items.items() if isinstance(node, nodes.Mapping) else ():
        if path or not (isinstance(value, nodes.Scalar) and value.text is None):
            out[name] = _plain(value, (*path, name), key.where, entries)
    if not _is_named(path):
        out[PLACE] = where
        entries[where] = node
    return out


def _validate(data: dict[str, Any], tree: nodes.Mapping) -> tuple[RotaFile | None, list[Finding], int]:
    """The models, the faults of form that can be shown, and how many there are besides.

    With faults, the models of what is left when they are cut out.
    """
    try:
        return RotaFile.model_validate(data, by_alias=True, by_name=False), [], 0
    except ValidationError as error:
        # A list whose entries are all at fault also counts as too short, which helps nobody.
        faults = [
            fault
            for fault in error.errors(include_url=False)
            if not (fault["type"] == "too_short" and fault["input"])
        ]
    # Those of one section come in the order of the file, so of each the first are enough.
    seen: Counter[object] = Counter()
    first: list[Finding] = []
    for fault in faults:
        section = fault["loc"][:1]
        seen[section] += 1
        if seen[section] <= MAX_FINDINGS:
            first.append(translate(fault, tree))
    more = len(faults) - len(first)
    try:
        rest = _cut(data, [fault["loc"] for fault in faults])
        return RotaFile.model_validate(rest, by_alias=True, by_name=False), first, more
    except ValidationError:
        return None, first, more


_STAND_INS = {"version": "1", "time_zone": "UTC", "horizon": "13 weeks"}


def _cut(data: dict[str, Any], locations: Sequence[tuple[str | int, ...]]) -> dict[str, Any]:
    """The data without the entries that hold a fault, so that the rest can still be looked at."""
    rest = dict(data)
    gone: dict[str, set[str | int]] = {}
    for location in locations:
        section = str(location[0]) if location else ""
        if section in (*MAPS, *LISTS) and len(location) > 1:
            gone.setdefault(section, set()).add(location[1])
        elif section in _STAND_INS:
            rest[section] = _STAND_INS[section]
        else:
            rest.pop(section, None)
    for section, keys in gone.items():
        if section in MAPS:
            rest[section] = {name: value for name, value in rest[section].items() if name not in keys}
        else:
            rest[section] = [value for index, value in enumerate(rest[section]) if index not in keys]
    return rest


class _Texts:
    """Files given as values."""

    def __init__(self, folder: PurePosixPath, texts: Mapping[str, str | bytes]) -> None:
        self._texts: dict[str, str | bytes] = {}
        for name, text in texts.items():
            path = PurePosixPath(name)
            if path.is_relative_to(folder):
                self._texts[str(path.relative_to(folder))] = text

    def names(self, pattern: str) -> list[str]:
        regex = pattern_to_regex(pattern)
        return [name for name in self._texts if regex.fullmatch(name)]

    def read(self, name: str) -> str | bytes:
        try:
            return self._texts[name]
        except KeyError:
            raise Unreadable(_no_file(name, "there is no such file")) from None


class _Folder:
    """Files on disk, below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self, pattern: str) -> list[str]:
        inside = self._folder.resolve()
        regex = pattern_to_regex(pattern)
        found = (
            path
            for path in self._folder.glob(pattern)
            if path.resolve().is_relative_to(inside) and path.is_file()
        )
        return [name for path in found if regex.fullmatch(name := path.relative_to(self._folder).as_posix())]

    def read(self, name: str) -> bytes:
        path = self._folder / name
        try:
            with path.open("rb") as stream:
                return stream.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            raise Unreadable(_no_file(str(path), (reason or str(error)).lower())) from None


def _no_file(name: str, reason: str) -> Finding:
    hint = "`rota init` writes a first one; --config names another"
    return Finding("no-file", "error", f"cannot read {name}: {reason}", Where(name, 1), hint)
