"""Which PagerDuty object is meant by a key of the file: by id, else by our marker, else by its name."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from reconciler.errors import NotFoundError, RotaError
from reconciler.remote.codec import decode_named
from reconciler.remote.fields import Part
from reconciler.requests import Wanted
from reconciler.state import NamedObject

_BEFORE_SOURCE = " in "
_SAY_WHICH = "Give `id:` in the file, under {key}."


@dataclass(frozen=True, slots=True)
class Double:
    """The ids of what else carries a key's marker, or of all that have its name; whether any of them is used.

    `said` names all of them, for people.
    """

    ids: tuple[str, ...]
    used: bool
    said: str


@dataclass(frozen=True, slots=True)
class Found:
    """Ids by key for what was found, and every listed object that is none of them, doubles among them."""

    ids: Mapping[str, str]
    others: tuple[NamedObject, ...]
    doubles: Mapping[str, Double]


@dataclass(frozen=True, slots=True)
class _Row:
    named: NamedObject
    url: str
    used: bool


def find(wanted: Mapping[str, Wanted], rows: Iterable[Part], noun: str, *, twins: bool = False) -> Found:
    """Match all of them at once, so that an object with one key's marker is not taken for another's by name.

    Raises RotaError where two objects fit one key, or two keys fit one object. With `twins` of several that
    carry one marker it is the one that is used, or the first by id: any two readers take the same; and of
    several that have one name it is none: the file has to say which.
    """
    listed = [_row(row, noun) for row in rows]
    marks = _marked(listed, {want.marker for want in wanted.values() if want.marker is not None})
    doubles: dict[str, Double] = {}
    ids = {key: want.id for key, want in wanted.items() if want.id is not None}
    for key, want in wanted.items():
        if key not in ids and want.marker is not None:
            marked = [row for row in marks[want.marker] if _counts(want, row)]
            why = f"are marked `{want.marker}`"
            if twins and len(marked) > 1:
                kept, *rest = sorted(marked, key=lambda row: (not row.used, row.named.id))
                said = f"{_which(marked, key, noun, why)} Delete the one that is not used, then plan again"
                doubles[key] = Double(tuple(r.named.id for r in rest), any(r.used for r in rest), said)
                ids[key] = kept.named.id
            elif row := _only(marked, key, noun, why):
                ids[key] = row.named.id
    taken = set(ids.values())
    called: dict[str, list[_Row]] = defaultdict(list)
    for row in listed:
        if row.named.id not in taken:
            called[squeezed(row.named.name)].append(row)
    for key, want in wanted.items():
        if key not in ids:
            same = [row for row in called[squeezed(want.name)] if _counts(want, row)]
            why = f"are called “{squeezed(want.name)}”"
            if twins and len(same) > 1:
                said = f"{_which(same, key, noun, why)} {_SAY_WHICH.format(key=key)}"
                doubles[key] = Double(tuple(sorted(row.named.id for row in same)), used=True, said=said)
            elif row := _only(same, key, noun, why):
                ids[key] = row.named.id
    _distinct(ids, noun)
    taken = set(ids.values())
    others = tuple(row.named for row in listed if row.named.id not in taken)
    return Found(ids, tuple(sorted(others, key=lambda o: (o.name, o.id))), doubles)


def _counts(want: Wanted, row: _Row) -> bool:
    """Whether a row is of the kind that is wanted."""
    return not want.only or want.kind == row.named.kind


def wanted_rows(wanted: Mapping[str, Wanted]) -> Callable[[Part], bool]:
    """Tells of a row whether it may be any of what is wanted: no other one is found."""
    ids = {want.id for want in wanted.values()}
    marks = {want.marker for want in wanted.values()}
    called = {squeezed(want.name) for want in wanted.values()}

    def found(row: Part) -> bool:
        named = decode_named(row.json, row.where)
        return (
            named.id in ids
            or squeezed(named.name) in called
            or any(mark in marks for mark in _marks(named.description))
        )

    return found


def _marked(rows: Iterable[_Row], marks: Collection[str]) -> Mapping[str, list[_Row]]:
    """The rows that carry each of some markers."""
    found: dict[str, list[_Row]] = {mark: [] for mark in marks}
    for row in rows:
        for mark in marks_among(row.named.description, marks):
            found[mark].append(row)
    return found


def marks_among(description: str, marks: Collection[str]) -> set[str]:
    """Which of some markers a description carries as a line, with or without the source behind it."""
    return set(marks).intersection(_marks(description)) if description else set()


def _marks(description: str) -> Iterator[str]:
    """Every text that a description carries, if any of them is a marker."""
    for line in map(str.rstrip, description.splitlines()):
        yield line
        end = line.find(_BEFORE_SOURCE)
        while end >= 0:
            yield line[:end]
            end = line.find(_BEFORE_SOURCE, end + 1)


def _row(row: Part, noun: str) -> _Row:
    # A schedule is used by policies, a policy by services.
    used = bool(row.json.get("escalation_policies") or row.json.get("services"))
    return _Row(decode_named(row.json, f"a {noun}"), row.maybe_text("html_url") or "", used)


def squeezed(name: str) -> str:
    """A name with its blanks squeezed, as PagerDuty stores it."""
    return " ".join(name.split())


def absent(key: str, id_: str, noun: str) -> NotFoundError:
    """The error for an `id:` of the file that leads nowhere."""
    return NotFoundError(
        f"PagerDuty has no {noun} {id_}, the file's id of {key}, or hides it from this token.",
        hint=f"Correct or remove `id:` under {key}; without it the {noun} is found by its name.",
    )


@contextmanager
def given_id(wanted: Wanted, key: str, noun: str) -> Iterator[None]:
    """Points to the file where it was the file that gave an id which leads nowhere."""
    try:
        yield
    except NotFoundError:
        if wanted.id is None:
            raise
        raise absent(key, wanted.id, noun) from None


def _only(rows: Sequence[_Row], key: str, noun: str, why: str) -> _Row | None:
    if len(rows) > 1:
        raise RotaError(_which(rows, key, noun, why), hint=_SAY_WHICH.format(key=key))
    return rows[0] if rows else None


def _which(rows: Sequence[_Row], key: str, noun: str, why: str) -> str:
    urls = " and ".join(sorted(row.url or row.named.id for row in rows))
    return f"Which {noun} is {key}? {len(rows)} {why}: {urls}."


def _distinct(ids: Mapping[str, str], noun: str) -> None:
    seen: dict[str, str] = {}
    for key, id_ in ids.items():
        if id_ in seen:
            raise RotaError(
                f"The {noun} {id_} is both {seen[id_]} and {key}.",
                hint="Give each its own `name:` or `id:` in the file.",
            )
        seen[id_] = key
