"""The tests of the rota that the file carries (`expect:`), each tried over the coming year.

One finding for an entry that fails: the first alert that goes wrong, and how it fares after that.
"""

from collections.abc import Iterator

from reconciler.checks.expectations_alerts import FAR, place, the_moment, tried
from reconciler.checks.expectations_words import told, too_far, unreachable, untried
from reconciler.checks.ground import Ground
from reconciler.config.model import Expectation
from reconciler.errors import Finding


def check(ground: Ground) -> Iterator[Finding]:
    """An error for every expectation that fails, that can never hold, or that tries nothing."""
    for entry in ground.file.expect:
        moment = the_moment(ground, entry)
        if moment is None or ground.now <= moment < ground.now + FAR:
            yield from _one(ground, entry)
        elif moment > ground.now:
            yield too_far(ground, entry)


def _one(ground: Ground, entry: Expectation) -> Iterator[Finding]:
    there = place(ground, entry)
    never = unreachable(there, entry)
    if never is not None:
        yield never
        return
    alerts = tuple(tried(there, entry))
    if not alerts:
        yield untried(there, entry)
    elif not all(alert.met for alert in alerts):
        yield told(there, entry, alerts, year=ground.now.year)
