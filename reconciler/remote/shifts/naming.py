"""What the people of shift-based schedules are called: their answers give ids, and no names beside them."""

from collections.abc import Iterable, Mapping

from reconciler.remote import directory
from reconciler.remote.jobs import Run
from reconciler.remote.shifts.reading import joint, mentioned
from reconciler.state import ScheduleState
from reconciler.wording import listing


def names(run: Run, schedules: Iterable[ScheduleState], known: Mapping[str, str]) -> dict[str, str]:
    """The names of everybody in shift-based schedules, and of several people who are on at once, by id.

    Who is not `known` is asked for one by one. Raises RemoteError.
    """
    shifts = [schedule for schedule in schedules if schedule.kind == "shifts"]
    people = {user for schedule in shifts for user in mentioned(schedule)}
    asked = run([directory.by_id(id_) for id_ in sorted(people - known.keys())])
    found = {id_: known[id_] for id_ in people & known.keys()}
    found |= {user.id: user.name for user in asked if user is not None}
    for value in sorted({value for schedule in shifts for value in joint(schedule)}):
        found[value] = listing(sorted(found.get(id_, id_) for id_ in value.split("+")))
    return found
