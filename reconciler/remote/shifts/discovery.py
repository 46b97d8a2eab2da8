"""Which shift-based schedules a plan looks at: lists tell no more of them than a name.

The marker that says whose a schedule is stands in its description, so those whose name is wanted are read;
and all others only where a rota that is known to be shift-based goes by no name or id that is listed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from pagerduty import RestApiV2Client

from reconciler.errors import RotaError
from reconciler.remote.codec import decode_named
from reconciler.remote.fields import Part
from reconciler.remote.finding import marks_among, squeezed
from reconciler.remote.jobs import Job, Run, there
from reconciler.remote.shifts.reading import REFERENCE, Listed, head
from reconciler.requests import Wanted
from reconciler.state import Kind

_FOUND_BY = ("id", "name", "description", "html_url", "teams", "escalation_policies")


def looked_at(
    wanted: Mapping[str, Wanted], listed: Listed, layered: Sequence[Part], run: Run, *, every: bool = False
) -> tuple[Part, ...]:
    """All shift-based schedules as rows to find them by, next to those of the `layered` ones.

    With `every` each of them is read, so that markers of what nobody wants are known as well.
    Raises RemoteError, and RotaError for a rota that is to be shift-based in an account that has none.
    """
    called = {squeezed(want.name) for want in wanted.values()}
    near = [id_ for id_, name in listed.names.items() if squeezed(name) in called]
    rows = heads(near, run)
    missing = _missing(wanted, listed, rows.values(), layered)
    if missing and listed.refused is not None:
        raise RotaError(
            f"{missing[0].name} is to be a shift-based schedule, but PagerDuty shows this token none: "
            f"{listed.refused.message}",
            hint="Take `kind: shifts` out of the file, or have the account's plan or the token changed.",
        )
    if missing or every:
        rows = {**rows, **heads([id_ for id_ in listed.names if id_ not in rows], run)}
    return tuple(rows.get(id_) or row(id_, name) for id_, name in listed.names.items())


def _missing(
    wanted: Mapping[str, Wanted], listed: Listed, rows: Iterable[Part], layered: Iterable[Part]
) -> list[Wanted]:
    """The rotas known to be shift-based for which nothing is found without looking any further."""
    there = {squeezed(name) for name in listed.names.values()}
    marks = {want.marker for want in wanted.values() if want.marker is not None}
    own = {mark for part in rows for mark in _carried(part, marks)}
    others = {mark for part in layered for mark in _carried(part, marks)}
    names = {squeezed(part.maybe_text("name") or "") for part in layered}
    return [
        want
        for want in wanted.values()
        if want.kind == "shifts"
        and want.id is None
        and want.marker is not None
        and not (squeezed(want.name) in there or want.marker in own)
        and (want.only or not (squeezed(want.name) in names or want.marker in others))
    ]


def _carried(part: Part, marks: Collection[str]) -> Collection[str]:
    """Which of some markers a row carries."""
    return marks_among(part.maybe_text("description") or "", marks)


def heads(ids: Iterable[str], run: Run) -> Mapping[str, Part]:
    """Some schedules by id, as rows to find them by; what went meanwhile is left out."""
    found = run([there(_head(id_)) for id_ in ids])
    return {part.text("id"): part for part in found if part is not None}


def _head(id_: str) -> Job[Part]:
    def job(client: RestApiV2Client) -> Part:
        part = head(client, id_)
        kept = {name: part.json[name] for name in _FOUND_BY if name in part.json}
        return Part({**kept, "type": REFERENCE}, "a schedule")

    return job


def row(id_: str, name: str) -> Part:
    """What a list tells of a schedule."""
    return Part({"id": id_, "name": name, "type": REFERENCE}, "a schedule")


def one_kind(wanted: Mapping[str, Wanted], rows: Sequence[Part]) -> None:
    """See that no key fits schedules of both kinds. Raises RotaError.

    A marker says more than a name, also here. What another key's marker or id claims is none of them.
    """
    ids = {want.id for want in wanted.values()}
    marks = {want.marker for want in wanted.values() if want.marker is not None}
    marked: dict[str, list[Part]] = defaultdict(list)
    called: dict[str, list[Part]] = defaultdict(list)
    for part in rows:
        carried = _carried(part, marks)
        if part.text("id") in ids:
            continue
        for mark in carried:
            marked[mark].append(part)
        if not carried:
            called[squeezed(part.text("name"))].append(part)
    for key, want in wanted.items():
        if want.id is not None or want.only:
            continue
        fits = marked[want.marker or ""] or called[squeezed(want.name)]
        by_kind = {_kind(part): part.maybe_text("html_url") or part.text("id") for part in fits}
        if len(by_kind) > 1:
            raise RotaError(
                f"Which schedule is {key}? A layer-based one and a shift-based one are called "
                f"“{squeezed(want.name)}”: {by_kind['layers']} and {by_kind['shifts']}.",
                hint=f"Give `id:` in the file, under {key}, or rename one of them in PagerDuty; "
                f"`rota migrate {key} --to shifts` finishes a move that was interrupted.",
            )


def _kind(part: Part) -> Kind:
    return decode_named(part.json, part.where).kind
