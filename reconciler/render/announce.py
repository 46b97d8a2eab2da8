"""What Slack is to say, for `rota announce`: old and new of every topic, description and user group."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from reconciler.announcing.results import Announced, Status
from reconciler.config.model import RotaFile
from reconciler.render import contract, zones
from reconciler.render.clean import clean
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, joined, paragraph
from reconciler.render.words import origin
from reconciler.wording import count

NONE = "The file announces nothing: add `announce:`, with a channel and its rotas."

_SAID: Mapping[Status, str] = {
    "same": "unchanged",
    "differs": "would be set",
    "set": "set",
    "failed": "failed",
    "unknown": "not compared with Slack",
}


def text(
    rows: Sequence[Announced],
    file: RotaFile,
    *,
    now: datetime,
    live: bool,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """Each text and group with what it says now (-) and what it is to say (+)."""
    if not rows:
        return joined(paragraph(NONE, width))
    paint = Paint(color)
    clocks = zones.of_file(file, now)
    head = f"Slack, as of {clocks.moment(now)} {clocks.main} ({origin(file, live=live)})"
    lines = [paint.bold(line) for line in paragraph(head, width, hanging=2)]
    for row in rows:
        named = f"{clean(place(row))} {row.kind}: {_SAID[row.status]}"
        lines += ["", *map(paint.bold, paragraph(named, width, hanging=2))]
        if (row.status != "same" or verbose) and row.before is not None and row.before != row.after:
            lines += map(
                paint.dim, paragraph(f"- {clean(row.before) or '(empty)'}", width, indent=2, hanging=2)
            )
        if row.after is not None:
            lines += map(paint.green, paragraph(f"+ {clean(row.after)}", width, indent=2, hanging=2))
        for note in row.notes:
            lines += map(paint.yellow, paragraph(clean(note), width, indent=4, hanging=2))
        for said in (row.fault or "").split("\n"):
            lines += map(paint.red, paragraph(clean(said.strip()), width, indent=4) if said else ())
    lines += [""]
    for said in closing(rows, clocks):
        lines += paragraph(said, width, hanging=2)
    return joined(lines)


def place(row: Announced) -> str:
    """`#support`, or `@oncall` for a group."""
    mark = "@" if row.kind == "group" else "#"
    return row.place if row.place.startswith(mark) else mark + row.place


def closing(rows: Sequence[Announced], clocks: zones.Clocks) -> Iterator[str]:
    """When the next change comes, what was done, and what to do."""
    changes = [row.next_change for row in rows if row.next_change is not None]
    yield f"next change {clocks.moment(min(changes))}" if changes else "no change in sight for ten weeks"
    failed = sum(row.status == "failed" for row in rows)
    done = sum(row.status == "set" for row in rows)
    if failed:
        also = f", {done} set" if done else ""
        yield f"{count(failed, 'place')} failed{also}: put right what is said above and run it again."
    elif any(row.status == "differs" for row in rows):
        yield "Nothing has been set: run `rota announce --apply`."
    elif done:
        yield f"{count(done, 'place')} set."
    elif all(row.status == "same" for row in rows):
        yield "Nothing to do."


def markdown(rows: Sequence[Announced], file: RotaFile, *, now: datetime, live: bool) -> str:
    """A table of what is and what is to be."""
    if not rows:
        return joined([escape(NONE)])
    clocks = zones.of_file(file, now)
    when = f"{clocks.moment(now)} {clocks.main} ({origin(file, live=live)})"
    lines = [f"### Slack, as of {escape(when)}", ""]
    lines += ["| Where | Now | To be | Result |", "| --- | --- | --- | --- |"]
    for row in rows:
        told = [_SAID[row.status], *row.notes, *(row.fault or "").split("\n")]
        cells = (f"{place(row)} {row.kind}", row.before or "", row.after or "")
        result = "<br>".join(escape(said.strip()) for said in told if said)
        lines.append(f"| {' | '.join(map(escape, cells))} | {result} |")
    for said in closing(rows, clocks):
        lines += ["", escape(said)]
    return joined(lines)


def json(rows: Sequence[Announced], *, now: datetime) -> str:
    """The contract of `announce --format json`."""
    return contract.document(at=contract.stamp(now), announcements=[_fields(row) for row in rows])


def _fields(row: Announced) -> dict[str, object]:
    return {
        "kind": row.kind,
        "place": row.place,
        "status": row.status,
        "before": row.before,
        "after": row.after,
        "people": [dict(contract.key_of(who)) for who in row.people],
        "notes": list(row.notes),
        "fault": row.fault,
        "next_change": contract.stamp_or_none(row.next_change),
    }
