"""A plan as one comment under a pull request: a headline for the notification, then the table of shifts."""

from collections.abc import Callable
from dataclasses import dataclass

from reconciler.plan.model import Plan
from reconciler.render import deeds, notes, zones
from reconciler.render.clean import code, prose
from reconciler.render.clean import markdown as escape
from reconciler.render.folding import moves
from reconciler.render.layout import joined
from reconciler.wording import count, listing

LIMIT = 60_000
"""GitHub refuses comments beyond 65,536 characters."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a comment: what stands before its lines, the lines, and what stands after them."""

    before: tuple[str, ...]
    lines: tuple[str, ...]
    after: tuple[str, ...] = ()

    def rendered(self, most: int) -> list[str]:
        """The part with no more than `most` of its lines; a sentence says how many are left out."""
        if not self.lines:
            return []
        left = len(self.lines) - most
        cut = ["", f"… and {left} more; `rota plan` in a terminal shows them."] if left > 0 else []
        return ["", *self.before, *self.lines[: max(most, 0)], *cut, *self.after]


def markdown(plan: Plan, *, limit: int = LIMIT) -> str:
    """The comment; of what does not fit into `limit` characters the first rows stay."""
    head = f"### {headline(plan)}"
    return fitted(head, parts(plan), limit)


def fitted(head: str, found: list[Part], limit: int) -> str:
    """The most lines of each part that still fit."""

    def render(most: int) -> str:
        return joined([head, *(line for part in found for line in part.rendered(most))])

    return _largest(render, max((len(part.lines) for part in found), default=0), limit)


def _largest(render: Callable[[int], str], most: int, limit: int) -> str:
    """By halving: fewer lines never make a longer comment by more than the sentence that says so."""
    whole = render(most)
    if len(whole) <= limit:
        return whole
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if len(render(middle)) <= limit else (low, middle)
    text = render(low)
    # Names without end: nothing but a cut can help then. The headline comes first and survives.
    return text if len(text) <= limit else text[: limit - 2] + "…\n"


def headline(plan: Plan) -> str:
    """`4 overrides, 1 line-up: 5 shifts change hands, nobody on call now is affected`."""
    done = deeds.counts(plan)
    rows = sum(rota.count for rota in moves(plan))
    said: list[str] = []
    if rows:
        said.append(f"{count(rows, 'shift')} change{'s' if rows == 1 else ''} hands")
    elif done:
        said.append("nobody's shift changes")
    now = notes.on_call_now(plan)
    if now:
        said.append(f"on call right now changes on {listing([escape(name) for name, _ in now])}")
    elif done:
        said.append("nobody on call now is affected")
    if plan.flags:
        names = [code(name) for name in dict.fromkeys(flag.flag for flag in plan.flags)]
        said.append(f"refused until {listing(names)} {'is' if len(names) == 1 else 'are'} accepted")
    if plan.refused:
        said.append(f"{len(plan.refused)} refused")
    if not done:
        return ", ".join(["Nothing can be done", *said]) if plan.refused else _nothing(plan)
    return f"{done}: {', '.join(said)}"


def _nothing(plan: Plan) -> str:
    return notes.nothing(plan, "the file").removesuffix(".")


def parts(plan: Plan) -> list[Part]:
    """Everything under the headline."""
    clocks = zones.of_plan(plan)
    rows, more = _shift_rows(plan, clocks)
    sentences = [notes.nobody_else(plan, clocks, any_=bool(rows))]
    now = notes.on_call_now(plan)
    if plan.on_call_now and not now:
        sentences.append("On call right now: unchanged.")
    sentence = " ".join(s for s in sentences if s)
    table = (f"Times are {escape(clocks.main)}, as of {clocks.moment(plan.now)}.", "", *_HEADER)
    return [
        Part(table, rows),
        Part((), more),
        Part((), (sentence,) if sentence else ()),
        Part(("**On call right now**", ""), bullets(now)),
        _deeds(plan),
        Part(("**Conflicts**", ""), bullets(notes.conflicts(plan, plan.conflicts))),
        Part(("**Refused**", ""), bullets(notes.refused(plan))),
        Part(("**Left alone**", ""), bullets(notes.left_alone(plan, clocks, every=False))),
        Part(("**Worth a look**", ""), bullets(notes.worth_a_look(plan))),
        Part(("**To be accepted**", ""), _flags(plan)),
    ]


def _flags(plan: Plan) -> tuple[str, ...]:
    """Why each flag is raised, and the line for the pull request's description that accepts it."""
    lines = [f"- {prose(notes.flag(plan, found))}" for found in plan.flags]
    names = list(dict.fromkeys(found.flag for found in plan.flags))
    if names:
        said = "To accept, put into the description of the pull request:"
        lines += ["", said, "", *(f"    Rota-Accept: {name}" for name in names)]
    return tuple(lines)


_HEADER = ("| When | Rota | Who | Why |", "| --- | --- | --- | --- |")


def _shift_rows(plan: Plan, clocks: zones.Clocks) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rows of all rotas in order of time, and what is left out."""
    found = moves(plan)
    rows = sorted(((row, rota) for rota in found for row in rota.rows), key=lambda pair: pair[0].start)
    cells: list[tuple[str, ...]] = []
    for row, rota in rows:
        when, hands, why = notes.moved(row, rota, clocks)
        cells.append((when, plan.name(row.rota), hands, why or "new rota"))
    more = [f"- {escape(plan.name(r.rota))}: {prose(notes.more(r, clocks))}" for r in found if r.more]
    return tuple(f"| {' | '.join(map(escape, row))} |" for row in cells), tuple(more)


def bullets(rows: list[tuple[str, str]]) -> tuple[str, ...]:
    """What there is to say about each rota or policy, as a list."""
    return tuple(f"- {f'**{escape(subject)}**: ' if subject else ''}{prose(said)}" for subject, said in rows)


def _deeds(plan: Plan) -> Part:
    lines: list[str] = []
    for key, actions in deeds.grouped(plan.actions).items():
        lines.append(f"- **{escape(plan.name(key))}**")
        for deed in deeds.deeds([c for action in actions for c in action.changes], every=False):
            lines.append(f"  - {code(deed.sign)} {escape(deed.text)}")
            lines += [f"    - {escape(under)}" for under in deed.under]
            if deed.more:
                lines.append(f"    - {prose(notes.others(deed.more))}")
    title = f"<details><summary>What will be done in PagerDuty: {deeds.counts(plan)}</summary>"
    return Part((title, ""), tuple(lines), ("", "</details>"))
