"""What came of an apply, as rows that the text and the Markdown share."""

from dataclasses import dataclass

from reconciler.plan.actions import Change
from reconciler.plan.outcome import Outcome, Status
from reconciler.render import deeds
from reconciler.render.folding import fold
from reconciler.render.notes import BUT
from reconciler.render.words import who
from reconciler.render.zones import Clocks
from reconciler.wording import count, listing


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: what happened to which rota, and why it did not where it did not."""

    status: Status
    name: str
    what: str


_HARMLESS = (
    "Nothing is half-done in a harmful way: each write stands by itself, and a mailbox goes on only "
    "where a person is there to take over."
)
SIGNS: dict[Status, str] = {"done": "✓", "failed": "✗", "skipped": "–"}


def lines(outcome: Outcome) -> tuple[Line, ...]:
    """One line for each rota, way it ended and reason, in the order in which they were written."""
    grouped: dict[tuple[str, Status, str | None], list[Change]] = {}
    for result in outcome.results:
        key = (result.action.key, result.status, result.message)
        grouped.setdefault(key, []).extend(result.action.changes)
    out: list[Line] = []
    for (rota, status, message), changes in grouped.items():
        # What failed is told one by one while it is little, so that it can be found.
        said = deeds.briefly(changes)
        if status != "done" and len(changes) == 1:
            said = (deeds.sentence(changes[0]),)
        what = ", ".join(said) + (f": {message}" if message else "")
        out.append(Line(status, outcome.plan.name(rota), what))
    return tuple(out)


def undone(outcome: Outcome) -> tuple[str, ...]:
    """Where something was left undone: how much, that it harms nobody, and how it is finished."""
    missing = sum(result.status != "done" for result in outcome.results)
    if not missing:
        return ()
    done = len(outcome.results) - missing
    return (
        f"{done} of {count(len(outcome.results), 'write')} done, {missing} not.",
        _HARMLESS,
        "Run `rota apply` again: it looks at what PagerDuty holds by then and does only what is missing.",
    )


def left(outcome: Outcome) -> list[tuple[str, str]]:
    """What was not to be done: changes of layers and policies, by rota or policy."""
    found: dict[str, list[Change]] = {}
    for action in outcome.left:
        found.setdefault(action.key, []).extend(action.changes)
    return [(outcome.plan.name(key), ", ".join(deeds.briefly(changes))) for key, changes in found.items()]


def proof(outcome: Outcome, clocks: Clocks) -> str | None:
    """What PagerDuty's own rendering says about the rotas that were compared."""
    if outcome.verify_error is not None:
        return (
            f"Not proven: PagerDuty could not be read back ({outcome.verify_error}). "
            "Run `rota apply --verify all` to compare again."
        )
    if outcome.differences:
        patience = f", also after {outcome.waited:.0f} s" if outcome.waited else ""
        return f"Not as the file says: PagerDuty renders something else{patience}."
    if outcome.unfinished:
        names = listing([outcome.plan.name(key) for key in outcome.unfinished])
        return f"Not finished: PagerDuty does not show {names} as planned. Run `rota apply` again."
    if not outcome.verified:
        return None
    until = f" until {clocks.day(outcome.verified_until)}" if outcome.verified_until else ""
    rotas = count(len(outcome.verified), "rota")
    return f"Proof: PagerDuty's own rendering of {rotas} matches the file{until}{BUT if outcome.met else ''}."


def differences(outcome: Outcome, clocks: Clocks) -> list[tuple[str, str, str]]:
    """When, on which rota, whom PagerDuty shows and whom the file says."""
    rows: list[tuple[str, str, str]] = []
    for key in dict.fromkeys(shift.rota for shift in outcome.differences):
        for s in fold(shift for shift in outcome.differences if shift.rota == key):
            said = f"PagerDuty shows {who(s.before)}, the file says {who(s.after)}"
            rows.append((clocks.stretch(s.rota, s.start, s.end), outcome.plan.name(s.rota), said))
    return rows


def advice(outcome: Outcome) -> str | None:
    """What to do where PagerDuty renders something else."""
    if not outcome.differences:
        return None
    if empty(outcome):
        return "No write can mend this: put overrides there by hand, or look for some made meanwhile."
    return "Run `rota plan` to see what it would do about that; look for overrides made by hand meanwhile."


def recorded(outcome: Outcome) -> str | None:
    """Where the apply is written down."""
    return None if outcome.recorded is None else f"Recorded in {outcome.recorded}."


def nothing(outcome: Outcome) -> str:
    """What is said where there was nothing to write; a match is claimed only where it was not denied."""
    if outcome.left:
        return "No override was left to write."
    if outcome.differences or outcome.verify_error is not None:
        return "Nothing was left to write."
    return f"Nothing to do: PagerDuty matches the file{BUT if outcome.conflicts else ''}."


def empty(outcome: Outcome) -> bool:
    """Whether there was nothing to do at all."""
    return not outcome.results and not outcome.refused and not outcome.plan.actions
