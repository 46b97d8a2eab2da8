"""`rota page`: whom a policy pages, and after how long."""

from datetime import timedelta

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option, live_option

_MOMENT = timedelta(minutes=1)


@click.command("page")
@click.argument("policy", metavar="POLICY")
@click.option("--at", "at_", metavar="INSTANT", help="When the alert comes.  [default: now]")
@live_option
@format_option()
@click.pass_obj
def command(app: App, policy: str, at_: str | None, *, live: bool, format_: str) -> int:
    """The chain of a policy for an alert: who is paged at once, and who after how many minutes.

    \b
    Example:  rota page 24x7 --at 2026-12-25T11:00
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.checks.delay import limit  # noqa: PLC0415
    from reconciler.cli import published, select  # noqa: PLC0415
    from reconciler.render import page as render  # noqa: PLC0415
    from reconciler.views import page_view  # noqa: PLC0415

    app.mind()
    file = app.loaded.file
    select.known("policy", [policy], list(file.policies))
    instant = app.instant(at_) if at_ else app.now
    named = [n for level in file.policies[policy].levels for n in level.notify if n in file.rotas]
    overlay = None
    if live:
        overlay = select.rendered(app, dict.fromkeys(named), instant, instant + timedelta(days=1))
    view = page_view(file, policy, instant, live=overlay)
    if format_ == "json":
        app.echo(render.json(view))
    elif format_ == "markdown":
        app.echo(render.markdown(view, now=app.now, page_within=limit(file)))
    else:
        app.echo(render.text(view, now=app.now, page_within=limit(file), **app.text))
    if not live:
        published.beyond(app, named, instant + _MOMENT, format_)
    return 0
