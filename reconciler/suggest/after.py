"""What `rota check` says of the rota once a line is in, and did not say before."""

import re
from datetime import datetime

from reconciler.checks.run import run
from reconciler.edit.insert import Edit
from reconciler.errors import ConfigError, Finding, Where

# How often a thing comes back may change with any line; that it does is no news.
_AGAIN = re.compile(r" and \d+ more .*", re.DOTALL)


def new_findings(edit: Edit, now: datetime) -> tuple[Finding, ...]:
    """Errors and warnings that come with an edit, at their places in the new file."""
    before = {_said(f, f.where) for f in run(edit.before.file, now)}
    return tuple(
        edit.loaded.pinpoint(f)
        for f in run(edit.loaded.file, now)
        if f.severity != "info" and _said(f, edit.was(f.where) if f.where else None) not in before
    )


def _said(found: Finding, where: Where | None) -> tuple[str, str, str, int]:
    at = (where.file, where.line) if where is not None else ("", 0)
    return found.id, _AGAIN.sub("", found.message), *at


def sound(edit: Edit, notes: tuple[Finding, ...]) -> None:
    """Raises ConfigError where the file would be at fault with an edit: it is not to be written."""
    errors = tuple(found for found in notes if found.severity == "error")
    if errors:
        raise ConfigError(errors, edit.loaded.sources)
