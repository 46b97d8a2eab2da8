"""`rota apply`: carry out a plan, and prove it by PagerDuty's own rendering."""

from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option
from reconciler.cli.plan import compared, question, rendered
from reconciler.cli.tools import tools
from reconciler.cli.trailers import accepted
from reconciler.errors import UsageError

if TYPE_CHECKING:
    from reconciler.plan.actions import Action
    from reconciler.plan.model import Plan
    from reconciler.plan.outcome import Outcome
    from reconciler.state import LiveState

_FLAGS = ["changes-now", "history", "gap", "mass", "takeover", "delete"]


@click.command("apply")
@click.argument("plan_file", metavar="[PLAN]", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--accept",
    multiple=True,
    type=click.Choice(_FLAGS),
    help="Carry out what this flag warns of (repeatable).",
)
@click.option(
    "--verify",
    "scope",
    type=click.Choice(["touched", "all"]),
    default="touched",
    show_default=True,
    help="Which rotas to compare with PagerDuty's rendering afterwards.",
)
@click.option(
    "--overrides-only",
    is_flag=True,
    help="For a timer: write overrides; tell of layers and policies that differ, and leave them.",
)
@format_option()
@click.pass_obj
def command(
    app: App,
    plan_file: Path | None,
    accept: tuple[str, ...],
    scope: str,
    *,
    overrides_only: bool,
    format_: str,
) -> int:
    """Write to PagerDuty what the file says, then verify it.

    With a saved PLAN exactly that plan is applied, or nothing. A flag is accepted by --accept, or by a line
    `Rota-Accept: FLAG` in the message of the commit that the file comes from. Ends with 0 when done and
    proven, 3 when refused, 4 when done in part (running it again finishes), 5 when PagerDuty renders
    something else.

    \b
    Example:  rota apply
              rota apply plan.json --accept changes-now
    """  # noqa: D301 - \b keeps click from joining the lines
    app.as_of_now()
    live: LiveState | None = None
    if plan_file is None:
        plan, live = compared(app, question(app))
    else:
        plan = _saved(app, plan_file)
    if format_ == "text" and app.options.verbose:
        app.echo(rendered(app, plan, format_, applying=True))
    left: tuple[Action, ...] = ()
    if overrides_only:
        from reconciler.plan.overrides_only import overrides_only as cut  # noqa: PLC0415

        plan, left = cut(plan)
    else:
        # What a commit accepts it accepts once: a timer runs on the same one every day.
        accept = (*accept, *accepted(app, _FLAGS))
    outcome = _prove(app, replace(_apply(app, plan, accept), left=left), live, scope)
    _show(app, outcome, format_)
    return int(outcome.exit_code)


def _saved(app: App, path: Path) -> "Plan":
    from reconciler.plan.saved import loads  # noqa: PLC0415
    from reconciler.workflow.stale import require_fresh  # noqa: PLC0415

    plan = loads(path.read_text(encoding="utf-8"))
    connection = app.connection
    if plan.account != connection.account:
        raise UsageError(f"the plan was made for {plan.account}, not for {connection.account}")
    require_fresh(
        plan, app.loaded.file, app.file_digest, connection.reader, connection.ledger.load(), app.now
    )
    return plan


def _apply(app: App, plan: "Plan", accept: tuple[str, ...]) -> "Outcome":
    from reconciler.cli.progress import Line  # noqa: PLC0415
    from reconciler.plan.outcome import Outcome  # noqa: PLC0415
    from reconciler.workflow.applying import apply, refusals  # noqa: PLC0415

    refused = refusals(plan, accept)
    blocked = {r.key for r in refused}
    if all(action.key in blocked for action in plan.actions):
        return Outcome(plan, refused=refused)
    line = Line("Writing to PagerDuty", app.environment)
    done, known = count(1), sum(action.key not in blocked for action in plan.actions)
    at_hand = tools(app, lambda _: line.told(next(done), known))
    try:
        return apply(plan, app.loaded.file, at_hand, accept)
    finally:
        line.close()


def _prove(app: App, outcome: "Outcome", live: "LiveState | None", scope: str) -> "Outcome":
    from reconciler.workflow.verifying import prove  # noqa: PLC0415

    connection = app.connection
    return prove(
        outcome,
        question(app),
        connection.reader,
        connection.ledger,
        clock=connection.clock,
        sleep=connection.sleep,
        # With nothing to write the proof is all that an apply gives, so it is given for every rota.
        every=scope == "all" or not outcome.plan.actions,
        before=live,
    )


def _show(app: App, outcome: "Outcome", format_: str) -> None:
    from reconciler.render import outcome as render  # noqa: PLC0415

    if format_ == "json":
        from reconciler.plan.saved import fingerprint  # noqa: PLC0415

        app.echo(render.json(outcome, fingerprint=fingerprint(outcome.plan)))
    elif format_ == "markdown":
        app.echo(render.markdown(outcome))
    else:
        app.echo(render.text(outcome, **app.text))
