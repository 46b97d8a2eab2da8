"""Names given on the command line, and PagerDuty's rendering for `--live`."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reconciler.errors import UsageError
from reconciler.intervals import Segment, Timeline, merge
from reconciler.plan.model import Who
from reconciler.requests import ReadRequest, Wanted

if TYPE_CHECKING:
    from reconciler.cli.app import App


def known(kind: str, names: Iterable[str], there: Collection[str]) -> tuple[str, ...]:
    """The names, all of which exist. Raises UsageError with what was probably meant."""
    found = tuple(names)
    for name in found:
        if name not in there:
            near = difflib.get_close_matches(name, there, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(there)}"
            raise UsageError(f"there is no {kind} called {name!r} in the file", hint=hint)
    return found


def rotas(app: "App", names: Iterable[str], *, unmanaged: bool) -> tuple[str, ...]:
    """The rotas to show: those named, else all (with or without the unmanaged ones)."""
    file = app.loaded.file
    found = known("rota", names, list(file.rotas))
    return found or tuple(key for key, rota in file.rotas.items() if rota.managed or unmanaged)


def decided(app: "App", name: str) -> None:
    """Raises UsageError unless a rota exists and this file decides who is on it."""
    known("rota", [name], list(app.loaded.file.rotas))
    rota = app.loaded.file.rotas[name]
    if not rota.managed:
        raise UsageError(f"{rota.name} is not managed here, so this file changes nobody's shifts on it")


def rendered(
    app: "App", keys: Iterable[str], since: datetime, until: datetime
) -> Mapping[str, Timeline[Who]]:
    """PagerDuty's own rendering of some rotas over `[since, until)`. A rota that is not there is an error."""
    file, connection = app.loaded.file, app.connection
    wanted = {
        key: Wanted(
            file.rotas[key].name,
            file.rotas[key].id,
            f"Managed as code: {key}" if file.rotas[key].managed else None,
        )
        for key in keys
    }
    until = max(until, since + timedelta(hours=1))
    live = connection.reader.read(
        ReadRequest(
            account=connection.account,
            since=since,
            until=until,
            overrides_until=until,
            schedules=wanted,
            policies={},
            emails=frozenset(p.email for p in file.people.values()),
        )
    )
    people = {
        user.id: Who(key, p.name, p.email, p.mailbox)
        for key, p in file.people.items()
        for user in live.users.get(p.email.casefold(), ())
    }
    missing = [wanted[key].name for key in wanted if key not in live.schedules]
    if missing:
        raise UsageError(
            f"PagerDuty has no schedule called {', '.join(missing)}",
            hint="`rota plan` says what would be made; leave out --live to see what the file says",
        )

    def who(user: str) -> Who:
        known_ = live.names.get(user)
        return people.get(user) or Who(
            None, known_.name if known_ else user, known_.email if known_ else None
        )

    return {
        key: merge(Segment(s.start, s.end, who(s.value)) for s in schedule.rendered)
        for key, schedule in live.schedules.items()
    }
