"""Proof of an insertion: read again, the file says what it said before and the one item more."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from reconciler.config import nodes
from reconciler.config.entry import Entry
from reconciler.config.model import Leave, LineUp, Override, RotaFile
from reconciler.config.texts import Unreadable
from reconciler.edit.written import Item, spelled
from reconciler.errors import Where

Path = tuple[str | int, ...]
_OVERRIDE: TypeAdapter[Entry] = TypeAdapter(Override)


def plain(item: Item) -> dict[str, Any]:
    """An item as the loader reads it: texts, lists and mappings."""
    return {key: _plain(value) for key, value in item.items()}


def _plain(value: object) -> Any:
    if isinstance(value, list | tuple):
        return [spelled(part) for part in value]
    if isinstance(value, dict):
        return {str(key): spelled(part) for key, part in value.items()}
    return spelled(value)


def same_but_for(before: str, after: str, path: Path, item: Item, file: str) -> bool:
    """Whether one file says the same, and at a path one item more; whatever the models make of it."""
    try:
        old, new = _data(before, file), _data(after, file)
    except Unreadable:
        return False
    listed = _at(new, path)
    if not isinstance(listed, list):
        return False
    wanted = plain(item)
    for index, entry in enumerate(listed):
        if entry == wanted:
            rest = listed[:index] + listed[index + 1 :]
            if _put(new, path, rest) == _filled(old, path):
                return True
    return False


def _data(text: str, file: str) -> Any:
    """A text as plain data; an empty file is an empty mapping."""
    try:
        tree, findings = nodes.parse(text, file)
    except Unreadable as error:
        if error.finding.id == "empty-file":
            return {}
        raise
    if findings:
        raise Unreadable(findings[0])
    return _of(tree) or {}


def _of(node: nodes.Node) -> Any:
    if isinstance(node, nodes.Scalar):
        return node.text
    if isinstance(node, nodes.Listing):
        return [_of(item) for item in node.items]
    if isinstance(node, nodes.Mapping):
        return {key: _of(value) for key, (_, value) in node.items.items()}
    return None


def _at(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(step, str) and isinstance(data, dict):
            data = data.get(step)
        elif isinstance(step, int) and isinstance(data, list) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _put(data: Any, path: Path, value: Any) -> Any:
    """The data with another value at a path; a list at the top that is empty then counts as none."""
    if not path:
        return value
    if isinstance(data, list):
        return [_put(part, path[1:], value) if i == path[0] else part for i, part in enumerate(data)]
    return _dropped({**data, path[0]: _put(data[path[0]], path[1:], value)}, path)


def _filled(data: Any, path: Path) -> Any:
    return _dropped(dict(data), path) if isinstance(data, dict) else data


def _dropped(data: dict[Any, Any], path: Path) -> dict[Any, Any]:
    if len(path) == 1 and not data.get(path[0]):
        data.pop(path[0], None)
    return data


def entry_of(path: Path, item: Item) -> Entry:
    """The model of an item that the loader has accepted."""
    data = plain(item)
    if path[-1] == "overrides":
        return _OVERRIDE.validate_python(data, by_alias=True, by_name=False)
    kind = Leave if path[-1] == "leave" else LineUp
    return kind.model_validate(data, by_alias=True, by_name=False)


def models_agree(before: RotaFile, after: RotaFile, path: Path, item: Item) -> bool:
    """Whether the models differ by one entry alone."""
    wanted = entry_of(path, item)
    old, new = tuple(listed(before, path)), tuple(listed(after, path))
    found = any(
        entry == wanted and (*new[:index], *new[index + 1 :]) == old for index, entry in enumerate(new)
    )
    return found and _without(after, path, old) == before


def place_of(file: RotaFile, path: Path, item: Item) -> Where:
    """Where an item stands in a file that holds it."""
    wanted = entry_of(path, item)
    return next(entry.where for entry in reversed(listed(file, path)) if entry == wanted)


def listed(file: RotaFile, path: Path) -> Sequence[Entry]:
    """The entries of the list at a path."""
    if path[0] == "rotas":
        rota = file.rotas[str(path[1])]
        return rota.layers[int(path[3])].line_ups if path[2] == "layers" else rota.line_ups
    return file.overrides if path[0] == "overrides" else file.leave


def _without(file: RotaFile, path: Path, entries: Sequence[Entry]) -> RotaFile:
    """The file with the old entries at a path."""
    if path[0] != "rotas":
        return file.model_copy(update={str(path[0]): entries})
    key = str(path[1])
    rota = file.rotas[key]
    if path[2] == "layers":
        index = int(path[3])
        layer = rota.layers[index].model_copy(update={"line_ups": entries})
        rota = rota.model_copy(update={"layers": (*rota.layers[:index], layer, *rota.layers[index + 1 :])})
    else:
        rota = rota.model_copy(update={"line_ups": entries})
    return file.model_copy(update={"rotas": {**file.rotas, key: rota}})
