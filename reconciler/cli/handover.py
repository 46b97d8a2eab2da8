"""`rota handover`: the note for the next turn, and the brief before a long weekend."""

from datetime import datetime, timedelta

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option
from reconciler.errors import UsageError


@click.command("handover")
@click.argument("rota", required=False)
@click.option(
    "--at", "at_", metavar="INSTANT", help="The turn that begins then, or next after it.  [default: now]"
)
@click.option("--brief", is_flag=True, help="The brief before a long weekend, for every rota.")
@click.option(
    "--within",
    metavar="TIME",
    default="14 days",
    show_default=True,
    help="With --brief: how soon a bank holiday must come.",
)
@format_option()
@click.pass_obj
def command(app: App, rota: str | None, at_: str | None, *, brief: bool, within: str, format_: str) -> int:
    """The note for the turn of ROTA that begins next: who hands to whom, its shifts, what is special.

    With --brief: bank holidays that come soon, who has them and the nights around them on every rota, and how
    long an alert waits for a person. Where none comes nothing is printed but a line on the error stream.

    \b
    Example:  rota handover in-hours-engineering --format markdown
              rota handover --brief --within "3 weeks"
    """  # noqa: D301 - \b keeps click from joining the lines
    app.mind()
    instant = app.instant(at_) if at_ else app.now
    if brief:
        if rota is not None:
            raise UsageError("the brief is for every rota", hint="rota handover --brief")
        return _brief(app, instant, within, format_)
    if rota is None:
        hint = f"rota handover ROTA; there are: {', '.join(_managed(app))}"
        raise UsageError("of which rota?", hint=hint)
    return _note(app, rota, instant, format_)


def _managed(app: App) -> tuple[str, ...]:
    from reconciler.shifts.engine import managed  # noqa: PLC0415

    return managed(app.loaded.file)


def _note(app: App, rota: str, instant: datetime, format_: str) -> int:
    from reconciler.cli import published, select  # noqa: PLC0415
    from reconciler.handover.note import note  # noqa: PLC0415
    from reconciler.render import handover as render  # noqa: PLC0415
    from reconciler.render import handover_json  # noqa: PLC0415

    file = app.loaded.file
    select.known("rota", [rota], list(file.rotas))
    if not file.rotas[rota].managed:
        raise UsageError(f"{rota} is not managed here, so its turns are not known")
    found = note(file, rota, instant)
    if found is None:
        raise UsageError(
            f"no turn of {rota} begins any more",
            hint="a line-up with people from a later date makes it go on",
        )
    if format_ == "json":
        app.echo(handover_json.note(found, now=app.now))
    elif format_ == "markdown":
        app.echo(render.markdown(found, file, now=app.now))
    else:
        app.echo(render.text(found, file, now=app.now, **app.text))
    published.beyond(app, [rota], found.turn.end, format_)
    return 0


def _brief(app: App, instant: datetime, within: str, format_: str) -> int:
    from reconciler.cli import published  # noqa: PLC0415
    from reconciler.handover.brief import stretches  # noqa: PLC0415
    from reconciler.render import brief as render  # noqa: PLC0415
    from reconciler.render import handover_json  # noqa: PLC0415

    file, ahead = app.loaded.file, _duration(within)
    found = stretches(file, instant, ahead)
    if format_ == "json":
        app.echo(handover_json.brief(found, now=instant, within=ahead))
    elif not found:
        click.echo(f"rota: {render.nothing(instant, ahead, file)}", err=True)
    elif format_ == "markdown":
        app.echo(render.markdown(found, file, now=instant))
    else:
        app.echo(render.text(found, file, now=instant, **app.text))
    if found:
        published.beyond(app, _managed(app), instant + ahead, format_)
    return 0


def _duration(text: str) -> timedelta:
    from reconciler.config.scalars import ScalarFault, parse_duration  # noqa: PLC0415

    try:
        return parse_duration(text, like="14 days")
    except ScalarFault as fault:
        raise UsageError(f"--within: {fault.message}", hint=fault.hint or f"write {fault.expected}") from None
