"""What a plan does in PagerDuty, grouped by rota, and how much of it there is in one line."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reconciler.plan.actions import Action, Change, Verb
from reconciler.plan.model import Plan
from reconciler.wording import count

_SIGNS: Mapping[Verb, str] = {"create": "+", "update": "~", "rename": "~", "end": "-", "delete": "-"}
_WORDS = {"layer": "line-up", "schedule": "schedule", "policy": "policy"}
FEW = 3
"""This many overrides of a rota are listed; of more only the first, under their number."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of what is done, and the lines under it."""

    sign: str
    text: str
    under: tuple[str, ...] = ()
    more: int = 0


def sentence(change: Change) -> str:
    """A change by itself: `override Fri 25 Dec …`, `renamed: Old → New`."""
    if change.action == "rename":
        return f"renamed: {change.summary}"
    if change.action == "delete" and change.kind != "override":
        return f"{change.kind} {change.summary} is deleted"
    return f"override {change.summary}" if change.kind == "override" else change.summary


def sign(change: Change) -> str:
    """`+`, `~`, `-`; `!` for what is deleted for good."""
    if change.action == "delete" and change.kind != "override":
        return "!"
    return _SIGNS[change.action]


def grouped(actions: Iterable[Action]) -> dict[str, list[Action]]:
    """Actions by rota or policy, in the order in which each is first written."""
    out: dict[str, list[Action]] = {}
    for action in actions:
        out.setdefault(action.key, []).append(action)
    return out


def deeds(changes: Sequence[Change], *, every: bool) -> tuple[Deed, ...]:
    """The lines of one rota: what happens to it one by one, its overrides by number where there are many."""
    out = [Deed(sign(c), sentence(c)) for c in changes if c.kind != "override"]
    for mark in ("+", "-"):
        some = [c for c in changes if c.kind == "override" and sign(c) == mark]
        if len(some) <= FEW:
            out += [Deed(mark, sentence(c)) for c in some]
            continue
        shown = some if every else some[:FEW]
        under = tuple(c.summary for c in shown)
        out.append(Deed(mark, count(len(some), "override"), under, len(some) - len(shown)))
    return tuple(out)


def briefly(changes: Sequence[Change]) -> tuple[str, ...]:
    """What was done to one rota in a few words each; overrides by number only."""
    out = [_short(c) for c in changes if c.kind != "override"]
    for mark, tail in (("+", ""), ("-", " withdrawn")):
        number = sum(c.kind == "override" and sign(c) == mark for c in changes)
        if number:
            out.append(f"{count(number, 'override')}{tail}")
    return tuple(out)


def _short(change: Change) -> str:
    """A change without what everybody has read in the plan, such as who is in a line-up."""
    if change.action == "create" and change.kind in {"schedule", "policy"}:
        return f"new {change.kind}"
    return sentence(change).partition(": ")[0] if change.kind == "layer" else sentence(change)


def counts(plan: Plan) -> str:
    """`4 overrides, 1 line-up, 1 policy`; empty where nothing is done."""
    number = Counter({"override": sum(change.kind == "override" for change in plan.changes)})
    number["layer"] = sum(change.kind == "layer" for change in plan.changes)
    # Several changes to the fields of one schedule or policy are one thing to people.
    for kind in ("schedule", "policy"):
        number[kind] = len({change.key for change in plan.changes if change.kind == kind})
    said = [count(number["override"], "override")] if number["override"] else []
    for kind, noun in _WORDS.items():
        if number[kind]:
            said.append(count(number[kind], noun, "policies" if kind == "policy" else None))
    return ", ".join(said)
