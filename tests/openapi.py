"""Holds requests and responses to PagerDuty's own OpenAPI document, where a copy of it is at hand.

The document lies outside this repository; where it is absent `load_spec` gives None and nothing
can be checked. What the live service is known to do differently is listed here, with the reason.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

Json = dict[str, Any]

SPEC_FILE = Path(__file__).parents[2] / "shared" / "data" / "pagerduty-openapi.json"

# (schema, property): null is sent although the document does not allow it.
NULLABLE = {
    ("EscalationPolicy", "description"): "seen in recorded replies",
    ("Oncall", "end"): "null means for ever",
    ("Oncall", "schedule"): "null means that the policy names the user directly",
    ("Oncall", "start"): "null means since ever",
    ("Schedule", "description"): "recorded",
    ("Schedule", "id"): "a preview has none",
    ("ScheduleLayer", "end"): "null means never, and is how an end is cleared",
    ("ScheduleLayer", "id"): "recorded: a PUT answers null for layers that it made",
    ("ScheduleLayer", "rendered_coverage_percentage"): "recorded: nothing was rendered",
    ("ScheduleLayerEntry", "end"): "documented in prose",
    ("Service", "description"): "seen in recorded replies",
    ("SubSchedule", "rendered_coverage_percentage"): "recorded: nothing was rendered",
    ("Team", "description"): "seen in recorded replies",
    ("User", "job_title"): "seen in recorded replies",
}

# include[] puts whole objects where the document only knows references.
INCLUDED_TYPES = {
    "ContactMethodReference": ["email_contact_method", "phone_contact_method"],
    "EscalationPolicyReference": ["escalation_policy"],
    "EscalationTargetReference": ["schedule_v3"],
    "NotificationRuleReference": ["assignment_notification_rule"],
    "ScheduleReference": ["schedule"],
    "TeamReference": ["team"],
    "UserReference": ["user"],
    "V3ScheduleReference": ["schedule_v3"],
}

# A success under another status than the documented one.
OTHER_SUCCESS = {
    ("GET", "/schedules/{id}/overrides", 200): 201,  # the document says 201 for this GET
    ("POST", "/schedules", 200): 201,  # reported of the live service
}

# Refusals that the document leaves out; their bodies are the usual ones.
OTHER_REFUSALS = {
    ("DELETE", "/escalation_policies/{id}", 400): "a service uses the policy",
    ("DELETE", "/schedules/{id}/overrides/{override_id}", 400): "the override is over",
    ("DELETE", "/services/{id}", 404): "no such service",
    ("DELETE", "/teams/{id}", 404): "no such team",
    ("DELETE", "/v3/schedules/{id}", 400): "a policy uses the schedule, or it is layer-based",
    ("DELETE", "/v3/schedules/{id}/overrides/{override_id}", 400): "the override is over",
    ("DELETE", "/v3/schedules/{id}/rotations/{rotation_id}/events/{event_id}", 400): "the event is over",
    ("GET", "/v3/schedules/{id}", 400): "the schedule is layer-based, or the window is no window",
    ("GET", "/v3/schedules/{id}/rotations", 400): "the page is no page",
    ("GET", "/v3/schedules/{id}/rotations/{rotation_id}/events", 400): "the page is no page",
    ("POST", "/escalation_policies", 404): "a target does not exist",
    ("PUT", "/escalation_policies/{id}", 400): "the policy is not acceptable",
    ("PUT", "/services/{id}", 400): "the service is not acceptable",
    ("PUT", "/teams/{id}", 400): "the team is not acceptable",
}


class ContractError(AssertionError):
    """A request or response that PagerDuty's document does not allow."""


@dataclass(frozen=True)
class Spec:
    """The document, turned into JSON Schema and relaxed by the known deviations."""

    paths: Json
    components: Json

    def check_request(
        self, method: str, path: str, query: Iterable[tuple[str, str]] = (), body: Any = None
    ) -> None:
        """Raises ContractError unless the document allows this request; `path` has real ids in it."""
        template, operation = self._operation(method, path)
        declared = {parameter["name"]: parameter for parameter in self._query_parameters(operation)}
        given = list(query)
        for name, value in given:
            if name not in declared:
                raise ContractError(f"{method} {template}: no query value is called {name}")
            schema = declared[name]["schema"]
            self._check(schema.get("items", schema), _read(value, schema), f"{method} {template}?{name}")
        missing = {name for name, each in declared.items() if each.get("required")} - {
            name for name, _ in given
        }
        if missing:
            raise ContractError(f"{method} {template}: needs {', '.join(sorted(missing))}")
        content = operation.get("requestBody", {}).get("content")
        if content and body is None:
            raise ContractError(f"{method} {template}: needs a body")
        if content:
            self._check(content["application/json"]["schema"], body, f"{method} {template}: request")

    def check_response(self, method: str, path: str, status: int, body: Any = None) -> None:
        """Raises ContractError unless the document allows this reply; `body` is None when there is none."""
        template, operation = self._operation(method, path)
        status = OTHER_SUCCESS.get((method, template, status), status)
        response = operation["responses"].get(str(status))
        if response is None and (method, template, status) in OTHER_REFUSALS:
            response = {"$ref": "#/components/responses/ArgumentError"}
        if response is None:
            raise ContractError(f"{method} {template}: status {status} is not documented")
        response = self._resolved(response)
        if "content" in response:
            schema = response["content"]["application/json"]["schema"]
            self._check(schema, body, f"{method} {template}: reply {status}")
        elif body is not None:
            raise ContractError(f"{method} {template}: reply {status} has a body")

    def _operation(self, method: str, path: str) -> tuple[str, Json]:
        parts = path.split("/")
        for template in sorted(self.paths, key=lambda each: each.count("{")):
            wanted = template.split("/")
            same = len(wanted) == len(parts) and all(
                want in {part, ""} or (want.startswith("{") and part)
                for want, part in zip(wanted, parts, strict=True)
            )
            if same and method.lower() in self.paths[template]:
                operation: Json = self.paths[template][method.lower()]
                return template, operation
        raise ContractError(f"{method} {path} is not documented")

    def _query_parameters(self, operation: Json) -> Iterator[Json]:
        for parameter in map(self._resolved, operation.get("parameters", [])):
            if parameter["in"] == "query":
                yield parameter

    def _resolved(self, node: Json) -> Json:
        while "$ref" in node:
            _, _, kind, name = node["$ref"].split("/")
            node = self.components[kind][name]
        return node

    def _check(self, schema: Json, value: Any, where: str) -> None:
        validator = Draft202012Validator({**schema, "components": self.components}, format_checker=_formats())
        error = best_match(validator.iter_errors(value))
        if error is not None:
            raise ContractError(f"{where}: {error.json_path}: {error.message}")


@cache
def load_spec() -> Spec | None:
    """The document beside this repository, or None."""
    if not SPEC_FILE.exists():
        return None
    document = _converted(json.loads(SPEC_FILE.read_text(encoding="utf-8")))
    _relax(document["components"])
    return Spec(document["paths"], document["components"])


def _converted(node: Any) -> Any:
    """OpenAPI 3.0's dialect as JSON Schema: nullable becomes one more alternative."""
    if isinstance(node, list):
        return [_converted(each) for each in node]
    if not isinstance(node, dict):
        return node
    converted = {name: _converted(value) for name, value in node.items() if name != "nullable"}
    return _or_null(converted) if node.get("nullable") is True else converted


def _or_null(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def _relax(components: Json) -> None:
    """Applies the deviations to the converted document."""
    schemas = components["schemas"]
    for name, field in NULLABLE:
        for properties in _properties(schemas[name]):
            if field in properties:
                properties[field] = _or_null(properties[field])
    for name, types in INCLUDED_TYPES.items():
        for properties in _properties(schemas[name]):
            if "enum" in properties.get("type", {}):
                properties["type"]["enum"] += types
    # Every example shows an object where the schema says a string.
    strategy = schemas["EscalationRule"]["properties"]["escalation_rule_assignment_strategy"]
    schemas["EscalationRule"]["properties"]["escalation_rule_assignment_strategy"] = {
        "anyOf": [strategy, {"type": "object", "properties": {"type": strategy}, "required": ["type"]}]
    }
    # editable=true gives ids and nothing else.
    only_id = {"type": "object", "required": ["id"], "properties": {"id": {}}, "additionalProperties": False}
    schemas["Override"] = {"anyOf": [schemas["Override"], only_id]}
    # Code 3001 carries its reasons as an object (recorded).
    error = components["responses"]["ArgumentError"]["content"]["application/json"]["schema"]
    reasons = error["properties"]["error"]["properties"]
    reasons["errors"] = {"anyOf": [reasons["errors"], {"type": "object"}]}
    # Shift-based schedules have been seen to give a list where the document has a map.
    reasons = schemas["V3ErrorResponse"]["properties"]["error"]["properties"]
    reasons["errors"] = {"anyOf": [reasons["errors"], {"type": "array", "items": {"type": "string"}}]}


def _properties(schema: Json) -> Iterator[Json]:
    for part in [schema, *schema.get("allOf", [])]:
        if "properties" in part:
            yield part["properties"]


def _read(text: str, schema: Json) -> Any:
    """A query value as its schema's type, where the text can be read as one."""
    kind = schema.get("type")
    if kind == "integer" and text.lstrip("-").isdigit():
        return int(text)
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text


@cache
def _formats() -> FormatChecker:
    formats = FormatChecker(formats=())

    @formats.checks("date-time")
    def date_time(value: object) -> bool:
        try:
            return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            return False

    assert callable(date_time)
    return formats
