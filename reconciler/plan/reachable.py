"""Whether PagerDuty can reach the people of the file: ways to contact them, and rules that use those.

A schedule may say that somebody is on call, and yet nothing rings.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.plan.people import needed
from reconciler.state import UserState


def findings(file: RotaFile, users: Mapping[str, tuple[UserState, ...]], now: datetime) -> Iterator[Finding]:
    """A warning for each person needed after `now` (UTC) whom nothing wakes, and each mailbox that rings.

    `users` are keyed by case-folded e-mail. What PagerDuty did not tell about an account is not judged.
    """
    off = {entry.id for entry in file.checks.off}
    for key in sorted(needed(file, now)):
        person = file.people[key]
        found = users.get(person.email.casefold(), ())
        if len(found) != 1:
            continue
        if person.mailbox:
            if "mailbox-rings" not in off and (found[0].ways or frozenset()) - {"email"}:
                yield Finding(
                    id="mailbox-rings",
                    severity="warning",
                    message=f"{person.name} is a mailbox here, but its PagerDuty account has a phone or an "
                    "app: whoever has that is paged in bank-holiday windows",
                    where=person.where,
                    hint="leave only the e-mail address among its contact methods",
                )
            continue
        if "unreachable" not in off and (why := _silent(found[0])) is not None:
            yield Finding(
                id="unreachable",
                severity="warning",
                message=f"{person.name} is on call in this file, but {why}",
                where=person.where,
                hint="ask them to set up how PagerDuty reaches them (My Profile, Notification Rules)",
            )


def _silent(user: UserState) -> str | None:
    if user.ways is not None and not user.ways:
        return "the PagerDuty account has no contact method, so nothing can reach them"
    if user.rules == 0:
        return "the PagerDuty account has no notification rule, so nothing is sent to them"
    if user.ways is not None and not user.ways - {"email"}:
        return "the PagerDuty account has no phone and no app, so they are only mailed"
    return None
