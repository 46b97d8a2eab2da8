"""The escalation policies of a plan: from the list where it tells all of them, else one by one."""

from collections.abc import Iterable, Mapping

from pagerduty import RestApiV2Client

from reconciler.remote.finding import Double, given_id
from reconciler.remote.jobs import Job, Run, there
from reconciler.remote.listing import Listing
from reconciler.remote.objects import PolicyRead, read_policy
from reconciler.remote.rows import Keep, PolicyRow, policy_row
from reconciler.requests import ReadRequest
from reconciler.state import Twins

NOUN = "escalation policy"


def policies_listing(keep: Keep, *, whole: bool = False) -> Listing[PolicyRow]:
    """The list of policies, with their assignment strategies."""
    include = {"include[]": "escalation_rule_assignment_strategies"}
    return Listing(
        "/escalation_policies",
        "escalation_policies",
        lambda part: policy_row(part, keep, whole=whole),
        include,
    )


def read_policies(
    request: ReadRequest, run: Run, ids: Mapping[str, str], rows: Iterable[PolicyRow]
) -> dict[str, PolicyRead]:
    """Policies by key. One is read by itself: where the list told all of it, it is believed of the others.

    A strategy is shown to those accounts alone that may have any, so its absence by itself says nothing.
    """
    if not ids:
        return {}
    listed = {row.part.text("id"): row for row in rows}
    probe, *others = ids
    (found,) = run([_policy(request, probe, ids[probe])])
    seen = {probe: found}
    row = listed.get(ids[probe])
    believed = row is not None and row.state == found.state and row.told >= found.told
    jobs: dict[str, Job[PolicyRead]] = {}
    for key in others:
        other = listed.get(ids[key])
        if believed and other is not None and other.state is not None and other.told >= found.told:
            seen[key] = PolicyRead(other.state, other.names, other.told)
        else:
            jobs[key] = _policy(request, key, ids[key])
    seen |= zip(jobs, run(list(jobs.values())), strict=True)
    return {key: seen[key] for key in ids}


def _policy(request: ReadRequest, key: str, id_: str) -> Job[PolicyRead]:
    def job(client: RestApiV2Client) -> PolicyRead:
        with given_id(request.policies[key], key, NOUN):
            return read_policy(client, id_)

    return job


def policy_twins(run: Run, double: Double) -> Twins:
    """The policies that carry one marker."""
    held = run([there(_alone(id_)) for id_ in double.ids])
    return Twins(double.said, double.used, policies=tuple(r.state for r in held if r is not None))


def _alone(id_: str) -> Job[PolicyRead]:
    return lambda client: read_policy(client, id_)
