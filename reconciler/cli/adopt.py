"""`rota adopt`: say that overrides in PagerDuty are ours, so that the next plan may change or delete them."""

import secrets

import click

from reconciler.cli.app import App
from reconciler.errors import UsageError


@click.command("adopt")
@click.option("--ours", is_flag=True, help="These overrides were made from this file: claim them.")
@click.argument("ids", metavar="ID...", nargs=-1)
@click.pass_obj
def command(app: App, ids: tuple[str, ...], *, ours: bool) -> int:
    """Claim overrides in PagerDuty as made from this file, for when the record of them was lost.

    Nothing is written to PagerDuty: the claim goes into the ledger, and from then on plan and apply may
    change or delete these overrides as the file says. `rota -v plan` shows the ids.

    \b
    Example:  rota -v plan
              rota adopt --ours Q1ABCDEFGHIJK
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.render import adopt as render  # noqa: PLC0415
    from reconciler.workflow.adopting import adopt, find  # noqa: PLC0415

    if not ours or not ids:
        raise UsageError(
            "adopt claims overrides that were made from this file and are in no record, by their ids",
            hint="write rota adopt --ours ID...; `rota -v plan` shows the ids of all that was made by hand",
        )
    app.as_of_now()
    file, connection = app.loaded.file, app.connection
    records = connection.ledger.load()
    found = find(ids, file, connection.reader, connection.account, records, app.now)
    recorded = adopt(
        found,
        file,
        connection.ledger,
        account=connection.account,
        run=secrets.token_hex(6),
        commit=app.commit,
        by=app.runner,
        now=connection.clock(),
    )
    app.echo(render.text(found, file, now=app.now, recorded=recorded, **app.text))
    return 0
