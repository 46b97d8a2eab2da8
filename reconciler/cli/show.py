"""`rota show`: the shifts of an interval."""

from datetime import datetime, timedelta

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option, live_option, rota_option
from reconciler.errors import UsageError

_DEFAULT = timedelta(days=14)


@click.command("show")
@rota_option
@click.option("--person", "people", multiple=True, metavar="KEY", help="Only this person (repeatable).")
@click.option("--from", "since", metavar="INSTANT", help="From when.  [default: now]")
@click.option("--until", metavar="INSTANT", help="Until when.  [default: two weeks later]")
@click.option("--grid", is_flag=True, help="Whole weeks as a grid: days as columns, rotas as rows.")
@live_option
@format_option()
@click.pass_obj
def command(
    app: App,
    rotas: tuple[str, ...],
    people: tuple[str, ...],
    since: str | None,
    until: str | None,
    *,
    grid: bool,
    live: bool,
    format_: str,
) -> int:
    """List the shifts of the next two weeks, or of any interval, past or future.

    From the file; with --live as PagerDuty renders them. Dates are local to the file's zone. With --grid
    every week that the interval touches is drawn whole; JSON stays a list.

    \b
    Example:  rota show --rota out-of-hours-engineering
              rota show --person ana --from 2026-12-01 --until 2027-01-15
              rota show --grid --from 2026-12-21
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli import select  # noqa: PLC0415
    from reconciler.intervals import Interval  # noqa: PLC0415
    from reconciler.render import shifts as render  # noqa: PLC0415
    from reconciler.views import absent_rows, paused_rows, shift_rows  # noqa: PLC0415

    start = app.instant(since) if since else app.now
    end = app.instant(until) if until else start + _DEFAULT
    if end <= start:
        raise UsageError("the interval ends before it begins", hint="--until must lie after --from")
    app.mind()
    if grid and format_ != "json":
        return _grid(app, rotas, people, (start, end), live=live, format_=format_)
    file = app.loaded.file
    keys = select.rotas(app, rotas, unmanaged=live)
    only = select.known("person", people, list(file.people))
    overlay = select.rendered(app, keys, start, end) if live else None
    span = Interval(start, end)
    rows = shift_rows(file, keys, span, live=overlay, only=only)
    absent = absent_rows(file, keys, span, rows) if not only else ()
    paused = paused_rows(file, keys, span, rows) if not only else ()
    unknown = [key for key in keys if not file.rotas[key].managed and not live]
    if format_ == "json":
        app.echo(render.json(rows, absent, paused, unknown))
    elif format_ == "markdown":
        app.echo(
            render.markdown(rows, file, absent=absent, paused=paused, unknown=unknown, now=app.now, live=live)
        )
    else:
        app.echo(
            render.text(
                rows, file, absent=absent, paused=paused, unknown=unknown, now=app.now, live=live, **app.text
            )
        )
    return 0


def _grid(
    app: App,
    rotas: tuple[str, ...],
    people: tuple[str, ...],
    asked: tuple[datetime, datetime],
    *,
    live: bool,
    format_: str,
) -> int:
    from reconciler.cli import select  # noqa: PLC0415
    from reconciler.render import grid as render  # noqa: PLC0415
    from reconciler.render.grid_cells import weeks, whole_weeks  # noqa: PLC0415
    from reconciler.views import shift_rows  # noqa: PLC0415

    file = app.loaded.file
    shown = whole_weeks(file, *asked)
    span = shown.span(file)
    keys = select.rotas(app, rotas, unmanaged=live)
    only = select.known("person", people, list(file.people))
    overlay = select.rendered(app, keys, span.start, span.end) if live else None
    found = weeks(shift_rows(file, keys, span, live=overlay, only=only), file, keys, shown, live=live)
    if format_ == "markdown":
        app.echo(render.markdown(found, file, now=app.now, live=live))
    else:
        app.echo(render.text(found, file, now=app.now, live=live, only=only, **app.text))
    return 0
