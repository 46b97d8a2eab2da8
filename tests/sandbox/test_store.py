"""The store: what it keeps, how it numbers, and what a failure leaves behind."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.sandbox import Store, create_app, seed_schedule, seed_user


def test_everything_is_kept_between_runs(tmp_path: Path) -> None:
    """A file opened again holds the same documents in the same order."""
    path = tmp_path / "state" / "sandbox.db"
    store = Store(path)
    keys = [seed_user(store, name=name, email=f"{name}@example.org") for name in ("ana", "ben")]
    store.close()
    again = Store(path)
    assert [user["id"] for user in again.all("users")] == keys
    again.close()


def test_ids_never_repeat_between_fresh_databases() -> None:
    """Two accounts made alike have other ids."""
    first, second = Store(), Store()
    assert not {first.new_id() for _ in range(50)} & {second.new_id() for _ in range(50)}
    first.close()
    second.close()


def test_a_seed_makes_ids_reproducible() -> None:
    """The same seed gives the same ids, in PagerDuty's shapes."""
    first, second = Store(seed=3), Store(seed=3)
    ids = [first.new_id(), first.new_id("Q", 13)]
    assert ids == [second.new_id(), second.new_id("Q", 13)]
    assert [(key[0], len(key)) for key in ids] == [("P", 7), ("Q", 14)]
    first.close()
    second.close()


def test_an_id_is_given_out_once_even_if_the_seed_repeats(tmp_path: Path) -> None:
    """Opening a file again with its seed skips what was used."""
    store = Store(tmp_path / "sandbox.db", seed=3)
    first = store.new_id()
    store.close()
    again = Store(tmp_path / "sandbox.db", seed=3)
    assert again.new_id() != first
    again.close()


def test_a_failed_transaction_writes_nothing() -> None:
    """Nor does one inside another that fails later."""
    store = Store()
    with pytest.raises(KeyError), store.transaction():  # noqa: PT012 - both steps belong to the transaction
        with store.transaction():
            store.save("users", {"id": "P1"})
        raise KeyError
    assert store.all("users") == []
    store.close()


def test_many_threads_can_write_at_once() -> None:
    """Each request waits for its turn."""
    store = Store()
    app = create_app(store, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    headers = {"Authorization": "Token token=sandbox"}

    def work(number: int) -> None:
        for each in range(5):
            body = {"team": {"name": f"Team {number} {each}"}}
            assert app.test_client().post("/teams", json=body, headers=headers).status_code == 201

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.all("teams")) == 40
    store.close()


def test_a_schedule_can_be_seeded_in_the_past() -> None:
    """The clock handed over decides when it was saved, so that it has a history."""
    store = Store()
    user = seed_user(store, name="Ana", email="ana@example.org")
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    layer = {
        "start": "2019-01-01T00:00:00Z",
        "rotation_virtual_start": "2019-01-01T00:00:00Z",
        "rotation_turn_length_seconds": 86400,
        "users": [{"user": {"id": user, "type": "user_reference"}}],
    }
    body = {"schedule": {"type": "schedule", "name": "Old", "time_zone": "UTC", "schedule_layers": [layer]}}
    schedule = store.get("schedules", seed_schedule(store, lambda: long_ago, body))
    assert schedule is not None
    assert schedule["layers"][0]["start"] == long_ago.isoformat()
    store.close()
