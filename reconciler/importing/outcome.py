"""What came of an import: the texts, what they hold, and what a file could not have as PagerDuty has it."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.config.loader import Loaded
from reconciler.importing.draft import Draft
from reconciler.intervals import Interval


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody else on call by the file than PagerDuty renders; None is nobody."""

    rota: str
    time_zone: str
    interval: Interval
    pagerduty: str | None
    file: str | None


@dataclass(frozen=True, slots=True)
class Imported:
    """The texts, what they hold, and where a first draft of them would have been wrong."""

    texts: Mapping[str, str]
    loaded: Loaded
    draft: Draft
    differences: tuple[Difference, ...]
