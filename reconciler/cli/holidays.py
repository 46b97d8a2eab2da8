"""`rota holidays`: the dates that act, why others do not, and whether GOV.UK agrees."""

from datetime import date, timedelta

import click

from reconciler.bank_holidays import Known, last_known
from reconciler.cli.app import App
from reconciler.cli.formats import format_option
from reconciler.cli.moments import backwards
from reconciler.errors import ConfigError, Finding, RotaError, UsageError

_YEAR = timedelta(days=365)
_PATIENCE = 5.0


@click.command("holidays")
@click.option("--from", "first", metavar="DATE", help="From which date.  [default: today]")
@click.option("--until", "last", metavar="DATE", help="The last date, counted in.  [default: a year later]")
@click.option("--verify", is_flag=True, help="Compare with GOV.UK's feed (needs the network).")
@format_option()
@click.pass_obj
def command(app: App, first: str | None, last: str | None, *, verify: bool, format_: str) -> int:
    """The bank holidays of the file's calendar: which act, who holds them, why the others do not.

    \b
    Example:  rota holidays
              rota holidays --verify
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.holiday_views import day_rows, today  # noqa: PLC0415
    from reconciler.render import holidays as render  # noqa: PLC0415

    file = app.loaded.file
    start = _date(first) if first else today(app.now, file)
    end = _date(last) if last else start + _YEAR
    if end < start:
        raise backwards(start, end, both=bool(first and last))
    rows = day_rows(file, start, end)
    last_sure = last_known(file.bank_holidays.calendar) if file.bank_holidays else None
    known = last_sure if last_sure is not None and end > last_sure else None
    if format_ == "json":
        app.echo(render.json(rows, known=known))
    elif format_ == "markdown":
        app.echo(render.markdown(rows, file, now=app.now, known=known))
    else:
        app.echo(render.text(rows, file, now=app.now, known=known, **app.text))
    return _verify(app, format_) if verify else 0


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date", hint="write it like 2026-12-25") from None


def _verify(app: App, format_: str) -> int:
    """Compare with the live feed. A feed that does not answer proves nothing, and ends with 1."""
    from reconciler.bank_holidays import feed  # noqa: PLC0415
    from reconciler.checks.calendar import check, regions  # noqa: PLC0415
    from reconciler.checks.ground import Ground  # noqa: PLC0415

    file = app.loaded.file
    live = feed.parse_feed(_fetch(feed.URL))
    known: tuple[Known, ...] = tuple(live.known(region, app.now.date()) for region in regions(file))
    found: tuple[Finding, ...] = tuple(check(Ground(file, app.now), live=known))
    if errors := tuple(f for f in found if f.severity == "error"):
        raise ConfigError(errors, app.loaded.sources)
    if format_ == "text":
        said = f" ({len(found)} warnings)" if found else ""
        app.echo(f"GOV.UK's feed agrees until the horizon{said}.\n")
    return 0


def _fetch(url: str) -> str:
    import httpx2  # noqa: PLC0415

    try:
        answer = httpx2.get(url, timeout=_PATIENCE)
        answer.raise_for_status()
    except httpx2.HTTPError as fault:
        raise RotaError(
            f"GOV.UK's feed could not be read ({type(fault).__name__}), so nothing was compared with it",
            hint="the dates above come from the calendar that rota carries; try again later",
        ) from fault
    return answer.text
