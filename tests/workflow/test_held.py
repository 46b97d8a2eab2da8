"""What was not written is as it was read: only the rest of a file is read again, and nothing gets lost."""

from dataclasses import replace
from pathlib import Path

from reconciler.state import NamedObject
from reconciler.workflow.held import Held
from reconciler.workflow.planning import request
from tests.plan.files import document, rota, settled
from tests.world import World


def two(folder: Path) -> World:
    """Two rotas and a policy, in PagerDuty as in the file."""
    data = document({"web": rota(("2026-11-23", "ana", "ben")), "db": rota(("2026-11-23", "cal", "dee"))})
    levels = [{"notify": "web", "escalate_after": "5 minutes"}]
    data["policies"] = {"first": {"name": "First", "levels": levels}}
    return settled(data, "2026-11-25 12:00", folder)


def test_what_was_written_is_read_again_and_joined_to_the_rest(tmp_path: Path) -> None:
    """The whole is what a whole reading would have been."""
    made = two(tmp_path)
    before = made.live()
    asked = request(made.file, "sandbox", made.now, made.now)
    held = Held(before, frozenset({"web"}))
    assert set(held.cut(asked).schedules) == {"web"}
    assert held.cut(asked).policies == {}
    schedule = made.schedule("web")
    schedule["schedule_layers"][0]["users"].pop()
    made.send("PUT", f"/schedules/{schedule['id']}", {"schedule": schedule})
    fresh = made.reader().read(held.cut(asked))
    assert [other.name for other in fresh.others] == ["Db"]
    assert held.joined(fresh) == made.live()


def test_what_is_gone_by_now_is_gone(tmp_path: Path) -> None:
    """What was held of it is no longer believed."""
    made = two(tmp_path)
    before = made.live()
    made.send("DELETE", f"/escalation_policies/{before.policies['first'].id}")
    held = Held(before, frozenset({"first"}))
    fresh = made.reader().read(held.cut(request(made.file, "sandbox", made.now, made.now)))
    joined = held.joined(fresh)
    assert joined.policies == {}
    assert set(joined.schedules) == {"web", "db"}
    assert joined.others == ()


def test_strangers_stay_strangers(tmp_path: Path) -> None:
    """Only what the file names is no stranger."""
    made = two(tmp_path)
    before = made.live()
    stranger = NamedObject("PX", "Somebody else's", "")
    known = NamedObject(before.schedules["db"].id, "Db", "")
    fresh = replace(before, schedules={}, policies={}, others=(stranger, known), other_policies=(stranger,))
    joined = Held(before, frozenset({"web"})).joined(fresh)
    assert joined.others == (stranger,)
    assert joined.other_policies == (stranger,)
    assert set(joined.schedules) == {"db"}
