"""What a command that writes to PagerDuty works with."""

import secrets
from typing import TYPE_CHECKING

from reconciler.cli.app import App

if TYPE_CHECKING:
    from reconciler.workflow.run import Progress, Tools


def tools(app: App, progress: "Progress" = lambda _: None) -> "Tools":
    """The tools of one run, under a name of its own; `progress` hears of every action."""
    from reconciler.workflow.run import Tools  # noqa: PLC0415

    connection = app.connection
    return Tools(
        connection.reader,
        connection.make_writer(),
        connection.ledger,
        connection.clock,
        run=secrets.token_hex(6),
        by=app.runner,
        sleep=connection.sleep,
        progress=progress,
    )
