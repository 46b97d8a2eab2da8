"""Flags that the applied commit accepts: lines `Rota-Accept: FLAG` in its message.

GitHub puts the description of a pull request into the message of the merge, where the repository is set so.
"""

import re
from collections.abc import Collection

import click

from reconciler.cli.app import App
from reconciler.render.clean import clean

NAME = "Rota-Accept"
_LINE = re.compile(rf"^\s*{NAME}:(?P<flags>.*)$", re.IGNORECASE | re.MULTILINE)


def accepted(app: App, flags: Collection[str]) -> tuple[str, ...]:
    """The flags that the commit of the file accepts. What is no flag is warned about: it accepts nothing."""
    from reconciler.ledger.git import GitError  # noqa: PLC0415

    if app.commit is None:
        return ()
    try:
        message = app.git("show", "--no-patch", "--format=%B", app.commit)
    except GitError:
        return ()
    found, unknown = split(message, flags)
    for name in unknown:
        said = f"rota: warning: {NAME}: {name} accepts nothing; there are: {', '.join(flags)}"
        click.echo(clean(said), err=True)
    return found


def split(message: str, flags: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The flags that a message accepts, and the words that stand in their place and are none."""
    words = [
        word.strip(" \t\r`")
        for line in _LINE.finditer(message)
        for word in line["flags"].replace("`", " ").split(",")
    ]
    named = tuple(dict.fromkeys(word.lower() for word in words if word))
    return tuple(w for w in named if w in flags), tuple(w for w in named if w not in flags)
