"""Whatever the file looks like: an insertion adds one item and takes nothing away, or is refused."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config.loader import load_texts
from reconciler.edit.finding import Path
from reconciler.edit.insert import Edit, insert
from reconciler.edit.written import Item
from reconciler.errors import RotaError
from tests.edit.formats import files, groups
from tests.edit.support import HEAD, LINE_UPS, WEB

moderate = settings(max_examples=150, deadline=None)
# None of these days is in the files already, so that the line-up or cover is never a second one.
DAYS = st.sampled_from(("2025-12-29", "2026-04-06", "2026-10-05", "2028-01-03"))
COMMENTS = st.sampled_from((None, "Mon", "two\nlines", "# a mark"))


def said(raw: bytes | str) -> Any:
    """What a text says to another reader of YAML, every value as text."""
    return yaml.load(raw, Loader=yaml.BaseLoader)  # noqa: S506 - the loader that makes texts alone


def by_date(entries: Any) -> list[Any]:
    return sorted(entries or [], key=repr)


def nothing_is_lost(before: bytes, edit: Edit) -> None:
    """Every line is there byte for byte, but for one that a list in brackets grows on."""
    (text,) = edit.texts.values()
    old, new = before.split(b"\n"), text.encode().split(b"\n")
    head = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    old, new = old[head:], new[head:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    assert len(old) <= 1
    assert is_inside(b"".join(old), b"\n".join(new))


def is_inside(short: bytes, long: bytes) -> bool:
    """Whether a text is what is left of a longer one when some of it is taken out."""
    rest = iter(long)
    return all(char in rest for char in short)


@moderate
@given(files(), st.sampled_from(("line_ups", "overrides", "leave")), DAYS, groups, COMMENTS)
def test_an_insertion_adds_the_item_and_leaves_all_else(
    written: bytes, section: str, day: str, people: list[str], comment: str | None
) -> None:
    """In every form of list, with every kind of line end, comment and quote."""
    path: Path = LINE_UPS if section == "line_ups" else (section,)
    items: dict[str, Item] = {
        "line_ups": {"from": day, "people": people},
        "overrides": {"rota": "web", "cover": "ana", "by": "cal", "on": day, "reason": "so: it's #1"},
        "leave": {"person": "ben", "on": day},
    }
    item = items[section]
    loaded = load_texts("rota.yaml", {"rota.yaml": written})
    edit = insert(loaded, path, item, comment=comment)
    nothing_is_lost(written, edit)
    old, new = said(written), said(edit.texts["rota.yaml"])
    if section == "line_ups":
        old, new = old["rotas"]["web"], new["rotas"]["web"]
    assert by_date(new.pop(section)) == by_date([*(old.pop(section, None) or []), item])
    assert new == old
    place = edit.where
    assert edit.loaded.sources[place.file].split("\n")[place.line - 1][place.column - 1] in '{f"rp'


@moderate
@given(files(), DAYS, groups)
def test_a_new_item_stands_right_behind_the_one_before_it_by_date(
    written: bytes, day: str, people: list[str]
) -> None:
    """So a list in order of dates stays in order."""
    loaded = load_texts("rota.yaml", {"rota.yaml": written})
    edit = insert(loaded, LINE_UPS, {"from": day, "people": people})
    days = [f"{line_up.start}" for line_up in edit.loaded.file.rotas["web"].line_ups]
    place = days.index(day)
    earlier = [other for other in days if other < day]
    assert (days[place - 1] if place else None) == max(earlier, default=None)


# A text that keeps the blank lines behind it, so that another line behind it changes what it says.
KEPT = "pause: |+\n          so\n\n"
SNIPPETS = (
    "line_ups: [{from: 2026-01-05, people: [ana]}]",
    "line_ups:\n      - {from: 2026-01-05, people: [ana]}",
    "line_ups: &a\n      - &b {from: 2026-01-05, people: &c [ana]}",
    "line_ups:\n      - &b\n        from: 2026-01-05\n        people: [ana]",
    "line_ups:\n      - from: 2026-01-05\n        people: [ana]\n        pause: ~",
    "line_ups: [\n\n  {from: 2026-01-05, people: [ana,\n ben]} ,\n# c\n ]",
    "line_ups: [{from: 2026-01-05, people: [ana]}, ]",
    "line_ups: !!seq [{from: 2026-01-05, people: [ana]}]",
    'line_ups:\n      - from: "2026\\\n          -01-05"\n        people: [ana]',
    "? line_ups\n    :\n      - {from: 2026-01-05, people: [ana]}",
    "line_ups:\n      - {from: 2026-01-05, people: [ana]}\n      - {from: 2026-02-02,\n         pause: >-\n}",
    f"line_ups:\n      - {{from: 2026-01-05, people: [ana]}}\n      - from: 2026-02-02\n        {KEPT}",
    "line_ups: [from: 2026-01-05]",
)
TAILS = (
    "",
    "\noverrides:",
    "\noverrides: ~",
    '\n"overrides": []',
    "\noverrides: [ # c\n ]",
    "\n? overrides\n: - {rota: web, cover: ana, by: ben, on: 2026-01-06}",
    "\noverrides:\n- # c\n  {rota: web, cover: ana, by: ben, on: 2026-01-06}",
    "\noverrides:\n- rota: web\n  cover: ana\n  by: ben\n  on: 2026-01-06\n  reason: |\n    so\n\n\n# end",
    "\noverrides:\n- rota: web\n  cover: ana\n  by: ben\n  on: 2026-01-06\n  reason: >+\n    so\n\n",
    "\nleave: &x []\noverrides: *x",
    "\n...\n# after",
    "\nleave:\n- &p {person: ana, on: 2026-01-06}\n- *p",
)


def done(text: str, path: Path, item: Item) -> Edit | None:
    """The edit; None where the file is no rota file, or the edit is refused."""
    try:
        return insert(load_texts("rota.yaml", {"rota.yaml": text}), path, item)
    except RotaError:
        return None


def test_most_odd_yaml_is_edited() -> None:
    """The refusals are the exception."""
    item: Item = {"from": "2026-06-01", "people": ["ben"]}
    edits = [done(f"{HEAD}{WEB}    {snippet}", LINE_UPS, item) for snippet in SNIPPETS]
    assert sum(edit is not None for edit in edits) == len(SNIPPETS) - 4


@pytest.mark.parametrize("section", ["line_ups", "overrides", "leave"])
@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("snippet", SNIPPETS)
def test_odd_yaml_is_edited_rightly_or_refused(snippet: str, tail: str, section: str) -> None:
    """Anchors, text blocks, question marks, values over several lines: never a traceback, never a loss."""
    text = f"{HEAD}{WEB}    {snippet}{tail}"
    items: dict[str, Item] = {
        "line_ups": {"from": "2026-06-01", "people": ["ben"]},
        "overrides": {"rota": "web", "cover": "ana", "by": "cal", "on": "2026-06-02"},
        "leave": {"person": "ben", "on": "2026-06-02"},
    }
    item, path = items[section], LINE_UPS if section == "line_ups" else (section,)
    edit = done(text, path, item)
    if edit is None:
        return
    nothing_is_lost(text.encode(), edit)
    old, new = said(text), said(edit.texts["rota.yaml"])
    if section == "line_ups":
        old, new = old["rotas"]["web"], new["rotas"]["web"]
    assert by_date(new.pop(section)) == by_date([*(old.pop(section, None) or []), item])
    assert new == old
