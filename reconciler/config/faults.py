"""What pydantic says about the form of the file, translated into findings in plain words with their place."""

from typing import Any, get_args, get_origin

from pydantic_core import ErrorDetails

from reconciler.config import model, nodes
from reconciler.config.fields import PLACE, DatedHours, kind_of
from reconciler.config.scalars import ScalarFault, close
from reconciler.errors import Finding

Location = tuple[str | int, ...]

_NOUNS: dict[type, str] = {
    model.Person: "person",
    model.LineUp: "line-up",
    model.Layer: "layer",
    model.Rota: "rota",
    model.Level: "level",
    model.Policy: "policy",
    model.ExtraDay: "extra day",
    model.IgnoredDay: "ignored day",
    model.BankHolidays: "bank_holidays",
    model.Cover: "cover",
    model.Swap: "swap",
    model.HolidayEntry: "holiday entry",
    model.Leave: "leave",
    model.Expectation: "expectation",
    model.CheckOff: "switched-off check",
    model.Checks: "checks",
    model.Safety: "safety",
    model.Announcement: "announcement",
    model.PagerDutyAccount: "pagerduty",
    model.RotaFile: "the file",
    DatedHours: "dated hours",
}
_OVERRIDES: dict[str | int, type] = {"cover": model.Cover, "swap": model.Swap, "holiday": model.HolidayEntry}


def translate(fault: ErrorDetails, tree: nodes.Mapping) -> Finding:
    """One fault of form as a finding."""
    location, owner, name = _owner(fault["loc"])
    key = str(location[-1]) if location else ""
    whose = f"{_NOUNS.get(owner, 'entry')}{f' {name}' if name else ''}"
    kind, given = fault["type"], fault["input"]
    if kind == "extra_forbidden":
        return _unknown_key(key, owner, whose, nodes.locate(tree, *location, key=True))
    if kind == "missing":
        where = nodes.locate(tree, *location[:-1])
        return Finding(
            "missing-key", "error", f"{whose} has no {key}", where, f"add `{key}: ...`", expected=key
        )
    where = nodes.locate(tree, *location)
    label = _label(location, whose)
    if kind == "value_error" and isinstance(error := fault.get("ctx", {}).get("error"), ScalarFault):
        return Finding(
            "bad-value", "error", f"{label}: {error.message}", where, error.hint, error.found, error.expected
        )
    if kind == "union_tag_not_found":
        return Finding(
            "missing-key",
            "error",
            "an override is a cover, a swap or a holiday",
            where,
            "add `cover:`, `swap:` or `holiday:`",
        )
    if kind == "literal_error":
        return _choice(label, given, fault.get("ctx", {}).get("expected", ""), where)
    found = kind_of(given)
    if given is None:
        return Finding(
            "bad-value",
            "error",
            f"{label}: nothing is written",
            where,
            "write a value or drop the key",
            found,
        )
    expected, hint = _EXPECTED.get(kind, (None, None))
    if kind == "less_than_equal":
        expected = f"at most {fault.get('ctx', {}).get('le')}"
    if expected is None:
        return Finding("bad-value", "error", f"{label}: {fault['msg'].lower()}", where, found=found)
    return Finding(
        "wrong-type", "error", f"{label}: {found} stands here, not {expected}", where, hint, found, expected
    )


_EXPECTED: dict[str, tuple[str, str | None]] = {
    "string_type": ("a single value", None),
    "tuple_type": ("a list", "write it in brackets, or one `- ` a line"),
    "dict_type": ("a mapping", "write `name: value`"),
    "model_type": ("a mapping", "write `{key: value, ...}`"),
    "model_attributes_type": ("a mapping", "write `{key: value, ...}`"),
    "too_short": ("a list with at least one entry", None),
    "less_than_equal": ("less", None),
}


def _label(location: Location, whose: str) -> str:
    keys = [step for step in location if isinstance(step, str)]
    if not keys:
        return whose
    if whose == "the file" or whose.endswith(f" {keys[-1]}") or whose == keys[-1]:
        return " ".join(keys[-2:]) if whose == "the file" else whose
    return f"{keys[-1]} of {whose}"


def _unknown_key(key: str, owner: type, whose: str, where: Any) -> Finding:
    known = (
        [field.alias or name for name, field in owner.model_fields.items()]
        if hasattr(owner, "model_fields")
        else []
    )
    known = [name for name in known if name != PLACE]
    if owner is model.RotaFile:
        known.append("include")
    near = close(key, known)
    hint = f"did you mean {near}?" if near else f"it may have: {', '.join(known)}"
    return Finding("unknown-key", "error", f'{whose} has no "{key}"', where, hint, found=key)


def _choice(label: str, given: object, expected: str, where: Any) -> Finding:
    choices = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    found = kind_of(given)
    near = close(str(given), choices)
    return Finding(
        "bad-value",
        "error",
        f"{label}: {found} is not one of {', '.join(choices)}",
        where,
        f"did you mean {near}?" if near else f"write {' or '.join(choices)}",
        found,
        ", ".join(choices),
    )


def _owner(loc: Location) -> tuple[Location, type, str]:
    """The path in the file (without pydantic's tags), the entry that holds the fault, and that entry's name."""
    if len(loc) > 2 and loc[0] == "overrides" and loc[2] in _OVERRIDES:  # noqa: PLR2004 - section, index, tag
        return (*loc[:2], *loc[3:]), _OVERRIDES[loc[2]], ""
    owner: type = model.RotaFile
    names: list[str] = []
    rest = list(loc[:-1])
    while rest:
        field = next((f for n, f in owner.model_fields.items() if (f.alias or n) == rest[0]), None)
        section = rest.pop(0)
        below = _entry_class(field.annotation) if field is not None else None
        if below is None:
            break
        owner = below
        if rest and section in {"people", "rotas", "policies"}:
            names = [str(rest.pop(0))]
        elif rest and isinstance(rest[0], int):
            index = rest.pop(0)
            if section in {"line_ups", "layers", "levels"} and names:
                names = (
                    [f"{int(index) + 1} of {names[0]}"]
                    if section == "levels"
                    else [f"of {names[0].removeprefix('of ')}"]
                )
            else:
                names = []
        else:
            names = []
    return loc, owner, names[0] if names else ""


def _entry_class(annotation: Any) -> type | None:
    """The entry inside an annotation like `dict[str, Person]` or `tuple[LineUp, ...]`."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, model.Entry) else None
    return next((found for part in get_args(annotation) if (found := _entry_class(part))), None)
