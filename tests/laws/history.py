"""A history: edits, other people's doings in PagerDuty, time passing, and applies that may be cut off."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from reconciler.errors import RotaError
from reconciler.intervals import Interval, Segment, compare, merge, subtract, union
from reconciler.plan.boundary import next_boundary
from reconciler.plan.outcome import Outcome
from reconciler.sandbox import Crashed, Faults, set_faults
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.state import NOBODY
from tests.laws import account
from tests.laws.edits import EDITS, PEOPLE, Desk
from tests.laws.means import sound, trouble
from tests.laws.twin import Twin
from tests.laws.watch import SPAN, Line, Watch, pages
from tests.rows import joined
from tests.workflow.stories import state
from tests.world import Data, Wire, World

ALL = ("changes-now", "history", "gap", "mass", "takeover", "delete")
MOVES = tuple(
    timedelta(**{unit: number})
    for unit, number in (
        ("seconds", 40),
        ("minutes", 7),
        ("hours", 1),
        ("hours", 13),
        ("days", 2),
        ("days", 4),
        ("days", 9),
    )
)
DELAYS = (
    timedelta(),
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=40),
    timedelta(hours=26),
)
PACES = (timedelta(), timedelta(seconds=1), timedelta(seconds=20))
SETTLED = timedelta(minutes=2)


@dataclass(frozen=True)
class Step:
    """One thing that happens; the numbers pick what, whose, and when."""

    what: str
    a: int
    b: int
    c: int


def holds(law: str, against: Iterable[Any]) -> None:
    """A law holds if nothing speaks against it."""
    found = list(against)
    assert not found, f"{law}: {found}"


def whole(held: Data) -> Data:
    """What PagerDuty holds, overrides in pieces as one.

    Where shifts are finished by a second apply it knows in which rotation they are, and needs no pieces.
    """
    for rota in held.values():
        if isinstance(rota, dict):
            rota["overrides"] = joined((start, end, user) for user, start, end in rota["overrides"])
    return held


def left(outcome: Outcome) -> tuple[Any, ...]:
    """What an apply did not finish, or not as it is to be."""
    return (outcome.results, outcome.differences, outcome.unfinished, outcome.verify_error)


@dataclass
class History:
    """A world, and an independent record of what other people made in it."""

    found: World
    theirs: Mapping[str, account.Row] = field(default_factory=dict)
    applies: int = 0
    known: tuple[Interval, ...] = ()

    def __post_init__(self) -> None:
        self.line = Line(self.found.plain)
        self.found.transport = Wire(self.line)
        team = self.found.user_id("team")
        self.mailboxes = frozenset((team,))
        self.users = {key: self.found.user_id(key) for key in self.found.file.people}

    def live(self, steps: Iterable[Step]) -> None:
        """All of it, and an undisturbed apply in the end."""
        self.settle(0, 1, 0)
        for step in steps:
            if step.what in EDITS:
                self.edit(step)
            else:
                getattr(self, step.what)(step)
        self.settle(0, 1, 0)

    def edit(self, step: Step) -> None:
        """Edit the file; an edit that makes a file which `plan` refuses is taken back."""
        data = json.loads(self.found.text)
        EDITS[step.what](Desk(data, self.found.file, self.found.now, step.a, step.b, step.c))
        if sound(text := json.dumps(data), self.found.now):
            self.found.text = text

    def move(self, step: Step) -> None:
        """Time passes: a while, or until just around the next handover."""
        boundary = next_boundary(self.found.file, self.found.now)
        if step.b % 3 == 0 and boundary is not None:
            about = (-90, -30, 0, 1, 45)[step.c % 5]
            later = boundary + timedelta(seconds=about)
        else:
            later = self.found.now + MOVES[step.a % len(MOVES)]
        text = self.found.text
        if later > self.found.now and sound(text, later):
            self.found.now = later

    def forget(self, _: Step) -> None:
        """The ledger is lost: from then on nothing that is there counts as ours."""
        self.found.ledger.load()
        (self.found.folder / "ledger.jsonl").unlink(missing_ok=True)
        self.theirs = account.there(self.found)

    def hand(self, step: Step) -> None:
        """Somebody makes an override in the web editor."""
        schedule = self._schedule(step.a)
        if schedule is None:
            return
        start = self.found.now + timedelta(hours=step.b % 300 - 2)
        ours = [row for row in account.there(self.found).values() if row.schedule == schedule.id]
        if ours and step.c % 2:
            # Where one of ours is there is more to be had: on it, across its ends, beside it.
            start = datetime.fromisoformat(ours[step.b % len(ours)].start) + timedelta(hours=step.b % 7 - 3)
        end = start + timedelta(hours=1 + step.c % 40, minutes=step.c % 3 * 20)
        if end <= self.found.now + SETTLED:
            return
        key = account.put_on(self.found, schedule, self.users[PEOPLE[step.c % len(PEOPLE)]], start, end)
        self.theirs = {**self.theirs, key: account.there(self.found)[key]}

    def unhand(self, step: Step) -> None:
        """Somebody deletes an override in the web editor, theirs or ours."""
        coming = [
            (key, row.schedule)
            for key, row in account.there(self.found).items()
            if datetime.fromisoformat(row.end) > self.found.now
        ]
        if coming:
            account.take_off(self.found, *coming[step.b % len(coming)])
            # What stood in for it goes with it.
            left = account.there(self.found)
            self.theirs = {key: left[key] for key in self.theirs if key in left}

    def relayer(self, step: Step) -> None:
        """Somebody edits the layers or events of a schedule in the web editor."""
        schedule = self._schedule(step.a)
        if schedule is None:
            return
        account.edit(self.found, schedule, step.b, step.c)

    def apply(self, step: Step) -> None:
        """Apply until all is done, whatever happens meanwhile."""
        self.settle(step.a, step.b, step.c)

    def broken(self, step: Step) -> None:
        """An apply that is cut off, and nobody runs it again before the next things happen."""
        self.line.arrived = lambda _: None
        self._once(trouble(step.a, step.b))

    def settle(self, number: int, nth: int, timing: int) -> None:
        """Apply, with trouble; then apply again without. Then every law must hold."""
        found = self.found
        mail = self.mailboxes
        # A shift-based schedule takes many requests, which are to be sent within the minute.
        pace = PACES[timing % len(PACES)] * (0.1 if found.file.kind == "shifts" else 1)
        delay = DELAYS[timing // len(PACES) % len(DELAYS)]
        watch = Watch(found, Interval(found.now, found.now + SPAN), mail, pace)
        watch.begin()
        self.line.arrived = watch.arrived
        faults_, twin = trouble(number, nth), Twin.of(found)
        outcome = self._once(faults_)
        if outcome is not None and not faults_.rules and not outcome.refused:
            assert outcome.exit_code == 0, ("an undisturbed apply is enough", *left(outcome))
        if outcome is None or outcome.exit_code != 0:
            if sound(found.text, found.now + delay):
                found.now += delay
            outcome = self._once(Faults())
        self.line.arrived = lambda _: None
        watch.begin()
        assert outcome is not None
        self.applies += 1
        refused = {refusal.key for refusal in outcome.refused}
        if not refused:
            assert outcome.exit_code == 0, left(outcome)
        plan = found.plan()
        holds("PagerDuty renders what the file says", outcome.differences)
        holds("a second plan is empty", [a for a in plan.actions if a.key not in refused])
        holds("and moves no shift", [s for s in plan.shifts if s.rota not in refused])
        holds("other people's overrides stay", self.changed())
        holds("nothing is there twice", self.duplicates())
        for key in engine.managed(found.file):
            if key not in refused:
                holds(f"{key} is as the file says", self.strangers(key))
        if faults_.rules and not refused:
            self.same(twin)
        if not refused:
            windows = self._windows(watch.span)
            by_parts = found.file.kind == "shifts"
            # What is written by parts may be cut off between an event and its successor.
            if not (by_parts and faults_.rules):
                alone = watch.left_alone((*windows, *self.known), by_parts=by_parts)
                holds("nobody is left alone", alone)
            self.known = windows

    def same(self, twin: Twin) -> None:
        """Everything is as it would be, had nothing gone wrong."""
        one, other = (whole(s) for s in (state(self.found), twin.undisturbed(ALL, self.found.now)))
        wrong = [(key, one.get(key), other.get(key)) for key in one | other if one.get(key) != other.get(key)]
        holds("all is as after an undisturbed apply", wrong)

    def _once(self, faults_: Faults) -> Outcome | None:
        """One apply; None where it was cut off."""
        set_faults(self.found.app, faults_)
        try:
            return self.found.apply(ALL)
        except (Crashed, RotaError):
            if not faults_.rules:
                raise
            return None
        finally:
            set_faults(self.found.app, Faults())

    def _windows(self, span: Interval) -> tuple[Interval, ...]:
        return union(w.interval for w in bank.windows(self.found.file, "in", span))

    def _schedule(self, number: int) -> account.Schedule | None:
        names = {self.found.file.rotas[key].name for key in engine.managed(self.found.file)}
        there = [schedule for schedule in account.schedules(self.found) if schedule.name in names]
        return there[number % len(there)] if there else None

    def changed(self) -> list[tuple[str, Any]]:
        """What other people made and is not as they made it."""
        there = account.there(self.found)
        return [(key, there.get(key)) for key, row in self.theirs.items() if there.get(key) != row]

    def duplicates(self) -> list[tuple[str, str]]:
        """Overrides of ours that say what another one of ours says, from now on."""
        ours = [
            (key, row, when)
            for key, row in account.there(self.found).items()
            if key not in self.theirs and (when := row.interval) is not None and when.end > self.found.now
        ]
        return [
            (one, other)
            for i, (one, row, when) in enumerate(ours)
            for other, row_, when_ in ours[i + 1 :]
            if row._replace(start="", end="") == row_._replace(start="", end="") and when.overlaps(when_)
        ]

    def strangers(self, key: str) -> list[tuple[Interval, str | None, str | None]]:
        """Where PagerDuty pages somebody other than the file says, apart from other people's overrides."""
        found = self.found
        span = Interval(
            found.now + SETTLED, min(bank.horizon_end(found.file, key, found.now), found.now + SPAN)
        )
        shown = pages(found, span)[key]
        shifts = engine.shifts(found.file, key, span)
        wanted = merge(Segment(s.start, s.end, self.users[s.person]) for s in shifts)
        rota = next(s.id for s in account.schedules(found) if s.name == found.file.rotas[key].name)
        hands = [
            (when, row.user)
            for row in self.theirs.values()
            if row.schedule == rota and (when := row.interval) is not None
        ]
        out = []
        for part, has, wants in compare(shown, wanted, span):
            if has == wants:
                continue
            held = [user for when, user in hands if when.overlaps(part)]
            cut = subtract((part,), union(when for when, _ in hands))
            # Several may be on at once where one of them took a custom shift.
            if cut or not {*(has or NOBODY).split("+")} <= {*held, *((wants,) if "+" in (has or "") else ())}:
                out.append((part, has, wants))
        return out
