"""The command group: global options, commands imported late, and the one place where errors become exits."""

import importlib
import os
import sys
from pathlib import Path

import click

from reconciler import __version__
from reconciler.cli.app import App, Options
from reconciler.cli.machine import look_seldom, take_turns
from reconciler.cli.pipe import forgive
from reconciler.errors import ConfigError, ExitCode, RemoteError, RotaError

# Command → the module under reconciler.cli that holds a click command of the same name.
COMMANDS = {
    "check": "check",
    "plan": "plan",
    "apply": "apply",
    "show": "show",
    "who": "who",
    "page": "page",
    "holidays": "holidays",
    "fairness": "fairness",
    "handover": "handover",
    "announce": "announce",
    "calendar": "calendar",
    "line-up": "line_up",
    "cover": "cover",
    "swap": "swap",
    "adopt": "adopt",
    "migrate": "migrate",
    "history": "history",
    "ci": "ci",
    "schema": "schema",
    "init": "init",
    "import": "import_",
    "sandbox": "sandbox",
}

_COMPLETE = "_ROTA_COMPLETE"
"""Set by the scripts that click gives to shells."""


class LateGroup(click.Group):
    """A group whose commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order in which they are used, not by letter."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command; its function is called like it."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        found = importlib.import_module(f"reconciler.cli.{module}").command
        return found if isinstance(found, click.Command) else None


@click.group(
    cls=LateGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Try it without a PagerDuty account: rota --sandbox plan",
)
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("rota.yaml"),
    show_default=True,
    help="The rota file.",
)
@click.option(
    "--now",
    metavar="INSTANT",
    envvar="ROTA_NOW",
    help="As of another time: 2026-12-25T11:00 in the file's zone, or with an offset or Z.",
)
@click.option("--sandbox", is_flag=True, help="Use the embedded PagerDuty instead of a real account.")
@click.option(
    "--sandbox-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the embedded PagerDuty keeps its state.  [default: .rota/sandbox.db beside the rota file]",
)
@click.option(
    "--api-url",
    metavar="URL",
    envvar="ROTA_API_URL",
    help="Another address of the API; plain http on loopback only.",
)
@click.option("--no-color", is_flag=True, help="No colours (NO_COLOR does the same).")
@click.option("-v", "--verbose", is_flag=True, help="Everything, with PagerDuty's ids and requests.")
@click.version_option(__version__, prog_name="rota", message="%(prog)s %(version)s")
@click.pass_context
def rota(
    ctx: click.Context,
    *,
    config: Path,
    now: str | None,
    sandbox: bool,
    sandbox_file: Path | None,
    api_url: str | None,
    no_color: bool,
    verbose: bool,
) -> None:
    """On-call rotas as code for PagerDuty.

    \b
    rota check              is the file right?
    rota plan               what would change in PagerDuty, and whose shifts move?
    rota apply              do it, and prove it
    rota who                who is on call now?
    """  # noqa: D301 - \b keeps click from joining the lines
    ctx.obj = App(
        Options(
            config=config,
            now=now,
            sandbox=sandbox,
            sandbox_file=sandbox_file,
            api_url=api_url,
            no_color=no_color,
            verbose=verbose,
        )
    )


def main(args: list[str] | None = None) -> None:
    """Run and exit; the exit codes are those of `ExitCode`. Shells ask here, too, how a line could go on."""
    if asked := os.environ.get(_COMPLETE):
        from click.shell_completion import shell_complete  # noqa: PLC0415

        sys.exit(shell_complete(rota, {}, "rota", _COMPLETE, asked))
    forgive()
    sys.exit(run(args))


def run(args: list[str] | None = None) -> int:
    """Run a command line; returns the exit code. Every error of ours ends here."""
    ctx: click.Context | None = None
    code: object = ExitCode.FAULT
    look_seldom()
    take_turns()
    try:
        with rota.make_context("rota", list(sys.argv[1:] if args is None else args)) as ctx:
            code = rota.invoke(ctx)
    except click.exceptions.Exit as done:
        code = done.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
    except click.ClickException as fault:
        # Click ends with 2 for bad usage, which here would mean that a plan found changes.
        _show_usage(fault)
    except ConfigError as fault:
        _show_findings(fault)
        code = fault.exit_code
    except RotaError as fault:
        _show(fault, verbose=ctx is not None and bool(ctx.params.get("verbose")))
        code = fault.exit_code
    except OSError as fault:
        # Such as a folder that is not there; without a file's name it is a fault of ours.
        if fault.filename is None:
            raise
        _show(RotaError(f"{fault.filename}: {(fault.strerror or str(fault)).lower()}"), verbose=False)
    finally:
        if ctx is not None and isinstance(ctx.obj, App):
            ctx.obj.close()
    return code if isinstance(code, int) else int(ExitCode.DONE)


def _show(fault: RotaError, *, verbose: bool) -> None:
    from reconciler.render.clean import clean  # noqa: PLC0415

    click.echo(f"rota: {clean(fault.message)}", err=True)
    if fault.hint:
        click.echo(f"  {clean(fault.hint)}", err=True)
    if verbose and isinstance(fault, RemoteError) and fault.request_id:
        click.echo(f"  request id {clean(fault.request_id)}", err=True)


def _show_usage(fault: click.ClickException) -> None:
    from io import StringIO  # noqa: PLC0415

    from reconciler.render.clean import clean  # noqa: PLC0415
    from reconciler.render.layout import joined  # noqa: PLC0415

    said = StringIO()
    fault.show(said)
    click.echo(joined(map(clean, said.getvalue().rstrip("\n").split("\n"))), err=True, nl=False)


def _show_findings(fault: ConfigError) -> None:
    from reconciler.cli.app import width  # noqa: PLC0415
    from reconciler.render import findings  # noqa: PLC0415

    click.echo(findings.text(fault.findings, fault.sources, width=width(), color=False), err=True, nl=False)
