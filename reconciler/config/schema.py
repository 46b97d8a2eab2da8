"""The JSON Schema of a rota file, for editors: completion, explanations and early warnings while typing."""

import json
from typing import Any

from reconciler.config.descriptions import DESCRIPTIONS
from reconciler.config.model import RotaFile
from reconciler.config.references.common import RESERVED

_KEY = {"pattern": "^[a-z0-9][a-z0-9-]*$"}


def schema_text() -> str:
    """The schema, pretty-printed; the same text every time."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The schema as JSON Schema draft 2020-12."""
    shape = RotaFile.model_json_schema(by_alias=True, mode="validation")
    definitions: dict[str, Any] = shape.pop("$defs")
    for title, definition in (*definitions.items(), ("RotaFile", shape)):
        _describe(title, definition)
    properties: dict[str, Any] = shape["properties"]
    for section in ("people", "hours", "rotas", "policies"):
        reserved = {"not": {"enum": list(RESERVED)}} if section in {"people", "rotas"} else {}
        properties[section]["propertyNames"] = {**_KEY, **reserved}
    properties["include"] = {
        "description": DESCRIPTIONS["RotaFile"]["include"],
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    }
    # Only the root file must have them; an included file must not.
    shape.pop("required", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rota.yaml",
        "description": "On-call rotas as code for PagerDuty.",
        **{key: value for key, value in shape.items() if key not in {"title", "description"}},
        "$defs": definitions,
    }


def _describe(title: str, definition: dict[str, Any]) -> None:
    """Explain every key, and drop what only makes an editor's messages longer."""
    definition.pop("title", None)
    texts = DESCRIPTIONS[title]
    for name, field in definition.get("properties", {}).items():
        field.pop("title", None)
        if field.get("default", 0) in (None, [], {}) or isinstance(field.get("default"), dict):
            field.pop("default")
        choices = [choice for choice in field.get("anyOf", ()) if choice != {"type": "null"}]
        if len(choices) == 1:
            del field["anyOf"]
            field.update(choices[0])
        field["description"] = texts[name]
