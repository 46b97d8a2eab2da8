"""What was applied, when, by which commit: the ledger's records put together again, run by run."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from reconciler.records import Deed as Named
from reconciler.records import Record, Verb

# An override that is claimed, or somebody else's that is made again, puts no file in force.
_NO_APPLY = ("adopt", "restore")

Status = Literal["done", "failed", "open"]
"""`open`: no outcome is on record; what came of it was looked up by the next run."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One action of a run: what was to be done to which rota or policy, and what came of it."""

    key: str
    kind: str
    verb: Verb
    summary: str
    status: Status
    said: str | None
    person: str | None
    id: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """One apply. `at` (UTC) is when it began; `by` says what ran it, where that is on record."""

    id: str
    account: str
    at: datetime
    commit: str | None
    by: str | None
    deeds: tuple[Deed, ...]


def runs(records: Iterable[Record]) -> tuple[Run, ...]:
    """Every run on record, oldest first."""
    found: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        found.setdefault((record.account, record.run), []).append(record)
    put = (_run(rows) for rows in found.values())
    return tuple(sorted(put, key=lambda run: (run.at, run.id)))


def of_account(records: Iterable[Record], account: str) -> tuple[tuple[Run, ...], tuple[str, ...]]:
    """The runs on one account, oldest first, and the names of the other accounts that are on record."""
    kept: list[Record] = []
    others: dict[str, None] = {}
    for record in records:
        if record.account == account:
            kept.append(record)
        else:
            others[record.account] = None
    return runs(kept), tuple(others)


def _run(rows: Sequence[Record]) -> Run:
    first = min(rows, key=lambda row: row.at)
    found: dict[Named, list[Record]] = {}
    for row in rows:
        found.setdefault(row.deed, []).append(row)
    # By the moment first, since the numbers of a run of several steps may begin anew at each.
    ordered = sorted(
        found, key=lambda named: (min(row.at for row in found[named]), named[1:5], named[5] or "")
    )
    deeds = tuple(_deed(found[named]) for named in ordered)
    by = next((row.by for row in rows if row.by is not None), None)
    return Run(first.run, first.account, first.at, first.commit, by, deeds)


def _deed(rows: Sequence[Record]) -> Deed:
    intent = next((row for row in rows if row.phase == "intent"), rows[0])
    outcomes = [row for row in rows if row.phase != "intent"]
    last = outcomes[0] if outcomes else None
    status: Status = "open" if last is None else "done" if last.phase == "done" else "failed"
    id_ = next((row.id for row in rows if row.id is not None), None)
    said = last.note if last is not None and last is not intent else None
    return Deed(intent.key, intent.kind, intent.verb, intent.note or "", status, said, intent.person, id_)


def only(
    found: Iterable[Run], keys: Collection[str] = (), people: Mapping[str, str] | None = None
) -> tuple[Run, ...]:
    """The deeds about some rotas or policies, or about some people (names by key), and their runs."""
    out = []
    for run in found:
        deeds = tuple(
            deed
            for deed in run.deeds
            if (not keys or deed.key in keys)
            and (not people or deed.person in people or any(name in deed.summary for name in people.values()))
        )
        if deeds:
            out.append(replace(run, deeds=deeds))
    return tuple(out)


def in_force(found: Sequence[Run], key: str, instant: datetime) -> Run | None:
    """The last run up to an instant (UTC) that wrote something for a rota, with nothing of it left undone.

    What its commit said then held from then on: a later commit that says something else for the rota and
    was applied has a run of its own, and one that was refused or failed does not count.
    """
    for run in reversed(found):
        mine = [d for d in run.deeds if d.key == key and d.kind != "policy" and d.verb not in _NO_APPLY]
        if run.at <= instant and mine and all(deed.status == "done" for deed in mine):
            return run
    return None
