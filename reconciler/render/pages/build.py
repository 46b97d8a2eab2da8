"""The model of the site, made from what was gathered; the moment and the findings are arguments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.holiday_views import published_until
from reconciler.intervals import Interval, wall, zone
from reconciler.render.clean import clean
from reconciler.render.contract import stamp
from reconciler.render.counting import Told, untold
from reconciler.render.pages import role
from reconciler.render.pages.days import days_of, marks, monday, someone, stretch, week_file
from reconciler.render.pages.gathered import Gap, Gathered, people
from reconciler.render.pages.model import (
    Card,
    Day,
    Line,
    Lines,
    Link,
    Mark,
    Month,
    PersonPage,
    RotaHead,
    RotaPage,
    Site,
    Someone,
    Week,
    When,
    Worry,
)
from reconciler.render.who import then
from reconciler.render.words import place, projected
from reconciler.shifts.line_ups import zone_name
from reconciler.views import Live, ShiftRow, who_rows
from reconciler.wording import count, day, moment
from reconciler.wording import stretch as told

PRIVATE = frozenset({"on-leave"})
"""Findings that tell when somebody is away."""

_DAY = timedelta(days=1)
_WEEK = 7
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Around:
    """What the site says besides the shifts: when it was made, warnings, the texts of roles by rota.

    `seen` is until when PagerDuty was asked for `live`.
    """

    now: datetime
    findings: Sequence[Finding] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    live: Live | None = None
    seen: datetime | None = None


def site(found: Gathered, around: Around, told_days: Told = untold) -> Site:
    """Everything that is published about some weeks; `told_days` hears of each day, the longest part."""
    file = found.file
    heads = {key: _head(file, key, known=key in found.pages) for key in found.rotas}
    everybody = tuple(someone(file, who) for who in people(found))
    days = days_of(found, found.first, found.last, told_days)
    return Site(
        zone=file.time_zone,
        first=found.first.isoformat(),
        last=found.last.isoformat(),
        until=day(found.last),
        made=moment(around.now, zone(file.time_zone)),
        source=file.source if file.source and file.source.startswith(("https://", "http://")) else None,
        live=around.live is not None,
        rotas=tuple(heads.values()),
        columns=tuple(heads[key] for key in found.pages),
        people=everybody,
        cards=_cards(found, heads, around),
        holes=tuple(_holes(found)),
        worries=tuple(_worries(found, around)),
        weeks=_weeks(found, days),
        months=_months(days),
        rota_pages=tuple(_rota_page(found, heads, key, around.roles.get(key)) for key in found.rotas),
        person_pages=tuple(_person_page(found, heads, who) for who in everybody),
        data=_data(found),
    )


def _head(file: RotaFile, key: str, *, known: bool) -> RotaHead:
    zone_ = zone_name(file, key)
    return RotaHead(key, file.rotas[key].name, zone_, zone_ != file.time_zone, f"rota-{key}.html", known)


def _cards(found: Gathered, heads: Mapping[str, RotaHead], around: Around) -> tuple[Card, ...]:
    rows = who_rows(found.file, found.rotas, around.now, live=around.live, seen=around.seen)
    file = found.file
    return tuple(
        Card(
            heads[row.rota],
            someone(file, row.who) if row.who is not None else None,
            then(row, file, around.now) if row.known else "",
        )
        for row in rows
    )


def _holes(found: Gathered) -> Iterable[str]:
    """Per rota the times that nobody has and that no pause declares, the first in full."""
    span = found.span
    for key in found.pages:
        tz = zone(zone_name(found.file, key))
        open_ = [g for g in found.gaps if g.rota == key and not g.declared and g.when.overlaps(span)]
        if open_:
            first = told(open_[0].when, tz)
            more = f" and at {count(len(open_) - 1, 'more time')}" if len(open_) > 1 else ""
            yield f"{found.file.rotas[key].name}: {first}{more}"


def _worries(found: Gathered, around: Around) -> Iterable[Worry]:
    last = published_until(found.file, found.pages, found.last) if around.live is None else None
    if last is not None:
        yield Worry(projected(last), None)
    for finding in around.findings:
        if finding.severity == "warning" and (found.with_reasons or finding.id not in PRIVATE):
            where = place(finding.where.file, finding.where.line) if finding.where else ""
            yield Worry(_sentence(finding.message) + where, _sentence(finding.hint or "") or None)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _weeks(found: Gathered, days: Sequence[Day]) -> tuple[Week, ...]:
    mondays = [found.first + i * timedelta(weeks=1) for i in range(len(days) // _WEEK)]
    links = [Link(week_file(on), _week_title(on)) for on in mondays]
    return tuple(
        Week(
            file=links[i].href,
            title=links[i].text,
            days=tuple(days[i * _WEEK : (i + 1) * _WEEK]),
            start=on.isoformat(),
            end=(on + 6 * _DAY).isoformat(),
            previous=links[i - 1] if i else None,
            next=links[i + 1] if i + 1 < len(links) else None,
            month=Link(_month_file(on), _month_title(on)),
        )
        for i, on in enumerate(mondays)
    )


def _week_title(on: date) -> str:
    """`23 – 29 November 2026`, with both months and years where they differ."""
    last = on + 6 * _DAY
    if on.year != last.year:
        return (
            f"{on.day} {_MONTHS[on.month - 1]} {on.year} – {last.day} {_MONTHS[last.month - 1]} {last.year}"
        )
    first = f"{on.day}" if on.month == last.month else f"{on.day} {_MONTHS[on.month - 1]}"
    return f"{first} – {last.day} {_MONTHS[last.month - 1]} {last.year}"


def _month_file(on: date) -> str:
    return f"month-{on:%Y-%m}.html"


def _month_title(on: date) -> str:
    return f"{_MONTHS[on.month - 1]} {on.year}"


def _months(days: Sequence[Day]) -> tuple[Month, ...]:
    """Every month that the weeks touch; days before the first week and after the last are left empty."""
    firsts = sorted({date.fromisoformat(day_.date).replace(day=1) for day_ in days})
    links = [Link(_month_file(first), _month_title(first)) for first in firsts]
    return tuple(
        Month(
            links[i].href,
            links[i].text,
            _calendar(days, first),
            links[i - 1] if i else None,
            links[i + 1] if i + 1 < len(links) else None,
        )
        for i, first in enumerate(firsts)
    )


def _calendar(days: Sequence[Day], first: date) -> tuple[tuple[Day | None, ...], ...]:
    mine = {day_.date: day_ for day_ in days if day_.date.startswith(f"{first:%Y-%m}")}
    start = monday(first)
    weeks: list[tuple[Day | None, ...]] = []
    while start.replace(day=1) <= first:
        week = tuple(mine.get((start + i * _DAY).isoformat()) for i in range(_WEEK))
        if any(week):
            weeks.append(week)
        start += _WEEK * _DAY
    return tuple(weeks)


def _rota_page(found: Gathered, heads: Mapping[str, RotaHead], key: str, text: str | None) -> RotaPage:
    rows = [row for row in found.shown() if row.rota == key]
    gaps = [gap for gap in found.gaps if gap.rota == key and gap.when.overlaps(found.span)]
    return RotaPage(
        file=f"rota-{key}.html",
        head=heads[key],
        role=role.html(text, found.file.rotas[key].name) if text is not None else None,
        weeks=_listed(found, heads, rows, gaps),
        feed=f"rota-{key}.ics" if key in found.pages else None,
    )


def _person_page(found: Gathered, heads: Mapping[str, RotaHead], who: Someone) -> PersonPage:
    file, away = found.file, []
    if found.with_reasons:
        for leave in file.leave:
            if leave.person == who.key and leave.on.last >= found.first and leave.on.first <= found.last:
                until = f" – {day(leave.on.last)}" if leave.on.last != leave.on.first else ""
                away.append(f"{day(leave.on.first)}{until}")
    rows = [row for row in found.shown() if row.who.person == who.key]
    weeks = _listed(found, heads, rows, ())
    return PersonPage(f"person-{who.key}.html", who, weeks, tuple(away), f"person-{who.key}.ics")


def _listed(
    found: Gathered, heads: Mapping[str, RotaHead], rows: Iterable[ShiftRow], gaps: Iterable[Gap]
) -> tuple[Lines, ...]:
    """Shifts and gaps in order of time, under the week in which they begin."""
    file = found.file
    told = [
        (row.start, Line(_when(row, heads), heads[row.rota], someone(file, row.who), marks(file, row)))
        for row in rows
    ]
    for gap in gaps:
        said = "on purpose" if gap.declared else "a gap"
        mark = Mark("pause" if gap.declared else "gap", f"{said}: {gap.reason}" if gap.reason else said)
        head = heads[gap.rota]
        told.append((gap.when.start, Line(stretch(gap.when, head.zone), head, None, (mark,))))
    told.sort(key=lambda item: (item[0], list(heads).index(item[1].rota.key)))

    def week(item: tuple[datetime, Line]) -> date:
        return monday(wall(item[0], zone(item[1].rota.zone)).date())

    told.sort(key=week)
    return tuple(
        Lines(_week_title(on), tuple(line for _, line in lines)) for on, lines in groupby(told, key=week)
    )


def _when(row: ShiftRow, heads: Mapping[str, RotaHead]) -> When:
    return stretch(Interval(row.start, row.end), heads[row.rota].zone)


def _data(found: Gathered) -> Mapping[str, object]:
    """What the browser needs to say who is on: for each rota its zone and `[start, end, key, name, tone]`."""
    rotas: dict[str, object] = {}
    for key in found.pages:
        shifts = []
        for row in found.shown():
            if row.rota == key:
                who = someone(found.file, row.who)
                name = clean(who.name) + (" (mailbox)" if who.mailbox else "")
                shifts.append([stamp(row.start), stamp(row.end), who.key, name, who.tone])
        rotas[key] = {"zone": zone_name(found.file, key), "shifts": shifts}
    span = found.span
    return {"version": 1, "start": stamp(span.start), "end": stamp(span.end), "rotas": rotas}
