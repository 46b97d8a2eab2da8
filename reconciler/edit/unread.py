"""A file that is no part of the rota: what is written into it would never be read, and what to do instead."""

from reconciler.config import nodes
from reconciler.config.includes import pattern_to_regex
from reconciler.config.loader import Loaded
from reconciler.errors import EditError


def refused(loaded: Loaded, name: str, asked: str) -> EditError:
    """The refusal for a file called `name`, which was asked for as `asked`, from the root's folder."""
    root = next(iter(loaded.sources))
    patterns = _patterns(loaded, root)
    message = f"{name} is not part of the rota: nothing includes it"
    folder, _, last = asked.rpartition("/")
    if _outside(asked):
        message = f"{name} is not part of the rota: it lies outside the folder of {root}"
        return EditError(message, hint=_other(patterns, last) or f"leave out --file, and it goes into {root}")
    if not asked.endswith((".yaml", ".yml")):
        message = f"{name} is not part of the rota: it does not end in .yaml"
        return EditError(message, hint=_other(patterns, last) or f"write --file {_yaml(asked)}")
    if (other := _other(patterns, last)) is not None:
        return EditError(message, hint=other)
    new = f"{folder}/*.yaml" if folder else asked
    listed = ", ".join([*patterns, new])
    first = "" if folder else f"make an empty {name} first, and "
    return EditError(message, hint=f"{first}put `include: [{listed}]` into {root}")


def _outside(asked: str) -> bool:
    parts = asked.split("/")
    return asked.startswith("/") or ".." in parts or "\\" in asked or ":" in parts[0]


def _yaml(name: str) -> str:
    folder, slash, last = name.rpartition("/")
    return f"{folder}{slash}{last.rpartition('.')[0] or last}.yaml"


def _patterns(loaded: Loaded, root: str) -> list[str]:
    """What the root file includes, as it is written there."""
    tree, _ = nodes.parse(loaded.sources[root], root)
    entry = nodes.child(tree, "include")
    items = entry.items if isinstance(entry, nodes.Listing) else [entry]
    return [item.text for item in items if isinstance(item, nodes.Scalar) and item.text]


def _other(patterns: list[str], last: str) -> str | None:
    """A file of that name which is included already, or would be."""
    for pattern in patterns:
        folder, slash, _ = pattern.rpartition("/")
        near = f"{folder.replace('**', '').strip('/')}{slash}{_yaml(last)}".lstrip("/")
        if "*" in pattern and pattern_to_regex(pattern).fullmatch(near):
            return f"write --file {near}: {pattern} is included"
    return None
