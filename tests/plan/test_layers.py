"""Line-ups as layers: who joins when, what is ended, edited and succeeded, and what never moves."""

from datetime import UTC, timedelta
from pathlib import Path

import pytest

from tests.plan.files import done, flags, rota, settled, web
from tests.plan.line_ups import append, layers, weeks
from tests.world import World, summaries


def test_a_line_up_to_come_ends_the_old_layer_at_its_handover(three: World) -> None:
    """Dee joins from 7 December; nobody is moved before that, and the handover stays where it was."""
    assert weeks(three) == "BCABCA"
    append(three, "2026-12-07", "dee", "ana", "ben", "cal")
    assert flags(three) == set()
    assert summaries(three.plan()) == [
        "end layer web: line-up of Ana, Ben, Cal: until none → Mon 7 Dec 09:00",
        "create layer web: line-up from Mon 7 Dec 09:00: Dee, Ana, Ben, Cal",
    ]
    done(three)
    assert weeks(three) == "BCDABC"
    assert [layer["end"] for layer in layers(three)] == ["2026-12-07T09:00:00+00:00", None]


def test_a_second_line_up_may_follow_one_that_has_not_begun(three: World) -> None:
    """Appending again ends the layer that is still to come."""
    append(three, "2026-12-07", "dee", "ana", "ben", "cal")
    done(three)
    append(three, "2026-12-21", "eve", "dee")
    done(three)
    assert weeks(three) == "BCDAED"
    three.at("2026-12-22 12:00")
    assert three.plan().actions == ()
    append(three, "2026-12-28", "ben")
    done(three)
    assert weeks(three, "2026-12-21", "2026-12-28", "2027-01-04") == "EBB"


def test_editing_a_line_up_that_runs_changes_now_and_says_so(three: World) -> None:
    """The running layer is ended now and succeeded; it has to be accepted by name."""
    three.at("2026-11-25 14:00")
    three.change(lambda d: d["rotas"]["web"]["line_ups"][0].update(people=["ana", "ben", "cal", "dee"]))
    assert flags(three) == {"changes-now", "history"}
    refused = three.apply()
    assert refused.exit_code == 3
    assert three.writes[1:] == []
    (flag,) = (f for f in three.plan().flags if f.flag == "changes-now")
    assert flag.message == "Ben is on call now, Cal would be"
    done(three, "changes-now", "history")
    assert weeks(three) == "CDABCD"
    assert three.rendered("web", "2026-11-25 09:00", "2026-11-25 17:00") == [
        ("2026-11-25 12:00Z", "2026-11-25 14:00Z", "Ben"),
        ("2026-11-25 14:00Z", "2026-11-25 17:00Z", "Cal"),
    ]


def test_a_running_line_up_that_keeps_the_person_of_this_week_is_only_history(three: World) -> None:
    """Whoever is on call stays on call; the order after them is new."""
    three.change(lambda d: d["rotas"]["web"]["line_ups"][0].update(people=["ana", "ben", "dee"]))
    assert flags(three) == {"history"}
    done(three, "history")
    assert weeks(three) == "BDABDA"


def test_a_line_up_to_come_is_edited_in_place(three: World) -> None:
    """Its layer keeps its id, also where its date moves."""
    append(three, "2026-12-07", "dee", "ana")
    done(three)
    before = layers(three)[1]["id"]
    three.change(lambda d: d["rotas"]["web"]["line_ups"][1].update(people=["dee", "eve"]))
    assert flags(three) == set()
    done(three)
    assert weeks(three) == "BCDEDE"
    three.change(lambda d: d["rotas"]["web"]["line_ups"][1].update({"from": "2026-12-14"}))
    done(three)
    assert weeks(three) == "BCADED"
    assert [layer["id"] for layer in layers(three)][1:] == [before]
    assert layers(three)[1]["name"] == "main from 2026-12-14"


def test_a_line_up_to_come_that_is_taken_back_never_begins(three: World) -> None:
    """Its layer ends where it would have begun; the running one loses its end by an explicit null."""
    append(three, "2026-12-07", "dee", "ana")
    done(three)
    three.change(lambda d: d["rotas"]["web"]["line_ups"].pop())
    assert summaries(three.plan()) == [
        "end layer web: line-up of Dee, Ana: until none → never begins",
        "end layer web: line-up of Ana, Ben, Cal: until Mon 7 Dec 09:00 → none",
    ]
    done(three)
    assert weeks(three) == "BCABCA"
    _, _, body = three.transport.requests[-1]
    assert [layer["end"] for layer in body["schedule"]["schedule_layers"]] == ["2026-12-07T09:00:00Z", None]


def test_a_pause_is_the_time_between_two_layers(three: World) -> None:
    """Nobody is on for two weeks, on purpose, so no gap is reported."""
    append(three, "2026-12-07", pause="moving")
    append(three, "2026-12-21", "cal", "ana")
    assert flags(three) == set()
    done(three)
    assert weeks(three) == "BC--CA"


def test_a_gap_that_nobody_declared_has_to_be_accepted(three: World) -> None:
    """Shorter hours leave times with nobody."""
    three.change(
        lambda d: d["hours"].update(
            day=[{"windows": "Mon-Fri 09:00-17:00"}, {"from": "2026-12-07", "windows": "Mon-Fri 10:00-17:00"}]
        )
    )
    assert flags(three) == {"gap"}
    (flag,) = three.plan().flags
    assert flag.message.startswith("nobody would be on Web Mon 7 Dec 09:00 – 10:00 and ")
    done(three, "gap")


def test_hours_that_change_on_a_date_split_a_layer_at_local_midnight(three: World) -> None:
    """One line-up, two layers with one rotation."""
    three.change(
        lambda d: d["hours"].update(
            day=[{"windows": "Mon-Fri 09:00-17:00"}, {"from": "2026-12-02", "windows": "Mon-Fri 08:00-18:00"}]
        )
    )
    done(three)
    assert [(layer["name"], layer["end"]) for layer in layers(three)] == [
        ("main from 2026-01-05", "2026-12-02T00:00:00+00:00"),
        ("main from 2026-12-02", None),
    ]
    assert three.rendered("web", "2026-12-01 00:00", "2026-12-03 00:00") == [
        ("2026-12-01 09:00Z", "2026-12-01 17:00Z", "Cal"),
        ("2026-12-02 08:00Z", "2026-12-02 18:00Z", "Cal"),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"handover": "Wednesday 12:00"},
        {"turn": "2 weeks"},
        {"hours": "night"},
        {"turn": "1 day", "handover": "10:00", "hours": "night"},
    ],
)
def test_a_line_up_may_change_turn_handover_and_hours(three: World, more: dict[str, str]) -> None:
    """Each is proven by PagerDuty's rendering."""
    append(three, "2026-12-09", "dee", "ana", **({"handover": "Wednesday 09:00"} | more))
    assert three.apply(["gap", "mass"]).exit_code == 0
    assert three.plan().actions == ()


def test_later_layers_win_and_stay_on_top_whatever_the_order_of_the_answer(tmp_path: Path) -> None:
    """A stack of two layers is applied, read back winner first, and nothing is left to do."""
    stack = {
        "layers": [
            {"name": "base"} | rota(("2026-01-05", "ana", "ben"), hours=None),
            {"name": "top"} | rota(("2026-01-05", "cal", "dee"), hours="day"),
        ]
    }
    data = web(("2026-01-05", "ana"))
    data["rotas"]["web"] = {"name": "Web"} | stack
    made = settled(data, "2026-11-25 12:00", tmp_path)
    assert weeks(made, "2026-11-30") == "D"
    assert made.rendered("web", "2026-11-30 18:00", "2026-11-30 20:00")[0][2] == "Ben"
    made.change(lambda d: d["rotas"]["web"]["layers"].reverse())
    assert "history" in flags(made)
    assert made.apply(["history", "mass", "changes-now"]).exit_code == 0
    assert weeks(made, "2026-11-30") == "B"
    assert made.plan().actions == ()


def test_a_layer_that_leaves_the_file_is_ended_and_the_schedule_stays(tmp_path: Path) -> None:
    """Layers cannot be deleted; the schedule keeps its id and the ended layer is no drift."""
    data = web(("2026-01-05", "ana"))
    data["rotas"]["web"] = {
        "name": "Web",
        "layers": [
            {"name": "day"} | rota(("2026-01-05", "ana", "ben")),
            {"name": "night"} | rota(("2026-01-05", "cal"), hours="night"),
        ],
    }
    made = settled(data, "2026-11-25 12:00", tmp_path)
    before = made.schedule_id("web")
    made.change(lambda d: d["rotas"]["web"]["layers"].pop())
    assert flags(made) == {"gap", "history", "mass"}
    done(made, "gap", "history", "mass")
    assert made.schedule_id("web") == before
    assert len(layers(made)) == 2
    assert made.rendered("web", "2026-11-25 18:00", "2026-11-25 20:00") == []


def test_a_second_rota_follows_the_first(tmp_path: Path) -> None:
    """The same line-ups turned by one, and they move together."""
    data = web(("2026-01-05", "ana", "ben", "cal"))
    data["rotas"]["second"] = {"name": "Second", "follows": "web"}
    made = settled(data, "2026-11-25 12:00", tmp_path)
    assert made.rendered("second", "2026-11-30 12:00", "2026-11-30 13:00")[0][2] == "Ana"
    append(made, "2026-12-07", "dee", "ana")
    done(made, "mass")
    assert made.rendered("second", "2026-12-07 12:00", "2026-12-07 13:00")[0][2] == "Ana"


@pytest.mark.parametrize("start", ["2026-06-01 12:00", "2026-11-25 12:00"])
def test_edits_never_move_the_handover(tmp_path: Path, start: str) -> None:
    """Ten edits in New York, over a clock change: it stays Monday 16:00 there."""
    people = ["ana", "ben"]
    data = web(
        ("2026-01-05", *people),
        hours=None,
        handover="Monday 16:00",
        file={"time_zone": "America/New_York", "safety": {"mass": "100%"}},
    )
    made = settled(data, start, tmp_path)
    for i in range(10):
        people.append(("cal", "dee", "eve")[i % 3])
        made.change(lambda d: d["rotas"]["web"]["line_ups"][0].update(people=people))
        assert made.apply(["history", "changes-now"]).exit_code == 0
        made.now += timedelta(days=23)
        assert made.plan().actions == ()
    day = made.now.date() + timedelta(days=(7 - made.now.weekday()) % 7)
    rows = made.rendered("web", f"{day} 10:00", f"{day} 20:00")
    at = made.local(f"{day} 16:00").astimezone(UTC)
    assert [row[0] for row in rows[1:]] == [f"{at:%Y-%m-%d %H:%M}Z"]


def test_hours_of_the_whole_week_become_no_restriction(tmp_path: Path) -> None:
    """PagerDuty refuses a restriction that restricts nothing."""
    data = web(("2026-01-05", "ana", "ben"), file={"hours": {"day": "daily 00:00-24:00"}})
    made = settled(data, "2026-11-25 12:00", tmp_path)
    assert layers(made)[0]["restrictions"] == []
