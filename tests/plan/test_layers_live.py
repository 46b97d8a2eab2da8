"""Layers as PagerDuty and its editors leave them: drift, zones, names, deleted people, unknown behaviour."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reconciler.sandbox import Quirks
from tests.plan.files import done, settled, web, world
from tests.plan.line_ups import append, layers, weeks
from tests.world import World, summaries


def test_a_start_that_was_rewritten_by_a_save_is_no_difference(three: World) -> None:
    """PagerDuty gives the time of the last save for the start of a layer that has begun."""
    schedule = three.schedule("web")
    schedule["schedule_layers"].reverse()
    three.now += timedelta(hours=1)
    three.send("PUT", f"/schedules/{schedule['id']}", {"schedule": schedule})
    assert layers(three)[0]["start"] == "2026-11-25T13:00:00+00:00"
    assert three.plan().actions == ()


@pytest.mark.parametrize(("ours", "theirs"), [("Europe/Kyiv", "Europe/Kiev"), ("UTC", "Etc/UTC")])
def test_two_names_of_one_zone_are_no_difference(tmp_path: Path, ours: str, theirs: str) -> None:
    """What PagerDuty calls a zone stays, and the next write does not change it."""
    data = web(("2026-01-05", "ana", "ben"), file={"time_zone": ours})
    made = settled(data, "2026-11-25 12:00", tmp_path)
    made.send("PUT", f"/schedules/{made.schedule_id('web')}", {"schedule": {"time_zone": theirs}})
    assert made.plan().actions == ()
    append(made, "2026-12-07", "cal")
    done(made, "mass")
    assert made.schedule("web")["time_zone"] == theirs


def test_another_zone_is_a_change(three: World) -> None:
    """The handover moves with the zone, so the running layer is succeeded."""
    three.change(lambda d: d.update(time_zone="Europe/Paris"))
    assert "update schedule web: time zone Europe/London → Europe/Paris" in summaries(three.plan())
    done(three, "history", "changes-now", "gap")
    assert three.rendered("web", "2026-11-30 00:00", "2026-12-01 00:00") == [
        ("2026-11-30 08:00Z", "2026-11-30 16:00Z", "Cal")
    ]


def test_a_new_name_in_the_file_renames_what_carries_the_marker(three: World) -> None:
    """The schedule keeps its id, and what was written about it in PagerDuty stays."""
    before = three.schedule("web")
    text = f"Wake gently.\n{before['description']}"
    three.send(
        "PUT", f"/schedules/{before['id']}", {"schedule": {"time_zone": "Europe/London", "description": text}}
    )
    three.change(lambda d: d["rotas"]["web"].update(name="Web on call"))
    assert summaries(three.plan()) == ["rename schedule web: Web → Web on call"]
    done(three)
    after = three.schedule("web")
    assert (after["id"], after["name"], after["description"]) == (before["id"], "Web on call", text)


def test_a_layer_changed_by_hand_is_shown_and_put_right(three: World) -> None:
    """Somebody took cal out in the web editor; the plan says it, and an apply repairs it."""
    schedule = three.schedule("web")
    (layer,) = schedule["schedule_layers"]
    layer["users"].pop()
    three.send("PUT", f"/schedules/{schedule['id']}", {"schedule": schedule})
    assert summaries(three.plan()) == [
        "end layer web: line-up ends now: Ana, Ben",
        "create layer web: line-up of Mon 5 Jan: Ana, Ben, Cal",
    ]
    assert three.apply(["history", "changes-now", "mass"]).exit_code == 0
    assert weeks(three) == "BCABCA"
    assert three.plan().actions == ()


def test_a_layer_added_by_hand_is_ended(three: World) -> None:
    """The file describes the whole schedule: what it does not know goes."""
    schedule = three.schedule("web")
    extra = {**schedule["schedule_layers"][0], "name": "mine"}
    del extra["id"]
    body = {**schedule, "schedule_layers": [schedule["schedule_layers"][0], extra]}
    three.send("PUT", f"/schedules/{schedule['id']}", {"schedule": body})
    (change,) = three.plan().changes
    assert (change.action, change.summary) == ("end", "line-up ends now: Ana, Ben, Cal")
    done(three, "history")


@pytest.mark.parametrize("omitted", ["ended", "kept"])
def test_whoever_has_left_the_account_can_be_taken_out_of_the_file(tmp_path: Path, omitted: Any) -> None:
    """Neither the layer that ends nor those that ended long ago name a deleted user in a write."""
    data = web(
        ("2026-01-05", "fay", "ana"), ("2026-11-02", "ana", "ben", "cal"), file={"safety": {"mass": "100%"}}
    )
    data["people"]["fay"] = {"name": "Fay", "email": "fay@example.org", "left": "2026-10-30"}
    made = world(data, "2026-10-20 12:00", tmp_path, Quirks(omitted_layer=omitted))
    done(made)
    made.at("2026-11-25 12:00")
    for person in ("fay", "cal"):
        made.send("DELETE", f"/users/{made.user_id(person)}")
    (refusal,) = made.plan().refused
    assert refusal.reasons[0].startswith("Cal (cal@example.org) has no PagerDuty account")
    made.change(lambda d: d["rotas"]["web"]["line_ups"][1].update(people=["ana", "ben"]))
    assert made.apply(["history", "changes-now"]).exit_code == 0
    assert made.plan().actions == ()
    append(made, "2026-12-07", "dee")
    done(made)


@pytest.mark.parametrize(
    "quirks",
    [
        Quirks(put_reply_order="as_sent"),
        Quirks(omitted_layer="kept"),
        Quirks(create_status=200),
        Quirks(merge_entries=True),
    ],
)
def test_what_is_unknown_of_pagerduty_does_not_matter(tmp_path: Path, quirks: Quirks) -> None:
    """A joiner and an edit of the running line-up come out the same."""
    data = web(("2026-01-05", "ana", "ben", "cal"), file={"safety": {"mass": "100%"}})
    made = settled(data, "2026-11-25 12:00", tmp_path, quirks)
    append(made, "2026-12-07", "dee", "ana", "ben", "cal")
    done(made)
    made.change(lambda d: d["rotas"]["web"]["line_ups"][0].update(people=["ana", "ben", "dee"]))
    done(made, "history")
    assert weeks(made) == "BDDABC"
