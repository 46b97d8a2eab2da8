"""What bank holidays lay over the turn line: outgoing holders, named people, mailboxes, nobody, labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.config.model import HolidayEntry, RotaFile
from reconciler.errors import Where
from reconciler.intervals import (
    Interval,
    Segment,
    Timeline,
    at,
    both,
    clip,
    paint,
    subtract,
    union,
)
from reconciler.shifts import windows as bank
from reconciler.shifts.holding import Held
from reconciler.shifts.layers import all_hours
from reconciler.shifts.line_ups import Track, handover_day
from reconciler.shifts.windows import Window


def outgoing(file: RotaFile, key: str, line: Timeline[Held], windows: Sequence[Window]) -> Timeline[Held]:
    """With `holder: outgoing`, whoever had the turn just before a handover in the window keeps the window.

    Of several handovers in one window the first decides. A pause that begins inside stays a pause.
    """
    rules = file.bank_holidays
    if rules is None or rules.holder != "outgoing" or bank.rule_of(file, key) != "current":
        return line
    kept: list[Segment[Held]] = []
    for window in windows:
        inside = clip(line, (window.interval,))
        change = next((s for s in inside if s.value.turn_start == s.start), None)
        before = at(line, change.start - timedelta(seconds=1)) if change is not None else None
        if change is not None and before is not None:
            kept.extend(Segment(s.start, s.end, before.value) for s in inside if s.start >= change.start)
    return paint(line, kept)


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the file names for bank holidays, and the nights that page because of it."""

    held: Timeline[Held]
    nights: tuple[Interval, ...]


def named(
    file: RotaFile, key: str, layers: tuple[Track, ...], line: Timeline[Held], windows: Sequence[Window]
) -> Named:
    """`holiday:` entries, and a rule that names a person, replace the holder.

    The rule leaves a pause a pause. A person in a `holiday:` entry has volunteered, and works also inside
    one: the window, and with `nights` the hours that the rota would have worked.
    """
    over = _by_rule(file, key, line, windows)
    nights: list[Interval] = []
    for entry in bank.holiday_entries(file, key):
        spans = [w.interval for w in windows if w.date == entry.holiday]
        if not spans:
            continue
        night = handover_day(layers, entry.holiday, entry.holiday) if entry.nights else None
        if night is not None:
            spans.append(night)
            nights.extend(all_hours(file, layers, night))
        over = paint(over, _by_entry(entry, layers, line, union(spans)))
    return Named(over, union(nights))


def _by_rule(file: RotaFile, key: str, line: Timeline[Held], windows: Sequence[Window]) -> Timeline[Held]:
    rule, rules = bank.rule_of(file, key), file.bank_holidays
    if rule is None or rules is None or rule not in file.people or file.people[rule].mailbox:
        return ()
    return _taken(line, windows, rule, rules.where)


def _by_entry(
    entry: HolidayEntry, layers: tuple[Track, ...], line: Timeline[Held], spans: Sequence[Interval]
) -> Timeline[Held]:
    out: list[Segment[Held]] = []
    for part in spans:
        under = at(line, part.start)
        layer = under.value.layer if under is not None else layers[-1].name
        held = Held(entry.by, layer, part.start, entry.where, "bank_holiday", entry.reason)
        out.append(Segment(part.start, part.end, held))
    return tuple(out)


def mailboxes(file: RotaFile, key: str, line: Timeline[Held], windows: Sequence[Window]) -> Timeline[Held]:
    """A mailbox takes its windows whatever else is said; a pause stays a pause."""
    rule, rules = bank.rule_of(file, key), file.bank_holidays
    if rule is None or rules is None or rule not in file.people or not file.people[rule].mailbox:
        return line
    return paint(line, _taken(line, windows, rule, rules.where))


def added(windows: Sequence[Window], on_duty: Sequence[Interval]) -> tuple[Interval, ...]:
    """The parts of windows that lie outside a rota's hours."""
    return subtract(union(w.interval for w in windows), on_duty)


def duty(
    file: RotaFile,
    key: str,
    on_duty: tuple[Interval, ...],
    windows: Sequence[Window],
    extra: Sequence[Interval],
) -> tuple[Interval, ...]:
    """The instants that page: hours, and what windows and named nights add to them (`extra`).

    With the rule `nobody`, nobody is on in a window whatever else is said.
    """
    every = union((*on_duty, *extra)) if extra else on_duty
    if bank.rule_of(file, key) != "nobody":
        return every
    return subtract(every, union(w.interval for w in windows))


def _taken(line: Timeline[Held], windows: Sequence[Window], person: str, where: Where) -> Timeline[Held]:
    """One person or mailbox for whatever of the windows the line covers, each window one piece."""
    out: list[Segment[Held]] = []
    for start, end, window, held in _inside(line, windows):
        last = out[-1] if out else None
        if last is not None and last.end == start and last.value.turn_start == window.interval.start:
            out[-1] = Segment(last.start, end, last.value)
        else:
            value = Held(person, held.layer, window.interval.start, where, "bank_holiday")
            out.append(Segment(start, end, value))
    return tuple(out)


def _inside(
    line: Timeline[Held], windows: Sequence[Window]
) -> Iterator[tuple[datetime, datetime, Window, Held]]:
    """What lies in a window, piece by piece: from when to when, with the window."""
    return both([Segment(w.interval.start, w.interval.end, w) for w in windows], line)


def label(line: Timeline[Held], windows: Sequence[Window], extra: Sequence[Interval]) -> Timeline[Held]:
    """Name the bank holiday on what lies in a window; what only the window makes a shift comes from it.

    So a night that is worked because of a bank holiday carries no name, and a shift that would have been
    one on any other day keeps its source.
    """
    within = [
        Segment(start, end, held._replace(holiday=window.name))
        for start, end, window, held in _inside(line, windows)
    ]
    only = [Segment(s.start, s.end, s.value._replace(source="bank_holiday")) for s in clip(within, extra)]
    return paint(line, paint(within, only))
