"""A rota that moves to a shift-based schedule, for a terminal: the steps ahead, or what came of them."""

from collections.abc import Iterable

from reconciler.plan.migration import Migrated, Migration
from reconciler.plan.model import Plan
from reconciler.plan.outcome import Outcome
from reconciler.render import deeds, report, zones
from reconciler.render.clean import clean
from reconciler.render.layout import Paint, joined, paragraph
from reconciler.wording import count, listing

_MOST = 20
"""So many lines of one step are shown without -v."""


def proposal(there: Migration, *, width: int, color: bool, verbose: bool = False) -> str:
    """The steps that moving takes, why it cannot begin, or that it is done."""
    paint = Paint(color)
    name = clean(there.name)
    if there.blocked:
        lines = [paint.red(f"{name} cannot move yet")]
        for reason in there.blocked:
            lines += paragraph(clean(reason), width, indent=2, hanging=2)
        return joined(lines)
    if there.done:
        return joined([f"{name} is shift-based. Nothing to do.", *_left(there, width)])
    lines = [paint.bold(f"{name} becomes a shift-based schedule")]
    steps: list[tuple[str, Plan | None]] = []
    if there.make.actions:
        steps.append(("The new schedule is made; nothing uses it yet", there.make))
    if there.old is not None:
        steps.append(
            (
                "Both have to page the same people for a year, by PagerDuty's rendering, or it ends here",
                None,
            )
        )
    if there.switch.actions:
        steps.append(("The policies notify the new schedule", there.switch))
    if there.old is not None:
        old = "The old one is renamed and left: incidents that are open may still run on it"
        steps.append((old, None))
    for number, (title, plan) in enumerate(steps, start=1):
        lines += paragraph(f"{number}. {title}", width, indent=2, hanging=3)
        lines += _changes(plan, width, verbose=verbose) if plan is not None else []
    lines += ["", *paragraph(f"Nothing has been changed: run `{_command(there)} --apply`.", width)]
    return joined(lines)


def _command(there: Migration) -> str:
    return f"rota migrate {there.key} --to shifts"


def _changes(plan: Plan, width: int, *, verbose: bool) -> Iterable[str]:
    shown = plan.changes if verbose or len(plan.changes) <= _MOST + 1 else plan.changes[:_MOST]
    for change in shown:
        name = f"{plan.name(change.key)}: " if change.kind == "policy" else ""
        said = f"{deeds.sign(change)} {name}{deeds.sentence(change)}"
        yield from paragraph(clean(said), width, indent=5, hanging=2)
    if len(plan.changes) > len(shown):
        yield f"     … and {len(plan.changes) - len(shown)} more (`rota -v migrate`)"


def _left(there: Migration, width: int) -> Iterable[str]:
    for old in there.left:
        text = (
            f"{old.name} is still there, and nothing uses it: once no incident runs on it any more, "
            f"`{_command(there)} --remove-old` deletes it."
        )
        yield from paragraph(clean(text), width, hanging=2)


def result(there: Migration, came: Migrated, *, width: int, color: bool, verbose: bool = False) -> str:
    """What was done, the proof, and what is left to do. `there` is how it is now."""
    paint = Paint(color)
    lines: list[str] = []
    for outcome in came.outcomes:
        lines += _outcome(outcome, width, paint)
    clocks = zones.of_plan(there.make)
    if came.differences:
        said = "PagerDuty renders the new schedule otherwise than the old one, so nothing was switched:"
        lines += [paint.red(line) for line in paragraph(said, width, hanging=2)]
        shown = came.differences if verbose else came.differences[:_MOST]
        for d in shown:
            names = f"{d.before.name if d.before else 'nobody'} → {d.after.name if d.after else 'nobody'}"
            when = clocks.stretch(d.rota, d.start, d.end)
            lines += paragraph(clean(f"{when}  {names}"), width, indent=2, hanging=2)
        if len(came.differences) > len(shown):
            lines.append(f"  … and {len(came.differences) - len(shown)} more (`rota -v migrate`)")
        lines += paragraph("The old schedule goes on as before. The new one is used by nothing.", width)
    elif came.proven is not None:
        until = clocks.moment(came.proven.end)
        said = f"Both schedules page the same people until {until}, by PagerDuty's own rendering."
        lines += [paint.green(line) for line in paragraph(said, width, hanging=2)]
    if came.retired:
        lines += [paint.bold(clean(f"{there.name} is a shift-based schedule now."))]
        lines += _left(there, width)
    elif came.used_by:
        said = f"{listing(came.used_by)} still notifies the old schedule, so it stays: see `rota plan`."
        lines += paragraph(clean(said), width, hanging=2)
    elif not came.differences:
        lines += paragraph(f"Not finished: run `{_command(there)} --apply` again to go on from here.", width)
    return joined(lines)


def _outcome(outcome: Outcome, width: int, paint: Paint) -> Iterable[str]:
    done = [r for r in outcome.results if r.status == "done"]
    for key in dict.fromkeys(r.action.key for r in done):
        number = count(sum(r.action.key == key for r in done), "write")
        yield paint.green(clean(f"{report.SIGNS['done']} {outcome.plan.name(key)}: {number} done"))
    for r in outcome.results:
        if r.status != "done":
            what = r.action.changes[0].summary
            said = (
                f"{report.SIGNS[r.status]} {outcome.plan.name(r.action.key)}: {what}: {r.message or r.status}"
            )
            yield from (paint.red(line) for line in paragraph(clean(said), width, hanging=2))
    for refusal in outcome.refused:
        for reason in refusal.reasons:
            said = f"Refused: {outcome.plan.name(refusal.key)}: {reason}"
            yield from (paint.red(line) for line in paragraph(clean(said), width, hanging=2))
