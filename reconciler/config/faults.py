"""What pydantic says about the form of the file, translated into findings in plain words with their place."""

from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from reconciler.config import entry, model, nodes, settings
from reconciler.config.examples import example
from reconciler.config.fields import PLACE, kind_of
from reconciler.config.hours import DatedHours
from reconciler.config.scalars import ScalarFault, close
from reconciler.errors import Finding, Where

Location = tuple[str | int, ...]
Kind = type[BaseModel]

_NOUNS: dict[Kind, str] = {
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
    settings.CheckOff: "switched-off check",
    settings.Checks: "checks",
    settings.Safety: "safety",
    settings.Announcement: "announcement",
    settings.PagerDutyAccount: "pagerduty",
    model.RotaFile: "the file",
    DatedHours: "dated hours",
}
_OVERRIDES: dict[str | int, Kind] = {"cover": model.Cover, "swap": model.Swap, "holiday": model.HolidayEntry}


def translate(fault: ErrorDetails, tree: nodes.Mapping) -> Finding:
    """One fault of form as a finding."""
    location, owner, name = _owner(fault["loc"])
    key = str(location[-1]) if location else ""
    whose = f"{_NOUNS.get(owner, 'entry')}{f' {name}' if name else ''}"
    if fault["type"] == "extra_forbidden":
        return _unknown_key(key, owner, whose, nodes.locate(tree, *location, key=True))
    if fault["type"] == "missing":
        where = nodes.locate(tree, *location[:-1])
        return Finding(
            "missing-key",
            "error",
            f"{whose} has no {key}",
            where,
            example(owner, key, tree, location[:-1]),
            expected=key,
        )
    return _bad_value(fault, _label(location, whose), nodes.locate(tree, *location))


def _bad_value(fault: ErrorDetails, label: str, where: Where) -> Finding:
    context = fault.get("ctx", {})
    kind, found = fault["type"], kind_of(fault["input"])
    if isinstance(error := context.get("error"), ScalarFault):
        message = f"{label}: {error.message}"
        hint = error.hint or f"write {error.expected}"
        return Finding("bad-value", "error", message, where, hint, error.found, error.expected)
    if kind == "union_tag_not_found":
        hint = "add `cover:`, `swap:` or `holiday:`"
        return Finding("missing-key", "error", "an override is a cover, a swap or a holiday", where, hint)
    if kind == "literal_error" and fault["input"] is not None:
        return _choice(label, fault["input"], context.get("expected", ""), where)
    if fault["input"] is None:
        hint = "write a value or drop the key"
        return Finding("bad-value", "error", f"{label}: nothing is written", where, hint, found)
    if kind == "less_than_equal":
        most = f"at most {context.get('le')}"
        return Finding(
            "bad-value", "error", f"{label}: {found} is too much", where, f"write {most}", found, most
        )
    expected, hint_ = _EXPECTED.get(kind, (fault["msg"].lower(), None))
    message = f"{label}: {found} stands here, not {expected}"
    return Finding("wrong-type", "error", message, where, hint_, found, expected)


_EXPECTED: dict[str, tuple[str, str | None]] = {
    "string_type": ("a single value", "write it without brackets"),
    "tuple_type": ("a list", "write it in brackets, or one `- ` a line"),
    "dict_type": ("a mapping", "write `name: value`"),
    "model_type": ("a mapping", "write `{key: value, ...}`"),
    "model_attributes_type": ("a mapping", "write `{key: value, ...}`"),
    "too_short": ("a list with at least one entry", "add an entry"),
}


def _label(location: Location, whose: str) -> str:
    """What holds the fault, in words: `turn of rota web`."""
    if _is_entry(location):
        return whose
    if whose == _NOUNS[model.RotaFile]:
        return " ".join(str(step) for step in location[:2])
    keys = [step for step in location if isinstance(step, str)]
    return whose if whose == keys[-1] else f"{keys[-1]} of {whose}"


def _is_entry(location: Location) -> bool:
    """Whether a path ends at an entry as a whole, not at a value in it."""
    if location[:1] == ("hours",):
        return False
    named = location[:1] in (("people",), ("rotas",), ("policies",)) and len(location) == 2  # noqa: PLR2004 - section, name
    return named or (isinstance(location[-1], int) and location[-2] in _LISTED)


_LISTED = {
    "line_ups",
    "layers",
    "levels",
    "extra",
    "ignore",
    "overrides",
    "leave",
    "expect",
    "off",
    "announce",
}


def _unknown_key(key: str, owner: Kind, whose: str, where: Where) -> Finding:
    known = [name for name in keys_of(owner) if name != PLACE]
    if owner is model.RotaFile:
        known.append("include")
    near = close(key, known)
    hint = f"did you mean {near}?" if near else f"it may have: {', '.join(known)}"
    if owner is model.Layer and key == "time_zone":
        hint = "PagerDuty has one zone for all layers of a schedule: write it at the rota"
    return Finding("unknown-key", "error", f'{whose} has no "{key}"', where, hint, found=key)


def _choice(label: str, given: object, expected: str, where: Where) -> Finding:
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


def _owner(loc: Location) -> tuple[Location, Kind, str]:
    """The path in the file (without pydantic's tags), the entry that holds the fault, and its name."""
    if len(loc) > 2 and loc[0] == "overrides" and loc[2] in _OVERRIDES:  # noqa: PLR2004 - section, index, tag
        return (*loc[:2], *loc[3:]), _OVERRIDES[loc[2]], ""
    if loc[:1] == ("hours",) and len(loc) > 3:  # noqa: PLR2004 - section, name, index, key
        return loc, DatedHours, ""
    owner: Kind = model.RotaFile
    names: list[str] = []
    rest = list(loc if loc and _is_entry(loc) else loc[:-1])
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


def _entry_class(annotation: Any) -> Kind | None:
    """The entry inside an annotation like `dict[str, Person]` or `tuple[LineUp, ...]`."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, entry.Entry) else None
    return next((found for part in get_args(annotation) if (found := _entry_class(part))), None)


def keys_of(owner: Kind) -> list[str]:
    """The keys that an entry may have, as they are written."""
    return [field.alias or name for name, field in owner.model_fields.items()]
