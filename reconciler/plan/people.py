"""Turning the file's people into PagerDuty's users: who is missing, and what has to wait for them.

Source of the 14 days: the project's design; an account that is missing is an error from 14 days before
the person is first needed, and a warning before that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reconciler.config.model import Layer, LineUp, Rota, RotaFile
from reconciler.errors import Finding, Where
from reconciler.intervals import zone
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.covers import covers_of
from reconciler.shifts.line_ups import leader, tracks, zone_name
from reconciler.state import UserState
from reconciler.wording import count, listing, moment

NOTICE = timedelta(days=14)

Place = tuple[str, Where]
"""The rota to which an entry belongs, and where it stands: in flow style many share a line."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Ids by person, and the people who have none, or more than one, with the sentence that says so."""

    ids: Mapping[str, str]
    faults: Mapping[str, str]


def accounts(file: RotaFile, users: Mapping[str, tuple[UserState, ...]]) -> Accounts:
    """Match people by e-mail, exact and case-folded."""
    ids: dict[str, str] = {}
    faults: dict[str, str] = {}
    for key, person in file.people.items():
        found = users.get(person.email.casefold(), ())
        if len(found) == 1:
            ids[key] = found[0].id
        elif not found:
            faults[key] = f"{person.name} ({person.email}) has no PagerDuty account"
        else:
            who = listing([f"{u.name} ({u.id})" for u in found])
            faults[key] = f"{person.email} belongs to {count(len(found), 'PagerDuty account')}: {who}"
    return Accounts(ids, faults)


@dataclass(frozen=True, slots=True)
class Postponed:
    """The file without what must wait for an account, the warnings, and the rotas that cannot be written."""

    file: RotaFile
    findings: tuple[Finding, ...]
    refused: Mapping[str, tuple[str, ...]]


def postpone(file: RotaFile, faults: Mapping[str, str], now: datetime) -> Postponed:
    """Leave out line-ups and overrides of people without an account whose first use is far enough ahead."""
    if not faults:
        return Postponed(file, (), {})
    findings: list[Finding] = []
    refused: dict[str, list[str]] = {}
    late: set[Place] = set()
    for key in engine.managed(file):
        for person, first, place in _uses(file, key, now):
            if person not in faults:
                continue
            when = moment(first, zone(zone_name(file, key)), year=now.year)
            if first - now < NOTICE or place is None:
                text = f"{faults[person]}; needed from {when} on"
                refused.setdefault(key, []).append(text)
                continue
            late.add(place)
            findings.append(
                Finding(
                    id="account-missing",
                    severity="warning",
                    message=f"{faults[person]}; first needed {when} on {file.rotas[key].name}",
                    where=file.people[person].where,
                    hint="invite them: what names them is written once they have one, "
                    "and the rota is refused from 14 days before",
                )
            )
    unique = tuple({(f.message, f.where): f for f in findings}.values())
    return Postponed(
        _without(file, late), unique, {key: tuple(dict.fromkeys(why)) for key, why in refused.items()}
    )


def _uses(file: RotaFile, key: str, now: datetime) -> Iterator[tuple[str, datetime, Place | None]]:
    """Each use of a person after now: who, from when, and the place of what can wait."""
    source, _ = leader(file, key)
    for track in tracks(file, key):
        for i, stretch in enumerate(track.stretches):
            if stretch.end is not None and stretch.end <= now:
                continue
            can_wait = i > 0 and stretch.start > now
            place = (source, stretch.where) if can_wait else None
            for person in stretch.people:
                yield person, max(stretch.start, now), place
    for covered in covers_of(file, key):
        if covered.interval.end > now:
            yield covered.entry.by, max(covered.interval.start, now), (key, covered.entry.where)
    for entry in bank.holiday_entries(file, key):
        for window in bank.window_on(file, key, entry.holiday, ""):
            if window.interval.end > now:
                yield entry.by, max(window.interval.start, now), (key, entry.where)
    rule = bank.rule_of(file, key)
    if rule is not None and rule in file.people:
        yield rule, now, None


def _without(file: RotaFile, places: set[Place]) -> RotaFile:
    if not places:
        return file
    return file.model_copy(
        update={
            "rotas": {key: _shorter(key, entry, places) for key, entry in file.rotas.items()},
            "overrides": tuple(o for o in file.overrides if (o.rota, o.where) not in places),
        }
    )


def _shorter(key: str, rota: Rota, places: set[Place]) -> Rota:
    def kept(line_ups: tuple[LineUp, ...]) -> tuple[LineUp, ...]:
        gone = [entry for entry in line_ups if (key, entry.where) in places]
        # What a line-up changes stays in force for those after it, which therefore have to wait as well.
        cut = [_day(e) for e in gone if (e.turn, e.handover, e.hours) != (None, None, None)]
        first = min(cut, default=date.max)
        return tuple(e for e in line_ups if (key, e.where) not in places and _day(e) < first)

    def layer(entry: Layer) -> Layer:
        return entry.model_copy(update={"line_ups": kept(entry.line_ups)})

    return rota.model_copy(update={"line_ups": kept(rota.line_ups), "layers": tuple(map(layer, rota.layers))})


def _day(line_up: LineUp) -> date:
    at = line_up.start
    return at.date() if isinstance(at, datetime) else at


def needed(file: RotaFile, now: datetime) -> frozenset[str]:
    """The people whose accounts matter after now: in line-ups to come, overrides, rules and policies."""
    found = {person for key in engine.managed(file) for person, _, _ in _uses(file, key, now)}
    found |= {name for p in file.policies.values() for level in p.levels for name in level.notify}
    return frozenset(found & file.people.keys())


def emails(file: RotaFile) -> frozenset[str]:
    """Every address of the file, to be looked up: also those who only turn up in PagerDuty by hand."""
    return frozenset(person.email for person in file.people.values())
