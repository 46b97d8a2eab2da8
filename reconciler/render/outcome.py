"""The end of an apply: what was done and what not, the proof, what was refused, where it is recorded."""

from dataclasses import replace

from reconciler.plan.outcome import Outcome
from reconciler.render import contract, notes, plan_json, report, zones
from reconciler.render.clean import clean, prose
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, cells, columns, joined, pad, paragraph
from reconciler.render.plan_markdown import LIMIT, Part, bullets, fitted
from reconciler.wording import count

LEFT = "Left as it is, since only a commit changes layers and policies"
_CAP = 30
"""So many differences are listed without -v; whoever has more looks at PagerDuty."""


def text(outcome: Outcome, *, width: int, color: bool, verbose: bool = False) -> str:
    """One line for each rota and way it ended, then the proof and the record."""
    paint = Paint(color)
    styles = {"done": paint.green, "failed": paint.red, "skipped": paint.yellow}
    found = report.lines(outcome)
    names = max((cells(clean(line.name)) for line in found), default=0) + 2
    lines = [report.nothing(outcome)] if report.empty(outcome) else []
    for line in found:
        row = (pad(f"{report.SIGNS[line.status]} {clean(line.name)}", names), clean(line.what))
        lines += columns([row], width=width, styles=(styles[line.status],))
    for words in report.undone(outcome):
        lines += paragraph(words, width, hanging=2)
    left = report.left(outcome)
    lines += paragraph(f"{LEFT}:", width, hanging=2) if left else []
    for name, what in left:
        lines += paragraph(clean(f"{name}: {what}"), width, indent=2, hanging=2)
    for refusal in outcome.refused:
        for reason in refusal.reasons:
            said = clean(f"Refused: {outcome.plan.name(refusal.key)}: {reason}")
            lines += [paint.red(line) for line in paragraph(said, width, hanging=2)]
    lines += _proof(outcome, width, paint, verbose=verbose)
    if outcome.conflicts:
        lines.append(paint.bold("Conflicts"))
    for name, said in notes.conflicts(outcome.plan, outcome.conflicts):
        lines += paragraph(clean(f"{name}: {said}"), width, indent=2, hanging=2)
    if (where := report.recorded(outcome)) is not None:
        lines += paragraph(clean(where), width, hanging=2)
    return joined(lines)


def _proof(outcome: Outcome, width: int, paint: Paint, *, verbose: bool) -> list[str]:
    clocks = zones.of_plan(outcome.plan)
    sentence = report.proof(outcome, clocks)
    if sentence is None:
        return []
    good = outcome.verify_error is None and not outcome.differences and not outcome.unfinished
    style = paint.green if good else paint.red
    lines = [style(line) for line in paragraph(clean(sentence), width, hanging=2)]
    rows = report.differences(outcome, clocks)
    shown = rows if verbose or len(rows) <= _CAP + 1 else rows[:_CAP]
    lines += columns([[clean(cell) for cell in row] for row in shown], width=width)
    if len(rows) > len(shown):
        lines.append(f"  … and {len(rows) - len(shown)} more (`rota -v plan`)")
    if (advice := report.advice(outcome)) is not None:
        lines += paragraph(advice, width, hanging=2)
    return lines


def markdown(outcome: Outcome, *, limit: int = LIMIT) -> str:
    """The same for a comment or a job summary, within `limit` characters."""
    clocks = zones.of_plan(outcome.plan)
    results = tuple(
        f"- {report.SIGNS[line.status]} **{escape(line.name)}** {prose(line.what)}"
        for line in report.lines(outcome)
    )
    undone = tuple(prose(words) for words in report.undone(outcome))
    refused = tuple(
        f"- **{escape(outcome.plan.name(r.key))}**: {prose(reason)}"
        for r in outcome.refused
        for reason in r.reasons
    )
    left = tuple(f"- **{escape(name)}**: {prose(what)}" for name, what in report.left(outcome))
    rows = tuple(f"| {' | '.join(map(escape, row))} |" for row in report.differences(outcome, clocks))
    table = ("| When | Rota | What |", "| --- | --- | --- |")
    advice, recorded = (
        (prose(said),) if said is not None else ()
        for said in (report.advice(outcome), report.recorded(outcome))
    )
    proof = report.proof(outcome, clocks)
    found = [
        Part((), results),
        Part((), undone),
        Part((f"**{LEFT}**", ""), left),
        Part(("**Refused**", ""), refused),
        Part((), (prose(proof),) if proof else ()),
        Part(table, rows),
        Part((), advice),
        Part(("**Conflicts**", ""), bullets(notes.conflicts(outcome.plan, outcome.conflicts))),
        Part((), recorded),
    ]
    return fitted(f"### {_headline(outcome)}", found, limit)


def _headline(outcome: Outcome) -> str:
    done = sum(result.status == "done" for result in outcome.results)
    said = [f"{count(done, 'write')} done"]
    if report.empty(outcome):
        said = [report.nothing(outcome).removesuffix(".")]
        if not outcome.differences and outcome.verify_error is None and not outcome.left:
            return said[0]
    if missing := len(outcome.results) - done:
        said.append(f"{missing} not done")
    if outcome.refused:
        said.append(f"{len(outcome.refused)} refused")
    if outcome.left:
        said.append(
            f"{count(len(report.left(outcome)), 'rota or policy', 'rotas or policies')} left as it is"
        )
    if outcome.differences:
        said.append("PagerDuty renders something else")
    elif outcome.verify_error is not None:
        said.append("not proven")
    elif outcome.unfinished:
        said.append("not finished")
    elif outcome.verified:
        said.append("proven" + (f" but for {count(len(outcome.met), 'conflict')}" if outcome.met else ""))
    return ", ".join(said)


def json(outcome: Outcome, *, fingerprint: str) -> str:
    """The contract of `apply --format json`: the plan's, with what came of each change."""
    results = {result.action: result for result in outcome.results}
    changes = []
    for action in outcome.plan.actions:
        result = results.get(action)
        for change in action.changes:
            fields = plan_json.change_fields(change)
            fields["result"] = result.status if result else "refused"
            fields["message"] = result.message if result else None
            changes.append(fields)
    plan = replace(outcome.plan, conflicts=outcome.conflicts)
    fields = plan_json.fields(plan, fingerprint, changes)
    fields["refused"] = [{"key": r.key, "reasons": list(r.reasons)} for r in outcome.refused]
    return contract.document(
        **fields,
        verified=_verified(outcome),
        verified_rotas=list(outcome.verified),
        verified_until=contract.stamp_or_none(outcome.verified_until),
        verify_error=outcome.verify_error,
        differences=[plan_json.shift_fields(shift) for shift in outcome.differences],
        left=[plan_json.change_fields(change) for action in outcome.left for change in action.changes],
        recorded=outcome.recorded,
    )


def _verified(outcome: Outcome) -> bool | None:
    """Whether PagerDuty renders what the file says; null where nothing was compared."""
    if outcome.verify_error is not None:
        return None
    return not outcome.differences if outcome.verified else None
