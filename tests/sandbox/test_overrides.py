"""Overrides: batches with mixed fortunes, past and running ones, and who wins."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.harness import Account, Json, entries

WINDOW = [("since", "2026-03-01T00:00:00Z"), ("until", "2026-04-01T00:00:00Z")]


def listed(pd: Account, key: str, *query: tuple[str, str]) -> list[tuple[str, str, str]]:
    overrides = pd.get(f"/schedules/{key}/overrides", *WINDOW, *query).json["overrides"]
    return [(each["start"], each["end"], each["user"]["summary"]) for each in overrides]


def test_a_batch_succeeds_and_fails_item_by_item(pd: Account) -> None:
    """The reply is 201 as a whole; the faulty item says 400, has no id and stores nothing."""
    key = pd.new_schedule()
    good = pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z")
    bad = pd.override(3, "2026-03-04T18:00:00Z", "2026-03-04T12:00:00Z")
    first, second = pd.add_overrides(key, good, bad)
    assert (first["status"], first["override"]["user"]["summary"]) == (201, "P2")
    assert (first["override"]["id"][0], len(first["override"]["id"])) == ("Q", 14)
    assert second == {"status": 400, "errors": ["Override must end after its start"], "override": bad}
    assert listed(pd, key) == [("2026-03-04T12:00:00+00:00", "2026-03-04T18:00:00+00:00", "P2")]


@pytest.mark.parametrize(
    "changes",
    [
        {"user": {"id": "PNOBODY", "type": "user_reference"}},
        {"user": None},
        {"start": "2026-03-04T12:00:00"},
        {"end": None},
    ],
)
def test_a_faulty_override_is_refused_by_itself(pd: Account, changes: Json) -> None:
    """Unknown people and times without an offset end up as a 400 inside the 201."""
    key = pd.new_schedule()
    override = pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z") | changes
    reply = pd.post(f"/schedules/{key}/overrides", {"overrides": [override]}, outside=True)
    assert (reply.status, reply.json[0]["status"]) == (201, 400)


def test_a_deleted_user_cannot_be_put_on_call(pd: Account) -> None:
    """An override for somebody who left is refused like one for a stranger."""
    key = pd.new_schedule()
    pd.delete(f"/users/{pd.people[1]}")
    (outcome,) = pd.add_overrides(key, pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"))
    assert (outcome["status"], outcome["errors"]) == (400, ["User not found"])


def test_somebody_on_no_layer_can_be_put_on_call(pd: Account) -> None:
    """An override takes any user of the account."""
    key = pd.new_schedule(pd.layer(1))
    (outcome,) = pd.add_overrides(key, pd.override(5, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"))
    assert outcome["status"] == 201


def test_the_last_created_override_wins(pd: Account) -> None:
    """Deleting it brings the older one back."""
    key = pd.new_schedule()
    pd.add_overrides(key, pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"))
    (outcome,) = pd.add_overrides(key, pd.override(3, "2026-03-04T10:00:00Z", "2026-03-04T14:00:00Z"))
    day = ("2026-03-04T10:00:00Z", "2026-03-04T18:00:00Z")
    assert [name for *_, name in pd.rendered(key, *day)] == ["P3", "P2"]
    pd.delete(f"/schedules/{key}/overrides/{outcome['override']['id']}")
    assert [name for *_, name in pd.rendered(key, *day)] == ["P1", "P2"]


def test_overrides_beat_layers_and_ignore_restrictions(pd: Account) -> None:
    """The whole interval is covered, also where no layer acts; a subschedule shows overrides alone."""
    morning = {"type": "daily_restriction", "start_time_of_day": "09:00:00", "duration_seconds": 3600}
    key = pd.new_schedule(pd.layer(1, restrictions=[morning]))
    pd.add_overrides(key, pd.override(2, "2026-03-04T06:00:00Z", "2026-03-04T22:00:00Z"))
    schedule = pd.read(key, ("since", "2026-03-04T00:00:00Z"), ("until", "2026-03-05T00:00:00Z"))
    whole = [("2026-03-04T06:00:00+00:00", "2026-03-04T22:00:00+00:00", "P2")]
    assert entries(schedule["final_schedule"]) == entries(schedule["overrides_subschedule"]) == whole


def test_an_override_splits_the_turn_to_the_second(pd: Account) -> None:
    """Seconds are kept, and the rest of the turn is left as two entries."""
    key = pd.new_schedule()
    pd.add_overrides(key, pd.override(2, "2026-03-04T09:46:07Z", "2026-03-04T10:00:57Z"))
    assert [
        start[11:19] for start, *_ in pd.rendered(key, "2026-03-04T09:00:00Z", "2026-03-04T12:00:00Z")
    ] == [
        "09:00:00",
        "09:46:07",
        "10:00:57",
    ]


@pytest.mark.parametrize(("quirk", "status", "stored"), [("refuse", 400, 0), ("clamp", 201, 1)])
def test_an_override_wholly_in_the_past_is_a_quirk(
    account_with: Callable[..., Account], quirk: str, status: int, stored: int
) -> None:
    """It is refused by default; clamped it is stored but never acts."""
    pd = account_with(past_override=quirk)
    key = pd.new_schedule()
    (outcome,) = pd.add_overrides(key, pd.override(2, "2026-03-01T12:00:00Z", "2026-03-01T18:00:00Z"))
    assert outcome["status"] == status
    assert len(pd.store.all("overrides")) == stored
    assert {name for *_, name in pd.rendered(key, "2026-03-01", "2026-03-05")} == {"P1"}


@pytest.mark.parametrize(("quirk", "starts"), [("clamp", ["2026-03-02T12:00:00+00:00"]), ("refuse", [])])
def test_an_override_that_has_begun_is_a_quirk(
    account_with: Callable[..., Account], quirk: str, starts: list[str]
) -> None:
    """By default its start becomes now."""
    pd = account_with(started_override=quirk)
    key = pd.new_schedule()
    pd.add_overrides(key, pd.override(2, "2026-03-02T09:00:00Z", "2026-03-02T18:00:00Z"))
    assert [start for start, *_ in listed(pd, key, ("overflow", "true"))] == starts


@pytest.mark.parametrize(
    ("drops", "left"),
    [
        (False, [("03T09", "03T18"), ("04T09", "04T18"), ("05T09", "05T18")]),
        (True, [("03T09", "03T18"), ("04T09", "04T12")]),
    ],
)
def test_whether_a_put_takes_overrides_with_it_is_a_quirk(
    account_with: Callable[..., Account], *, drops: bool, left: list[tuple[str, str]]
) -> None:
    """By default they stay; where they go, the past of one that runs stays as it was."""
    pd = account_with(put_drops_overrides=drops)
    key = pd.new_schedule()
    for day in ("03", "04", "05"):
        pd.add_overrides(key, pd.override(2, f"2026-03-{day}T09:00:00Z", f"2026-03-{day}T18:00:00Z"))
    pd.at("2026-03-04T12:00:00+00:00")
    assert pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1), name="Other")).status == 200
    found = listed(pd, key, ("overflow", "true"))
    assert [(start[8:13], end[8:13]) for start, end, _ in found] == left


def test_a_batch_has_a_largest_size(account_with: Callable[..., Account]) -> None:
    """One more than that and nothing is created at all."""
    pd = account_with(max_override_batch=2)
    key = pd.new_schedule()
    override = pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z")
    assert pd.post(f"/schedules/{key}/overrides", {"overrides": [override] * 3}).status == 400
    assert listed(pd, key) == []
    assert pd.post(f"/schedules/{key}/overrides", {"overrides": [override] * 2}).status == 201


@pytest.mark.parametrize("body", [{}, [], {"overrides": []}, {"overrides": {}}, None])
def test_a_batch_must_be_a_filled_list(pd: Account, body: Any) -> None:
    """Everything else is refused as a whole."""
    assert pd.post(f"/schedules/{pd.new_schedule()}/overrides", body).status == 400


def test_an_item_that_is_no_object_is_refused_by_itself(pd: Account) -> None:
    """The echo shows what was sent, whatever it was."""
    reply = pd.post(f"/schedules/{pd.new_schedule()}/overrides", {"overrides": ["x"]}, outside=True)
    assert reply.json == [{"status": 400, "errors": ["Override must be an object"], "override": "x"}]


def test_the_old_single_form_still_works(pd: Account) -> None:
    """`override` instead of `overrides` is answered by one object, or refused as a whole."""
    key = pd.new_schedule()
    path = f"/schedules/{key}/overrides"
    reply = pd.post(
        path, {"override": pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z")}, outside=True
    )
    assert (reply.status, reply.json["override"]["user"]["summary"]) == (201, "P2")
    reply = pd.post(path, {"override": pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T12:00:00Z")})
    assert (reply.status, reply.errors) == (400, ["Override must end after its start"])


@pytest.mark.parametrize("query", [[], WINDOW[:1], WINDOW[1:]])
def test_listing_needs_both_ends_of_the_window(pd: Account, query: list[tuple[str, str]]) -> None:
    """There is no default here, unlike for rendering."""
    assert pd.get(f"/schedules/{pd.new_schedule()}/overrides", *query).status == 400


def test_the_list_is_clipped_unless_overflow_is_asked_for(pd: Account) -> None:
    """Ids stay the same, times do not; what does not touch the window is left out."""
    key = pd.new_schedule()
    pd.add_overrides(
        key,
        pd.override(2, "2026-03-04T12:00:00Z", "2026-03-06T12:00:00Z"),
        pd.override(3, "2026-03-09T12:00:00Z", "2026-03-10T12:00:00Z"),
    )
    window = [("since", "2026-03-05T00:00:00Z"), ("until", "2026-03-06T00:00:00Z")]
    path = f"/schedules/{key}/overrides"
    (clipped,) = pd.get(path, *window).json["overrides"]
    (whole,) = pd.get(path, *window, ("overflow", "true")).json["overrides"]
    assert (clipped["start"], clipped["end"]) == ("2026-03-05T00:00:00+00:00", "2026-03-06T00:00:00+00:00")
    assert (whole["start"], whole["end"]) == ("2026-03-04T12:00:00+00:00", "2026-03-06T12:00:00+00:00")
    assert clipped["id"] == whole["id"]


def test_the_list_has_no_pages(pd: Account) -> None:
    """More than a page's worth comes at once, in order of start, and without `more`."""
    key = pd.new_schedule()
    days = [
        pd.override(2, f"2026-03-{day:02}T12:00:00Z", f"2026-03-{day:02}T13:00:00Z")
        for day in range(31, 2, -1)
    ]
    pd.add_overrides(key, *days)
    reply = pd.get(f"/schedules/{key}/overrides", *WINDOW)
    assert list(reply.json) == ["overrides"]
    starts = [each["start"] for each in reply.json["overrides"]]
    assert len(starts) == 29
    assert starts == sorted(starts, key=lambda text: text[:10])


def test_editable_overrides_are_ids_of_future_ones(pd: Account) -> None:
    """Nothing but the id is shown, and running ones are not among them."""
    key = pd.new_schedule()
    running, future = pd.add_overrides(
        key,
        pd.override(2, "2026-03-02T12:00:00Z", "2026-03-02T18:00:00Z"),
        pd.override(3, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"),
    )
    reply = pd.get(f"/schedules/{key}/overrides", *WINDOW, ("editable", "true"))
    assert reply.json["overrides"] == [{"id": future["override"]["id"]}]
    assert running["status"] == 201


def test_the_status_of_the_list_is_a_quirk(account_with: Callable[..., Account]) -> None:
    """200 by default although the specification says 201."""
    for status in (200, 201):
        pd = account_with(overrides_get_status=status)
        assert pd.get(f"/schedules/{pd.new_schedule()}/overrides", *WINDOW).status == status


def test_a_future_override_is_deleted(pd: Account) -> None:
    """204, and nothing of it is left."""
    key = pd.new_schedule()
    (outcome,) = pd.add_overrides(key, pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"))
    assert pd.delete(f"/schedules/{key}/overrides/{outcome['override']['id']}").status == 204
    assert listed(pd, key) == []


def test_a_running_override_is_cut_at_now(pd: Account) -> None:
    """200, and the part that has passed stays in the list."""
    key = pd.new_schedule()
    (outcome,) = pd.add_overrides(key, pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"))
    pd.at("2026-03-04T15:00:00+00:00")
    assert pd.delete(f"/schedules/{key}/overrides/{outcome['override']['id']}").status == 200
    assert listed(pd, key) == [("2026-03-04T12:00:00+00:00", "2026-03-04T15:00:00+00:00", "P2")]


def test_a_past_override_cannot_be_deleted(pd: Account) -> None:
    """400, and history stands."""
    key = pd.new_schedule()
    (outcome,) = pd.add_overrides(key, pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"))
    pd.at("2026-03-04T18:00:00+00:00")
    assert pd.delete(f"/schedules/{key}/overrides/{outcome['override']['id']}").status == 400
    assert len(listed(pd, key)) == 1


def test_an_unknown_override_is_404(pd: Account) -> None:
    """One of another schedule is unknown here too."""
    key, other = pd.new_schedule(), pd.new_schedule(name="Other")
    (outcome,) = pd.add_overrides(other, pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"))
    for override in ("QNOSUCH", outcome["override"]["id"]):
        assert pd.delete(f"/schedules/{key}/overrides/{override}").status == 404


def test_an_override_can_neither_be_read_nor_edited_by_id(pd: Account) -> None:
    """Change means delete and create."""
    key = pd.new_schedule()
    (outcome,) = pd.add_overrides(key, pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"))
    path = f"/schedules/{key}/overrides/{outcome['override']['id']}"
    assert pd.get(path, outside=True).status == 405
    assert pd.put(path, {}, outside=True).status == 405
