"""`rota cover`: who could take somebody's shifts, and the line that gives them away."""

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option
from reconciler.errors import UsageError


@click.command("cover")
@click.argument("rota")
@click.option("--person", metavar="P", required=True, help="Who cannot take their shifts.")
@click.option(
    "--from", "since", metavar="WHEN", required=True,
    help="From this date (from the handover's time of day) or time on.",
)  # fmt: skip
@click.option(
    "--until", metavar="WHEN", help="The last date, counted in, or a time.  [default: that one date]"
)
@click.option("--by", metavar="P", help="Judge this person alone.")
@click.option("--anyone", is_flag=True, help="Look at everybody in the file, not only at the rota's people.")
@click.option("--anyway", is_flag=True, help="With --by: whatever speaks against it.")
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
    since: str,
    until: str | None,
    by: str | None,
    reason: str | None,
    into: str | None,
    format_: str,
    anyone: bool,
    anyway: bool,
    write: bool,
) -> int:
    """Propose who takes somebody's shifts, or with --write put the line into the file.

    Whoever is not on leave, not on call elsewhere and rested comes into question; the fairest is proposed.
    Ends with 1 where nobody can take all of it.

    \b
    Example:  rota cover web --person ana --from 2026-12-08 --until 2026-12-10
              rota cover web --person ana --from 2026-12-24T17:00 --until 2026-12-25T09:00 --by ben --write
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli import moments, select  # noqa: PLC0415
    from reconciler.render import cover as render  # noqa: PLC0415
    from reconciler.suggest.cover import Asked, propose  # noqa: PLC0415

    file = app.loaded.file
    select.decided(app, rota)
    select.known("person", [person, *([by] if by is not None else [])], list(file.people))
    if anyway and by is None:
        raise UsageError(
            "--anyway goes with --by", hint="name who takes the shifts whatever speaks against it"
        )
    asked = Asked(
        rota=rota,
        person=person,
        span=moments.stretch(file, rota, since, until),
        by=by,
        anyone=anyone,
        anyway=anyway,
        reason=reason,
        file=into,
    )
    proposal = propose(app.loaded, asked, app.now)
    written = write and proposal.whole and proposal.edit is not None
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
    return 0 if proposal.whole else 1
