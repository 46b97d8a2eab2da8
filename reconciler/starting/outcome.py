"""Which files are written and which are left, given those that are there already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reconciler.starting.parts import Part


@dataclass(frozen=True, slots=True)
class Left:
    """A file that stays as it is, and what is to be added to it by hand, if anything.

    `whole` means that it holds all that it needs. `other` means that it says something else, and that force
    would write it anew.
    """

    path: str
    whole: bool
    lines: tuple[str, ...] = ()

    @property
    def other(self) -> bool:
        """Whether it would be written anew on demand."""
        return not self.whole and not self.lines


@dataclass(frozen=True, slots=True)
class Outcome:
    """Files that are written, the paths of those that stood there before (`anew`), and files left alone."""

    written: tuple[Part, ...]
    anew: frozenset[str]
    left: tuple[Left, ...]

    def writes(self, name: str) -> bool:
        """Whether a file of that name is among those that are written."""
        return any(part.path.rpartition("/")[2] == name for part in self.written)


def settle(wanted: Iterable[Part], there: Mapping[str, str], *, force: bool) -> Outcome:
    """What to do about each file; `there` has the texts of those that exist, by path.

    A file that may hold other things is never written over, not even by force.
    """
    written: list[Part] = []
    left: list[Left] = []
    for part in wanted:
        path = next((path for path in (part.path, *part.elsewhere) if path in there), None)
        if path is None:
            written.append(part)
        elif there[path] == part.text or (part.mark and part.mark.search(there[path])):
            left.append(Left(path, whole=True))
        elif part.mark is not None:
            left.append(Left(path, whole=False, lines=part.lines))
        elif force:
            written.append(part)
        else:
            left.append(Left(path, whole=False))
    return Outcome(tuple(written), frozenset(p.path for p in written if p.path in there), tuple(left))
