"""The order in which a plan is carried out: at no instant is a covered instant left with nobody."""

from collections.abc import Iterable, Sequence

from reconciler.plan.actions import (
    Action,
    CreatePolicy,
    CreateSchedule,
    DeletePolicy,
    DeleteSchedule,
    UpdatePolicy,
    UpdateSchedule,
)
from reconciler.plan.rota import RotaPlan


def ordered(
    rotas: Sequence[RotaPlan],
    policies: Iterable[CreatePolicy | UpdatePolicy],
    removed: Iterable[DeleteSchedule | DeletePolicy],
) -> Iterable[Action]:
    """New schedules; events; people, layers, mailboxes; mailboxes off, people off; policies; deletions.

    An override counts whatever the layers are, so people are there before layers that leave their time. On
    a shift-based schedule it stands in for whoever is on by the events, so there they come first. Of two
    rotas of which one gives hours up and the other takes them, the one that takes them comes first.
    """
    schedules = [rota.schedule for rota in rotas if rota.schedule is not None]
    creates = [create for rota in rotas for create in rota.creates]
    yield from (action for action in schedules if isinstance(action, CreateSchedule))
    shrinking = {rota.key for rota in rotas if any(change.after is None for change in rota.shifts)}
    updates = sorted(
        (action for action in schedules if isinstance(action, UpdateSchedule)),
        key=lambda action: action.key in shrinking,
    )
    yield from (action for action in updates if action.kind == "shifts")
    yield from (create for create in creates if not create.mailbox)
    yield from (action for action in updates if action.kind == "layers")
    yield from (create for create in creates if create.mailbox)
    for mailbox in (True, False):
        yield from (delete for rota in rotas for delete in rota.deletes if delete.mailbox is mailbox)
    yield from policies
    yield from sorted(removed, key=lambda action: action.tag)
