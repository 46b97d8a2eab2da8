"""How the shifts of a rota are spread over its people, against an equal share.

What is counted is always a person's shifts as they are worked in the end: after swaps, covers and
bank-holiday entries. Mailboxes never count. Everything is measured in parts, so that two intervals that touch
add up to the whole: half a night is half a night for each of the two who divide it.

An instant that somebody works is shared equally by the people of the line-up in force then, each once
however often they stand in it; during a pause by those of the line-up before. So nobody is owed anything for
a time at which they were not in the line-up, and whoever only lends a hand has a share of nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from operator import add, sub

from reconciler.config.model import RotaFile
from reconciler.insight import days
from reconciler.intervals import Interval, Segment, Timeline, at, local_day, wall
from reconciler.shifts import engine
from reconciler.shifts.holding import Shift
from reconciler.shifts.line_ups import Track, TurnOf, tracks, turns

_NONE = Fraction()


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much duty: exact, and in parts of a whole where a whole is divided.

    hours: that really pass. out_of_hours: those of them outside the working day, at weekends and on bank
    holidays. turns: parts of a turn's hours. nights: parts of 23:00 to 06:00. weekends: parts of Saturday
    00:00 to Sunday 24:00. bank_holidays: parts of the local day.
    """

    hours: Fraction = _NONE
    out_of_hours: Fraction = _NONE
    turns: Fraction = _NONE
    nights: Fraction = _NONE
    weekends: Fraction = _NONE
    bank_holidays: Fraction = _NONE

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(*map(add, self._all, other._all))

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(*map(sub, self._all, other._all))

    def divided(self, by: int) -> "Amounts":
        """An equal part of it."""
        return Amounts(*(amount / by for amount in self._all))

    @property
    def _all(self) -> tuple[Fraction, ...]:
        return (
            self.hours,
            self.out_of_hours,
            self.turns,
            self.nights,
            self.weekends,
            self.bank_holidays,
        )


@dataclass(frozen=True, slots=True)
class Balance:
    """What one person does on one rota (None: on several together) beside an equal share of it.

    `here` says whether they are in the line-up at the end of the interval: only then can they be given less
    or more. Over all people of a rota, what is done and what is shared add up to the same.
    """

    rota: str | None
    person: str
    done: Amounts
    share: Amounts
    here: bool

    @property
    def more(self) -> Amounts:
        """Done less share: positive has done more than the share, negative is owed."""
        return self.done - self.share


def balance(file: RotaFile, rotas: Iterable[str], span: Interval) -> tuple[Balance, ...]:
    """The balance of everybody who works on a rota or has a share of it, for each rota over `span` (UTC).

    In the order of the rotas given, then of the file's people. Rotas that are not managed have none.
    """
    return tuple(found for key in rotas for found in _of_rota(file, key, span))


def together(balances: Iterable[Balance]) -> tuple[Balance, ...]:
    """The balances of each person over all rotas, in the order in which people first come."""
    out: dict[str, Balance] = {}
    for one in balances:
        before = out.get(one.person, Balance(None, one.person, Amounts(), Amounts(), here=False))
        out[one.person] = replace(
            before, done=before.done + one.done, share=before.share + one.share, here=before.here or one.here
        )
    return tuple(out.values())


def total(balances: Iterable[Balance]) -> Amounts:
    """What all of them do."""
    return sum((one.done for one in balances), Amounts())


def people_shifts(file: RotaFile, key: str, span: Interval) -> tuple[Shift, ...]:
    """The shifts of a rota over `span` that a person works; an e-mail to a mailbox is nobody's work."""
    return tuple(s for s in engine.shifts(file, key, span) if not file.people[s.person].mailbox)


def _of_rota(file: RotaFile, key: str, span: Interval) -> Iterator[Balance]:
    groups = {track.name: _groups(track, span) for track in tracks(file, key)}
    done: defaultdict[str, Amounts] = defaultdict(Amounts)
    share: defaultdict[str, Amounts] = defaultdict(Amounts)
    for (person, group), amounts in _worked(file, key, span, groups).items():
        done[person] += amounts
        part = amounts.divided(len(group))
        for member in group:
            share[member] += part
    last = {person for line in groups.values() if line for person in line[-1].value}
    for person in file.people:
        if person in done or person in share:
            yield Balance(key, person, done[person], share[person], here=person in last)


def _groups(track: Track, span: Interval) -> Timeline[frozenset[str]]:
    """Who shares the duty of a layer, from when to when; a pause leaves it to those before it."""
    out: list[Segment[frozenset[str]]] = []
    group: frozenset[str] = frozenset()
    for stretch in track.stretches:
        group = frozenset(stretch.people) or group
        if group and (part := stretch.interval(span)):
            out.append(Segment(part.start, part.end, group))
    return tuple(out)


def _worked(
    file: RotaFile, key: str, span: Interval, groups: Mapping[str, Timeline[frozenset[str]]]
) -> Mapping[tuple[str, frozenset[str]], Amounts]:
    """What each person works beside each group of people who share it."""
    calendar = days.calendar(file, key, span)
    nights = days.nights(span, calendar.tz)
    turned = _Turns(file, key, span)
    edges = {*calendar.edges, *(edge for night in nights for edge in (night.start, night.end)), *turned.edges}
    edges.update(segment.start for line in groups.values() for segment in line)
    ordered = sorted(edges)
    dark = tuple(Segment(night.start, night.end, night) for night in nights)
    out: defaultdict[tuple[str, frozenset[str]], Amounts] = defaultdict(Amounts)
    for shift in people_shifts(file, key, span):
        line = groups[shift.layer]
        for part in days.cut(shift.interval, ordered):
            sharing = at(line, part.start)
            # A volunteer before the first line-up works for nobody but themselves.
            group = sharing.value if sharing is not None else frozenset({shift.person})
            night = at(dark, part.start)
            out[shift.person, group] += _amounts(
                calendar, part, night.value if night else None, turned.part(shift.layer, part)
            )
    return out


def _amounts(calendar: days.Calendar, part: Interval, night: Interval | None, turn: Fraction) -> Amounts:
    """What a piece between two edges counts for."""
    long = days.hours(part)
    kind = days.category(calendar, part.start)
    day = wall(part.start, calendar.tz).date()
    weekend = days.hours(days.weekend_of(day, calendar.tz)) if kind == "weekend" else None
    holiday = days.hours(local_day(day, calendar.tz)) if kind == "bank_holiday" else None
    return Amounts(
        hours=long,
        out_of_hours=long if kind != "in_hours" else _NONE,
        turns=turn,
        nights=long / days.hours(night) if night is not None else _NONE,
        weekends=long / weekend if weekend is not None else _NONE,
        bank_holidays=long / holiday if holiday is not None else _NONE,
    )


class _Turns:
    """The turns of a rota that touch a span, and which part of one a piece of a shift is.

    A turn is as much as people work in it, so that it does not matter how few of its hours page. One that
    the next line-up cuts is the part of a turn that it lasts.
    """

    def __init__(self, file: RotaFile, key: str, span: Interval) -> None:
        self._turns = {
            track.name: tuple(Segment(t.start, t.end, t) for _, t in turns(track, span))
            for track in tracks(file, key)
        }
        self.edges = {edge for line in self._turns.values() for s in line for edge in (s.start, s.end)}
        self._worked: defaultdict[tuple[str, datetime], Fraction] = defaultdict(Fraction)
        if self.edges:
            ordered = sorted(self.edges)
            for shift in people_shifts(file, key, Interval(ordered[0], ordered[-1])):
                for part in days.cut(shift.interval, ordered):
                    if (held := at(self._turns[shift.layer], part.start)) is not None:
                        self._worked[shift.layer, held.start] += days.hours(part)

    def part(self, layer: str, piece: Interval) -> Fraction:
        """Which part of its turn a piece of a shift is; none where no turn runs, as in a pause."""
        held = at(self._turns[layer], piece.start)
        if held is None:
            return _NONE
        return days.hours(piece) * _length(held.value) / self._worked[layer, held.start]


def _length(turn: TurnOf) -> Fraction:
    """How much of a whole turn it is, before anybody works it."""
    return days.hours(Interval(turn.start, turn.end)) / days.hours(Interval(turn.start, turn.natural_end))
