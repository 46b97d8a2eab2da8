"""What the looking commands show, as frozen rows: shifts, who is on, the chain of a policy.

Rows come from the file; where a live overlay is given they come from PagerDuty's own rendering, which also
knows rotas that are not managed here. Instants are UTC.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.config.model import Policy, RotaFile
from reconciler.intervals import Interval, Segment, Timeline, at, clip, compare, merge, subtract, union
from reconciler.paging import UNKNOWN, Step, Unknown, chain
from reconciler.plan.model import Who
from reconciler.shifts import engine
from reconciler.shifts.absences import Absence, absence, absences
from reconciler.shifts.changing import settled_by
from reconciler.shifts.holding import Shift
from reconciler.shifts.line_ups import zone_name
from reconciler.shifts.pauses import Pause, paused

AHEAD = timedelta(days=70)
"""Nearly always somebody else comes this soon. Where not, the file is read on; PagerDuty is asked no more."""

Live = Mapping[str, Timeline[Who]]
"""PagerDuty's rendering by rota, where it was read."""

_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift. `source` is the engine's word, or `foreign` where PagerDuty says somebody else."""

    rota: str
    layer: str | None
    who: Who
    start: datetime
    end: datetime
    source: str
    reason: str | None = None
    holiday: str | None = None
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class WhoRow:
    """Who is on a rota: until when, and who is next from when. Not known: a rota that was not read.

    `holiday` is the one, and `pause` the reason, for which nobody is on, on purpose. `seen` is until when
    PagerDuty was asked, where that leaves open who comes then; the file is read to its end.
    """

    rota: str
    name: str
    zone: str
    who: Who | None
    until: datetime | None
    next: Who | None
    next_at: datetime | None
    known: bool
    holiday: str | None = None
    pause: str | None = None
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page of a chain, by which rota and, on a bank holiday, on which.

    A rota that has nobody on purpose, on that holiday or in a pause, has a row as well: known, and without
    anybody. `pause` is the reason.
    """

    level: int
    after_seconds: int
    rota: str | None
    rota_name: str | None
    who: Who | None
    known: bool
    holiday: str | None = None
    pause: str | None = None

    @property
    def pages(self) -> bool:
        """Whether anybody is paged, be it whoever holds a rota that is not known here."""
        return not self.known or self.who is not None


@dataclass(frozen=True, slots=True)
class PageView:
    """The chain of a policy for an alert at one instant."""

    policy: str
    name: str
    at: datetime
    zone: str
    rows: tuple[PageRow, ...]
    repeat: int


def person(file: RotaFile, key: str) -> Who:
    """One of the file's people."""
    entry = file.people[key]
    return Who(key, entry.name, entry.email, entry.mailbox)


def shift_rows(
    file: RotaFile,
    rotas: Iterable[str],
    span: Interval,
    *,
    live: Live | None = None,
    only: Collection[str] = (),
) -> tuple[ShiftRow, ...]:
    """Shifts in order of time, then of the rotas given; `only` keeps the shifts of some people."""
    order = {key: i for i, key in enumerate(rotas)}
    rows: list[ShiftRow] = []
    for key in order:
        found = engine.shifts(file, key, span) if file.rotas[key].managed else ()
        rows += (
            _overlaid(file, key, found, live[key], span)
            if live and key in live
            else (_row(file, s) for s in found)
        )
    kept = [row for row in rows if not only or row.who.person in only]
    return tuple(sorted(kept, key=lambda row: (row.start, order[row.rota])))


def absent_rows(
    file: RotaFile, rotas: Iterable[str], span: Interval, rows: Collection[ShiftRow]
) -> tuple[Absence, ...]:
    """When some rotas have nobody on purpose, where none of their shifts (`rows`) says otherwise."""
    held = {key: [Interval(row.start, row.end) for row in rows if row.rota == key] for key in rotas}
    return tuple(gone for key, shifts in held.items() for gone in absences(file, key, span, shifts))


def paused_rows(
    file: RotaFile, rotas: Iterable[str], span: Interval, rows: Collection[ShiftRow]
) -> tuple[Pause, ...]:
    """When some rotas are paused, where none of their shifts (`rows`) says otherwise."""
    held = {key: union(Interval(row.start, row.end) for row in rows if row.rota == key) for key in rotas}
    return tuple(
        replace(pause, interval=part)
        for key, shifts in held.items()
        for pause in paused(file, key, span)
        for part in subtract((pause.interval,), shifts)
    )


def _row(file: RotaFile, s: Shift) -> ShiftRow:
    who = person(file, s.person)
    return ShiftRow(
        s.rota, s.layer, who, s.start, s.end, s.source, s.reason, s.holiday, s.where.file, s.where.line
    )


def _overlaid(
    file: RotaFile, key: str, shifts: tuple[Shift, ...], rendered: Timeline[Who], span: Interval
) -> Iterable[ShiftRow]:
    """PagerDuty's answer, explained by the file where both agree."""
    ours = tuple(Segment(s.start, s.end, s) for s in shifts)
    rows: list[Segment[tuple[Who, Shift | None]]] = []
    for part, who, shift in compare(clip(rendered, (span,)), ours, span):
        if who is not None:
            agreed = shift if shift is not None and shift.person == who.person else None
            rows.append(Segment(part.start, part.end, (who, agreed)))
    for row in merge(rows):
        who, agreed = row.value
        if agreed is None:
            yield ShiftRow(key, None, who, row.start, row.end, "foreign")
        else:
            told = _row(file, agreed)
            yield ShiftRow(
                key,
                told.layer,
                who,
                row.start,
                row.end,
                told.source,
                told.reason,
                told.holiday,
                told.file,
                told.line,
            )


def _line(file: RotaFile, key: str, live: Live | None, span: Interval) -> Timeline[Who] | None:
    """Who holds a rota over a span, joined; None where that is not known."""
    if live is not None and key in live:
        return merge(clip(live[key], (span,)))
    if not file.rotas[key].managed:
        return None
    shifts = engine.shifts(file, key, span)
    return merge(Segment(s.start, s.end, person(file, s.person)) for s in shifts)


def who_rows(
    file: RotaFile,
    rotas: Iterable[str],
    instant: datetime,
    *,
    live: Live | None = None,
    seen: datetime | None = None,
) -> tuple[WhoRow, ...]:
    """Who is on at an instant; `seen` is until when PagerDuty was asked."""
    rows: list[WhoRow] = []
    for key in rotas:
        name, tz = file.rotas[key].name, zone_name(file, key)
        read = live is not None and key in live
        span = Interval(instant, (seen if read else None) or instant + AHEAD)
        line = _line(file, key, live, span)
        if line is None:
            rows.append(WhoRow(key, name, tz, None, None, None, None, known=False))
            continue
        if not read:
            line, span = _read_on(file, key, line, span)
        held, coming = at(line, instant), _coming(line, instant)
        ends = held.end if held is not None and held.end < span.end else None
        gone = absence(file, key, instant) if held is None else None
        rest = paused(file, key, Interval(instant, instant + _MOMENT)) if held is None else ()
        rows.append(
            WhoRow(
                key,
                name,
                tz,
                who=held.value if held else None,
                until=ends if held or coming is None else coming.start,
                next=coming.value if coming else None,
                next_at=coming.start if coming else None,
                known=True,
                holiday=gone.holiday if gone is not None else None,
                pause=rest[0].reason if rest and gone is None else None,
                seen=span.end if read and coming is None and (held is None or ends is None) else None,
            )
        )
    return tuple(rows)


def _coming(line: Timeline[Who], instant: datetime) -> Segment[Who] | None:
    """Who is on next after whoever is on at an instant."""
    return next((s for s in line if s.start > instant), None)


def _read_on(file: RotaFile, key: str, line: Timeline[Who], span: Interval) -> tuple[Timeline[Who], Interval]:
    """The line of a rota read on in longer and longer steps until somebody comes, or nobody ever does."""
    if _coming(line, span.start) is not None:
        return line, span
    last = settled_by(file, key, span.start)
    while _coming(line, span.start) is None and span.end < last:
        further = Interval(span.end, min(span.end + 2 * (span.end - span.start), max(last, span.end + AHEAD)))
        line = merge((*line, *(_line(file, key, None, further) or ())))
        span = Interval(span.start, further.end)
    return line, span


def page_view(file: RotaFile, policy: str, instant: datetime, *, live: Live | None = None) -> PageView:
    """The chain of a policy for an alert at an instant."""
    steps = chain(file, policy, instant, holder(file, live))
    entry = file.policies[policy]
    rows = [*(_page_row(file, step, instant) for step in steps), *_passed_over(file, entry, steps, instant)]
    ordered = tuple(sorted(rows, key=lambda row: row.level))
    return PageView(policy, entry.name, instant, file.time_zone, ordered, entry.repeat)


def holder(file: RotaFile, live: Live | None = None) -> Callable[[str, datetime], str | Unknown | None]:
    """Who holds a rota at an instant, for `paging.chain`. A stranger is named by the e-mail address."""

    def ask(key: str, instant: datetime) -> str | Unknown | None:
        line = _line(file, key, live, Interval(instant, instant + timedelta(minutes=1)))
        if line is None:
            return UNKNOWN
        held = at(line, instant)
        return None if held is None else (held.value.person or held.value.name)

    return ask


def _page_row(file: RotaFile, step: Step, instant: datetime) -> PageRow:
    who: Who | None = None
    if step.person is not None:
        who = person(file, step.person) if step.person in file.people else Who(None, step.person)
    holiday: str | None = None
    moment = instant + step.after
    if step.rota is not None and file.rotas[step.rota].managed:
        shifts = engine.shifts(file, step.rota, Interval(moment, moment + timedelta(minutes=1)))
        holiday = next((s.holiday for s in shifts if s.start <= moment and s.person == step.person), None)
    name = file.rotas[step.rota].name if step.rota is not None else None
    seconds = int(step.after.total_seconds())
    return PageRow(step.level, seconds, step.rota, name, who, step.known, holiday)


def _passed_over(
    file: RotaFile, policy: Policy, steps: Sequence[Step], instant: datetime
) -> Iterator[PageRow]:
    """The rotas that have nobody on purpose when an alert comes to them."""
    after = timedelta()
    for number, level in enumerate(policy.levels, start=1):
        found = [step for step in steps if step.level == number]
        for key in level.notify:
            if key not in file.rotas or any(step.rota == key for step in found):
                continue
            moment = instant + after
            gone = absence(file, key, moment)
            rest = paused(file, key, Interval(moment, moment + _MOMENT)) if gone is None else ()
            if gone is not None or rest:
                seconds, name = int(after.total_seconds()), file.rotas[key].name
                holiday, pause = gone.holiday if gone else None, rest[0].reason if rest else None
                yield PageRow(number, seconds, key, name, None, known=True, holiday=holiday, pause=pause)
        after += level.escalate_after if found else timedelta()
