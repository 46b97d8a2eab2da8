"""A spreadsheet of who is on call as a rota file: line-ups where a rotation is recognised, covers besides.

The file is loaded and asked who is on for every row before it is given back; a row that it says otherwise is
listed with its number, like those that could not be read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from reconciler.config.loader import Loaded, load_texts
from reconciler.config.names import parse_email
from reconciler.config.scalars import ScalarFault
from reconciler.errors import UsageError
from reconciler.importing.keys import Keys, person_keys, slug
from reconciler.importing.names import cleaned
from reconciler.importing.spreadsheet_layers import Layer, layers
from reconciler.importing.spreadsheet_rows import NotRead, Row, Sheet
from reconciler.importing.spreadsheet_text import Person, RotaText, written
from reconciler.intervals import Interval, Segment, Timeline, compare, merge, subtract, union, zone
from reconciler.shifts import engine
from reconciler.wording import count, day, stretch

HANDOVER = time(9)
"""When a day begins where the rows have no times."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose address is known, from a file that there is already."""

    key: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text of a file, and how much of the spreadsheet it says by what.

    `line_ups` and `covers` count rows. `to_fill_in` are the people whose address is missing: the text loads
    once these are there. `notes` tell where the file has somebody and the spreadsheet no row.
    """

    text: str
    rotas: tuple[str, ...]
    line_ups: int
    covers: int
    not_understood: tuple[NotRead, ...]
    to_fill_in: tuple[str, ...]
    notes: tuple[str, ...]
    day_first: bool


def propose(
    sheet: Sheet,
    *,
    time_zone: str,
    known: Sequence[Known] = (),
    handover: time = HANDOVER,
    region: str = "us",
) -> Proposal:
    """The file for a spreadsheet. Raises UsageError where no row of it can be understood."""
    wrong = list(sheet.not_read)
    rows = _people_that_can_be(sheet.rows, wrong)
    keys = Keys(person.key for person in known)
    groups = _by_rota(rows)
    names = {key: keys.give(slug(group[0].rota), otherwise="rota") for key, group in groups.items()}
    people = _people(rows, known, keys)
    texts: list[RotaText] = []
    for key, group in groups.items():
        found, left = layers(group, {row.number: people[_id(row.person)].key for row in group}, handover)
        wrong += left
        if found:
            texts.append(RotaText(names[key], cleaned(group[0].rota, "Rota"), found))
    if not texts:
        raise UsageError(
            "no row of the spreadsheet could be understood"
            + (f": row {wrong[0].number}, {wrong[0].why}" if wrong else ", for it has none"),
            hint=wrong[0].hint if wrong else "a row is a date, a rota and a person",
        )
    used = {person for text in texts for layer in text.layers for person in layer.named}
    listed = tuple(person for person in people.values() if person.key in used)
    covers = tuple(cover for text in texts for cover in text.covers(time_zone))
    draft = written(texts, listed, covers, time_zone=time_zone, region=region, fill_in=False)
    loaded = load_texts("rota.yaml", {"rota.yaml": draft})
    said, notes = _asked(loaded, texts, wrong)
    by_cover = sum(
        layer.differs(row) for text in texts for layer in text.layers for row in layer.rows if row in said
    )
    return Proposal(
        text=written(texts, listed, covers, time_zone=time_zone, region=region, fill_in=True),
        rotas=tuple(text.name for text in texts),
        line_ups=len(said) - by_cover,
        covers=by_cover,
        not_understood=tuple(sorted(wrong, key=lambda item: item.number)),
        to_fill_in=tuple(person.name for person in listed if person.email is None),
        notes=notes,
        day_first=sheet.day_first,
    )


def _id(person: str) -> str:
    return person.casefold()


def _by_rota(rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.rota.casefold(), []).append(row)
    return found


def _people_that_can_be(rows: Iterable[Row], wrong: list[NotRead]) -> list[Row]:
    """The rows without those that name somebody by an address that is none."""
    kept: list[Row] = []
    for row in rows:
        try:
            if "@" in row.person:
                parse_email(row.person)
            kept.append(row)
        except ScalarFault as fault:
            wrong.append(NotRead(row.number, fault.message, fault.hint or f"write {fault.expected}"))
    return kept


def _people(rows: Iterable[Row], known: Sequence[Known], keys: Keys) -> Mapping[str, Person]:
    """Everybody in the sheet, in the order of its rows, by name or address; `email` is None where unknown."""
    there = {each.casefold(): person for person in known for each in (person.name, person.email)}
    texts = list({_id(row.person): row.person for row in rows}.items())
    fresh = [(id_, _name(text), text if "@" in text else "") for id_, text in texts if id_ not in there]
    given = person_keys(fresh, keys, whole=())
    new = {id_: Person(given[id_], name, email or None) for id_, name, email in fresh}
    return {
        id_: Person(there[id_].key, there[id_].name, there[id_].email) if id_ in there else new[id_]
        for id_, _ in texts
    }


def _name(text: str) -> str:
    """A name as people write it; of an address what stands before the `@`."""
    if "@" in text:
        text = text.partition("@")[0].replace(".", " ").replace("_", " ").title()
    return cleaned(text, "Person")


def _asked(
    loaded: Loaded, texts: Sequence[RotaText], wrong: list[NotRead]
) -> tuple[frozenset[Row], tuple[str, ...]]:
    """The rows that the file says, and what it says beside them; the other rows join the `wrong` ones."""
    said: set[Row] = set()
    notes = [note for text in texts for layer in text.layers for note in _long(text.name, layer)]
    tz = zone(loaded.file.time_zone)
    for text in texts:
        rows = [(row, layer) for layer in text.layers for row in layer.rows]
        spans = {row: layer.interval(row, loaded.file.time_zone) for row, layer in rows}
        whole = Interval(min(s.start for s in spans.values()), max(s.end for s in spans.values()))
        shifts = merge(Segment(s.start, s.end, s.person) for s in engine.shifts(loaded.file, text.key, whole))
        for row, layer in rows:
            if _holds(shifts, spans[row], layer.people[row.number]):
                said.add(row)
            else:
                why = "its times do not go together with those of the other rows of this rota"
                wrong.append(NotRead(row.number, why, "write a cover with `from:` and `until:` by hand"))
        more = subtract(union(s.interval for s in shifts), union(spans.values()))
        if more:
            first = stretch(more[0], tz)
            times = f" and {count(len(more) - 1, 'more time')}" if len(more) > 1 else ""
            notes.append(f"{text.name}: the file has somebody {first}{times}, and the spreadsheet no row")
    return frozenset(said), tuple(notes)


def _long(name: str, layer: Layer) -> Iterator[str]:
    """A note for orders that are no rotation, but the turns of the sheet one after the other."""
    for stint in layer.rotation.stints:
        if len(set(stint.people)) < len(stint.people):
            when = day(stint.start)
            yield (
                f"{name}: no shorter order was found for the {len(stint.people)} turns from {when} on; they "
                "stand one after the other, and begin anew after the last"
            )


def _holds(shifts: Timeline[str], span: Interval, person: str) -> bool:
    return all(who == person for _, who, _ in compare(_near(shifts, span), (), span))


def _near(shifts: Timeline[str], span: Interval) -> Timeline[str]:
    return tuple(s for s in shifts if s.start < span.end and span.start < s.end)
