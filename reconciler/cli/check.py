"""`rota check`: is the file right, and what does it mean for the next bank holidays?"""

import click

from reconciler.cli.app import App, width
from reconciler.cli.formats import format_option
from reconciler.errors import ConfigError, ExitCode


@click.command("check")
@format_option("github")
@click.pass_obj
def command(app: App, format_: str) -> int:
    """Find every fault in the file and in the rota that it describes.

    Needs no PagerDuty and no network. Ends with 1 where there is an error; warnings alone end with 0.

    \b
    Example:  rota check
              rota check --format github     annotations on the lines of a pull request
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.checks.run import run  # noqa: PLC0415
    from reconciler.config.limits import readable  # noqa: PLC0415
    from reconciler.render import findings as render  # noqa: PLC0415

    try:
        loaded = app.loaded
        found = readable(tuple(map(loaded.pinpoint, run(loaded.file, app.now))))
        sources = loaded.sources
    except ConfigError as fault:
        found, sources = fault.findings, fault.sources
    if format_ == "json":
        app.echo(render.json(found))
    elif format_ == "github":
        app.echo(render.github(found))
    elif format_ == "markdown":
        app.echo(render.markdown(found))
    else:
        app.echo(render.text(found, sources, width=width(), color=app.color))
    failed = any(f.severity == "error" for f in found)
    if not failed and format_ == "text":
        _facts(app)
    return int(ExitCode.FAULT if failed else ExitCode.DONE)


def _facts(app: App) -> None:
    """The next bank holidays that act, as far as the horizon reaches."""
    from reconciler.holiday_views import horizon_days  # noqa: PLC0415
    from reconciler.render import holidays as render  # noqa: PLC0415

    rows = horizon_days(app.loaded.file, app.now)
    app.echo(render.brief(rows, app.loaded.file, now=app.now, **app.text))
