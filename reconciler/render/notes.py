"""The sentences about a plan that the text and the Markdown share; none of them is escaped yet."""

from collections.abc import Iterable, Iterator

from reconciler.errors import Finding
from reconciler.plan.model import ConflictNote, Flag, Plan, ShiftChange, Unmanaged
from reconciler.render.folding import CAP, Moves
from reconciler.render.words import handed, place, who
from reconciler.render.zones import Clocks

_NEW = "new rota"
ALL = "`rota -v plan`"
BUT = ", but for the conflicts below"
ADOPT = "a cover with the same person and times in the file makes it managed"


def more(rota: Moves, clocks: Clocks) -> str:
    """How many rows of a rota are left out, and how to see them."""
    until = f" until {clocks.day(rota.until)}" if rota.until is not None else ""
    how = f"`rota show --rota {rota.rota}`" if rota.new else ALL
    return f"… and {rota.more} more{until} ({how})"


def moved(shift: ShiftChange, rota: Moves, clocks: Clocks) -> tuple[str, str, str]:
    """When, from whom to whom, and why; on a new rota nobody was on call, which needs no saying."""
    when = clocks.stretch(shift.rota, shift.start, shift.end)
    if rota.new and shift.before is None:
        why = "" if shift.reason == _NEW else shift.reason + place(shift.file, shift.line)
        return when, who(shift.after), why
    return when, handed(shift.before, shift.after), shift.reason + place(shift.file, shift.line)


def others(number: int) -> str:
    """How many lines are left out, and how to see them."""
    return f"… and {number} more ({ALL})"


def nobody_else(plan: Plan, clocks: Clocks, *, any_: bool) -> str:
    """`Nobody else moves before Wed 24 Feb 2027`, as a sentence."""
    until = min((name.until for name in plan.names if name.until is not None), default=None)
    if until is None:
        return ""
    return f"Nobody {'else ' if any_ else ''}moves before {clocks.day(until)}."


def on_call_now(plan: Plan) -> list[tuple[str, str]]:
    """Each rota on which somebody is replaced at this moment, and by whom."""
    new = {action.key for action in plan.actions if action.tag == "create_schedule"}
    rows: list[tuple[str, str]] = []
    for held in plan.on_call_now:
        if held.before != held.after:
            fresh = held.rota in new and held.before is None
            said = f"from now: {who(held.after)}" if fresh else handed(held.before, held.after)
            rows.append((plan.name(held.rota), said))
    return rows


def conflicts(plan: Plan, notes: Iterable[ConflictNote]) -> list[tuple[str, str]]:
    """Where PagerDuty says one person and the file another."""
    return [(plan.name(note.rota), note.message) for note in notes]


def refused(plan: Plan) -> list[tuple[str, str]]:
    """What is not written at all, a line for each reason."""
    return [(plan.name(r.key), reason) for r in plan.refused for reason in r.reasons]


def left_alone(plan: Plan, clocks: Clocks, *, every: bool) -> list[tuple[str, str]]:
    """What was seen and stays as it is; of many overrides by hand on one rota the first."""
    rows: list[tuple[str, str]] = []
    by_hand = [u for u in plan.unmanaged if u.kind == "override"]
    for key in dict.fromkeys(u.key for u in by_hand):
        mine = [u for u in by_hand if u.key == key]
        shown = mine if every or len(mine) <= CAP + 1 else mine[:CAP]
        rows += [(u.name, _override(u, clocks, named=every)) for u in shown]
        if len(mine) > len(shown):
            rows.append((mine[0].name, others(len(mine) - len(shown))))
    if by_hand:
        rows.append(("", ADOPT))
    rows += [(u.name, u.message) for u in plan.unmanaged if u.kind != "override"]
    return rows


def _override(found: Unmanaged, clocks: Clocks, *, named: bool) -> str:
    name = f"{who(found.who)}, {found.message}"
    if named and found.id is not None:
        name += f" ({found.id})"
    if found.start is None or found.end is None:
        return name
    return f"{clocks.stretch(found.key, found.start, found.end)} {name}"


MOST_NOTES = 4
"""So many notes are shown in a plan; `rota check` shows all of them."""


def worth_a_look(plan: Plan) -> list[tuple[str, str]]:
    """What the checks say, each with its id, place and advice: every warning, and notes while few."""
    listed = [f for f in plan.findings if f.severity == "info"]
    left_out = listed[MOST_NOTES:] if len(listed) > MOST_NOTES + 1 else []
    rows = [(f.id, " – ".join(_parts(f))) for f in plan.findings if f not in left_out]
    return rows + ([("", f"… and {len(left_out)} more notes: `rota check`")] if left_out else [])


def _parts(found: Finding) -> Iterator[str]:
    where = place(found.where.file, found.where.line) if found.where else ""
    yield f"{found.message}{where}"
    if found.hint:
        yield " ".join(found.hint.split())


def flag(plan: Plan, found: Flag) -> str:
    """What must be accepted before a rota is written, and what else can be done."""
    return (
        f"Refused until you accept: {found.flag} on {plan.name(found.rota)} ({found.message}). "
        f"Add --accept {found.flag}, or {found.hint}."
    )


def nothing(plan: Plan, file: str) -> str:
    """That there is nothing to do; what was made by hand against the file stays."""
    if plan.shifts:
        return (
            f"Nothing is left to write, but PagerDuty renders other people than {file} asks for; see below."
        )
    if plan.conflicts:
        return f"Nothing to do: PagerDuty matches {file}{BUT}."
    return f"Nothing to do: PagerDuty matches {file}."
