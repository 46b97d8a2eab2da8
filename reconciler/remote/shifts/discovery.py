"""Which shift-based schedules a plan looks at: lists tell no more of them than a name.

The marker that says whose a schedule is stands in its description, so those whose name is wanted are read;
and all others only where a rota that is known to be shift-based goes by no name or id that is listed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from pagerduty import RestApiV2Client

from reconciler.errors import NotFoundError, RotaError
from reconciler.remote.codec import decode_named
from reconciler.remote.fields import Part
from reconciler.remote.finding import carries, squeezed, wanted_rows
from reconciler.remote.jobs import Job, Run
from reconciler.remote.shifts.reading import REFERENCE, Listed, head
from reconciler.requests import Wanted
from reconciler.state import Kind, NamedObject

_FOUND_BY = ("id", "name", "description", "html_url", "teams", "escalation_policies")


def looked_at(
    wanted: Mapping[str, Wanted], listed: Listed, layered: Sequence[Part], run: Run
) -> tuple[Part, ...]:
    """All shift-based schedules as rows to find them by, next to those of the `layered` ones.

    Raises RemoteError, and RotaError for a rota that is to be shift-based in an account that has none.
    """
    named = {squeezed(want.name) for want in wanted.values()}
    near = [id_ for id_, name in listed.names.items() if squeezed(name) in named]
    rows = heads(near, run)
    missing = [want for want in wanted.values() if want.kind == "shifts" and want.marker is not None]
    missing = [want for want in missing if not _there(want, listed, rows.values(), layered)]
    if missing and listed.refused is not None:
        raise RotaError(
            f"{missing[0].name} is to be a shift-based schedule, but PagerDuty shows this token none: "
            f"{listed.refused.message}",
            hint="Take `kind: shifts` out of the file, or have the account's plan or the token changed.",
        )
    if missing:
        rows = {**rows, **heads([id_ for id_ in listed.names if id_ not in near], run)}
    return tuple(rows.get(id_) or row(id_, name) for id_, name in listed.names.items())


def _there(want: Wanted, listed: Listed, rows: Iterable[Part], layered: Iterable[Part]) -> bool:
    """Whether something is found for a rota without looking any further."""
    if want.id is not None:
        return True
    fits = wanted_rows({"": want})
    others = () if want.only else layered
    return any(squeezed(name) == squeezed(want.name) for name in listed.names.values()) or any(
        fits(part) for part in (*rows, *others)
    )


def heads(ids: Iterable[str], run: Run) -> Mapping[str, Part]:
    """Some schedules by id, as rows to find them by; what went meanwhile is left out."""
    found = run([_head(id_) for id_ in ids])
    return {part.text("id"): part for part in found if part is not None}


def _head(id_: str) -> Job[Part | None]:
    def job(client: RestApiV2Client) -> Part | None:
        try:
            part = head(client, id_)
        except NotFoundError:
            return None
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
    free = [
        (named, part.maybe_text("html_url") or named.id)
        for part in rows
        if (named := decode_named(part.json, part.where)).id not in ids
    ]
    for key, want in wanted.items():
        if want.id is not None or want.only:
            continue
        ours = [pair for pair in free if _marked(pair[0], {want.marker})]
        called = [pair for pair in free if squeezed(pair[0].name) == squeezed(want.name)]
        fits = ours or [pair for pair in called if not _marked(pair[0], marks)]
        by_kind: dict[Kind, str] = {named.kind: url for named, url in fits}
        if len(by_kind) > 1:
            raise RotaError(
                f"Which schedule is {key}? A layer-based one and a shift-based one are called "
                f"“{squeezed(want.name)}”: {by_kind['layers']} and {by_kind['shifts']}.",
                hint=f"Give `id:` in the file, under {key}, or rename one of them in PagerDuty; "
                f"`rota migrate {key} --to shifts` finishes a move that was interrupted.",
            )


def _marked(named: NamedObject, marks: Collection[str | None]) -> bool:
    return any(mark is not None and carries(named.description, mark) for mark in marks)
