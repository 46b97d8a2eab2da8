"""Claiming overrides that are in PagerDuty as ours: looked up there and noted in the ledger, never written.

So the next plan may change or delete them like all that we made.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.errors import UsageError
from reconciler.intervals import zone
from reconciler.ownership import Claimed, claims
from reconciler.plan.gone import foreign_marker
from reconciler.records import Ledger, Record
from reconciler.shifts.line_ups import zone_name
from reconciler.state import LiveState, OverrideState
from reconciler.wording import stretch
from reconciler.workflow.planning import read
from reconciler.workflow.ports import Reader

_NOBODY = "nobody"
"""Who is on by an override that leaves a time to nobody."""


def find(
    ids: Iterable[str],
    file: RotaFile,
    reader: Reader,
    account: str,
    records: Iterable[Record],
    now: datetime,
) -> tuple[Claimed, ...]:
    """Look overrides up by their ids. Raises UsageError where any cannot be claimed, and RemoteError.

    They are looked for as far ahead as a plan looks; those that are over by `now` (UTC) are not found.
    """
    records = tuple(records)
    live = read(file, reader, account, now, now, records)
    there = {o.id: (key, o) for key, held in live.schedules.items() for o in held.overrides if o.end > now}
    problems: list[str] = []
    found: list[Claimed] = []
    recorded = claims(records, account)
    people = _people(file, live)
    for id_ in dict.fromkeys(ids):
        if id_ not in there:
            problems.append(f"there is no override {id_} to come on any schedule of the file")
            continue
        key, override = there[id_]
        held = live.schedules[key]
        if (why := _not_ours(file, key, live)) is not None:
            problems.append(f"override {id_} cannot be ours: {why}")
            continue
        person = file.people.get(people.get(override.user, ""))
        stranger = live.names.get(override.user)
        found.append(
            Claimed(
                key=key,
                name=file.rotas[key].name,
                schedule=held.id,
                override=override,
                person=people.get(override.user),
                who=person.name if person else stranger.name if stranger else override.user or _NOBODY,
                mailbox=person is not None and person.mailbox,
                known=recorded.hold(key, held.id, override),
            )
        )
    if problems:
        raise UsageError(
            f"nothing was claimed: {'; '.join(problems)}",
            hint="`rota -v plan` shows the ids of all that was made by hand",
        )
    return tuple(found)


def adopt(
    found: Sequence[Claimed],
    file: RotaFile,
    ledger: Ledger,
    *,
    account: str,
    run: str,
    commit: str | None,
    by: str | None,
    now: datetime,
) -> str | None:
    """Note in the ledger that overrides are ours; where, or None where all of them were so already.

    `by` is what runs this. Raises RefusedError where they cannot be noted.
    """
    fresh = [claim for claim in found if not claim.known]
    if not fresh:
        return None
    ledger.intend(
        Record(
            account=account,
            run=run,
            sequence=number,
            commit=commit,
            phase="done",
            at=now,
            verb="adopt",
            kind="override",
            key=claim.key,
            id=claim.override.id,
            schedule=claim.schedule,
            user=claim.override.user,
            start=claim.override.start,
            end=claim.override.end,
            note=f"{_when(file, claim.key, claim.override, now)} {claim.who}, claimed as ours",
            person=claim.person,
            by=by,
        )
        for number, claim in enumerate(fresh, start=1)
    )
    return ledger.close()


def _not_ours(file: RotaFile, key: str, live: LiveState) -> str | None:
    """Why nothing on a rota's schedule can be ours, or None."""
    if not file.rotas[key].managed:
        return f"{file.rotas[key].name} is not managed here"
    return foreign_marker(file, key, live.schedules[key])


def _people(file: RotaFile, live: LiveState) -> Mapping[str, str]:
    """The keys of the file's people by their user ids."""
    return {
        user.id: key
        for key, person in file.people.items()
        for user in live.users.get(person.email.casefold(), ())
    }


def _when(file: RotaFile, key: str, override: OverrideState, now: datetime) -> str:
    return stretch(override.interval, zone(zone_name(file, key)), year=now.year)
