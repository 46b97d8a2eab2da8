"""`rota ci`: what a pipeline says on GitHub, in one comment or one issue that is kept up to date."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.cli.job import job
from reconciler.cli.plan import make, question
from reconciler.errors import UsageError

if TYPE_CHECKING:
    from reconciler.plan.model import Plan

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_DRIFT_TEXT = (
    "The timer writes overrides and nothing else. What stands here waits for a person: put into the file "
    "what PagerDuty has, or run the *apply* workflow (Actions → apply → Run workflow, with the flags below "
    "to be accepted), which makes PagerDuty what the file says.\n\n"
)


@click.group("ci")
def command() -> None:
    """For pipelines on GitHub: comments and issues that are kept up to date.

    GITHUB_TOKEN must be in the environment. Everything else the runner puts there.

    \b
    Example:  rota plan --format markdown > plan.md; rota ci comment plan.md
              rota apply --overrides-only; rota ci drift
    """  # noqa: D301 - \b keeps click from joining the lines


@command.command("comment")
@click.argument("file", type=_FILE)
@click.option("--pull", type=click.IntRange(1), metavar="N", help="Which one.  [default: the event's]")
@click.option("--key", default="plan", show_default=True, metavar="WORD", help="Which comment it is.")
@click.pass_obj
def comment(app: App, file: Path, pull: int | None, key: str) -> int:
    """Put the Markdown of FILE under a pull request, in one comment that is changed at every push.

    \b
    Example:  rota plan --format markdown > plan.md; rota ci comment plan.md
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.github import comments  # noqa: PLC0415

    at = job(app.environment)
    number, text = at.pull(pull), _read(file)
    with at.client() as client:
        where = comments.put(client, at.repository, number, _word(key), text, foot=at.foot)
    return _told(app, f"Comment under pull request {number}: {where}")


@command.command("drift")
@click.pass_obj
def drift(app: App) -> int:
    """Keep one issue open for as long as PagerDuty differs from the file.

    The difference is looked at once more, and no write is sent to PagerDuty. Ends with 0 either way, with 6
    without a key for PagerDuty.
    """
    from reconciler.github import issues  # noqa: PLC0415
    from reconciler.render import plan as render  # noqa: PLC0415

    at = job(app.environment)
    plan = make(app, question(app))
    with at.client() as client:
        if _differs(plan):
            title = f"PagerDuty differs from {app.options.config.name}"
            text = _DRIFT_TEXT + render.markdown(plan)
            where = issues.put(client, at.repository, "drift", title, text, foot=at.foot)
            return _told(app, f"Issue: {where}")
        why = f"PagerDuty is what the file says again.\n\n{at.foot}\n"
        closed = issues.close(client, at.repository, "drift", why)
    return _told(app, f"Issue closed: {closed}" if closed else "PagerDuty is what the file says.")


@command.command("issue")
@click.argument("file", type=_FILE, required=False)
@click.option("--key", required=True, metavar="WORD", help="Which issue it is; one word.")
@click.option("--title", metavar="TEXT", help="What is amiss, in a few words.")
@click.option("--close", is_flag=True, help="It is right again: close the issue, where one is open.")
@click.pass_obj
def issue(app: App, file: Path | None, key: str, title: str | None, *, close: bool) -> int:
    """Keep one issue open with the Markdown of FILE in it, or close it.

    \b
    Example:  rota ci issue --key holidays --title "Bank holidays differ" report.md
              rota ci issue --key holidays --close
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.github import issues  # noqa: PLC0415

    at, word = job(app.environment), _word(key)
    if close:
        with at.client() as client:
            closed = issues.close(client, at.repository, word, f"This is right again.\n\n{at.foot}\n")
        return _told(app, f"Issue closed: {closed}" if closed else "No issue was open.")
    if file is None or not title:
        raise UsageError(
            "an issue needs a title and a file, or --close",
            hint=f'rota ci issue --key {word} --title "What is amiss" FILE',
        )
    text = _read(file)
    with at.client() as client:
        return _told(app, f"Issue: {issues.put(client, at.repository, word, title, text, foot=at.foot)}")


def _differs(plan: "Plan") -> bool:
    """Whether there is anything that a person must look at."""
    return bool(plan.actions or plan.refused or plan.conflicts or plan.flags)


def _word(key: str) -> str:
    if not key.replace("-", "").isalnum() or not key.isascii():
        raise UsageError(f"{key!r} is no key", hint="write one word: letters, digits, dashes")
    return key


def _read(file: Path) -> str:
    text = file.read_text(encoding="utf-8", errors="replace")
    if not text.strip():
        raise UsageError(f"{file} is empty, so there is nothing to say")
    return text


def _told(app: App, text: str) -> int:
    from reconciler.render.clean import clean  # noqa: PLC0415

    app.echo(f"{clean(text)}\n")
    return 0
