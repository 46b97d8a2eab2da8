"""`rota adopt`: what people made by hand in PagerDuty as lines of the file; or overrides claimed as ours."""

import secrets

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option
from reconciler.errors import ExitCode, UsageError


@click.command("adopt")
@click.option("--rota", "rotas", multiple=True, metavar="KEY", help="Only this rota (repeatable).")
@click.option("--id", "which", multiple=True, metavar="ID", help="Only this override (repeatable).")
@click.option("--file", "into", metavar="FILE", help="The file that the lines go into.")
@click.option("--write", is_flag=True, help="Put the lines into the file.")
@click.option("--ours", is_flag=True, help="These overrides were made from this file: claim them.")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@format_option()
@click.pass_obj
def command(
    app: App,
    /,
    *,
    rotas: tuple[str, ...],
    which: tuple[str, ...],
    into: str | None,
    write: bool,
    ours: bool,
    ids: tuple[str, ...],
    format_: str,
) -> int:
    """Say in the file what people made by hand in PagerDuty, from now on.

    An override becomes a cover, or the entry of a bank holiday. A plan of the file with the new lines must
    have nothing to do for them; else nothing is written. What no line can say is told, with what to do.

    With --ours, overrides are claimed as made from this file instead, for when the record of them was lost:
    from then on plan and apply may change or delete them. Neither writes anything to PagerDuty.

    \b
    Example:  rota adopt
              rota adopt --rota web --write
              rota adopt --ours Q1ABCDEFGHIJK     `rota -v plan` shows the ids
    """  # noqa: D301 - \b keeps click from joining the lines
    if ours or ids:
        if not ours or not ids or rotas or which or into or write or format_ != "text":
            raise UsageError(
                "adopt --ours claims overrides that were made from this file, by their ids",
                hint="write rota adopt --ours ID..., or rota adopt --id ID for a line of the file; "
                "`rota -v plan` shows the ids of all that was made by hand",
            )
        return _claim(app, ids)
    return _into_the_file(app, rotas, which, into, format_, write=write)


def _into_the_file(
    app: App, rotas: tuple[str, ...], which: tuple[str, ...], into: str | None, format_: str, *, write: bool
) -> int:
    from reconciler.cli import select  # noqa: PLC0415
    from reconciler.cli.put import put  # noqa: PLC0415
    from reconciler.render import by_hand as render  # noqa: PLC0415
    from reconciler.workflow.by_hand import Asked, adopt  # noqa: PLC0415

    app.findings()
    asked = Asked(select.known("rota", rotas, list(app.loaded.file.rotas)), which, into)
    connection = app.connection
    found = adopt(app.loaded, asked, connection.reader, connection.account, connection.ledger.load(), app.now)
    proposal, proof = found.proposal, found.proof
    written = write and proposal.edit is not None and not proof.wrong
    if written and proposal.edit is not None:
        put(proposal.edit)
    if format_ == "json":
        app.echo(render.json(proposal, proof, found.unseen, written=written))
    elif format_ == "markdown":
        app.echo(render.markdown(proposal, proof, found.unseen, written=written))
    else:
        app.echo(render.text(proposal, proof, found.unseen, written=written, **app.text))
    asked_for = which and any(outcome.refused for outcome in proposal.outcomes)
    return int(ExitCode.FAULT if proof.wrong or asked_for else ExitCode.DONE)


def _claim(app: App, ids: tuple[str, ...]) -> int:
    from reconciler.render import adopt as render  # noqa: PLC0415
    from reconciler.workflow.adopting import adopt, find  # noqa: PLC0415

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
