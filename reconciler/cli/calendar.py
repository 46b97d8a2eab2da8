"""`rota calendar`: who is on call as pages and iCalendar feeds, for people who would rather look."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.cli.formats import live_option
from reconciler.errors import UsageError

if TYPE_CHECKING:
    from reconciler.cli.calendar_folder import Written
    from reconciler.cli.progress import Line
    from reconciler.render.feeds import Revision, Told
    from reconciler.render.pages.build import Around
    from reconciler.render.pages.gathered import Gathered

_DAY = timedelta(days=1)
_MOST = 53
_LONGEST_ROLE = 100_000
"""Bytes; a page about a role is read, not searched."""


@click.command("calendar")
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder to write to.",
)
@click.option("--from", "since", metavar="DATE", help="From the week of which date.  [default: today]")
@click.option("--weeks", default=13, show_default=True, type=click.IntRange(1, _MOST), help="How many weeks.")
@click.option("--with-reasons", is_flag=True, help="Also why somebody covers or swaps, and who is away.")
@live_option
@click.pass_obj
def command(app: App, folder: Path, since: str | None, weeks: int, *, with_reasons: bool, live: bool) -> int:
    """Write a site of static pages and calendar feeds.

    Pages that need no server: now and next, weeks, months, every rota and person; and feeds (.ics) to
    subscribe to. Names are on them; reasons, leave and addresses are not, unless --with-reasons asks for
    the first two.

    \b
    Example:  rota calendar -o public
              rota calendar -o public --from 2026-12-01 --weeks 6
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli import calendar_folder, select  # noqa: PLC0415
    from reconciler.cli.progress import Line  # noqa: PLC0415
    from reconciler.intervals import interval_or_none  # noqa: PLC0415
    from reconciler.render import feeds  # noqa: PLC0415
    from reconciler.render.pages import build, gathered  # noqa: PLC0415

    line = Line("Laying out days", app.environment)
    findings = app.findings()
    first, last = _weeks(app, since, weeks)
    file = app.loaded.file
    keys = select.rotas(app, (), unmanaged=True)
    overlay, seen = None, None
    if live:
        reach = gathered.reach(file, keys, first, last)
        # What is on now is shown whichever weeks are asked for.
        asked = interval_or_none(min(reach.start, app.now), max(reach.end, app.now + _DAY)) or reach
        overlay, seen = select.rendered(app, keys, asked.start, asked.end), asked.end
    found = gathered.gather(file, keys, first, last, live=overlay, with_reasons=with_reasons)
    around = build.Around(app.now, findings, _roles(app), overlay, seen)
    before = feeds.published(calendar_folder.read(folder, feeds.ALL))
    revision = _revision(app, live=live)
    try:
        files = _files(found, around, revision, before, line)
    finally:
        line.close()
    _tell(app, folder, calendar_folder.write(folder, files), found)
    return 0


def _files(
    found: "Gathered", around: "Around", revision: "Revision", before: "Mapping[str, Told]", line: "Line"
) -> dict[str, bytes]:
    """Pages and feeds by name; the line says how far they have come."""
    from reconciler.render import feeds  # noqa: PLC0415
    from reconciler.render.pages import build, site  # noqa: PLC0415

    laid_out = build.site(found, around, line.told)
    line.about("Making pages")
    pages = site.pages(laid_out, line.told)
    line.about("Making feeds")
    made = feeds.feeds(found, revision, before, line.told)
    return {**{name: text.encode() for name, text in pages.items()}, **made}


def _weeks(app: App, since: str | None, weeks: int) -> tuple[date, date]:
    """The Monday that the first week begins with, and the Sunday that ends the last."""
    from reconciler.bank_holidays.calendar import FIRST_YEAR, LAST_YEAR  # noqa: PLC0415
    from reconciler.holiday_views import today  # noqa: PLC0415
    from reconciler.render.pages.days import monday  # noqa: PLC0415

    try:
        day = date.fromisoformat(since) if since else today(app.now, app.loaded.file)
    except ValueError:
        raise UsageError(f"{since!r} is no date", hint="write it like 2026-12-25") from None
    # Some years at either end are left for what is looked at around the weeks.
    if not FIRST_YEAR + 1 < day.year < LAST_YEAR - 2:
        raise UsageError(
            f"{day} is out of reach: bank holidays are known from {FIRST_YEAR} to {LAST_YEAR}",
            hint="ask for a date inside those years",
        )
    first = monday(day)
    return first, first + timedelta(weeks=weeks) - _DAY


def _roles(app: App) -> Mapping[str, str]:
    """What the roles do, by rota; a text that cannot be shown is told on stderr and left out."""
    from reconciler.render.clean import clean  # noqa: PLC0415

    found: dict[str, str] = {}
    for key, rota in app.loaded.file.rotas.items():
        if rota.role is None:
            continue
        text, fault = _role(app.options.config.parent, rota.role)
        if text is not None:
            found[key] = text
        else:
            click.echo(clean(f"rota: what {rota.name} does is left out: {rota.role} {fault}"), err=True)
    return found


def _role(folder: Path, name: str) -> tuple[str | None, str]:
    """The text of a Markdown file beside the rota file, or why there is none.

    Whoever may propose a change to the file must not be able to publish others, so no path and no link
    leads out of the folder.
    """
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            return None, "lies outside the folder of the rota file"
        if path.suffix.lower() not in {".md", ".markdown"}:
            return None, "is no Markdown file (.md)"
        content = path.read_bytes()
    except (OSError, ValueError):
        return None, "cannot be read"
    if len(content) > _LONGEST_ROLE:
        return None, f"has more than {_LONGEST_ROLE} bytes"
    return content.decode("utf-8-sig", errors="replace"), ""


def _revision(app: App, *, live: bool) -> "Revision":
    """When what is published was changed: at the commit of the file; now, where more than that counts."""
    from reconciler.ledger import commits  # noqa: PLC0415
    from reconciler.ledger.git import GitError  # noqa: PLC0415
    from reconciler.render.feeds import Revision  # noqa: PLC0415

    if live or app.commit is None:
        return Revision(app.now)
    try:
        return Revision(commits.when(app.git, app.commit))
    except (GitError, ValueError):
        return Revision(app.now)


def _tell(app: App, folder: Path, written: "Written", found: "Gathered") -> None:
    from reconciler.render.clean import clean  # noqa: PLC0415
    from reconciler.render.layout import joined, paragraph  # noqa: PLC0415
    from reconciler.wording import count, day  # noqa: PLC0415

    width = app.text["width"]
    weeks = f"{day(found.first)} – {day(found.last)}"
    counted = f"{count(written.files, 'file')}, {written.changed} changed, {written.removed} removed"
    shown = "with reasons and leave" if found.with_reasons else "without reasons and leave"
    lines = paragraph(clean(f"{weeks} in {folder}: {counted}"), width, hanging=2)
    lines += paragraph(clean(f"Open {folder / 'index.html'} (names are on it, {shown})."), width, hanging=2)
    app.echo(joined(lines))
