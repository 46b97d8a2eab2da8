"""`rota plan`: what would change in PagerDuty, and whose shifts move."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option
from reconciler.errors import ExitCode, Finding, UsageError

if TYPE_CHECKING:
    from reconciler.plan.build import Question
    from reconciler.plan.model import Plan
    from reconciler.state import LiveState


@click.command("plan")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Save the plan for `rota apply`."
)
@click.option(
    "--delete", is_flag=True, help="Also delete what carries this file's marker and is not in it any more."
)
@click.option(
    "--ref", metavar="COMMIT", help="Compare the file as this commit has it: what a rollback would do."
)
@format_option()
@click.pass_obj
def command(app: App, output: Path | None, ref: str | None, *, delete: bool, format_: str) -> int:
    """Compare the file with PagerDuty; write nothing.

    Ends with 2 where there is something to do, 0 where there is not, 6 without a token. With --ref the file
    of an earlier commit is compared; what of it is over, and so cannot be restored, is told.

    \b
    Example:  rota plan
              rota plan -o plan.json && rota apply plan.json
              rota plan --ref HEAD~1         what taking back the last commit would do
              rota --sandbox plan            on the embedded PagerDuty
    """  # noqa: D301 - \b keeps click from joining the lines
    past: tuple[Finding, ...] = ()
    if ref is not None:
        from reconciler.cli.earlier import earlier  # noqa: PLC0415

        if output is not None:
            raise UsageError(
                "a plan of an earlier commit is for looking at, and not for applying",
                hint="to go back, revert the commit (`git revert`) and merge that",
            )
        app, past = earlier(app, ref)
    plan = make(app, question(app, delete=delete), past)
    if output is not None:
        from reconciler.plan.saved import dumps  # noqa: PLC0415

        output.write_text(dumps(plan), encoding="utf-8")
    app.echo(rendered(app, plan, format_, ref=ref))
    todo = plan.actions or plan.refused
    return int(ExitCode.CHANGES if todo else ExitCode.DONE)


def question(app: App, *, delete: bool = False) -> "Question":
    """What is asked about: the file as it stands."""
    from reconciler.plan.build import Question  # noqa: PLC0415

    return Question(app.loaded.file, app.file_digest, app.now, app.commit, delete)


def make(app: App, asked: "Question", past: tuple[Finding, ...] = ()) -> "Plan":
    """Check the file, read PagerDuty, compare. Raises ConfigError, RemoteError, NotPlannedError.

    `past` is what else there is to be said.
    """
    return compared(app, asked, past)[0]


def compared(app: App, asked: "Question", past: tuple[Finding, ...] = ()) -> "tuple[Plan, LiveState]":
    """The same, with what was read."""
    from reconciler.workflow.planning import make as compare  # noqa: PLC0415

    # What is wrong with the file is the first thing to know, whether or not PagerDuty can be reached.
    app.require_right()
    connection = app.connection
    records = connection.ledger.load()
    return compare(asked, connection.reader, connection.account, records, lambda: (*app.findings(), *past))


def rendered(app: App, plan: "Plan", format_: str, *, applying: bool = False, ref: str | None = None) -> str:
    """The plan in one of the formats; `ref` names the commit of its file, where that is another."""
    from reconciler.render import plan as render  # noqa: PLC0415

    if format_ == "json":
        from reconciler.plan.saved import fingerprint  # noqa: PLC0415

        return render.json(plan, fingerprint=fingerprint(plan))
    if format_ == "markdown":
        return render.markdown(plan)
    file = str(app.options.config) if ref is None else f"{app.options.config} of {ref}"
    told = render.text(
        plan, where=app.connection.describe, file=file, applying=applying or ref is not None, **app.text
    )
    if ref is None or not plan.actions:
        return told
    return (
        f"{told}Nothing has been changed. To go back, revert what came after (`git revert`) and merge that.\n"
    )
