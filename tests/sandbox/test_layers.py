"""Layers: order, starts, ends, anchors, and the past that no edit touches."""

from collections.abc import Callable

from tests.sandbox.harness import Account, Json, entries


def names(layers: list[Json]) -> list[str]:
    return [layer["name"] for layer in layers]


def test_layers_come_back_in_reverse_of_the_order_sent(pd: Account) -> None:
    """A POST takes the base first, a GET gives the winner first."""
    key = pd.new_schedule(pd.layer(1, name="base"), pd.layer(2, name="top"))
    assert names(pd.read(key)["schedule_layers"]) == ["top", "base"]


def test_the_layer_sent_last_wins(pd: Account) -> None:
    """Where both layers have somebody, the last of the array is on call."""
    key = pd.new_schedule(pd.layer(1), pd.layer(2))
    assert {name for *_, name in pd.rendered(key, "2026-03-03", "2026-03-04")} == {"P2"}


def test_sending_back_what_a_get_gave_turns_the_stack_over(pd: Account) -> None:
    """A GET body put verbatim makes the base the winner."""
    key = pd.new_schedule(pd.layer(1), pd.layer(2))
    body = pd.read(key)
    pd.put(f"/schedules/{key}", {"schedule": body})
    assert {name for *_, name in pd.rendered(key, "2026-03-03", "2026-03-04")} == {"P1"}


def test_a_put_reply_shows_null_for_the_id_of_a_new_layer(pd: Account) -> None:
    """The id of a layer made by a PUT is only known after another GET."""
    key = pd.new_schedule(pd.layer(1, name="base"))
    old = pd.read(key)["schedule_layers"][0]["id"]
    reply = pd.put(
        f"/schedules/{key}", pd.schedule(pd.layer(1, id=old, name="base"), pd.layer(2, name="new"))
    )
    assert [(layer["name"], layer["id"]) for layer in reply.json["schedule"]["schedule_layers"]] == [
        ("new", None),
        ("base", old),
    ]
    assert all(layer["id"] for layer in pd.read(key)["schedule_layers"])


def test_a_put_reply_can_keep_the_order_sent(account_with: Callable[..., Account]) -> None:
    """The order of layers in a PUT reply is a quirk."""
    pd = account_with(put_reply_order="as_sent")
    key = pd.new_schedule()
    old = pd.read(key)["schedule_layers"][0]["id"]
    reply = pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1, id=old, name="a"), pd.layer(2, name="b")))
    assert names(reply.json["schedule"]["schedule_layers"]) == ["a", "b"]


def test_a_layer_with_an_id_is_updated(pd: Account) -> None:
    """An id in a PUT keeps the layer, and no second one appears."""
    key = pd.new_schedule()
    old = pd.read(key)["schedule_layers"][0]
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(2, id=old["id"])))
    (layer,) = pd.read(key)["schedule_layers"]
    assert (layer["id"], layer["name"], layer["users"][0]["user"]["summary"]) == (old["id"], "Layer 1", "P2")


def test_a_layer_without_an_id_is_a_new_one(pd: Account) -> None:
    """Leaving the id out never updates, whatever the name."""
    key = pd.new_schedule(pd.layer(1, name="main"))
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1, name="main")))
    first, second = pd.read(key)["schedule_layers"]
    assert first["id"] != second["id"]


def test_ids_of_layers_in_a_post_are_ignored(pd: Account) -> None:
    """A created schedule has layers of its own."""
    reply = pd.post("/schedules", pd.schedule(pd.layer(1, id="PSOMEID")))
    assert reply.json["schedule"]["schedule_layers"][0]["id"] != "PSOMEID"


def test_an_unknown_layer_id_in_a_put_is_refused(pd: Account) -> None:
    """A layer of another schedule cannot be updated through this one."""
    key = pd.new_schedule()
    assert pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1, id="PNOSUCH"))).status == 400


def test_an_omitted_layer_ends_now(pd: Account) -> None:
    """A layer left out of a PUT stays in the list with no length left, as was recorded."""
    key = pd.new_schedule(pd.layer(1, name="old"))
    pd.at("2026-03-05T08:00:30+00:00").put(f"/schedules/{key}", pd.schedule(pd.layer(2, name="new")))
    new, old = pd.read(key)["schedule_layers"]
    assert (new["name"], new["end"]) == ("new", None)
    assert (old["name"], old["start"], old["end"]) == (
        "old",
        "2026-03-05T08:00:30+00:00",
        "2026-03-05T08:00:30+00:00",
    )


def test_an_omitted_layer_that_has_not_begun_never_will(pd: Account) -> None:
    """Its end is now, before its start, and it stays in the list too."""
    key = pd.new_schedule(pd.layer(1, start="2026-03-09T12:00:00Z"))
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(2)))
    _, old = pd.read(key)["schedule_layers"]
    assert (old["start"], old["end"]) == ("2026-03-09T12:00:00+00:00", "2026-03-02T12:00:00+00:00")
    assert {name for *_, name in pd.rendered(key, "2026-03-02", "2026-03-20")} == {"P2"}


def test_an_omitted_layer_can_be_kept_at_the_base(account_with: Callable[..., Account]) -> None:
    """What happens to an omitted layer is a quirk."""
    pd = account_with(omitted_layer="kept")
    key = pd.new_schedule(pd.layer(1, name="old"))
    pd.at("2026-03-05T08:00:00+00:00").put(f"/schedules/{key}", pd.schedule(pd.layer(2, name="new")))
    new, old = pd.read(key)["schedule_layers"]
    assert (new["name"], old["name"], old["end"]) == ("new", "old", None)


def test_ended_layers_come_back_for_ever(pd: Account) -> None:
    """A layer that has ended is in every later reply, unchanged by later saves that omit it."""
    key = pd.new_schedule(pd.layer(1, name="old"))
    pd.at("2026-03-05T08:00:00+00:00").put(f"/schedules/{key}", pd.schedule(pd.layer(2, name="new")))
    new, old = pd.read(key)["schedule_layers"]
    pd.at("2026-03-09T08:00:00+00:00").put(
        f"/schedules/{key}", pd.schedule(pd.layer(3, id=new["id"], name="new"))
    )
    assert pd.read(key)["schedule_layers"][1] == old


def test_a_past_start_becomes_the_time_of_creation(pd: Account) -> None:
    """What is stored is the second of the save, not the start that was sent."""
    pd.at("2026-03-02T12:34:56.789000+00:00")
    key = pd.new_schedule(pd.layer(1, start="2020-01-01T00:00:00Z"))
    assert pd.read(key)["schedule_layers"][0]["start"] == "2026-03-02T12:34:56+00:00"


def test_a_running_layers_start_is_rewritten_by_every_save(pd: Account) -> None:
    """Even sending back the stored start moves it to now."""
    key = pd.new_schedule()
    layer = pd.read(key)["schedule_layers"][0]
    pd.at("2026-03-10T09:00:00+00:00")
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1, id=layer["id"], start=layer["start"])))
    assert pd.read(key)["schedule_layers"][0]["start"] == "2026-03-10T09:00:00+00:00"


def test_a_future_start_is_kept(pd: Account) -> None:
    """A layer can begin later, and nobody is on call before."""
    key = pd.new_schedule(pd.layer(1, start="2026-03-09T12:00:00Z"))
    assert pd.read(key)["schedule_layers"][0]["start"] == "2026-03-09T12:00:00+00:00"
    assert pd.rendered(key, "2026-03-01", "2026-03-09") == []


def test_an_edit_does_not_alter_history(pd: Account) -> None:
    """What was rendered before the time of an edit is rendered the same after it."""
    key = pd.new_schedule(pd.layer(1, 2), time_zone="Europe/London")
    layer = pd.read(key)["schedule_layers"][0]["id"]
    pd.at("2026-03-05T15:00:00+00:00")
    before = pd.rendered(key, "2026-03-02T00:00:00Z", "2026-03-05T15:00:00Z")
    edited = pd.layer(3, id=layer, rotation_turn_length_seconds=604800)
    pd.put(f"/schedules/{key}", pd.schedule(edited, time_zone="America/New_York"))
    london = ("time_zone", "Europe/London")
    assert pd.rendered(key, "2026-03-02T00:00:00Z", "2026-03-05T15:00:00Z", london) == before
    assert {name for *_, name in pd.rendered(key, "2026-03-05T15:00:00Z", "2026-03-20T15:00:00Z")} == {"P3"}


def test_a_save_that_changes_nothing_splits_no_turn(pd: Account) -> None:
    """The turn that runs during a save stays one entry, with the start it had."""
    key = pd.new_schedule(pd.layer(1, 2))
    layer = pd.read(key)["schedule_layers"][0]["id"]
    before = pd.rendered(key, "2026-03-02", "2026-03-06")
    pd.at("2026-03-03T15:00:00+00:00").put(f"/schedules/{key}", pd.schedule(pd.layer(1, 2, id=layer)))
    assert pd.rendered(key, "2026-03-02", "2026-03-06") == before


def test_a_save_without_layers_leaves_them_alone(pd: Account) -> None:
    """A PUT that only renames neither ends nor restarts a layer."""
    key = pd.new_schedule()
    layers = pd.read(key)["schedule_layers"]
    body = {"schedule": {"type": "schedule", "name": "Renamed", "time_zone": "Europe/London"}}
    pd.at("2026-03-03T15:00:00+00:00").put(f"/schedules/{key}", body)
    assert (pd.read(key)["name"], pd.read(key)["schedule_layers"]) == ("Renamed", layers)


def test_only_an_explicit_null_clears_an_end(pd: Account) -> None:
    """An end left out of a PUT stays; null takes it away."""
    key = pd.new_schedule(pd.layer(1, end="2026-04-01T00:00:00Z"))
    layer = pd.read(key)["schedule_layers"][0]["id"]
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1, id=layer)))
    assert pd.read(key)["schedule_layers"][0]["end"] == "2026-04-01T01:00:00+01:00"
    pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1, id=layer, end=None)))
    assert pd.read(key)["schedule_layers"][0]["end"] is None


def test_an_end_before_the_start_is_accepted_without_a_word(pd: Account) -> None:
    """Such a layer is stored and never acts."""
    key = pd.new_schedule(pd.layer(1, end="2025-01-01T00:00:00Z"))
    assert pd.read(key)["schedule_layers"][0]["end"] == "2025-01-01T00:00:00+00:00"
    assert pd.rendered(key, "2024-01-01", "2026-04-01") == []


def test_an_anchor_with_an_offset_is_misread(pd: Account) -> None:
    """10:00+02:00 is stored as 12:00+02:00, and drifts on when it is sent back."""
    key = pd.new_schedule(
        pd.layer(1, rotation_virtual_start="2026-05-04T10:00:00+02:00"), time_zone="Europe/Berlin"
    )
    layer = pd.read(key)["schedule_layers"][0]
    assert layer["rotation_virtual_start"] == "2026-05-04T12:00:00+02:00"
    pd.put(f"/schedules/{key}", pd.schedule(layer, time_zone="Europe/Berlin"))
    assert pd.read(key)["schedule_layers"][0]["rotation_virtual_start"] == "2026-05-04T14:00:00+02:00"


def test_an_anchor_in_utc_is_read_right(pd: Account) -> None:
    """Only offsets other than zero are misread."""
    key = pd.new_schedule(
        pd.layer(1, rotation_virtual_start="2026-05-04T08:00:00Z"), time_zone="Europe/Berlin"
    )
    assert pd.read(key)["schedule_layers"][0]["rotation_virtual_start"] == "2026-05-04T10:00:00+02:00"


def test_anchors_can_be_read_right_always(account_with: Callable[..., Account]) -> None:
    """The misreading of anchors is a quirk."""
    pd = account_with(offset_anchor_bug=False)
    key = pd.new_schedule(
        pd.layer(1, rotation_virtual_start="2026-05-04T10:00:00+02:00"), time_zone="Europe/Berlin"
    )
    assert pd.read(key)["schedule_layers"][0]["rotation_virtual_start"] == "2026-05-04T10:00:00+02:00"


def test_a_deleted_user_stays_in_layers_and_is_rendered(pd: Account) -> None:
    """Only the address of a deleted user goes; the name stays and so do the turns."""
    key = pd.new_schedule()
    pd.delete(f"/users/{pd.people[0]}")
    user = pd.read(key)["schedule_layers"][0]["users"][0]["user"]
    assert (user["summary"], user["self"], "deleted_at" in user) == ("P1", None, True)
    assert {name for *_, name in pd.rendered(key, "2026-03-03", "2026-03-05")} == {"P1"}


def test_each_layer_is_rendered_by_itself(pd: Account) -> None:
    """A hidden layer shows its own turns; overrides are no part of it."""
    key = pd.new_schedule(pd.layer(1), pd.layer(2))
    pd.add_overrides(key, pd.override(3, "2026-03-03T12:00:00Z", "2026-03-03T18:00:00Z"))
    schedule = pd.read(key, ("since", "2026-03-03T12:00:00Z"), ("until", "2026-03-04T12:00:00Z"))
    whole_day = ("2026-03-03T12:00:00+00:00", "2026-03-04T12:00:00+00:00")
    assert [entries(layer) for layer in schedule["schedule_layers"]] == [
        [(*whole_day, "P2")],
        [(*whole_day, "P1")],
    ]
