"""Reads that lag behind writes."""

from datetime import timedelta

from reconciler.sandbox import Rule, Stale, Store
from tests.sandbox.harness import Account


def names(pd: Account) -> list[str]:
    return [schedule["name"] for schedule in pd.get("/schedules").json["schedules"]]


def test_reads_lag_behind_a_write_for_some_requests(pd: Account) -> None:
    """Two reads see the account as it was; a new object is not there yet."""
    pd.strike(Rule(Stale(requests=2), nth=1))
    key = pd.new_schedule()
    assert pd.get(f"/schedules/{key}").status == 404
    assert names(pd) == []
    assert names(pd) == ["Primary"]
    assert pd.get(f"/schedules/{key}").status == 200


def test_reads_lag_behind_a_write_for_some_seconds_of_the_clock(pd: Account) -> None:
    """However often it is asked, and not a second longer."""
    pd.strike(Rule(Stale(seconds=30), nth=1))
    pd.new_schedule()
    pd.now += timedelta(seconds=29)
    assert [names(pd), names(pd)] == [[], []]
    pd.now += timedelta(seconds=1)
    assert names(pd) == ["Primary"]


def test_a_deleted_object_is_seen_a_little_longer(pd: Account) -> None:
    """And a changed one with its old values, while writes see the present."""
    key = pd.new_schedule(name="Old")
    pd.strike(Rule(Stale(seconds=5)))
    assert pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1), name="New")).json["schedule"]["name"] == "New"
    assert pd.read(key)["name"] == "Old"
    assert pd.delete(f"/schedules/{key}").status == 204
    assert pd.read(key)["name"] == "Old"
    assert pd.delete(f"/schedules/{key}").status == 404
    pd.now += timedelta(seconds=5)
    assert pd.get(f"/schedules/{key}").status == 404


def test_lag_passes_by_write_after_write(pd: Account) -> None:
    """Each write shows when its own time is over, the first one first."""
    pd.strike(Rule(Stale(seconds=10)))
    pd.new_schedule(name="One")
    pd.now += timedelta(seconds=4)
    pd.new_schedule(name="Two")
    seen = []
    for _ in range(4):
        seen.append(names(pd))
        pd.now += timedelta(seconds=4)
    assert seen == [[], [], ["One"], ["One", "Two"]]


def test_a_write_that_was_refused_makes_nothing_stale(pd: Account) -> None:
    """There is no earlier state to show."""
    pd.strike(Rule(Stale(requests=5), path="/teams"))
    assert pd.post("/teams", {"team": {}}).status == 400
    pd.new_schedule()
    assert names(pd) == ["Primary"]


def test_a_store_can_be_copied(pd: Account) -> None:
    """The copy stays as it is when the store goes on."""
    key = pd.new_schedule()
    copy = Store.of_image(pd.store.image())
    pd.delete(f"/schedules/{key}")
    assert [document["id"] for document in copy.all("schedules")] == [key]
    copy.close()
