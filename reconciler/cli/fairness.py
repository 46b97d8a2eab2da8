"""`rota fairness`: who has done how much beside an equal share, and the pay sheet."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option, rota_option
from reconciler.cli.moments import backwards
from reconciler.errors import UsageError

if TYPE_CHECKING:
    from reconciler.intervals import Interval

_DAY = timedelta(days=1)


@click.command("fairness")
@rota_option
@click.option("--person", "people", multiple=True, metavar="KEY", help="Only this person (repeatable).")
@click.option("--from", "first", metavar="DATE", help="From which date.  [default: 6 months ago]")
@click.option("--until", "last", metavar="DATE", help="The last date, counted in.  [default: 6 months ahead]")
@click.option("--pay", is_flag=True, help="The pay sheet instead.  [default dates: the last calendar month]")
@format_option("csv")
@click.pass_obj
def command(
    app: App,
    rotas: tuple[str, ...],
    people: tuple[str, ...],
    first: str | None,
    last: str | None,
    *,
    pay: bool,
    format_: str,
) -> int:
    """Who has done how much beside an equal share, and who is owed.

    From the file, past and planned. With --pay the hours of a month by kind of time; as csv or json every
    stretch with its source and the commit of its line.

    \b
    Example:  rota fairness
              rota fairness --pay --from 2026-11-01 --until 2026-11-30 --format csv
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli import published, select  # noqa: PLC0415

    app.mind()
    file = app.loaded.file
    keys = select.rotas(app, rotas, unmanaged=False)
    if strange := [key for key in keys if not file.rotas[key].managed]:
        raise UsageError(
            f"{file.rotas[strange[0]].name} is not managed here, so the file does not say who works on it",
            hint=f"leave out --rota {strange[0]}",
        )
    only = select.known("person", people, list(file.people))
    span = _span(app, first, last, pay=pay)
    if pay:
        _pay(app, keys, span, only, format_)
    else:
        _fairness(app, keys, span, only, format_, usual=first is None and last is None)
    published.beyond(app, keys, span.end, format_)
    return 0


def _fairness(
    app: App, keys: Sequence[str], span: "Interval", only: Sequence[str], format_: str, *, usual: bool
) -> None:
    from reconciler.insight.report import report  # noqa: PLC0415
    from reconciler.render import fairness, fairness_csv, fairness_json  # noqa: PLC0415

    file = app.loaded.file
    found = report(file, keys, span)
    if format_ == "json":
        app.echo(fairness_json.fairness(found, file, only=only))
    elif format_ == "csv":
        _echo_utf8(fairness_csv.fairness(found, file, only=only))
    elif format_ == "markdown":
        app.echo(fairness.markdown(found, file, only=only, usual=usual))
    else:
        app.echo(fairness.text(found, file, only=only, usual=usual, **app.text))


def _pay(app: App, keys: Sequence[str], span: "Interval", only: Sequence[str], format_: str) -> None:
    from reconciler.cli.blame import commits  # noqa: PLC0415
    from reconciler.insight.pay import lines  # noqa: PLC0415
    from reconciler.render import fairness_csv, fairness_json, fairness_pay  # noqa: PLC0415

    file = app.loaded.file
    known = commits(app.options.config.parent, app.loaded.sources)
    found = lines(file, keys, span, commits=known, only=only)
    if format_ == "json":
        app.echo(fairness_json.pay(found, file, span))
    elif format_ == "csv":
        _echo_utf8(fairness_csv.pay(found, file))
    elif format_ == "markdown":
        app.echo(fairness_pay.markdown(found, file, span))
    else:
        app.echo(fairness_pay.text(found, file, span, **app.text))


def _echo_utf8(text: str) -> None:
    """Print bytes, so that neither the locale nor the line ends of the machine change the file."""
    click.echo(text.encode(), nl=False)


def _span(app: App, first: str | None, last: str | None, *, pay: bool) -> "Interval":
    """From the midnight that begins the first date to the one that ends the last, in the file's zone."""
    from reconciler.holiday_views import today  # noqa: PLC0415
    from reconciler.insight.usual import EITHER_SIDE, months  # noqa: PLC0415
    from reconciler.intervals import Interval, midnight, zone  # noqa: PLC0415

    now = today(app.now, app.loaded.file)
    begin, end = (_date(text) if text else None for text in (first, last))
    if pay:
        begin = begin or (end.replace(day=1) if end else months(now.replace(day=1), -1))
        end = end or months(begin, 1) - _DAY
    else:
        begin = begin or months(now, -EITHER_SIDE)
        end = end or months(now, EITHER_SIDE) - _DAY
    if end < begin:
        raise backwards(begin, end, both=bool(first and last))
    tz = zone(app.loaded.file.time_zone)
    return Interval(midnight(begin, tz), midnight(end + _DAY, tz))


def _date(text: str) -> date:
    from reconciler.bank_holidays.calendar import FIRST_YEAR, LAST_YEAR  # noqa: PLC0415

    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date", hint="write it like 2026-12-25") from None
    # A year at either end is left for what is looked at around the interval.
    if not FIRST_YEAR + 1 < day.year < LAST_YEAR:
        raise UsageError(
            f"{text} is out of reach: bank holidays are known from {FIRST_YEAR} to {LAST_YEAR}",
            hint="ask for a date inside those years",
        )
    return day
