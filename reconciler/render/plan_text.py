"""A plan for a terminal: whose shifts move, what is done in PagerDuty, what is left alone, what to accept."""

from collections.abc import Iterable, Iterator

from reconciler.plan.actions import Action
from reconciler.plan.model import Plan
from reconciler.render import deeds, notes, zones
from reconciler.render.clean import clean
from reconciler.render.folding import moves
from reconciler.render.layout import Paint, columns, joined, paragraph
from reconciler.render.zones import Clocks
from reconciler.wording import count


def text(
    plan: Plan,
    *,
    width: int,
    color: bool,
    verbose: bool = False,
    where: str | None = None,
    file: str = "rota.yaml",
    applying: bool = False,
) -> str:
    """The whole plan. `where` names the account, `file` the rota file; `applying` names no next step."""
    page = _Page(plan, width, Paint(color), verbose=verbose, file=clean(file))
    head = page.heading(clean(where or f"PagerDuty ({plan.region})"))
    blocks = [
        head,
        page.nothing(),
        page.shifts(),
        page.deeds(),
        page.section("Conflicts", notes.conflicts(plan, plan.conflicts)),
        page.section("Refused", notes.refused(plan), page.paint.red),
        page.section("Left alone", notes.left_alone(plan, page.clocks, every=verbose)),
        page.section("Worth a look", notes.worth_a_look(plan), page.paint.yellow),
        page.ending(applying=applying),
    ]
    lines: list[str] = []
    for block in blocks:
        lines += [*([""] if lines and block else []), *block]
    return joined(lines)


class _Page:
    """One plan on its way to a terminal."""

    def __init__(self, plan: Plan, width: int, paint: Paint, *, verbose: bool, file: str) -> None:
        self.plan = plan
        self.width = width
        self.paint = paint
        self.verbose = verbose
        self.file = file
        self.clocks: Clocks = zones.of_plan(plan)

    def heading(self, where: str) -> list[str]:
        """`rota.yaml → PagerDuty (us)   as of Wed 25 Nov 2026 12:00 Europe/London`."""
        local = self.plan.now.astimezone(self.clocks.tz)
        as_of = f"{self.clocks.day(self.plan.now)} {local.year} {local:%H:%M} {self.clocks.main}"
        lines = paragraph(f"{self.file} → {where}   as of {as_of}", self.width, hanging=2)
        return [self.paint.bold(line) for line in lines]

    def nothing(self) -> list[str]:
        """The answer first, where it is that there is nothing to do."""
        if self.plan.actions or self.plan.refused:
            return []
        return [self.paint.green(line) for line in self._wrapped(notes.nothing(self.plan, self.file), 0, 0)]

    def shifts(self) -> list[str]:
        """Every rota whose shifts change hands, then what does not change."""
        lines: list[str] = []
        found = moves(self.plan, every=self.verbose)
        if found:
            title = "Who is on call changes" if self.plan.actions else "PagerDuty renders → the file asks for"
            lines.append(self.paint.bold(title))
        for rota in found:
            title = self.plan.name(rota.rota) + (" (new)" if rota.new else "")
            lines += self._wrapped(clean(title), 2, 2)
            rows = [[clean(cell) for cell in notes.moved(s, rota, self.clocks)] for s in rota.rows]
            lines += columns(rows, width=self.width, indent=4)
            if rota.more:
                more = notes.more(rota, self.clocks)
                lines += [self.paint.dim(line) for line in self._wrapped(clean(more), 4, 2)]
        return [*lines, *self._unchanged(any_=bool(found))]

    def _unchanged(self, *, any_: bool) -> Iterator[str]:
        # Under a heading it belongs to the rows above; without one it stands by itself.
        indent = 2 if any_ else 0
        sentence = notes.nobody_else(self.plan, self.clocks, any_=any_)
        now = notes.on_call_now(self.plan)
        same = "On call right now: unchanged." if self.plan.on_call_now and not now else ""
        if said := " ".join(s for s in (sentence, same) if s):
            yield from self._wrapped(said, indent, 0)
        if now:
            yield " " * indent + self.paint.bold("On call right now:")
            rows = [[clean(cell) for cell in row] for row in now]
            yield from columns(rows, width=self.width, indent=indent + 2)

    def deeds(self) -> list[str]:
        """The writes, by rota."""
        lines: list[str] = []
        for key, actions in deeds.grouped(self.plan.actions).items():
            lines += self._wrapped(clean(self.plan.name(key) + self._ids(key, actions)), 2, 2)
            changes = [change for action in actions for change in action.changes]
            for deed in deeds.deeds(changes, every=self.verbose):
                text_ = f"{deed.sign} {clean(deed.text)}"
                lines += [self._signed(deed.sign, t) for t in self._wrapped(text_, 4, 2)]
                for under in (*deed.under, *([notes.others(deed.more)] if deed.more else [])):
                    lines += self._wrapped(clean(under), 8, 2)
        return [self.paint.bold("What will be done in PagerDuty"), *lines] if lines else []

    def _wrapped(self, words: str, indent: int, hanging: int) -> list[str]:
        return paragraph(words, self.width, indent=indent, hanging=hanging)

    def _signed(self, sign: str, line: str) -> str:
        styles = {"+": self.paint.green, "~": self.paint.yellow, "-": self.paint.red, "!": self.paint.red}
        return styles[sign](line)

    def _ids(self, key: str, actions: Iterable[Action]) -> str:
        if not self.verbose:
            return ""
        found = [getattr(action, "schedule", None) or getattr(action, "id", None) for action in actions]
        ids = dict.fromkeys(str(id_) for id_ in found if id_)
        return f"  ({', '.join([key, *ids])})"

    def section(self, title: str, rows: list[tuple[str, str]], style: object = None) -> list[str]:
        """A heading with what there is to say about each rota."""
        if not rows:
            return []
        paint = style if callable(style) else self.paint.bold
        lines: list[str] = [paint(title)]
        for subject, said in rows:
            lead = f"{clean(subject)}: " if subject else ""
            lines += self._wrapped(lead + clean(said), 2, 2)
        return lines

    def ending(self, *, applying: bool) -> list[str]:
        """How much there is to do, that nothing has been done yet, and what must be accepted."""
        done = deeds.counts(self.plan)
        if applying:
            return [f"{done}."] if done else []
        if not done:
            return []
        flagged = {flag.rota for flag in self.plan.flags}
        free = any(action.key not in flagged for action in self.plan.actions)
        step = ": run `rota apply`." if free else "."
        lines = self._wrapped(f"{done}. Nothing has been changed{step}", 0, 0)
        if self.plan.refused:
            lines += self._wrapped(
                f"{count(len(self.plan.refused), 'rota or policy', 'rotas or policies')} refused.", 0, 0
            )
        for flag in self.plan.flags:
            words = clean(notes.flag(self.plan, flag))
            lines += [self.paint.red(line) for line in self._wrapped(words, 0, 2)]
        return lines
