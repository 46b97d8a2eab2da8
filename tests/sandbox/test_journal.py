"""The journal: every request, what was answered, and whether anything was stored."""

from datetime import UTC, datetime

from reconciler.sandbox import Journal, Store, create_app, journal_of
from tests.sandbox.harness import START, Account


def test_the_journal_tells_what_came_in_and_what_became_of_it(pd: Account) -> None:
    """Reads and refusals store nothing, and neither does a preview."""
    key = pd.new_schedule()
    pd.get(f"/schedules/{key}")
    pd.post("/schedules/preview", pd.schedule(pd.layer(1)))
    pd.put(f"/schedules/{key}", {})
    pd.post(
        f"/schedules/{key}/overrides",
        {"overrides": [pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T12:00:00Z")]},
    )
    pd.delete(f"/schedules/{key}")
    assert [(each.method, each.status, each.committed) for each in pd.exchanges] == [
        ("POST", 201, True),
        ("GET", 200, False),
        ("POST", 200, False),
        ("PUT", 400, False),
        ("POST", 201, False),
        ("DELETE", 204, True),
    ]
    assert [each.number for each in pd.exchanges] == [1, 2, 3, 4, 5, 6]
    assert [each.path for each in journal_of(pd.app).writes][-1] == f"/schedules/{key}"
    assert len(journal_of(pd.app).writes) == 5


def test_a_journal_may_be_brought_along() -> None:
    """So that two applications write into one, as two processes on one account."""
    journal, store = Journal(), Store()
    apps = [create_app(store, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC), journal=journal) for _ in "ab"]
    for app in apps:
        app.test_client().get("/abilities")
    assert [(each.number, each.status) for each in journal.exchanges] == [(1, 401), (2, 401)]
    assert all(app.extensions["rota_journal"] is journal for app in apps)
    store.close()


def test_the_clock_of_the_tests_is_the_only_one(pd: Account) -> None:
    """Nothing that was done so far moved it."""
    pd.new_schedule()
    assert pd.now == START
