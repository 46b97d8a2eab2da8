"""Claims about the JSON Schema for editors: it is current, complete, and agrees with what is read."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reconciler.config.schema import schema, schema_text
from tests.config.helpers import BASE, findings

ROOT = Path(__file__).resolve().parents[2]


class _Core(yaml.SafeLoader):
    """YAML as an editor reads it: whole numbers, true, false and null; all else is text."""


_Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|false", "tf"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("null", "null|~|", ["n", "~", ""]),
):
    _Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", __import__("re").compile(f"^(?:{pattern})$"), list(first)
    )


def plain(text: str) -> Any:
    return yaml.load(text, Loader=_Core)  # noqa: S506 - it is a SafeLoader


def faults(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema())
    return [error.message for error in validator.iter_errors(plain(text))]


def test_the_committed_schema_is_current() -> None:
    """Editors see what the program reads."""
    assert (ROOT / "rota.schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_a_schema() -> None:
    """Draft 2020-12, and its text is plain JSON."""
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


def test_the_example_is_valid_for_an_editor() -> None:
    """A newcomer who opens the example sees no warning."""
    assert faults((ROOT / "rota.yaml").read_text(encoding="utf-8")) == []


def test_every_key_is_explained() -> None:
    """Each key of each entry has a sentence, and what only the program uses is not shown."""
    shape = schema()
    for definition in (shape, *shape["$defs"].values()):
        for name, field in definition["properties"].items():
            assert field["description"].endswith("."), name
            assert name.isprintable()
            assert name not in {"where", "start", "end"}
    assert "kind" in shape["properties"]
    assert [title for title, entry in shape["$defs"].items() if "kind" in entry["properties"]] == ["Rota"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("turn: 1 week", "trun: 1 week"),
        ("turn: 1 week", "turn: 1 fortnight"),
        ("Monday 09:00", "Monday 9:00"),
        ("2026-01-05", "5.1.2026"),
        ("time_zone: Europe/London", "time_zone: BST"),
        ("mailbox: true", "mailbox: yes"),
        ("  cal:", "  Cal:"),
        ("  cal:", "  nobody:"),
        ("name: Cal Roe, ", ""),
        ("version: 1", "version: 2"),
    ],
)
def test_what_is_refused_is_underlined_while_typing(old: str, new: str) -> None:
    """The common slips are visible in the editor, and refused by the loader."""
    assert old in BASE
    text = BASE.replace(old, new)
    assert faults(text)
    assert findings(text)


def test_the_forms_of_hours_are_known_to_editors() -> None:
    """A line, a list of lines, a dated list."""
    for form in (
        "Mon 09:00-10:00",
        "[Mon 09:00-10:00, outside b]",
        "[{windows: Mon 09:00-10:00, from: 2027-01-04}]",
    ):
        assert faults(f"hours: {{a: {form}}}") == []
    assert faults("hours: {a: []}")
