"""The chain of a policy: who is paged at once, who after how many minutes, and whether anybody is."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from reconciler.intervals import wall, zone
from reconciler.render import contract
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, columns, joined, paragraph, plain
from reconciler.render.words import reached, resting
from reconciler.views import PageRow, PageView
from reconciler.wording import clock, day, duration

_TIMES = {1: "once", 2: "twice"}


def text(
    view: PageView,
    *,
    now: datetime,
    page_within: timedelta,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """One line a page; a warning where no person is paged within the limit."""
    paint = Paint(color)
    lines = [paint.bold(line) for line in paragraph(clean(heading(view, now)), width, hanging=2)]
    table = [(after(row), clean(whom(row)), clean(note(row, level=verbose))) for row in view.rows]
    lines += columns(table, width=width, styles=(plain, paint.bold, plain))
    if pages_anybody(view):
        lines += paragraph(again(view), width, indent=2)
    for warning in warnings(view, page_within):
        lines += [paint.red(line) for line in paragraph(warning, width, hanging=2)]
    return joined(lines)


def heading(view: PageView, now: datetime) -> str:
    """`24x7 at Fri 25 Dec 2026 11:00 Europe/London`."""
    local = wall(view.at, zone(view.zone))
    lead = "now, " if view.at == now else "at "
    return f"{view.name} {lead}{day(local)} {clock(local)} {view.zone}"


def after(row: PageRow) -> str:
    """`+20 min`."""
    return f"+{row.after_seconds // 60} min"


def whom(row: PageRow) -> str:
    """Who is paged, or that nobody is, on purpose; whoever holds a rota that is not managed here."""
    if not row.known:
        return f"whoever holds {row.rota_name} (not managed here)"
    return reached(row.who)


def note(row: PageRow, *, level: bool = False) -> str:
    """By which rota, on which bank holiday, or why it is paused."""
    rota = row.rota_name if row.known else None
    why = row.holiday if row.pause is None else resting(row.pause)
    said = [part for part in (rota, why, f"level {row.level}" if level else None) if part]
    return ", ".join(said)


def pages_anybody(view: PageView) -> bool:
    """Whether the chain holds anything but rotas that have nobody on purpose."""
    return any(row.pages for row in view.rows)


def again(view: PageView) -> str:
    """How often PagerDuty goes through the levels again."""
    if view.repeat == 0:
        return "then PagerDuty gives up"
    return f"then again from the top, {_TIMES.get(view.repeat, f'{view.repeat} times')}"


def warnings(view: PageView, page_within: timedelta) -> Iterator[str]:
    """What is wrong with a chain: nobody is reached, or not in time."""
    if not pages_anybody(view):
        yield "Nobody is ever reached: nobody is on call at any level."
        return
    first = next((row for row in view.rows if not _mailbox(row)), None)
    if first is None:
        yield "Nobody is ever reached: only mailboxes are mailed."
    elif (wait := timedelta(seconds=first.after_seconds)) > page_within:
        yield f"The first person is paged only after {duration(wait)} (limit {duration(page_within)})."


def _mailbox(row: PageRow) -> bool:
    return row.known and (row.who is None or row.who.mailbox)


def markdown(view: PageView, *, now: datetime, page_within: timedelta) -> str:
    """A table with one row a page."""
    lines = [f"### {escape(heading(view, now))}", ""]
    if view.rows:
        lines += ["| After | Who | By |", "| --- | --- | --- |"]
    for row in view.rows:
        lines.append(f"| {after(row)} | {escape(whom(row))} | {escape(note(row))} |")
    if pages_anybody(view):
        lines += ["", again(view)]
    for warning in warnings(view, page_within):
        lines += ["", f"**{warning}**"]
    return joined(lines)


def json(view: PageView) -> str:
    """The contract of `page --format json`."""
    chain = [
        {
            "level": row.level,
            "after_seconds": row.after_seconds,
            "rota": row.rota,
            **contract.key_of(row.who),
            "mailbox": row.who is not None and row.who.mailbox,
            "known": row.known,
        }
        for row in view.rows
        if row.pages
    ]
    passed = [
        {"level": row.level, "after_seconds": row.after_seconds, "rota": row.rota, "holiday": row.holiday}
        for row in view.rows
        if not row.pages and row.pause is None
    ]
    paused = [
        {"level": row.level, "after_seconds": row.after_seconds, "rota": row.rota, "reason": row.pause}
        for row in view.rows
        if row.pause is not None
    ]
    at = contract.stamp(view.at)
    return contract.document(
        policy=view.policy, at=at, repeat=view.repeat, chain=chain, passed_over=passed, paused=paused
    )
