"""`rota sandbox`: the embedded PagerDuty on loopback, for curl, scripts and other clients."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.errors import UsageError

if TYPE_CHECKING:
    from reconciler.sandbox import Faults


@click.command("sandbox")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8086, show_default=True, help="0: any free one."
)
@click.option(
    "--faults",
    "faults_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What is to go wrong: a YAML or JSON file of faults.",
)
@click.pass_obj
def command(app: App, port: int, faults_file: Path | None) -> int:
    """Serve the embedded PagerDuty on 127.0.0.1 until it is stopped with Ctrl-C.

    It shares its state with `rota --sandbox …`. Its clock is the machine's, or --now for ever.

    \b
    Example:  rota sandbox --port 8086
              PAGERDUTY_TOKEN=sandbox rota --api-url http://127.0.0.1:8086 plan
              curl -H 'Authorization: Token token=sandbox' http://127.0.0.1:8086/schedules

    \b
    Faults:   seed: 7
              faults:
                - {kind: 429, path: /schedules/*, every: 20, reset: 7}
                - {kind: 502, body: html, probability: 0.05}
                - {kind: reset, when: after, method: POST, nth: 2}
    Kinds:    429, 500, 502, 503, slow, reset, half, duplicate, stale,
              refuse_override, read_only, deleted
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli.embedded import open_embedded  # noqa: PLC0415
    from reconciler.sandbox import create_app, serve_forever  # noqa: PLC0415

    faults = _faults(faults_file)
    fixed = app.now if app.options.now is not None else None

    def clock() -> datetime:
        return fixed or datetime.now(UTC)

    embedded = open_embedded(app, clock)
    served = create_app(embedded.store, clock=clock, faults=faults, sleep=time.sleep)
    number = len(faults.rules)
    ordered = f"  faults: {number} from {faults_file}, seed {faults.seed}\n" if faults_file else ""

    def ready(url: str) -> None:
        app.echo(
            f"Embedded PagerDuty at {url} (state in {embedded.path}; Ctrl-C stops it)\n"
            f"  keys: sandbox, and sandbox-read-only\n"
            f"  try:  PAGERDUTY_TOKEN=sandbox rota --api-url {url} plan\n"
            f"{ordered}"
        )

    try:
        serve_forever(served, port, ready)
    except KeyboardInterrupt:
        app.echo("\n")
    finally:
        embedded.store.close()
    return 0


def _faults(file: Path | None) -> "Faults":
    """The faults of a file; none without one."""
    from reconciler.sandbox import FaultFileError, Faults, load_faults  # noqa: PLC0415

    if file is None:
        return Faults()
    try:
        return load_faults(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as fault:
        raise UsageError(f"{file}: this is no text in UTF-8") from fault
    except FaultFileError as fault:
        raise UsageError(f"{file}, {fault}", hint="see rota sandbox --help") from fault
