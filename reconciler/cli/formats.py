"""Options that commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def format_option(*more: str) -> Callable[[F], F]:
    """`--format text|markdown|json`, and what a command has beyond that."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(["text", "markdown", "json", *more]),
        default="text",
        show_default=True,
        help="How to print it.",
    )


def rota_option(function: F) -> F:
    """`--rota KEY`, as often as wanted."""
    return click.option("--rota", "rotas", multiple=True, metavar="KEY", help="Only this rota (repeatable).")(
        function
    )


def live_option(function: F) -> F:
    """`--live`."""
    return click.option("--live", is_flag=True, help="As PagerDuty renders it, not only as the file says.")(
        function
    )
