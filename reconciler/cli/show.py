"""`rota show`: the shifts of an interval."""

from datetime import date, datetime, timedelta
from functools import partial

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option, live_option, rota_option
from reconciler.errors import UsageError

_DAY = timedelta(days=1)
_DEFAULT = 14 * _DAY


@click.command("show")
@rota_option
@click.option("--person", "people", multiple=True, metavar="KEY", help="Only this person (repeatable).")
@click.option(
    "--from", "since", metavar="INSTANT", help="From when; a date begins at midnight.  [default: now]"
)
@click.option(
    "--until", metavar="INSTANT", help="Until when; a date is counted in.  [default: two weeks later]"
)
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

    From the file; with --live as PagerDuty renders them. Dates are local to the file's zone, and the last
    one is counted in. With --grid every week that the interval touches is drawn whole; JSON stays a list.

    \b
    Example:  rota show --rota out-of-hours-engineering
              rota show --person ana --from 2026-12-01 --until 2027-01-15
              rota show --grid --from 2026-12-21
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli import published, select  # noqa: PLC0415
    from reconciler.intervals import Interval  # noqa: PLC0415
    from reconciler.render import shifts as render  # noqa: PLC0415
    from reconciler.views import absent_rows, paused_rows, shift_rows  # noqa: PLC0415

    start, end = _span(app, since, until)
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
        return 0
    told = partial(
        render.markdown if format_ == "markdown" else partial(render.text, **app.text),
        absent=absent,
        paused=paused,
        unknown=unknown,
    )
    app.echo(told(rows, file, now=app.now, live=live))
    if not live:
        published.beyond(app, keys, end, format_)
    return 0


def _span(app: App, since: str | None, until: str | None) -> tuple[datetime, datetime]:
    start = app.instant(since) if since else app.now
    end = _until(app, until) if until else start + _DEFAULT
    if end <= start:
        raise UsageError(
            f"the interval ends before it begins: {until} does not lie after {since or 'now'}",
            hint="swap them: a date counts from midnight to midnight, also as the last one"
            if since
            else "give both --from and --until",
        )
    return start, end


def _until(app: App, text: str) -> datetime:
    """A time, or the end of a date in the file's zone: a date is counted in, as everywhere."""
    from reconciler.intervals import midnight, zone  # noqa: PLC0415

    try:
        day = date.fromisoformat(text)
    except ValueError:
        return app.instant(text)
    return midnight(day + _DAY, zone(app.loaded.file.time_zone))


def _grid(
    app: App,
    rotas: tuple[str, ...],
    people: tuple[str, ...],
    asked: tuple[datetime, datetime],
    *,
    live: bool,
    format_: str,
) -> int:
    from reconciler.cli import published, select  # noqa: PLC0415
    from reconciler.intervals import midnight, zone  # noqa: PLC0415
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
    if not live:
        published.beyond(app, keys, midnight(shown.last, zone(file.time_zone)) + _DAY, format_)
    return 0
