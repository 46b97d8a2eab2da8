"""What a command shows beyond the bank holidays that GOV.UK has published is said to rest on rules."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconciler.cli.app import App

_MOMENT = timedelta(seconds=1)


def beyond(app: "App", rotas: Iterable[str], until: datetime, format_: str) -> None:
    """Say so under what was printed, where that went beyond for one of the rotas. JSON stays as it is.

    `until` is the first moment that was not shown any more.
    """
    from reconciler.holiday_views import published_until, today  # noqa: PLC0415
    from reconciler.render import words  # noqa: PLC0415
    from reconciler.render.layout import joined, paragraph  # noqa: PLC0415

    file = app.loaded.file
    last = published_until(file, rotas, today(until - _MOMENT, file))
    if last is None or format_ not in {"text", "markdown"}:
        return
    said = words.projected(last)
    lines = [said] if format_ == "markdown" else paragraph(said, app.text["width"])
    app.echo(joined(["", *lines]))
