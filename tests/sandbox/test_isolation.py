"""The look-alike stands apart: it shares no code with the rest, and has no clock of its own."""

import ast
from pathlib import Path

import pytest

import reconciler.sandbox

FILES = sorted(Path(reconciler.sandbox.__file__).parent.rglob("*.py"))
ALLOWED = {"dateutil", "flask", "werkzeug", "yaml"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_it_imports_nothing_else_of_this_project(path: Path) -> None:
    """The standard library, Flask, YAML, dateutil and itself: a misreading cannot agree with itself."""
    stdlib = __import__("sys").stdlib_module_names
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            root = name.partition(".")[0]
            assert name.startswith("reconciler.sandbox") or root in stdlib or root in ALLOWED


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_it_never_reads_the_machines_clock(path: Path) -> None:
    """Now is always what the clock handed over says."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"utcnow", "today", "monotonic", "time_ns"}
            assert node.attr != "now" or not (
                isinstance(node.value, ast.Name) and node.value.id == "datetime"
            )
