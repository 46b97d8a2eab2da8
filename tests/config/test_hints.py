"""Claims about hints: what one says to write is taken when it is written."""

import copy
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from reconciler.config import examples
from reconciler.config.entry import Entry
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from tests.config.helpers import findings

FILE = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
hours:
  in-hours: [{windows: Mon-Fri 09:00-17:00}]
rotas:
  web: {name: Web, hours: in-hours, turn: 1 week, handover: Monday 09:00, line_ups: [{from: 2026-01-05, people: [ana]}]}
  two:
    name: Two
    layers:
      - {name: day, turn: 1 week, handover: Monday 09:00, line_ups: [{from: 2026-01-05, turn: 2 weeks, people: [ana]}]}
policies:
  p: {name: P, levels: [{notify: web, escalate_after: 5 minutes}]}
bank_holidays:
  calendar: england-and-wales
  window: in-hours
  rules: {web: current}
  extra: [{date: 2026-05-26, name: Privilege day}]
  ignore: [{date: 2026-04-06, reason: office open}]
overrides:
  - {rota: web, cover: ana, by: ben, on: 2027-01-04}
  - {rota: web, swap: {ana: 2027-01-25, ben: 2027-02-01}}
  - {rota: web, holiday: 2026-12-25, by: ben}
leave:
  - {person: ana, on: 2027-08-03}
expect:
  - {policy: p, every: minute, within: 60 minutes, pages: anyone}
checks: {rest: 11 hours, run: 14 days, page_within: 10 minutes, off: [{id: rest, reason: agreed}]}
announce:
  - {channel: "#support", rotas: [web]}
"""  # noqa: E501 - entries of a file stand on one line
Path = tuple[str | int, ...]


def plain() -> Any:
    return yaml.load(FILE, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, and nothing else


def at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def written(data: Any) -> tuple[Finding, ...]:
    """The findings of a file made of plain data."""
    return findings(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))


def leaves(data: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every key of the file."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, below in pairs:
        if isinstance(data, dict):
            yield (*path, step)
        yield from leaves(below, (*path, step))


def entries(kind: Any) -> Iterator[type[BaseModel]]:
    """An entry and all that it may hold."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from entries(field.annotation)
    for part in get_args(kind):
        yield from entries(part)


def test_every_key_that_may_be_missing_has_an_example() -> None:
    """None of them is answered with three dots."""
    needed = {
        (kind, field.alias or name)
        for kind in entries(RotaFile)
        if issubclass(kind, Entry)
        for name, field in kind.model_fields.items()
        if field.is_required()
    }
    assert needed <= set(examples.EXAMPLES)


def missing(path: Path) -> tuple[Any, list[Finding]]:
    """The file without a key, and the findings that say so."""
    data = plain()
    *above, key = path
    del at(data, tuple(above))[key]
    return data, [f for f in written(data) if f.id == "missing-key" and f.message.endswith(f"has no {key}")]


NEEDED = [path for path in leaves(plain()) if missing(path)[1]]


@pytest.mark.parametrize("path", NEEDED, ids=lambda path: ".".join(map(str, path)))
def test_a_key_that_is_missing_can_be_pasted_from_the_hint(path: Path) -> None:
    """Whatever is deleted from a file, what the hint adds makes it right again."""
    data, (fault, *_) = missing(path)
    *above, key = path
    said = re.match(r"add `([a-z_]+): (.*?)`", str(fault.hint))
    assert said is not None
    assert said[1] == key
    at(data, tuple(above))[key] = yaml.load(said[2], Loader=yaml.BaseLoader)  # noqa: S506 - as above
    assert [f for f in written(data) if f.id != "needless-key"] == []


LENGTHS: list[tuple[Path, str, str]] = [
    (("horizon",), "13", "13 weeks"),
    (("rotas", "web", "turn"), "1", "1 week"),
    (("rotas", "two", "layers", 0, "turn"), "2", "2 weeks"),
    (("rotas", "two", "layers", 0, "line_ups", 0, "turn"), "2", "2 weeks"),
    (("policies", "p", "levels", 0, "escalate_after"), "30", "30 minutes"),
    (("expect", 0, "within"), "15", "15 minutes"),
    (("checks", "rest"), "11", "11 hours"),
    (("checks", "run"), "14", "14 days"),
    (("checks", "page_within"), "10", "10 minutes"),
]


@pytest.mark.parametrize(("path", "found", "instead"), LENGTHS)
def test_a_number_without_its_unit_is_answered_with_that_of_the_key(
    path: Path, found: str, instead: str
) -> None:
    """A horizon of 13 is no half an hour, and what the hint says is taken."""
    data = plain()
    *above, key = path
    at(data, tuple(above))[key] = found
    (fault,) = written(data)
    assert fault.hint == f"write the unit, like `{instead}`"
    at(data, tuple(above))[key] = instead
    assert written(data) == ()


def test_every_length_of_time_of_the_file_is_known_here() -> None:
    """A new key with a length of time needs an example of its own."""
    lengths = {"horizon", "turn", "escalate_after", "within", "rest", "run", "page_within"}
    assert {path[-1] for path, _, _ in LENGTHS} == lengths
    found = {
        field.alias or name
        for kind in entries(RotaFile)
        for name, field in kind.model_fields.items()
        if re.search(r"timedelta|values\.Turn", repr(field.annotation))
    }
    assert found == lengths


@pytest.mark.parametrize("path", [path for path in leaves(plain()) if path[-1] != "rules"])
@pytest.mark.parametrize("value", ["?", ["?", "?"], {"?": "?"}], ids=["text", "list", "mapping"])
def test_a_value_of_another_kind_is_never_refused_without_advice(path: Path, value: object) -> None:
    """Every key says what to write instead, whatever stands there."""
    data = plain()
    *above, key = path
    at(data, tuple(above))[key] = copy.deepcopy(value)
    assert [f for f in written(data) if f.id in {"bad-value", "wrong-type"} and not f.hint] == []


@pytest.mark.parametrize(
    ("entry", "hint"),
    [
        ("{person: ana, on: [2027-08-04, 2027-08-03]}", "write 2027-08-03..2027-08-04"),
        ("{person: ana, on: [2027-08-03]}", "write 2027-08-03"),
        ("{person: ana, on: [soon]}", "write a date, or two like `2026-12-08..2026-12-10`"),
        ("{person: ana, on: 2027-08-03 09:00}", "only whole dates stand here: write 2027-08-03"),
    ],
)
def test_dates_in_another_form_are_answered_with_theirs(entry: str, hint: str) -> None:
    """The dates that were given stand in the hint, and are taken."""
    text = FILE.replace("{person: ana, on: 2027-08-03}", entry)
    (fault,) = findings(text)
    assert fault.hint == hint
    if re.search("write 2", hint):
        value = hint.partition("write ")[2]
        assert findings(FILE.replace("2027-08-03}", f"{value}}}")) == ()


def test_no_hint_says_to_write_a_date_that_has_nothing_to_do_with_the_file() -> None:
    """A cover without an end, or whose dates need times, is answered with its own dates."""
    entry = "{rota: web, cover: ana, by: ben, on: 2027-01-04}"
    start = "from: 2027-02-05 10:00"
    (fault,) = findings(FILE.replace(entry, f"{{rota: web, cover: ana, by: ben, {start}}}"))
    assert fault.hint == "add `until: 2027-02-06 09:00`"
    more = str(fault.hint).partition("`")[2].rstrip("`")
    assert findings(FILE.replace(entry, f"{{rota: web, cover: ana, by: ben, {start}, {more}}}")) == ()
    hourly = FILE.replace(
        "turn: 1 week, handover: Monday 09:00, line_ups: [{from: 2026-01-05",
        "turn: 8 hours, line_ups: [{from: 2026-01-05 09:00",
        1,
    )
    (fault,) = findings(hourly)
    assert fault.hint == "instead of `on` give times: `from: 2027-01-04 09:00, until: 2027-01-05 09:00`"
    times = str(fault.hint).rpartition("times: `")[2].rstrip("`")
    assert findings(hourly.replace("on: 2027-01-04", times)) == ()
