"""The `rota` command: the only room that knows the clock, the environment and the terminal.

Commands are imported when they are asked for, so that `rota --version` costs next to nothing.
"""

from reconciler.cli.main import main

__all__ = ["main"]
