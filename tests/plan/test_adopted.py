"""The proof of lines that say what was made by hand: whatever a plan would still do about it is found."""

from reconciler.intervals import Interval
from reconciler.plan.adopted import Proof, prove
from reconciler.plan.model import Plan
from tests.world import World

DAY = ("2026-12-01 09:00", "2026-12-01 17:00")


def covered(by: str) -> dict[str, str]:
    return {"rota": "web", "cover": "cal", "by": by, "from": DAY[0], "until": DAY[1]}


def proof(world: World, before: Plan) -> Proof:
    said = [("web", Interval(world.local(DAY[0]), world.local(DAY[1])))]
    return prove(before, world.plan(), said, world.now)


def test_a_line_that_says_the_same_leaves_nothing(three: World) -> None:
    """Cal's day is Ana's by hand, and by the file."""
    three.override_by_hand("web", "ana", *DAY)
    before = three.plan()
    three.change(lambda data: data.update(overrides=[covered("ana")]))
    assert proof(three, before) == Proof((), ())


def test_a_line_that_names_another_is_a_conflict(three: World) -> None:
    """The file says Ben, PagerDuty Ana."""
    three.override_by_hand("web", "ana", *DAY)
    before = three.plan()
    three.change(lambda data: data.update(overrides=[covered("ben")]))
    assert proof(three, before) == Proof(
        ("Tue 1 Dec 09:00 – 17:00: PagerDuty says Ana (made by hand), the file says Ben; Ana is paged",),
        (),
    )


def test_an_override_that_would_have_to_be_made_is_found(three: World) -> None:
    """Nobody made one by hand: the shift would move, and something would be sent."""
    before = three.plan()
    three.change(lambda data: data.update(overrides=[covered("ana")]))
    found = proof(three, before)
    assert found.wrong == ("Cal → Ana: cover", "Tue 1 Dec 09:00 – 17:00 Ana, cover")
    assert found.tidied == ()


def test_what_is_ours_beneath_is_tidied_and_nobody_moves(three: World) -> None:
    """Ben's cover was applied; Ana's override lies on it, and the file comes to say so."""
    three.change(lambda data: data.update(overrides=[covered("ben")]))
    assert three.apply().exit_code == 0
    three.override_by_hand("web", "ana", *DAY)
    before = three.plan()
    three.change(lambda data: data["overrides"].append({**covered("ana"), "cover": "ben"}))
    assert proof(three, before) == Proof((), ("Tue 1 Dec 09:00 – 17:00 Ben, not wanted any more",))
