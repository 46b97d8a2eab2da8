"""Which listed object each key of a request means, of either kind; all of them are matched at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reconciler.remote.fields import Part
from reconciler.remote.finding import Double, find
from reconciler.remote.jobs import Run
from reconciler.remote.made import Made
from reconciler.remote.policies import NOUN
from reconciler.remote.shifts import discovery
from reconciler.remote.shifts.reading import Listed
from reconciler.requests import ReadRequest
from reconciler.state import NamedObject

SCHEDULE = "schedule"
"""What messages call one."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The ids by key of what is to be read, the doubles of these, and what belongs to no key at all.

    `layered` are the ids of those schedules that are made of layers.
    """

    schedules: Mapping[str, str]
    policies: Mapping[str, str]
    layered: frozenset[str]
    doubles: Mapping[str, Double]
    policy_doubles: Mapping[str, Double]
    others: tuple[NamedObject, ...]
    other_policies: tuple[NamedObject, ...]


def matched(
    request: ReadRequest,
    mine: ReadRequest,
    rows: tuple[list[Part], list[Part]],
    shifts: Listed,
    run: Run,
    made: Made,
) -> Matched:
    """Match everything that is wanted, of which `mine` is to be read.

    `rows` are the schedules made of layers and the policies, `shifts` the shift-based schedules. Raises
    RemoteError, or RotaError where an object is not unique.
    """
    layered, policies = rows
    shift_based = discovery.looked_at(request.schedules, shifts, layered, run, every=request.every_marker)
    schedules = [*layered, *shift_based]
    discovery.one_kind(request.schedules, schedules)
    _learn(made, layered, shift_based)
    rotas = find(request.schedules, schedules, SCHEDULE, twins=request.twins)
    chains = find(request.policies, policies, NOUN, twins=request.twins)
    return Matched(
        schedules={key: id_ for key, id_ in rotas.ids.items() if key in mine.schedules},
        policies={key: id_ for key, id_ in chains.ids.items() if key in mine.policies},
        layered=frozenset(rotas.ids.values()) - {part.text("id") for part in shift_based},
        doubles={key: double for key, double in rotas.doubles.items() if key in mine.schedules},
        policy_doubles={key: double for key, double in chains.doubles.items() if key in mine.policies},
        others=rotas.others,
        other_policies=chains.others,
    )


def _learn(made: Made, layered: Iterable[Part], shift_based: Iterable[Part]) -> None:
    """Remember of which kind everything is that was listed."""
    for part in layered:
        made.learn(part.text("id"), "layers")
    for part in shift_based:
        made.learn(part.text("id"), "shifts")
