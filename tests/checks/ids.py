"""The ids of findings, read from the program's own code."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOM = Path(__file__).resolve().parents[2] / "reconciler"

# Whatever makes a finding, and which of its arguments is the id. Other rooms have findings of their own.
_MAKERS = {"Finding": 0, "fault": 0, "_fault": 1, "_stop": 1}
# What `rota check` runs; the rest is told by plans and edits.
_CHECKED = ("checks", "shifts", "bank_holidays")


@lru_cache
def in_code(*rooms: str) -> dict[str, set[str]]:
    """Every id with the severities that it is made with, of some rooms or of all."""
    found: dict[str, set[str]] = {}
    for path in sorted(ROOM.rglob("*.py")):
        inside = path.relative_to(ROOM).parts
        if rooms and inside[0] not in rooms:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        makers = {name for name in _MAKERS if _makes(tree, name, config=inside[0] == "config")}
        for node in ast.walk(tree):
            for id_, severities in _made(node, makers):
                found.setdefault(id_, set()).update(severities)
    return found


def switchable() -> set[str]:
    """The ids of checks that are not always errors."""
    return {id_ for id_, severities in in_code(*_CHECKED).items() if severities - {"error"}}


def _makes(tree: ast.Module, name: str, *, config: bool) -> bool:
    imported = (
        n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "reconciler.errors"
    )
    if name == "Finding":
        return any(alias.name == "Finding" for node in imported for alias in node.names)
    return config


def _made(node: ast.AST, makers: set[str]) -> Iterator[tuple[str, set[str]]]:
    if isinstance(node, ast.Call) and (name := _name(node.func)) in makers:
        severity = set(_texts(_argument(node, "severity", 1))) if name == "Finding" else {"error"}
        yield from ((id_, severity) for id_ in _texts(_argument(node, "id", _MAKERS[name])))
    elif isinstance(node, ast.AnnAssign) and _name(node.target) == "_UNKNOWN":
        for value in node.value.values if isinstance(node.value, ast.Dict) else ():
            yield next(_texts(value)), {"error"}


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _argument(call: ast.Call, name: str, place: int) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    return named if named is not None else call.args[place] if place < len(call.args) else None


def _texts(node: ast.expr | None) -> Iterator[str]:
    """The texts that an expression may be; a name that is worked out before stands for a warning."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Name) and node.id == "severity":
        yield "warning"
