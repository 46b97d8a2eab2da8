"""What to write for a key that is missing: a value that is taken when pasted, with names of the file."""

from collections.abc import Mapping
from itertools import islice

from pydantic import BaseModel

from reconciler.config import model, nodes, settings
from reconciler.config.hours import DatedHours

_LINE_UPS = "[{from: 2026-12-07, people: [PERSON]}]"
EXAMPLES: Mapping[tuple[type[BaseModel], str], str] = {
    (model.RotaFile, "version"): "1",
    (model.RotaFile, "time_zone"): "Europe/London",
    (model.RotaFile, "horizon"): "13 weeks",
    (model.Person, "name"): "SELF",
    (model.Person, "email"): "SELF@example.org",
    (model.LineUp, "from"): "2026-12-07",
    (model.Layer, "turn"): "1 week",
    (model.Layer, "line_ups"): _LINE_UPS,
    (model.Rota, "name"): "SELF",
    (model.Level, "notify"): "ROTA",
    (model.Level, "escalate_after"): "15 minutes",
    (model.Policy, "name"): "SELF",
    (model.Policy, "levels"): "[{notify: ROTA, escalate_after: 15 minutes}]",
    (model.ExtraDay, "date"): "2026-12-24",
    (model.ExtraDay, "name"): "Privilege day",
    (model.IgnoredDay, "date"): "2026-12-28",
    (model.IgnoredDay, "reason"): "office open",
    (model.BankHolidays, "calendar"): "england-and-wales",
    (model.BankHolidays, "window"): "HOURS",
    (model.Cover, "rota"): "ROTA",
    (model.Cover, "cover"): "PERSON",
    (model.Cover, "by"): "OTHER",
    (model.Swap, "rota"): "ROTA",
    (model.Swap, "swap"): "{PERSON: 2027-01-25, OTHER: 2027-02-01}",
    (model.HolidayEntry, "rota"): "ROTA",
    (model.HolidayEntry, "holiday"): "2026-12-25",
    (model.HolidayEntry, "by"): "PERSON",
    (model.Leave, "person"): "PERSON",
    (model.Leave, "on"): "2027-08-03..2027-08-14",
    (model.Expectation, "policy"): "POLICY",
    (model.Expectation, "within"): "15 minutes",
    (model.Expectation, "pages"): "anyone",
    (settings.CheckOff, "id"): "own-region-holiday",
    (settings.CheckOff, "reason"): "agreed",
    (settings.Announcement, "channel"): '"#support"',
    (settings.Announcement, "rotas"): "[ROTA]",
    (DatedHours, "windows"): "Mon-Fri 09:00-17:00",
}
_WHAT = {
    (model.Person, "email"): ", with the address of their PagerDuty user",
    (model.LineUp, "from"): ", with the date of a handover",
}


def example(owner: type[BaseModel], key: str, tree: nodes.Mapping, path: tuple[str | int, ...]) -> str:
    """The hint for a key that the entry at a path lacks."""
    entry: nodes.Node | None = tree
    for step in path:
        entry = nodes.child(entry, step) if entry is not None else None
    name = str(path[-1]) if path else ""
    value = EXAMPLES[owner, key]
    for word, instead in _names(tree, entry, name).items():
        value = value.replace(word, instead)
    return f"add `{key}: {value}`{_WHAT.get((owner, key), '')}"


def _names(tree: nodes.Mapping, entry: nodes.Node | None, name: str) -> dict[str, str]:
    """What stands for the words in capitals, the longer words first."""
    taken = [_text(entry, key) for key in ("cover", "by")]
    people = (key for key in _keys(tree, "people") if key not in taken and not _mailbox(tree, key))
    person, other = [*islice(people, 2), "ana", "ben"][:2]
    return {
        "PERSON": person,
        "OTHER": other if not any(taken) else person,
        "POLICY": [*_keys(tree, "policies"), "24x7"][0],
        "ROTA": [*_keys(tree, "rotas"), "web"][0],
        "HOURS": [*_keys(tree, "hours"), "in-hours"][0],
        "SELF": name,
    }


def _keys(tree: nodes.Mapping, section: str) -> list[str]:
    below = nodes.child(tree, section)
    return list(below.items) if isinstance(below, nodes.Mapping) else []


def _mailbox(tree: nodes.Mapping, person: str) -> bool:
    people = nodes.child(tree, "people")
    return people is not None and _text(nodes.child(people, person), "mailbox") == "true"


def _text(entry: nodes.Node | None, key: str) -> str | None:
    value = nodes.child(entry, key) if entry is not None else None
    return value.text if isinstance(value, nodes.Scalar) else None
