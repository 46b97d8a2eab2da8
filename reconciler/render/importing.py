"""What came of an import, for a terminal: what the file holds, what stays in PagerDuty alone, the proof."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from reconciler.importing.draft import Draft, Rota
from reconciler.importing.outcome import Difference, Imported
from reconciler.intervals import Interval, zone
from reconciler.render.clean import clean
from reconciler.render.layout import Paint, columns, joined, paragraph
from reconciler.wording import count, day, listing, stretch

_WITHDRAWN = (
    "The ledger here has overrides as made from an earlier file, and an import does not write overrides "
    "down. Keep that file; or import where that ledger is not, and `rota adopt` makes lines of them."
)
_MOST = 10
"""So many instants are listed of what would have differed."""


def text(
    found: Imported,
    *,
    describe: str,
    written: Sequence[str],
    withdrawn: int,
    now: datetime,
    proven: Interval,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """The whole summary; `written` are the files, none where they say the same already. Times are local.

    `withdrawn` is how many overrides of an earlier file a plan beside the ledger would delete.
    """
    paint, draft = Paint(color), found.draft
    tz = zone(draft.time_zone)
    year = now.astimezone(tz).year
    lines = paragraph(clean(f"{describe} → {listing(written) or 'nothing written'}"), width, hanging=2)
    lines += ["", *paragraph(f"{_counted(draft)}.", width)]
    if rows := list(_rows(draft)):
        lines += columns(rows, width=width)
    if left := list(_left(draft, verbose=verbose)):
        lines += ["", paint.bold("Stays in PagerDuty alone"), *columns(left, width=width)]
    if found.differences:
        lines += ["", paint.bold("PagerDuty has it otherwise than a file would")]
        lines += _differences(found, year, width)
    if draft.managed:
        first, last = (day(at.astimezone(tz).date(), year=year) for at in (proven.start, proven.end))
        plan = (
            f"withdraws {count(withdrawn, 'override')} and changes nothing else"
            if withdrawn
            else "changes nothing"
        )
        proof = (
            f"Proof: a plan of this file {plan}, and PagerDuty's own rendering of "
            f"{count(len(draft.managed), 'rota')} matches it from {first} to {last}."
        )
        lines += ["", *paragraph(proof, width)]
        if withdrawn:
            lines += [paint.red(line) for line in paragraph(_WITHDRAWN, width)]
    same = f"{'' if withdrawn else 'Nothing to do: '}{next(iter(found.texts))} says this already."
    ending = "Next: read it, then `rota check`, `rota plan`, and commit it." if written else clean(same)
    return joined([*lines, *paragraph(ending, width)])


def _counted(draft: Draft) -> str:
    kept = sum(policy.reason is None for policy in draft.policies)
    parts = [count(len(draft.managed), "rota"), count(kept, "policy", "policies")]
    alone = len(list(_left(draft, verbose=False)))
    whole = f"{listing([*parts, count(len(draft.people), 'person', 'people')])}"
    return f"{whole}; {alone} left unmanaged" if alone else whole


def _rows(draft: Draft) -> Iterable[tuple[str, str]]:
    names = {person.user: person.name for person in draft.people}
    rotas = {rota.key: rota.name for rota in draft.rotas}
    for rota in draft.managed:
        yield clean(rota.name), clean(_said(rota, rotas, names))


def _said(rota: Rota, rotas: Mapping[str, str], names: Mapping[str, str]) -> str:
    if rota.follows is not None:
        return f"follows {rotas[rota.follows]}"
    if len(rota.layers) > 1:
        return f"{len(rota.layers)} layers: {listing([layer.name for layer in rota.layers])}"
    (layer,) = rota.layers
    last = next(item for item in reversed(layer.stints) if item.users)
    handover = f", {last.handover}" if last.handover is not None else ""
    return f"{last.turn}{handover}: {', '.join(names[user] for user in last.users)}"


def _left(draft: Draft, *, verbose: bool) -> Iterable[tuple[str, str]]:
    """What was asked for and is not managed by the file, with the reason."""
    for rota in draft.rotas:
        if rota.reason is not None and rota.asked:
            yield clean(rota.name + (f" ({rota.id})" if verbose else "")), clean(rota.reason)
    for policy in draft.policies:
        if policy.reason is not None:
            name = f"policy {policy.name}" + (f" ({policy.id})" if verbose else "")
            yield clean(name), clean(policy.reason)


def _differences(found: Imported, year: int, width: int) -> list[str]:
    shown = found.differences[:_MOST]
    more = len(found.differences) - len(shown)
    rows = [(clean(d.rota), stretch(d.interval, zone(d.time_zone), year=year), _whom(d)) for d in shown]
    return [*columns(rows, width=width), *([f"  … and {more} times more"] if more else [])]


def _whom(difference: Difference) -> str:
    return clean(f"PagerDuty {difference.pagerduty or 'nobody'}, the file {difference.file or 'nobody'}")


def left_alone(draft: Draft) -> bool:
    """Whether anything that was asked for is not managed by the file."""
    return any(True for _ in _left(draft, verbose=False))


def diff(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """What would change in files that are there, as a unified diff."""
    out: list[str] = []
    for name, new in after.items():
        old = before.get(name, "")
        lines = difflib.unified_diff(
            old.splitlines(), new.splitlines(), name if name in before else "/dev/null", name, lineterm=""
        )
        out += map(clean, lines)
    return joined(out)
