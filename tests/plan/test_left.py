"""What leaves a file that names no source: the ledger tells that it was this file's, and no other's."""

from pathlib import Path

import pytest

from tests.plan.files import document, rota, settled
from tests.world import Data, World

NOW = "2026-11-25 12:00"


def two() -> Data:
    """Two rotas, a policy for each, no source."""
    data = document({key: rota(("2026-01-05", "ana", "ben")) for key in ("web", "db")})
    del data["source"]
    data["policies"] = {
        f"page-{key}": {"name": f"Page {key}", "levels": [{"notify": key, "escalate_after": "5 minutes"}]}
        for key in ("web", "db")
    }
    return data


def without_db(data: Data) -> None:
    """One of each has left."""
    del data["rotas"]["db"], data["policies"]["page-db"]


@pytest.fixture
def left(tmp_path: Path) -> World:
    """Applied, then one of each has left."""
    made = settled(two(), NOW, tmp_path)
    made.change(without_db)
    return made


def test_it_is_told_and_deleted_where_that_is_asked_for(left: World) -> None:
    """As with a source."""
    text = "no longer in the file; `rota plan --delete` would delete it"
    told = [(u.kind, u.name, u.message) for u in left.plan().unmanaged]
    assert told == [("schedule", "Db", text), ("policy", "Page db", text)]
    plan = left.plan(delete=True)
    assert [(action.tag, action.key) for action in plan.actions] == [
        ("delete_policy", "page-db"),
        ("delete_schedule", "db"),
    ]
    assert left.apply(["delete"], plan).exit_code == 0
    assert left.plan().unmanaged == ()


def test_a_source_may_be_added_afterwards(left: World) -> None:
    """What left before carries none, and is this file's nevertheless."""
    left.change(lambda d: d.update(source="https://github.com/example/rota"))
    assert left.apply().exit_code == 0
    assert [u.name for u in left.plan().unmanaged] == ["Db", "Page db"]


def test_another_file_that_shares_the_ledger_loses_nothing(tmp_path: Path) -> None:
    """Two files in one repository, neither with a source: no run of the one has written the other's."""
    made = settled(two(), NOW, tmp_path)
    made.change(lambda d: d.update(document({"net": rota(("2026-01-05", "cal"))}, policies={}, source=None)))
    made.change(lambda d: d.pop("source"))
    assert made.apply().exit_code == 0
    assert made.plan(delete=True).actions == ()
    assert made.plan().unmanaged == ()


def test_without_a_record_nothing_is_claimed(left: World) -> None:
    """The marker alone could be anybody's."""
    (left.folder / "ledger.jsonl").unlink()
    assert left.plan(delete=True).actions == ()
    assert left.plan().unmanaged == ()
