"""What was made twice: a request may arrive twice, and two runs may meet; of the same object one stays."""

from collections.abc import Mapping

from reconciler.errors import RemoteError, RotaError
from reconciler.plan.actions import CreatePolicy, CreateSchedule
from reconciler.plan.gone import read_marker
from reconciler.state import LiveState, NamedObject
from reconciler.workflow import settling
from reconciler.workflow.run import Run, SkippedError

Created = CreateSchedule | CreatePolicy
"""What makes an object that can be there twice."""


def alone(run: Run, made: Mapping[Created, str]) -> frozenset[Created]:
    """Those new objects (with their ids) whose marker nothing else carries, by one look at all of them.

    Shift-based schedules are left out, as their list tells no markers, and all where nothing can be read.
    """
    listed = {a: id_ for a, id_ in made.items() if isinstance(a, CreatePolicy) or a.kind == "layers"}
    if not listed:
        return frozenset()
    try:
        live = run.tools.reader.read(settling.lists(run))
    except RemoteError:
        return frozenset()
    return frozenset(action for action, id_ in listed.items() if not _marked(live, action, id_))


def single(run: Run, action: Created, made: str) -> str:
    """The id under which a new object stays: a request may arrive twice, and two runs may meet.

    Where there is another with the same marker, ours, which nothing refers to yet, goes again. Of two runs
    that see each other the one whose id comes later gives way, and the other waits for that. What somebody
    has put an override on stays. Raises SkippedError there, and where that other one is not what was to be
    made, RotaError where both are gone.
    """
    twins = _twins(run, action, made)
    if twins is None:
        return _instead(run, action, made)
    if isinstance(action, CreateSchedule) and action.kind == "shifts":
        twins = _without_stubs(run, action, made, twins)
    if twins and made < twins[0].id:
        later = run.tools.patiently(lambda: _twins(run, action, made), lambda found: found == [])
        twins = twins if later is None else later
    if not twins:
        return made
    same = [twin.id for twin in twins if _is_twin(run, action, twin.id)]
    if not same and _twins(run, action, made) == []:
        return made
    # Ours goes only where the other stays.
    if isinstance(action, CreateSchedule):
        if settling.has_overrides(run, made):
            raise SkippedError(
                f"{action.name} was made twice, and overrides were put on it since; plan again"
            )
        run.tools.writer.delete_schedule(made)
    else:
        run.tools.writer.delete_policy(made)
    if not same:
        raise SkippedError(f"{action.name} was made by somebody else since the plan was made; plan again")
    if not _is_twin(run, action, same[0]):
        raise RotaError(f"{action.name} was made by two runs at once, which both gave way; run again")
    return same[0]


def _instead(run: Run, action: Created, made: str) -> str:
    """The id of what stands in the place of ours, which does not show; without that, ours is believed.

    A run that shares our ledger may have taken ours for the superfluous one of two.
    """
    try:
        live = settling.looked_up(run, action)
        held = (live.schedules if isinstance(action, CreateSchedule) else live.policies).get(action.key)
        return held.id if held is not None and _is_twin(run, action, held.id) else made
    except RotaError:
        return made


def _without_stubs(
    run: Run, action: CreateSchedule, made: str, twins: list[NamedObject]
) -> list[NamedObject]:
    """Twins without those of which only the head was made, which go.

    A request may arrive twice, and then nobody goes on with the second. Another run would, so it is given
    time for that.
    """

    def stubs() -> list[str]:
        held = [settling.schedule(run, twin.id) for twin in twins]
        bare = [h.id for h in held if h is not None and not h.layers and settling.head_as_sent(action, h)]
        return [id_ for id_ in bare if not settling.has_overrides(run, id_)]

    if not twins or not run.tools.patiently(stubs, lambda found: not found):
        return twins
    for id_ in stubs():
        run.tools.writer.delete_schedule(id_)
    return _twins(run, action, made) or []


def _twins(run: Run, action: Created, made: str) -> list[NamedObject] | None:
    """Others that carry the same marker, by id; None where that cannot be read."""
    try:
        return _marked(settling.looked_up(run, action, made), action, made)
    except RemoteError:
        return None


def _marked(live: LiveState, action: Created, made: str) -> list[NamedObject]:
    others = live.other_policies
    if isinstance(action, CreateSchedule):
        others = tuple(other for other in live.others if other.kind == action.kind)
    mark = read_marker(action.description)
    same = (o for o in others if mark is not None and read_marker(o.description) == mark and o.id != made)
    return sorted(same, key=lambda o: o.id)


def _is_twin(run: Run, action: Created, id_: str) -> bool:
    if isinstance(action, CreateSchedule):
        return settling.created_as_sent(run, action, settling.schedule(run, id_))
    policy = run.tools.reader.policy(id_)
    return policy is not None and settling.same_policy(run, action, policy)
