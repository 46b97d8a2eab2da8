"""From the file and PagerDuty to a plan: one read, one comparison, no write."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.ownership import claims
from reconciler.plan.build import Question, build, markers, read_until
from reconciler.plan.model import Plan
from reconciler.plan.people import emails
from reconciler.records import Record
from reconciler.requests import ReadRequest, Wanted
from reconciler.state import LiveState
from reconciler.workflow.ports import Reader

# Overrides made by hand may lie further ahead than anything of ours; they are looked for so much further.
# With a horizon of a quarter that is three stretches of 90 days, the longest that one request asks for.
_MARGIN = timedelta(weeks=25)


def request(
    file: RotaFile, account: str, since: datetime, now: datetime, records: Iterable[Record] = ()
) -> ReadRequest:
    """What has to be read to compare a file from `now` on, with overrides that end after `since` (UTC).

    Overrides are listed at least as far ahead as the ledger's `records` say that we made any.
    """
    marks = {key: text.partition(" in ")[0] for key, text in markers(file).items()}
    until = read_until(file, now)
    ours = claims(records, account).until or until
    return ReadRequest(
        account=account,
        since=since,
        until=until,
        overrides_until=max(until, ours) + _MARGIN,
        schedules={
            key: Wanted(rota.name, rota.id, marks[key] if rota.managed else None, file.kind_of(key))
            for key, rota in file.rotas.items()
        },
        policies={key: Wanted(p.name, p.id, marks[key]) for key, p in file.policies.items()},
        emails=emails(file),
        team=file.pagerduty.team,
        twins=True,
    )


def read(
    file: RotaFile,
    reader: Reader,
    account: str,
    since: datetime,
    now: datetime,
    records: Iterable[Record] = (),
) -> LiveState:
    """Read the live state for a file. Raises RemoteError."""
    return reader.read(request(file, account, since, now, records))


def _unchecked() -> tuple[Finding, ...]:
    return ()


def make(
    question: Question,
    reader: Reader,
    account: str,
    records: Iterable[Record],
    check: Callable[[], Iterable[Finding]] = _unchecked,
) -> tuple[Plan, LiveState]:
    """Read, look meanwhile for what is to be said of the file, and compare. Raises RemoteError.

    What `check` raises ends it all.
    """
    records = tuple(records)
    asked = request(question.file, account, question.now, question.now, records)
    findings: list[Finding] = []
    live = reader.read(replace(asked, every_marker=question.delete), lambda: findings.extend(check()))
    return build(question, live, records, findings), live
