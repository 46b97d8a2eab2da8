"""How a command of many rotas asks the machine for memory; nothing but time and size depends on it."""

import gc
import sys

_OBJECTS = 50_000
"""After so many new objects Python looks for those that are out of use."""
_M_ARENA_MAX = -8
"""The name of the setting in glibc's malloc.h."""


def look_seldom() -> None:
    """Look for unused objects less often: almost all that a command makes is in use until its end."""
    gc.set_threshold(_OBJECTS)


def one_heap() -> None:
    """Let all threads share one heap, before any begins; by itself each keeps the room of its largest answer.

    Only glibc, and so most of Linux, gives threads heaps of their own.
    """
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
