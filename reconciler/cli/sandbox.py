"""`rota sandbox`: the embedded PagerDuty on loopback, for curl, scripts and other clients."""

from datetime import UTC, datetime

import click

from reconciler.cli.app import App


@click.command("sandbox")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8086, show_default=True, help="0: any free one."
)
@click.pass_obj
def command(app: App, port: int) -> int:
    """Serve the embedded PagerDuty on 127.0.0.1 until it is stopped with Ctrl-C.

    It shares its state with `rota --sandbox …`. Its clock is the machine's, or --now for ever.

    \b
    Example:  rota sandbox --port 8086
              PAGERDUTY_TOKEN=sandbox rota --api-url http://127.0.0.1:8086 plan
              curl -H 'Authorization: Token token=sandbox' http://127.0.0.1:8086/schedules
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli.embedded import open_embedded  # noqa: PLC0415
    from reconciler.sandbox import serve_forever  # noqa: PLC0415

    fixed = app.now if app.options.now is not None else None
    embedded = open_embedded(app, lambda: fixed or datetime.now(UTC))

    def ready(url: str) -> None:
        app.echo(
            f"Embedded PagerDuty at {url} (state in {embedded.path}; Ctrl-C stops it)\n"
            f"  keys: sandbox, and sandbox-read-only\n"
            f"  try:  PAGERDUTY_TOKEN=sandbox rota --api-url {url} plan\n"
        )

    try:
        serve_forever(embedded.app, port, ready)
    except KeyboardInterrupt:
        app.echo("\n")
    finally:
        embedded.store.close()
    return 0
