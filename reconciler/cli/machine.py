"""How a command of many rotas uses the machine; nothing but time and memory depends on it."""

import gc
import sys

_OBJECTS = 1_000_000
"""After so many new objects Python looks for those that are out of use."""
_TURN = 0.001
"""After so many seconds a thread gives way; Python's own 5 ms are a fifth of what an answer takes."""
_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
"""The names of the settings in glibc's malloc.h."""
_LARGE = 1 << 18
"""What takes so many bytes is given back as soon as it is out of use, however often that happens."""


def look_seldom() -> None:
    """Look for unused objects less often: almost all that a command makes is in use until its end."""
    gc.set_threshold(_OBJECTS)


def take_turns() -> None:
    """Let threads take short turns: what reads PagerDuty has little to do at a time, while others compute."""
    sys.setswitchinterval(_TURN)


def one_heap() -> None:
    """Let all threads share one heap, before any begins; by itself each keeps the room of its largest answer.

    Large answers are kept out of it. Only glibc, and so most of Linux, gives threads heaps of their own.
    """
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
