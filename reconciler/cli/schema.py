"""`rota schema`: the JSON Schema that editors use."""

import click

from reconciler.cli.app import App


@click.command("schema")
@click.pass_obj
def command(app: App) -> int:
    """Print the JSON Schema of rota.yaml.

    \b
    Example:  rota schema > rota.schema.json
    and as the first line of rota.yaml:
              # yaml-language-server: $schema=rota.schema.json
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.config.schema import schema_text  # noqa: PLC0415

    app.echo(schema_text())
    return 0
