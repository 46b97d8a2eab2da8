"""What is worked out of a file is worked out once, and never taken for what another file says."""

from reconciler.config.model import RotaFile
from reconciler.shifts.hours import changes, weekly
from reconciler.shifts.line_ups import tracks
from reconciler.shifts.remembered import of_last
from tests.shifts.support import document, load


def test_the_same_question_about_the_same_thing_is_worked_out_once() -> None:
    """Each other question is another matter."""
    worked: list[int] = []

    @of_last
    def longer(subject: list[int], by: int) -> int:
        worked.append(by)
        return len(subject) + by

    one = [1, 2, 3]
    assert [longer(one, by) for by in (1, 2, 1, 2)] == [4, 5, 4, 5]
    assert worked == [1, 2]


def test_a_thing_that_is_equal_and_not_the_same_is_asked_about_anew() -> None:
    """Equality would have to be found out, which takes longer than the work."""
    worked: list[int] = []

    @of_last
    def first(subject: list[int]) -> int:
        worked.append(len(subject))
        return subject[0]

    one, other = [1, 2], [1, 2]
    assert [first(one), first(other), first(other), first(one)] == [1, 1, 1, 1]
    assert len(worked) == 3


def test_what_failed_is_tried_again() -> None:
    """An error is no answer."""
    tries: list[int] = []

    @of_last
    def picky(subject: list[int]) -> int:
        tries.append(1)
        return subject[len(tries) - 2]

    one: list[int] = []
    for _ in range(2):
        try:
            picky(one)
        except IndexError:
            continue
    assert len(tries) == 2


def file(hours: str) -> RotaFile:
    line_ups = [{"from": "2026-11-23", "people": ["ana", "ben"]}]
    rota = {"hours": "mine", "turn": "1 week", "handover": "Monday 09:00", "line_ups": line_ups}
    return load(document({"web": rota}, hours={"mine": hours}))


def test_two_files_that_take_turns_are_not_mixed_up() -> None:
    """Line-ups and hours are those of the file that is asked about, whichever came before."""
    early, late = file("Mon-Fri 08:00-16:00"), file("Mon-Fri 10:00-18:00")
    seen = [
        (weekly(one.hours, "mine", None)[0].start, changes(one.hours, "mine"), tracks(one, "web")[0].name)
        for one in (early, late, early)
    ]
    assert [start for start, *_ in seen] == [8 * 60, 10 * 60, 8 * 60]
    assert {rest for _, *others in seen for rest in [tuple(others)]} == {((), "main")}


def test_a_file_that_was_changed_by_copying_has_line_ups_of_its_own() -> None:
    """A copy is another file, whatever it was copied from."""
    before = file("Mon-Fri 08:00-16:00")
    rota = before.rotas["web"]
    later = rota.model_copy(update={"time_zone": "Europe/Paris"})
    assert tracks(before, "web")[0].zone == "Europe/London"
    after = before.model_copy(update={"rotas": {"web": later}})
    assert tracks(after, "web")[0].zone == "Europe/Paris"
    assert tracks(before, "web")[0].zone == "Europe/London"
