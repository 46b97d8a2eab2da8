"""The file of a spreadsheet as text: people with what is to be filled in, hours, rotas, covers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.config.names import FILL_IN
from reconciler.config.values import WEEKDAYS, DateRange
from reconciler.edit.written import spelled
from reconciler.importing.draft import Period
from reconciler.importing.emit import brackets, flow, scalar
from reconciler.importing.hours import lines, named, outside
from reconciler.importing.spreadsheet_layers import Layer
from reconciler.importing.spreadsheet_turns import Stint, spells
from reconciler.intervals import wall_time_fault, zone
from reconciler.wording import count, day

_MARK = "FILL IN: the e-mail address of the PagerDuty user"
_PAUSE = "nobody in the spreadsheet"
_WEEK = 7
_HEAD = """\
# yaml-language-server: $schema=rota.schema.json
#
# Who is on call, from a spreadsheet. `rota check` says what is still missing.
version: 1
time_zone: {zone}
horizon: 13 weeks
pagerduty: {{region: {region}}}"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the file; `email` is None where the spreadsheet does not have it."""

    key: str
    name: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Cover:
    """A line of the overrides, and the day on which it begins, for its comment."""

    entry: tuple[tuple[str, str], ...]
    begins: datetime


@dataclass(frozen=True, slots=True)
class RotaText:
    """One rota: its key, its name, and its layers."""

    key: str
    name: str
    layers: tuple[Layer, ...]

    def covers(self, time_zone: str) -> Iterator[Cover]:
        """Whatever the line-ups get wrong: dates where one layer has the rota, else exact times."""
        for layer in self.layers:
            for spell in spells(layer.days, layer.rotation):
                head = (
                    ("rota", scalar(self.key)),
                    ("cover", scalar(spell.holder)),
                    ("by", scalar(spell.person)),
                )
                if len(self.layers) == 1:
                    dates = spelled(DateRange(spell.first, spell.last))
                    yield Cover((*head, ("on", dates)), datetime.combine(spell.first, layer.clock))
                    continue
                for row in layer.rows:
                    if spell.first <= row.on <= spell.last and row.slot is not None:
                        start = datetime.combine(row.on, row.slot[0])
                        ends = (start, start + row.length)
                        if not any(wall_time_fault(at, zone(time_zone)) for at in ends):
                            times = zip(("from", "until"), map(spelled, ends), strict=True)
                            yield Cover((*head, *times), start)


def written(
    rotas: Sequence[RotaText],
    people: Sequence[Person],
    covers: Sequence[Cover],
    *,
    time_zone: str,
    region: str,
    fill_in: bool,
) -> str:
    """The whole file; without `fill_in` with addresses that nobody has, so that it loads."""
    hours = named((Period(None, layer.windows),) for r in rotas for layer in r.layers if layer.windows)
    names = {periods: name for name, periods in hours}
    sections = [
        _HEAD.format(zone=time_zone, region=region).split("\n"),
        ["people:", *(_person(person, fill_in=fill_in) for person in people)],
    ]
    if hours:
        sections.append(
            ["hours:", *(_hours(n, name, periods, hours) for n, (name, periods) in enumerate(hours))]
        )
    sections.append(["rotas:", *(line for rota in rotas for line in _rota(rota, names))])
    if covers:
        ordered = sorted(covers, key=lambda cover: (cover.begins, cover.entry))
        listed = (
            f"  - {flow(dict(c.entry))}  # {day(c.begins, year=c.begins.year)}, not as the order has it"
            for c in ordered
        )
        sections.append(["overrides:", *listed])
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def _person(person: Person, *, fill_in: bool) -> str:
    address = person.email or (FILL_IN if fill_in else f"{person.key}@{FILL_IN}.invalid")
    mark = f"  # {_MARK}" if person.email is None else ""
    return f"  {scalar(person.key)}: {flow({'name': scalar(person.name), 'email': scalar(address)})}{mark}"


def _hours(
    number: int, name: str, periods: tuple[Period, ...], hours: Sequence[tuple[str, tuple[Period, ...]]]
) -> str:
    rest = outside(periods, tuple(hours[:number]))
    if rest is not None:
        return f"  {name}: outside {rest}"
    windows = lines(periods[0].windows)
    return f"  {name}: {scalar(windows[0]) if len(windows) == 1 else brackets(windows)}"


def _rota(rota: RotaText, names: dict[tuple[Period, ...], str]) -> Iterator[str]:
    yield f"  {scalar(rota.key)}:"
    yield f"    name: {scalar(rota.name)}"
    if len(rota.layers) == 1:
        yield from _layer(rota.layers[0], names, "    ")
        return
    yield "    layers:"
    for layer in rota.layers:
        yield f"      - name: {scalar(layer.name)}"
        yield from _layer(layer, names, " " * 8)


def _layer(layer: Layer, names: dict[tuple[Period, ...], str], indent: str) -> Iterator[str]:
    if layer.windows is not None:
        yield f"{indent}hours: {scalar(names[Period(None, layer.windows),])}"
    length, stints = layer.rotation.length, layer.rotation.stints
    weeks = length // _WEEK if length % _WEEK == 0 else 0
    clock = f"{layer.clock:%H:%M}"
    yield f"{indent}turn: {count(weeks, 'week') if weeks else count(length, 'day')}"
    yield f"{indent}handover: {f'{WEEKDAYS[stints[0].start.weekday()]} {clock}' if weeks else scalar(clock)}"
    yield f"{indent}line_ups:"
    yield from (f"{indent}  - {_line_up(stint)}" for stint in stints)


def _line_up(stint: Stint) -> str:
    who = ("people", brackets(stint.people)) if stint.people else ("pause", scalar(_PAUSE))
    return f"{flow(dict((('from', f'{stint.start}'), who)))}  # {day(stint.start, year=stint.start.year)}"
