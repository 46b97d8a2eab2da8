"""The overrides of one rota that travel together: looked at right before they are sent, each with its answer.

Between the plan and the sending somebody may have made or deleted overrides by hand, or another run may
have written the same ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from reconciler.errors import RemoteError, RotaError, UnclearError
from reconciler.intervals import interval_or_none, zone
from reconciler.plan.actions import CreateOverride
from reconciler.plan.overrides import CLAMP
from reconciler.state import OverrideState
from reconciler.wording import stretch
from reconciler.workflow import ties
from reconciler.workflow.delivery import Wish, deliver, discard, fits, listed
from reconciler.workflow.run import Run

GONE = "was deleted since the plan was made; plan again"


@dataclass(slots=True)
class _Batch:
    """What is to be sent: each wish with the action that it stands for.

    `met` is what is there and was not known to the plan.
    """

    run: Run
    schedule: str
    there: tuple[OverrideState, ...]
    met: tuple[OverrideState, ...]
    wishes: dict[Wish, CreateOverride] = field(default_factory=dict)


def create(run: Run, wanted: Sequence[CreateOverride], gate: ties.Gate) -> None:
    """Send one batch for one rota; what came of each is noted."""
    ready = [action for action in wanted if not _stopped(run, action, gate)]
    timed = [(action, _wish(run, action)) for action in ready]
    for action, (_, start, end) in timed:
        if start >= end:
            run.finish(action, "done", "over before it could be sent")
    left = [(action, wish) for action, wish in timed if wish[1] < wish[2]]
    if not left:
        return
    key = left[0][0].key
    batch = _opened(run, key, [action for action, _ in left])
    if batch is None:
        return
    for action, wish in left:
        _admit(batch, action, wish)
    if batch.wishes:
        _send(batch)


def _stopped(run: Run, action: CreateOverride, gate: ties.Gate) -> bool:
    """Whether an override cannot be sent, which is noted."""
    problem: str | None = None
    if action.key not in run.ids:
        problem = f"{run.plan.name(action.key)} was not made"
    elif action.mailbox:
        try:
            problem = gate.problem(action)
        except RotaError as fault:
            problem = f"not written: who is on call out of hours could not be read ({fault.message})"
    if problem is not None:
        run.finish(action, "skipped", problem)
    return problem is not None


def _wish(run: Run, action: CreateOverride) -> Wish:
    return action.user, max(action.start, run.tools.clock() + CLAMP), action.end


def _opened(run: Run, key: str, actions: Sequence[CreateOverride]) -> _Batch | None:
    """The batch, with the overrides that are there now; None where the schedule is not."""
    schedule = run.ids[key]
    until = max(action.end for action in actions) + timedelta(days=1)
    try:
        there = listed(run.tools, schedule, until, made=schedule in run.made)
    except RemoteError as fault:
        for action in actions:
            run.finish(action, "failed", f"not sent: its schedule could not be read ({fault.message})")
        return None
    if there is None:
        for action in actions:
            run.finish(action, "skipped", f"{run.plan.name(key)} {GONE}")
        return None
    # What the plan knew it was made around, and may well do nothing at that time.
    known = {seen.id for seen in run.plan.unmanaged}
    return _Batch(run, schedule, there, tuple(o for o in there if o.id not in known))


def _admit(batch: _Batch, action: CreateOverride, wish: Wish) -> None:
    """Have an override sent, unless it is there already or would lie on somebody else's."""
    run, (user, start, end) = batch.run, wish
    # On a shift-based schedule those that stand in for different people neither say the same nor meet.
    there = [o for o in batch.met if o.over == action.over]
    going = run.unwanted
    for other in (o for o in there if o.id not in going):
        # One that was to begin sooner, and that another run has sent, says the same from now on.
        planned = (user, action.start, end)
        if fits(other, wish, run.tools.clock()) or fits(other, planned, start):
            run.finish(action, "done", "was there already", other.id)
            return
    theirs = [o for o in there if not run.ours(action.key, batch.schedule, o)]
    if any(o.user == user and o.start <= start and end <= o.end for o in theirs):
        run.finish(action, "done", "not needed: an override made meanwhile says the same")
        return
    for other in theirs if not action.mailbox else ():
        part = interval_or_none(max(start, other.start), min(end, other.end))
        if part is not None and other.user != user:
            when = stretch(part, zone(run.plan.zone(action.key)), year=run.plan.now.year)
            text = f"not written: since the plan was made somebody has made an override for {when}"
            run.finish(action, "skipped", f"{text}; plan again")
            return
    batch.wishes[wish] = action


def _send(batch: _Batch) -> None:
    run = batch.run
    for wish, made in deliver(run.tools, batch.schedule, list(batch.wishes), batch.there).items():
        action = batch.wishes[wish]
        for copy in made.copies:
            run.also(action, copy)
        if made.id is not None:
            run.finish(action, "done", id_=made.id)
        elif isinstance(made.fault, UnclearError):
            run.refused(action, made.fault)
        else:
            run.finish(action, "failed", made.fault.diagnostics() if made.fault else None)
        discard(run.tools, batch.schedule, made.copies)
