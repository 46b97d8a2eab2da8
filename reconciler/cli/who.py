"""`rota who`: who is on call now, or at any time."""

from datetime import timedelta

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option, live_option, rota_option

_MOMENT = timedelta(minutes=1)


@click.command("who")
@rota_option
@click.option("--at", "at_", metavar="INSTANT", help="When.  [default: now]")
@live_option
@format_option()
@click.pass_obj
def command(app: App, rotas: tuple[str, ...], at_: str | None, *, live: bool, format_: str) -> int:
    """Who is on call, until when, and who is next.

    \b
    Example:  rota who
              rota who --at 2026-12-25T11:00
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli import published, select  # noqa: PLC0415
    from reconciler.render import who as render  # noqa: PLC0415
    from reconciler.views import AHEAD, who_rows  # noqa: PLC0415

    app.mind()
    instant = app.instant(at_) if at_ else app.now
    keys = select.rotas(app, rotas, unmanaged=True)
    overlay = select.rendered(app, keys, instant, instant + AHEAD) if live else None
    rows = who_rows(app.loaded.file, keys, instant, live=overlay)
    if format_ == "json":
        app.echo(render.json(rows, at=instant))
    elif format_ == "markdown":
        app.echo(render.markdown(rows, app.loaded.file, at=instant, now=app.now, live=live))
    else:
        app.echo(render.text(rows, app.loaded.file, at=instant, now=app.now, live=live, **app.text))
    if not live:
        published.beyond(app, keys, instant + _MOMENT, format_)
    return 0
