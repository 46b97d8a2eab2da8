"""What we made ourselves a moment ago: PagerDuty may say for some seconds that it is not there yet.

And of which kind each schedule is that was seen: ids do not tell, and each kind has an API of its own.
"""

import re
import time
from collections.abc import Callable
from threading import Lock

from reconciler.state import Kind

YOUNG = 60.0
"""For how many seconds a 404 on something that we made is not believed at once."""
UNLISTED = 600.0
"""For how many seconds what we made may be missing in lists; longer than a proof waits for them."""
_PARTS = ("/overrides", "/custom_shifts", "/rotations", "/events")


class Made:
    """The paths of new objects. Give one to every client of a process, and to its writer."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._paths: dict[str, float] = {}
        self._kinds: dict[str, Kind] = {}

    def learn(self, schedule: str, kind: Kind) -> None:
        """A schedule was seen to be of a kind."""
        with self._lock:
            self._kinds[schedule] = kind

    def kind(self, schedule: str) -> Kind | None:
        """Of which kind a schedule is; None where it was not seen yet."""
        with self._lock:
            return self._kinds.get(schedule)

    def note(self, path: str) -> None:
        """It was made just now; `path` is its own, as "/schedules/P1"."""
        with self._lock:
            self._paths[path] = self._monotonic()

    def forget(self, path: str) -> None:
        """It was deleted, so a 404 is the truth."""
        with self._lock:
            self._paths.pop(path, None)

    def young(self, path: str) -> list[str]:
        """The ids of what was made under a path, as "/schedules", a moment ago."""
        with self._lock:
            since = self._monotonic() - UNLISTED
            places = [made.rpartition("/") for made, at in self._paths.items() if at >= since]
        return [id_ for parent, _, id_ in places if parent == path]

    def recent(self, path: str) -> bool:
        """Whether a request's path is that of a young object, or of one of its parts."""
        own = re.sub(rf"({'|'.join(_PARTS)})$", "", path)
        with self._lock:
            since = self._monotonic() - YOUNG
            # The address of the API may have a path of its own before ours.
            return any(at >= since and own.endswith(made) for made, at in self._paths.items())
