"""`rota migrate`: move a rota to a shift-based schedule, proven before anybody depends on it."""

from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.cli.plan import question
from reconciler.cli.tools import tools
from reconciler.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from reconciler.plan.migration import Migrated, Migration

_FLAGS = ["changes-now", "history", "gap", "mass", "takeover"]


@click.command("migrate")
@click.argument("rota", metavar="ROTA")
@click.option(
    "--to", required=True, expose_value=False, type=click.Choice(["shifts"]), help="What it is to become."
)
@click.option("--apply", "write", is_flag=True, help="Do it; without this it is only told.")
@click.option(
    "--remove-old", is_flag=True, help="Delete the schedule that was replaced, once no incident runs on it."
)
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(_FLAGS),
    help="Carry out what this flag warns of (repeatable).",
)
@click.pass_obj
def command(app: App, rota: str, accept: tuple[str, ...], *, write: bool, remove_old: bool) -> int:
    """Make a shift-based schedule of a rota that is made of layers in PagerDuty.

    The new schedule is made beside the old one; both have to page the same people for a year, by PagerDuty's
    own rendering; then the policies of the file notify the new one, and the old one is renamed. It can be
    stopped at any point, and goes on from there when run again. Ends with 2 where there is something to do,
    0 when done, 3 where it cannot begin, 5 where the two schedules differ.

    \b
    Example:  rota migrate out-of-hours-engineering --to shifts            what it takes
              rota migrate out-of-hours-engineering --to shifts --apply    do it
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli import select  # noqa: PLC0415
    from reconciler.render import migrate as render  # noqa: PLC0415

    if write and remove_old:
        raise UsageError("--apply moves the rota, --remove-old tidies up after that: give one of them")
    (key,) = select.known("rota", (rota,), list(app.loaded.file.rotas))
    if not app.loaded.file.rotas[key].managed:
        raise UsageError(
            f"{app.loaded.file.rotas[key].name} is not managed here, so it is not moved from here",
            hint="whoever owns the schedule can move it",
        )
    app.findings()
    if write or remove_old:
        app.as_of_now()
    there = _there(app, key)
    if remove_old:
        return _remove(app, there)
    if write and not there.blocked and not there.done:
        came = _carry_out(app, key, accept)
        app.echo(render.result(_there(app, key), came, **app.text))
        return int(_code(came))
    app.echo(render.proposal(there, **app.text))
    if there.blocked:
        return int(ExitCode.REFUSED)
    return int(ExitCode.DONE if there.done else ExitCode.CHANGES)


def _there(app: App, key: str) -> "Migration":
    from reconciler.workflow.migrating import propose  # noqa: PLC0415

    connection = app.connection
    records = tuple(connection.ledger.load())
    return propose(question(app), key, connection.reader, connection.account, records)


def _carry_out(app: App, key: str, accept: tuple[str, ...]) -> "Migrated":
    from reconciler.workflow.migrating import carry_out  # noqa: PLC0415

    return carry_out(question(app), key, tools(app), app.connection.account, accept)


def _code(came: "Migrated") -> ExitCode:
    if came.differences:
        return ExitCode.DIFFERENT
    if came.retired:
        return ExitCode.DONE
    codes = [outcome.exit_code for outcome in came.outcomes]
    return next((code for code in reversed(codes) if code != ExitCode.DONE), ExitCode.PARTIAL)


def _remove(app: App, there: "Migration") -> int:
    from reconciler.render import outcome as render  # noqa: PLC0415
    from reconciler.workflow.migrating import remove  # noqa: PLC0415

    if not there.left:
        raise UsageError(f"no schedule is left that a shift-based one of {there.name} has replaced")
    worst = ExitCode.DONE
    at_hand = tools(app)
    for old in there.left:
        outcome = remove(there, old, at_hand, question(app))
        app.echo(render.text(outcome, **app.text))
        worst = max(worst, outcome.exit_code)
    return int(worst)
