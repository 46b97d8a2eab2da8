"""A ledger that is lost, damaged, or somebody else's: nothing foreign goes; with it back all is finished."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from reconciler.ledger.codec import decode, encode
from tests.plan.files import done
from tests.world import World

Harm = Callable[[bytes], bytes | None]


def _other_account(data: bytes) -> bytes:
    records = [record for line in data.decode().splitlines() if (record := decode(line)) is not None]
    return "".join(encode(replace(record, account="another")) + "\n" for record in records).encode()


LOST: dict[str, Harm] = {
    "deleted": lambda _: None,
    "emptied": lambda _: b"",
    "of another account": _other_account,
    "damaged throughout": lambda data: data.replace(b'"account"', b'"acc'),
    "no text at all": lambda data: bytes(255 - byte for byte in data),
}


@pytest.mark.parametrize("harm", LOST)
def test_without_its_ledger_nothing_is_deleted_and_with_it_back_all_is_finished(
    covered: World, harm: str
) -> None:
    """What was ours counts as somebody else's; the withdrawn cover stays until the ledger is there again."""
    path = covered.folder / "ledger.jsonl"
    whole = path.read_bytes()
    theirs = covered.override_by_hand("web", "dee", "2026-12-05 12:00", "2026-12-05 13:00")
    covered.change(lambda d: d["overrides"].clear())
    left = LOST[harm](whole)
    path.unlink()
    if left is not None:
        path.write_bytes(left)
    before = covered.overrides("web")
    assert covered.apply().exit_code == 0
    assert covered.overrides("web") == before
    assert [method for method, _ in covered.writes if method == "DELETE"] == []
    path.write_bytes(whole)
    done(covered)
    assert [row[2] for row in covered.overrides("web")] == ["Dee"]
    assert theirs


def test_a_ledger_cut_off_at_any_byte_of_its_last_line_costs_nothing(covered: World) -> None:
    """The intent is in an earlier line, so that what it left is recognised; later lines can be read."""
    path = covered.folder / "ledger.jsonl"
    whole = path.read_bytes()
    last = whole.rstrip(b"\n").rfind(b"\n") + 1
    covered.change(lambda d: d["overrides"].clear())
    for cut in range(last, len(whole), 29):
        path.write_bytes(whole[:cut])
        (action,) = covered.plan().actions
        assert action.tag == "delete_override", cut
    done(covered)
    assert covered.overrides("web") == []
    assert covered.ledger.load()[-1].phase == "done"


def test_lines_written_twice_and_out_of_order_mean_the_same(covered: World) -> None:
    """Two branches of a ledger that were joined: every record twice, results before intents."""
    path = covered.folder / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*reversed(lines), b"{half a li\n", *lines]))
    assert covered.plan().actions == ()
    covered.change(lambda d: d["overrides"].clear())
    assert len(covered.plan().actions) == 1
    done(covered)
    assert covered.overrides("web") == []


def test_an_intent_alone_does_not_make_somebody_elses_ours(covered: World) -> None:
    """Ours was refused, and somebody makes another for the same person at other times."""
    covered.change(lambda d: d["overrides"][0].update(by="dee"))
    covered.transport.fault = lambda method, *_: 400 if method == "POST" else None
    covered.apply()
    covered.transport.fault = lambda *_: None
    covered.override_by_hand("web", "dee", "2026-12-03 11:00", "2026-12-03 18:00")
    covered.change(lambda d: d["overrides"].clear())
    covered.apply()
    assert [row[2] for row in covered.overrides("web")] == ["Dee"]
