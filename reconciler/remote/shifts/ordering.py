"""The order of requests about events: what comes goes before what leaves, as far as PagerDuty lets it.

Within a rotation what is in the way has to leave first. Only between those two requests, if no more come
after the first, may somebody be missing; nothing else is done in between.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.plan.actions import LayerWrite
from reconciler.plan.steps import (
    MOST_EVENTS,
    Begin,
    Change,
    Drop,
    Job,
    MakeRotation,
    Rotation,
    Span,
    Step,
    alive,
    meet,
    placed,
)


def steps(
    held: Sequence[Rotation], writes: Sequence[LayerWrite], now: datetime, *, rezoned: bool = False
) -> tuple[Step, ...]:
    """The requests that make of the events that are there those that are wanted, sent from `now` (UTC) on.

    With `rezoned` the schedule counts in another zone from now on. Raises NoRoomError where there is no room.
    """
    return tuple(_named(_ordered(held, placed(held, writes, now, rezoned=rezoned).jobs, now), held))


@dataclass
class _Scene:
    """When events hold in each rotation, while one job after the other is done."""

    spans: dict[str, dict[str, Span]]

    def others(self, job: Job) -> dict[str, Span]:
        """The events of its rotation, without its own."""
        there = self.spans.setdefault(job.step.rotation, {})
        return {id_: s for id_, s in there.items() if id_ != job.event}

    def takes(self, job: Job) -> bool:
        """Whether PagerDuty would take it now."""
        others = self.others(job)
        full = isinstance(job.step, Begin) and len(others) >= MOST_EVENTS
        return not full and not (job.after and any(meet(job.after, other) for other in others.values()))

    def do(self, job: Job) -> None:
        """It is done."""
        self.spans[job.step.rotation] = self.others(job) | ({job.event: job.after} if job.after else {})

    def hinders(self, job: Job, blocked: Job) -> bool:
        """Whether a job moves something out of the way of another one."""
        if job is blocked or job.before is None or job.step.rotation != blocked.step.rotation:
            return False
        full = isinstance(job.step, Drop) and len(self.others(blocked)) >= MOST_EVENTS
        return full or (blocked.after is not None and meet(job.before, blocked.after))


def _ordered(held: Sequence[Rotation], jobs: Sequence[Job], now: datetime) -> Iterator[Job]:
    scene = _Scene(alive(held, now))
    waiting = list(jobs)
    last = ""
    while waiting:
        # What has begun in a rotation is finished there first.
        here = [job for job in waiting if job.step.rotation == last]
        job = _next(scene, waiting, here if any(_adds(one) for one in here) else waiting)
        if job is None:
            # Each waits for another: one of those that are to be moved goes, and is made anew.
            job = _freed(waiting)
        waiting.remove(job)
        last = job.step.rotation
        scene.do(job)
        yield job


def _next(scene: _Scene, waiting: Sequence[Job], here: Sequence[Job]) -> Job | None:
    """What only adds, wherever; else what is in its way; else what moves; else what leaves.

    None where nothing can be done.
    """
    adding = [job for job in (*here, *waiting) if scene.takes(job) and _within(job.before, job.after)]
    ready = [job for job in here if scene.takes(job)]
    blocked = [job for job in here if _adds(job) and job not in ready]
    clearing = [job for other in blocked for job in ready if scene.hinders(job, other)]
    moving = [job for job in ready if _adds(job)]
    return next(iter((*adding, *clearing, *moving, *ready)), None)


def _adds(job: Job) -> bool:
    """Whether its event holds at times when it did not."""
    return not _within(job.after, job.before)


def _within(one: Span | None, other: Span | None) -> bool:
    return one is None or (other is not None and other[0] <= one[0] and one[1] <= other[1])


def _freed(waiting: list[Job]) -> Job:
    """The first event that is to be moved as one that goes, and comes again."""
    place, step = next((n, job.step) for n, job in enumerate(waiting) if isinstance(job.step, Change))
    job = waiting[place]
    gone = Job(Drop(step.rotation, step.event), job.before, None)
    waiting[place : place + 1] = [gone, Job(Begin(step.rotation, step.layer, step.since), None, job.after)]
    return gone


def _named(jobs: Iterator[Job], held: Sequence[Rotation]) -> Iterator[Step]:
    """The steps, each new rotation made right before its first event."""
    known = {rotation.id for rotation in held}
    for job in jobs:
        if job.step.rotation not in known:
            known.add(job.step.rotation)
            yield MakeRotation(job.step.rotation)
        yield job.step
