"""Faults from a YAML (or JSON) file, read strictly: what is not understood is refused with its line.

seed: 7
faults:
  - {kind: 429, path: /schedules/*, every: 20, reset: 7}
  - {kind: 502, body: html, probability: 0.05}
  - {kind: reset, when: after, method: POST, nth: 2}
"""

from dataclasses import fields
from difflib import get_close_matches
from typing import Any, NoReturn, Protocol, cast

import yaml

from reconciler.sandbox.faults import (
    Deleted,
    Duplicate,
    Fault,
    FaultError,
    Faults,
    Half,
    RateLimited,
    ReadOnly,
    RefuseOverride,
    Reset,
    Rule,
    ServerFault,
    Slow,
    Stale,
)


class _Kind(Protocol):
    def __call__(self, **values: Any) -> Fault: ...


_KINDS: dict[str, type[Fault]] = {
    "429": RateLimited,
    "500": ServerFault,
    "502": ServerFault,
    "503": ServerFault,
    "slow": Slow,
    "reset": Reset,
    "half": Half,
    "duplicate": Duplicate,
    "stale": Stale,
    "refuse_override": RefuseOverride,
    "read_only": ReadOnly,
    "deleted": Deleted,
}
_RULE = [each.name for each in fields(Rule) if each.name != "fault"]


class FaultFileError(ValueError):
    """A file of faults that cannot be understood: one sentence that starts with the line."""


def load_faults(text: str) -> Faults:
    """The faults in the text of a file. Raises FaultFileError."""
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        return Faults() if node is None else _faults(loader, node)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line if fault.problem_mark else 0
        _refuse(line + 1, f"this is no YAML: {fault.problem}")
    except yaml.reader.ReaderError as fault:
        _refuse(text.count("\n", 0, fault.position) + 1, f"this is no YAML: {fault.reason}")
    except RecursionError:
        _refuse(1, "this is nested too deeply")


def _faults(loader: yaml.SafeLoader, node: yaml.Node) -> Faults:
    values = _mapping(loader, node, ["seed", "faults"], "a file of faults")
    rules = values.get("faults")
    nodes: list[yaml.Node] = []
    if rules is not None:
        if not isinstance(rules, yaml.SequenceNode):
            _refuse(_line(rules), "faults must be a list")
        nodes = rules.value
    made = tuple(_rule(loader, each) for each in nodes)
    seed = {"seed": _value(loader, values["seed"])} if "seed" in values else {}
    try:
        return Faults(made, **seed)
    except FaultError as fault:
        _refuse(_line(values["seed"]), str(fault))


def _rule(loader: yaml.SafeLoader, node: yaml.Node) -> Rule:
    values = _mapping(loader, node, None, "a fault")
    if "kind" not in values:
        _refuse(_line(node), f"a fault must have a kind: {', '.join(_KINDS)}")
    name = str(_value(loader, values["kind"]))
    kind = _KINDS.get(name)
    if kind is None:
        _refuse(_line(values["kind"]), f"there is no kind of fault called {name}{_hint(name, list(_KINDS))}")
    own = [each.name for each in fields(kind) if each.name != "status"]
    _mapping(loader, node, ["kind", *own, *_RULE], f"a fault of kind {name}")
    given = {key: _plain(_value(loader, value)) for key, value in values.items() if key != "kind"}
    about = {key: value for key, value in given.items() if key in own}
    if kind is ServerFault:
        about["status"] = int(name)
    try:
        fault = cast("_Kind", kind)(**about)
        return Rule(fault, **{key: value for key, value in given.items() if key in _RULE})
    except FaultError as refusal:
        _refuse(_line(values.get(refusal.name, node)), f"in a fault of kind {name}: {refusal}")


def _mapping(
    loader: yaml.SafeLoader, node: yaml.Node, allowed: list[str] | None, what: str
) -> dict[str, yaml.Node]:
    """The values of a mapping by key, which may come once each and (if given) must be among the allowed."""
    if not isinstance(node, yaml.MappingNode):
        _refuse(_line(node), f"{what} must be a mapping of keys to values")
    values: dict[str, yaml.Node] = {}
    for key_node, value in node.value:
        key = str(_value(loader, key_node))
        if allowed is not None and key not in allowed:
            _refuse(_line(key_node), f"{what} has no key {key}{_hint(key, allowed)}")
        if key in values:
            _refuse(_line(key_node), f"{key} stands here twice")
        values[key] = value
    return values


def _value(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    return loader.construct_object(node, deep=True)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _hint(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(known)}"


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _refuse(line: int, sentence: str) -> NoReturn:
    raise FaultFileError(f"line {line}: {sentence}")
