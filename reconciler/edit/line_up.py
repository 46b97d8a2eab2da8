"""A joiner, a leaver, a leave of months, a new order or a pause, as dated line-ups put into the file.

The order goes on with whoever is next at the handover, and the sequence after them is kept. Nothing before
the handover changes.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from reconciler.config.loader import Loaded
from reconciler.config.model import LineUp, RotaFile
from reconciler.config.values import When
from reconciler.edit import later
from reconciler.edit.insert import Edit, Insertion, insert_all
from reconciler.edit.order import Change, Order, changed, returned
from reconciler.edit.seat import Seat, handover, seat, start
from reconciler.edit.turns import TurnRow, rows
from reconciler.edit.written import Item
from reconciler.errors import Finding, UsageError
from reconciler.shifts.succession import following


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line-up is to bring about on a rota, from a date on, and until one where it is for a time."""

    rota: str
    since: When
    change: Change
    until: When | None = None
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One new line-up: the handover (naive wall time) at which it begins, and the date that was asked for.

    `start` is its `from`. `order` is who follows from then on, nobody in a pause; `without` who would have.
    """

    at: datetime
    asked: When
    start: When
    order: Order
    without: Order


@dataclass(frozen=True, slots=True)
class Proposal:
    """The edit, and what it means: its steps, turns before and after, and what else deserves a look.

    `back` is a line-up of the file with which a leave ends, where there is one already.
    """

    asked: Asked
    before: RotaFile = field(repr=False)
    edit: Edit
    seat: Seat
    now: datetime
    steps: tuple[Step, ...]
    turns: tuple[TurnRow, ...] = field(repr=False)
    notes: tuple[Finding, ...]
    back: LineUp | None = None


def propose(loaded: Loaded, asked: Asked, now: datetime) -> Proposal:
    """The line-ups for what is asked. Raises UsageError, ConfigError or EditError where that cannot be."""
    file, change = loaded.file, asked.change
    later.known(file, change.people)
    place = seat(file, asked.rota, asked.layer)
    first = _begin(file, place, asked, now)
    steps, back, until = [first], None, ""
    insertions = [_insertion(place, first, change.pause)]
    if asked.until is not None:
        last, back = _end(loaded, insertions, asked, place, first, now)
        later.clear(loaded, place, change, (first.at, last.at))
        steps, until = [first, last], f" until {last.at:%Y-%m-%d}"
        if back is None:
            insertions.append(replace(_insertion(place, last, None), comment=_remark_back(change)))
    insertions[0] = replace(insertions[0], comment=_remark(change, until))
    edit = insert_all(loaded, insertions)
    later.mended(loaded, edit.loaded)
    return Proposal(
        asked=asked,
        before=file,
        edit=edit,
        seat=place,
        now=now,
        steps=tuple(steps),
        turns=tuple(rows(file, edit.loaded.file, place.rota, place.number, [s.at for s in steps])),
        notes=(
            *later.line_ups(file, edit.loaded, place, change, steps),
            *later.misfits(loaded, edit, now),
            *edit.loaded.faults,
        ),
        back=back,
    )


def _begin(file: RotaFile, place: Seat, asked: Asked, now: datetime) -> Step:
    """The line-up that is asked for. Raises UsageError where it cannot begin or would change nothing."""
    track, change = place.track(file), asked.change
    handing = handover(track, asked.since, now)
    without = following(track, handing.at)
    if handing.begins:
        raise later.already(file, place, handing, change)
    if not handing.stretch.people and handing.stretch.end is not None:
        raise later.paused(file, place, handing, handing.stretch.where)
    order = () if change.pause is not None else changed(without, change, file.display_name)
    if order == without and handing.stretch.people:
        names = ", ".join(map(file.display_name, order))
        raise UsageError("that would change nothing", hint=f"the order from then on is {names} anyway")
    return Step(handing.at, asked.since, start(handing), order, without)


def _end(
    loaded: Loaded, begun: list[Insertion], asked: Asked, place: Seat, first: Step, now: datetime
) -> tuple[Step, LineUp | None]:
    """The line-up with which a leave or a pause ends, or the one in the file that ends it already."""
    edit = insert_all(loaded, begun)
    file = edit.loaded.file
    until, change = asked.until or asked.since, asked.change
    track = place.track(file)
    handing = handover(track, until, now)
    if handing.at <= first.at:
        raise UsageError(f"--until {until} does not lie after the handover at which that begins")
    order = tuple(
        p for p in following(track, handing.at) if p not in {joiner.person for joiner in change.add}
    )
    step = Step(handing.at, until, start(handing), returned(order, first.without, change.remove), order)
    if not handing.begins:
        if not handing.stretch.people and change.pause is None:
            raise later.paused(file, place, handing, edit.was(handing.stretch.where))
        return step, None
    ends = later.entry_at(file, place, handing)
    if ends.people and set(change.remove) <= set(ends.people):
        return replace(step, order=ends.people), ends
    raise later.already(loaded.file, place, handing, Change(order=step.order))


def _insertion(place: Seat, step: Step, pause: str | None) -> Insertion:
    item: Item = {"from": step.start, "people": list(step.order)}
    if pause is not None:
        item = {"from": step.start, "pause": pause}
    return Insertion(place.path, item)


def _remark(change: Change, until: str) -> str | None:
    """What is written behind the line: who comes and who goes."""
    said = [f"{person} {'is away' if until else 'leaves'}{until}" for person in change.remove]
    said += [f"{joiner.person} joins{until}" for joiner in change.add]
    said += ["new order"] if change.order is not None else []
    said += [f"{change.first} first"] if change.first is not None else []
    return ", ".join(said) or None


def _remark_back(change: Change) -> str | None:
    said = [f"{person} is back" for person in change.remove]
    said += [f"{joiner.person} leaves" for joiner in change.add]
    return ", ".join(said) or None
