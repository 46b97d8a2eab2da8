"""`rota announce`: Slack is told who is on call."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option, live_option
from reconciler.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconciler.announcing.results import Announced
    from reconciler.announcing.said import Wanted
    from reconciler.intervals import Timeline
    from reconciler.plan.model import Who


@click.command("announce")
@click.option("--apply", is_flag=True, help="Set what differs, and not only show it.")
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Only this channel (repeatable).")
@live_option
@format_option()
@click.pass_obj
def command(app: App, channels: tuple[str, ...], *, apply: bool, live: bool, format_: str) -> int:
    """Compare Slack's topics, descriptions and user groups with who is on call; set them with --apply.

    What to say where stands in the file under `announce:`. SLACK_TOKEN is the token of a Slack app. Only what
    differs is set. The last lines say when the next change comes. Ends with 4 when some were set and others
    were not, and with 6 where there is no token.

    \b
    Example:  rota announce
              rota announce --apply --channel support
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.announcing.said import wanted  # noqa: PLC0415
    from reconciler.render import announce as render  # noqa: PLC0415

    _as_of_now(app, apply=apply)
    if apply:
        # Everybody reads what is set there.
        app.require_right()
    else:
        app.mind()
    file = app.loaded.file
    entries = [
        entry for entry in file.announce if not channels or _plain(entry.channel) in map(_plain, channels)
    ]
    known = {_plain(entry.channel) for entry in file.announce}
    for name in channels:
        if _plain(name) not in known:
            hint = f"there are: {', '.join(sorted(known))}" if known else "it announces nothing"
            raise UsageError(f"the file announces nothing in {name!r}", hint=hint)
    overlay = _rendered(app, {key for entry in entries for key in entry.rotas}) if live and entries else None
    meant = [wanted(file, entry, app.now, overlay) for entry in entries]
    rows, code = _announced(app, meant, apply=apply)
    if format_ == "json":
        app.echo(render.json(rows, now=app.now))
    elif format_ == "markdown":
        app.echo(render.markdown(rows, file, now=app.now, live=live))
    else:
        app.echo(render.text(rows, file, now=app.now, live=live, **app.text))
    return int(code)


def _plain(channel: str) -> str:
    return channel.removeprefix("#").casefold()


def _as_of_now(app: App, *, apply: bool) -> None:
    """Raises UsageError where a real workspace would be told who is on call at another time."""
    parts = urlsplit(app.environment.get("SLACK_API_URL", ""))
    if apply and app.options.now is not None and parts.scheme != "http":
        raise UsageError("Slack is told who is on call now, and not at another time", hint="leave out --now")


def _rendered(app: App, keys: "Iterable[str]") -> "Mapping[str, Timeline[Who]]":
    from reconciler.announcing.lines import span  # noqa: PLC0415
    from reconciler.cli import select  # noqa: PLC0415

    around = span(app.now)
    return select.rendered(app, sorted(keys), around.start, around.end)


def _announced(app: App, meant: "list[Wanted]", *, apply: bool) -> "tuple[tuple[Announced, ...], ExitCode]":
    from reconciler.announcing.results import exit_code  # noqa: PLC0415
    from reconciler.workflow.announcing import announce, unseen  # noqa: PLC0415

    token = app.environment.get("SLACK_TOKEN", "").strip()
    if not meant:
        return (), ExitCode.DONE
    if not token:
        click.echo("rota: SLACK_TOKEN is not set, so nothing was compared with Slack", err=True)
        click.echo("  set it to the bot token of a Slack app; docs/announce.md says how", err=True)
        return unseen(meant), ExitCode.NOT_PLANNED
    from reconciler.slack.client import API, Client  # noqa: PLC0415

    slack = Client(token, api_url=app.environment.get("SLACK_API_URL") or API)
    rows = announce(meant, _team(app, meant), slack, apply=apply)
    return rows, exit_code(rows)


def _team(app: App, meant: "list[Wanted]") -> "list[Who]":
    """The people in the line-ups of the rotas that are announced: an old text may name any of them."""
    from reconciler.shifts.line_ups import tracks  # noqa: PLC0415
    from reconciler.views import person  # noqa: PLC0415

    file = app.loaded.file
    rotas = dict.fromkeys(key for wanted in meant for key in wanted.entry.rotas)
    keys = (
        key for rota in rotas for track in tracks(file, rota) for s in track.stretches for key in s.people
    )
    return [person(file, key) for key in dict.fromkeys(keys) if file.people[key].left is None]
