"""`rota swap`: with whom somebody could exchange a turn, and the line that does it."""

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option
from reconciler.errors import UsageError


@click.command("swap")
@click.argument("rota")
@click.option("--person", metavar="P", required=True, help="Whose turn is to be exchanged.")
@click.option(
    "--turn", metavar="DATE", required=True, help="The date on which it begins, or one that lies in it."
)
@click.option("--with", "partner", metavar="P", help="Judge this person alone.")
@click.option("--for", "theirs", metavar="DATE", help="With --with: this turn of theirs.")
@click.option("--anyway", is_flag=True, help="With --with: whatever speaks against it.")
@click.option("--reason", metavar="TEXT", help="Written into the line; PagerDuty never sees it.")
@click.option("--write", is_flag=True, help="Put the line into the file.")
@click.option("--file", "into", metavar="FILE", help="Into this file, from the folder of the rota file.")
@format_option()
@click.pass_obj
def command(
    app: App,
    /,
    *,
    rota: str,
    person: str,
    turn: str,
    partner: str | None,
    theirs: str | None,
    anyway: bool,
    reason: str | None,
    write: bool,
    into: str | None,
    format_: str,
) -> int:
    """Propose with whom somebody exchanges a turn, or with --write put the line into the file.

    Both must be able to take the turn that they get; turns of as many hours come first. Ends with 1 where no
    exchange can be made.

    \b
    Example:  rota swap web --person ana --turn 2027-01-27
              rota swap web --person ana --turn 2027-01-27 --with ben --for 2027-02-10 --write
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli import moments, select  # noqa: PLC0415
    from reconciler.render import swap as render  # noqa: PLC0415
    from reconciler.suggest.swap import Asked, propose  # noqa: PLC0415

    select.decided(app, rota)
    select.known(
        "person", [person, *([partner] if partner is not None else [])], list(app.loaded.file.people)
    )
    if partner is None and (theirs is not None or anyway):
        given = "--for" if theirs is not None else "--anyway"
        raise UsageError(f"{given} goes with --with", hint="name who takes the turn")
    asked = Asked(
        rota=rota,
        person=person,
        turn=moments.when(turn),
        partner=partner,
        theirs=moments.when(theirs) if theirs is not None else None,
        anyway=anyway,
        reason=reason,
        file=into,
    )
    proposal = propose(app.loaded, asked, app.now)
    written = write and proposal.edit is not None
    if written and proposal.edit is not None:
        from reconciler.cli.put import put  # noqa: PLC0415
        from reconciler.suggest.after import sound  # noqa: PLC0415

        sound(proposal.edit, proposal.notes)
        put(proposal.edit)
    if format_ == "json":
        app.echo(render.json(proposal, written=written))
    elif format_ == "markdown":
        app.echo(render.markdown(proposal, written=written))
    else:
        app.echo(render.text(proposal, written=written, **app.text))
    return 0 if proposal.chosen is not None else 1
