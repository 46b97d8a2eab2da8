"""Short ways to edit a text and to see what was put in, for the tests of editing."""

from difflib import ndiff

from reconciler.config.loader import Loaded, load_texts
from reconciler.edit.insert import Edit, insert
from reconciler.edit.written import Item

HEAD = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  cal: {name: Cal Roe, email: cal@example.org}
"""
WEB = """\
rotas:
  web:
    name: Web
    turn: 1 week
    handover: Monday 09:00
"""
LINE_UPS = ("rotas", "web", "line_ups")
NEW: Item = {"from": "2026-06-01", "people": ["ana", "ben", "cal"]}


def loaded(text: str | bytes, **others: str) -> Loaded:
    """A text as rota.yaml; further files by name, `__` for `/`."""
    more = {f"{name.replace('__', '/')}.yaml": other for name, other in others.items()}
    return load_texts("rota.yaml", {"rota.yaml": text, **more})


def with_line_ups(written: str) -> str:
    """A file whose only rota has its line-ups written like this."""
    return f"{HEAD}{WEB}{written}"


def changed(before: str, after: str) -> list[str]:
    """The lines that are new (`+`) or gone (`-`)."""
    lines = ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True))
    return [line for line in lines if line[0] in "+-"]


def lines_for(written: str, item: Item = NEW, comment: str | None = None) -> list[str]:
    """What putting a line-up into such a file changes, line by line."""
    text = with_line_ups(written)
    edit = insert(loaded(text), LINE_UPS, item, comment=comment)
    return changed(text, edit.texts["rota.yaml"])


def after(edit: Edit, name: str = "rota.yaml") -> str:
    """The new text of a file."""
    return edit.texts[name]
