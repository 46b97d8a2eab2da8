"""What stands in the way of a line-up, or beside it: line-ups of the file, and entries that go stale."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from typing import Protocol

from reconciler.config.loader import Loaded
from reconciler.config.model import LineUp, RotaFile
from reconciler.edit.insert import Edit
from reconciler.edit.order import Change, Order, changed, turned
from reconciler.edit.seat import Seat, moment_of
from reconciler.edit.written import Form, in_brackets
from reconciler.errors import ConfigError, Finding, UsageError, Where
from reconciler.shifts.faults import faults
from reconciler.shifts.line_ups import Settled, settled
from reconciler.shifts.succession import Handing, following
from reconciler.wording import listing


class _Step(Protocol):
    """A new line-up, as far as this module asks."""

    @property
    def at(self) -> datetime:
        """When it begins, in naive wall time."""


def known(file: RotaFile, people: Sequence[str]) -> None:
    """Whether everybody is in the file and can take turns. Raises UsageError that says what to add."""
    for person in people:
        if person not in file.people:
            near = get_close_matches(person, file.people, n=1)
            meant = f"did you mean {near[0]}? Otherwise " if near else ""
            raise UsageError(
                f"there is nobody called {person!r} in people",
                hint=f"{meant}add under people: {person}: {{name: First Last, email: address}}",
            )
        if file.people[person].mailbox:
            raise UsageError(f"{file.display_name(person)} is a mailbox and cannot take turns")


def already(file: RotaFile, place: Seat, handing: Handing, change: Change) -> UsageError:
    """The refusal where a line-up begins at the same handover: it is for the hand that wrote it."""
    entry = entry_at(file, place, handing)
    line = "change that line by hand"
    if entry.people:
        line = f"change that line: - {_line(entry, _applied(file, entry, change))}"
    where = f"{entry.where.file}:{entry.where.line}"
    name = file.rotas[place.rota].name
    return UsageError(f"a line-up of {name} begins on {moment_of(handing.at)} already ({where})", hint=line)


def paused(file: RotaFile, place: Seat, handing: Handing, where: Where) -> UsageError:
    """The refusal in a pause, which stands at `where`: a line-up for something else would end it."""
    name, stretch = file.rotas[place.rota].name, handing.stretch
    ends = next((item.anchor for item in settled(place.layer(file)) if item.anchor > handing.at), None)
    hint = "write the line-up that ends the pause first"
    if ends is not None:
        hint = f"begin after the line-up that ends it, on {moment_of(ends)}, or change that one"
    return UsageError(
        f"{name} pauses then ({stretch.pause}, {where.file}:{where.line}), and a line-up would end the pause",
        hint=hint,
    )


def entry_at(file: RotaFile, place: Seat, handing: Handing) -> LineUp:
    """The line-up of the file that begins at a handover."""
    return next(item.line_up for item in settled(place.layer(file)) if item.anchor == handing.at)


def clear(loaded: Loaded, place: Seat, change: Change, span: tuple[datetime, datetime]) -> None:
    """Raises ConfigError with the lines to write where line-ups within a leave or a pause undo it."""
    file = loaded.file
    found: list[Finding] = []
    for item in settled(place.layer(file)):
        entry = item.line_up
        named = [person for person in change.remove if person in entry.people]
        if not span[0] < item.anchor < span[1] or not (named or (change.pause is not None and entry.people)):
            continue
        says = f"names {_names(file, named)}" if named else "ends the pause"
        without = tuple(p for p in entry.people if p not in named)
        hint = f"write - {_line(entry, without)}" if named and without else "change or delete it"
        message = f"the line-up from {moment_of(item.anchor)} lies within that time and {says}"
        found.append(Finding("line-up-between", "error", message, entry.where, hint))
    if found:
        found[-1] = replace(found[-1], hint=f"{found[-1].hint}\nand then run this again")
        raise ConfigError(tuple(found), loaded.sources)


def line_ups(
    before: RotaFile, after: Loaded, place: Seat, change: Change, steps: Sequence[_Step]
) -> Iterator[Finding]:
    """A note for every line-up after the new ones that does not know of what they change."""
    file, back = after.file, len(steps) > 1
    coming = [
        item for item in settled(place.layer(file)) if item.anchor > steps[-1].at and item.line_up.people
    ]
    for number, item in enumerate(coming):
        entry = item.line_up
        joined = [joiner.person for joiner in change.add]
        named = [p for p in (joined if back else change.remove) if p in entry.people]
        missing = [p for p in (change.remove if back else joined) if p not in entry.people]
        said = [f"still names {_names(file, named)}"] if named else []
        said += [f"does not name {_names(file, missing)}"] if missing else []
        said += ["has an order of its own"] if change.order is not None or change.first is not None else []
        new = entry.people if back else _applied(file, entry, change)
        if number == 0 and (passed := _passed(before, file, place, item)) is not None:
            said.append(
                f"begins with {file.display_name(entry.people[0])}, before {file.display_name(passed)}"
            )
            new = turned(new, passed) if passed in new else new
        if said:
            yield Finding(
                "line-up-later",
                "warning",
                f"the line-up from {moment_of(item.anchor)} {listing(said)}",
                entry.where,
                f"write - {_line(entry, new)}" if new != entry.people else None,
                key="people",
            )


def _passed(before: RotaFile, after: RotaFile, place: Seat, item: Settled) -> str | None:
    """Who would be next at a line-up of the file only since the edit, and is passed over by it."""
    first = item.line_up.people[0]
    old, new = (
        next((p for p in following(place.track(file), item.anchor) if p in item.line_up.people), first)
        for file in (before, after)
    )
    return new if old == first and new != first and not item.cut else None


def mended(before: Loaded, after: Loaded) -> None:
    """Raises ConfigError unless the faults in spite of which a file was loaded are fewer, and none is new."""
    old, new = ({finding.message for finding in loaded.faults} for loaded in (before, after))
    if not new < old and (new or old):
        raise ConfigError(after.faults, after.sources)


def misfits(before: Loaded, edit: Edit, now: datetime) -> Iterator[Finding]:
    """What the engine finds wrong after an edit and did not before: swaps and covers gone stale."""
    known_ = {(f.id, f.message) for f in faults(before.file, now)}
    for finding in faults(edit.loaded.file, now):
        if finding.severity == "error" and (finding.id, finding.message) not in known_:
            yield edit.loaded.pinpoint(finding)


def _applied(file: RotaFile, entry: LineUp, change: Change) -> Order:
    """A line-up of the file with the same change made as far as it goes; as it is where it does not."""
    there = entry.people
    fitting = Change(
        add=tuple(j for j in change.add if j.person not in there and j.other in (None, *there)),
        remove=tuple(p for p in change.remove if p in there),
        order=change.order,
        first=change.first,
    )
    try:
        return changed(there, fitting, file.display_name)
    except UsageError:
        return there


def _line(entry: LineUp, people: Order) -> str:
    """A line-up of the file as a line, with other people."""
    more = {
        key: str(value) for key in ("turn", "handover", "hours") if (value := getattr(entry, key)) is not None
    }
    return in_brackets({"from": entry.start, **more, "people": list(people)}, Form())


def _names(file: RotaFile, people: Sequence[str]) -> str:
    return listing([file.display_name(person) for person in people])
