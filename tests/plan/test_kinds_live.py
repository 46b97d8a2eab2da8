"""What a plan does where the file and PagerDuty are of two minds about the kind of a schedule."""

from pathlib import Path

import pytest

from reconciler.errors import RotaError
from reconciler.plan.actions import DeleteSchedule
from tests.plan.files import done, reasons, settled, support, web
from tests.world import World

NOW = "2026-12-01 12:00"
LINE_UP = ("2026-11-30", "ana", "ben")


@pytest.fixture
def shifts(tmp_path: Path) -> World:
    """Web is shift-based, and applied."""
    data = web(LINE_UP)
    data["rotas"]["web"]["kind"] = "shifts"
    return settled(data, NOW, tmp_path)


def test_a_rota_without_a_kind_stays_what_it_is(shifts: World) -> None:
    """Also where new ones are to be otherwise."""
    shifts.change(lambda d: d["rotas"]["web"].pop("kind"))
    assert (shifts.plan().actions, shifts.plan().refused) == ((), ())
    shifts.change(lambda d: d.update(kind="layers"))
    assert "`kind: layers`" not in reasons(shifts, "web")
    assert shifts.plan().actions == ()


def test_layers_do_not_become_shifts_by_a_word_in_the_file(tmp_path: Path) -> None:
    """There is a command for that, and it is named."""
    made = settled(web(LINE_UP), NOW, tmp_path)
    made.change(lambda d: d["rotas"]["web"].update(kind="shifts"))
    assert reasons(made, "web") == (
        "Web is layer-based in PagerDuty and `kind: shifts` in the file; `rota migrate web --to shifts` "
        "makes the new schedule beside the old one"
    )


def test_shifts_do_not_become_layers(shifts: World) -> None:
    """PagerDuty has no way back."""
    shifts.change(lambda d: d["rotas"]["web"].update(kind="layers"))
    assert "PagerDuty turns none back" in reasons(shifts, "web")


def test_layers_have_no_nobody(tmp_path: Path) -> None:
    """A file whose new rotas are shift-based, and a schedule that is not: the rule waits for the move."""
    made = settled(support("2026-11-30", horizon="1 day"), "2026-12-01 12:00", tmp_path)
    made.change(lambda d: d["bank_holidays"]["rules"].update({"in-hours": "nobody"}))
    made.change(lambda d: d.update(kind="shifts"))
    assert "where nobody cannot be on" in reasons(made, "in-hours")
    assert "`rota migrate in-hours --to shifts`" in reasons(made, "in-hours")


def test_one_name_in_both_kinds_is_no_guess(shifts: World) -> None:
    """Both are named, and what settles it."""
    layer = {
        "name": "Layer 1",
        "start": "2026-12-01T12:00:00Z",
        "rotation_virtual_start": "2026-12-01T12:00:00Z",
        "rotation_turn_length_seconds": 86400,
        "users": [{"user": {"id": shifts.user_id("ana"), "type": "user_reference"}}],
    }
    body = {"type": "schedule", "name": "Web", "time_zone": "Europe/London", "schedule_layers": [layer]}
    shifts.send("POST", "/schedules", {"schedule": body})
    # The marker says more than the name.
    assert shifts.plan().actions == ()
    head = shifts.get(f"/v3/schedules/{shifts.schedule_id('web')}")["schedule"]
    fields = {"name": "Web", "time_zone": head["time_zone"], "description": "somebody wiped it"}
    shifts.send("PUT", f"/v3/schedules/{head['id']}", {"schedule": fields})
    with pytest.raises(RotaError, match="A layer-based one and a shift-based one are called") as caught:
        shifts.plan()
    assert "`rota migrate web --to shifts`" in (caught.value.hint or "")


def test_a_shift_based_schedule_that_left_the_file_goes_only_when_asked(tmp_path: Path) -> None:
    """As one of layers does; its marker is read then."""
    data = support("2026-11-30", horizon="1 day", kind="shifts")
    made = settled(data, NOW, tmp_path)
    made.change(lambda d: d["rotas"].pop("in-comms"))
    made.change(lambda d: d["bank_holidays"]["rules"].pop("in-comms"))
    assert made.plan().actions == ()
    plan = made.plan(delete=True)
    assert [type(action) for action in plan.actions] == [DeleteSchedule]
    assert made.apply(["delete"], plan=plan).exit_code == 0
    names = [s["summary"] for s in made.get("/v3/schedules")["schedules"]]
    assert sorted(names) == ["In-Hours", "Ooh", "Ooh-Comms"]
    done(made)
