"""What was worked out of one thing, kept for as long as that same thing is asked about.

Every rota of a file asks for the same hours, and every check for the same line-ups. Both are parts of the
file, which never changes, and to compare them would take longer than to work them out.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
S = TypeVar("S")
Ts = TypeVarTuple("Ts")


def of_last(work: Callable[[S, *Ts], T]) -> Callable[[S, *Ts], T]:
    """The same function, which keeps its answers about the object that it was last asked about.

    It is that object only if it is the very same one, which must not change. All else that is given must be
    hashable. Threads may share it.
    """
    kept: tuple[S, dict[tuple[*Ts], T]] | None = None

    @wraps(work)
    def asked(subject: S, *rest: *Ts) -> T:
        nonlocal kept
        held = kept
        if held is None or held[0] is not subject:
            held = kept = (subject, {})
        answers = held[1]
        if rest not in answers:
            answers[rest] = work(subject, *rest)
        return answers[rest]

    return asked
