"""`rota line-up`: somebody joins, leaves or is away for months; a new order; a pause."""

from typing import TYPE_CHECKING

import click

from reconciler.cli.app import App
from reconciler.cli.formats import format_option
from reconciler.errors import UsageError

if TYPE_CHECKING:
    from reconciler.edit.order import Change, Joiner

_STEPS = "rota.line-up"
_PLACED = ("--add", "--after", "--before")


class _InOrder(click.Command):
    """A command that remembers in which order `--add`, `--after` and `--before` stand."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Click gathers options by name; a place belongs to the `--add` before it."""
        steps: list[tuple[str, str]] = []
        for i, arg in enumerate(args):
            name, equals, value = arg.partition("=")
            if name in _PLACED and (equals or i + 1 < len(args)):
                steps.append((name, value if equals else args[i + 1]))
        ctx.meta[_STEPS] = steps
        return super().parse_args(ctx, args)


@click.command("line-up", cls=_InOrder)
@click.argument("rota")
@click.option(
    "--from", "since", metavar="DATE", required=True, help="From the handover on or after this date."
)
@click.option(
    "--until", metavar="DATE", help="Only until the handover on or after this date; then as before."
)
@click.option(
    "--add", multiple=True, metavar="P", help="P joins; --after or --before says where (repeatable)."
)
@click.option("--after", multiple=True, metavar="Q", help="Behind Q in the order, for the --add before it.")
@click.option("--before", multiple=True, metavar="Q", help="Before Q in the order, for the --add before it.")
@click.option(
    "--remove", multiple=True, metavar="P", help="P leaves, or is away where --until is given (repeatable)."
)
@click.option("--order", metavar="A,B,C", help="A new order. It goes on with whoever is next.")
@click.option("--first", metavar="P", help="P takes the turn that begins then, whoever would have been next.")
@click.option("--pause", metavar="REASON", help="Nobody is on call, on purpose.")
@click.option("--layer", metavar="NAME", help="Which layer, where the rota has several.")
@click.option("--write", is_flag=True, help="Put the line into the file.")
@format_option()
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    rota: str,
    since: str,
    until: str | None,
    layer: str | None,
    write: bool,
    format_: str,
    **changes: object,
) -> int:
    """Propose a line-up from a handover to come, or with --write put it into the file.

    Whoever is next then stays next, and the order behind them is kept. No shift before that handover moves.

    \b
    Example:  rota line-up web --from 2026-12-07 --add eve --after ana
              rota line-up web --from 2027-03-01 --remove dee --until 2027-09-06
              rota line-up web --from 2026-12-21 --pause "Christmas shutdown"
    """  # noqa: D301 - \b keeps click from joining the lines
    from reconciler.cli import moments, select  # noqa: PLC0415
    from reconciler.edit.line_up import Asked, propose  # noqa: PLC0415
    from reconciler.render import line_up as render  # noqa: PLC0415

    app: App = ctx.obj
    # Somebody whose last day stands in the file before a line-up lets them go is what this mends.
    app.despite = frozenset({"left"})
    select.known("rota", [rota], list(app.loaded.file.rotas))
    asked = Asked(
        rota=rota,
        since=moments.when(since),
        change=_change(ctx.meta[_STEPS], changes, until=until is not None),
        until=moments.when(until) if until is not None else None,
        layer=layer,
    )
    proposal = propose(app.loaded, asked, app.now)
    if write:
        from reconciler.cli.put import put  # noqa: PLC0415

        put(proposal.edit)
    if format_ == "json":
        app.echo(render.json(proposal, written=write))
    elif format_ == "markdown":
        app.echo(render.markdown(proposal, written=write))
    else:
        app.echo(render.text(proposal, written=write, **app.text))
    return 0


def _change(steps: list[tuple[str, str]], given: dict[str, object], *, until: bool) -> "Change":
    """What is asked for. Raises UsageError where it is nothing, or does not go together."""
    from reconciler.edit.order import Change  # noqa: PLC0415

    order = given["order"]
    change = Change(
        add=_joiners(steps),
        remove=tuple(dict.fromkeys(_texts(given["remove"]))),
        order=tuple(name.strip() for name in str(order).split(",")) if order is not None else None,
        first=str(given["first"]) if given["first"] is not None else None,
        pause=str(given["pause"]) if given["pause"] is not None else None,
    )
    moves = bool(change.add or change.remove)
    if change.pause is not None and (change.people or change.order):
        raise UsageError("--pause means nobody", hint="leave out --add, --remove, --order and --first")
    if change.pause is not None and not change.pause.strip():
        raise UsageError("--pause wants a reason", hint='write --pause "Christmas shutdown"')
    if change.order is not None and moves:
        raise UsageError("--order says the whole order", hint="leave out --add and --remove")
    if until and not moves and change.pause is None:
        raise UsageError("--until goes with --remove, --add or --pause")
    if change.order is not None and "" in change.order:
        raise UsageError("--order has an empty name", hint="write --order ana,ben,cal")
    return change


def _texts(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, tuple) else ()


def _joiners(steps: list[tuple[str, str]]) -> "tuple[Joiner, ...]":
    from reconciler.edit.order import Joiner  # noqa: PLC0415

    out: list[Joiner] = []
    for name, value in steps:
        if name == "--add":
            out.append(Joiner(value))
        elif not out or out[-1].other is not None:
            raise UsageError(f"{name} {value} says where nobody joins", hint=f"write --add P {name} {value}")
        else:
            out[-1] = Joiner(out[-1].person, "after" if name == "--after" else "before", value)
    return tuple(out)
