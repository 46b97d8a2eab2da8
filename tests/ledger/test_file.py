"""The ledger in a file: nothing recorded is ever lost, and damage is counted rather than feared."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import RefusedError, RotaError
from reconciler.ledger.codec import decode, encode
from reconciler.ledger.file import FileLedger
from reconciler.records import Ledger, Record

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)

INTENT = Record(
    account="acme",
    run="r1",
    sequence=1,
    commit="abc123",
    phase="intent",
    at=NOON,
    verb="create",
    kind="override",
    key="in-hours",
    schedule="PS1",
    user="PU1",
    start=NOON + timedelta(days=1),
    end=NOON + timedelta(days=2),
)
DONE = replace(INTENT, phase="done", id="Q1", at=NOON + timedelta(seconds=3))

TEXTS = st.text(max_size=12)
MAYBE = st.none() | TEXTS
INSTANTS = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001 - likewise
    timezones=st.just(UTC),
)
RECORDS = st.builds(
    Record,
    account=TEXTS,
    run=TEXTS,
    sequence=st.integers(),
    commit=MAYBE,
    phase=st.sampled_from(["intent", "done", "failed"]),
    at=INSTANTS,
    verb=st.sampled_from(["create", "update", "end", "delete", "rename", "adopt", "restore"]),
    kind=st.sampled_from(["schedule", "override", "policy"]),
    key=TEXTS,
    id=MAYBE,
    schedule=MAYBE,
    user=MAYBE,
    start=st.none() | INSTANTS,
    end=st.none() | INSTANTS,
    note=MAYBE,
    person=MAYBE,
    by=MAYBE,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A place in a folder that does not exist yet."""
    return tmp_path / ".rota" / "ledger.jsonl"


@given(RECORDS)
def test_a_record_survives_its_line(record: Record) -> None:
    """Decoding an encoded record gives the record, whatever its texts hold, on exactly one line."""
    line = encode(record)
    assert decode(line) == record
    assert line.splitlines() == [line]


@given(st.text() | st.dictionaries(st.text(), st.integers()).map(str))
def test_any_line_is_a_record_or_none(line: str) -> None:
    """No text makes reading fail."""
    assert decode(line) is None or isinstance(decode(line), Record)


def test_a_line_is_stable_and_ends_its_instants_in_z() -> None:
    """The order of fields and the form of instants are part of the format."""
    assert encode(replace(DONE, note="é")) == (
        '{"version":1,"account":"acme","run":"r1","sequence":1,"commit":"abc123","phase":"done",'
        '"at":"2026-12-01T12:00:03Z","verb":"create","kind":"override","key":"in-hours","id":"Q1",'
        '"schedule":"PS1","user":"PU1","start":"2026-12-02T12:00:00Z","end":"2026-12-03T12:00:00Z",'
        '"note":"\\u00e9"}'
    )


def test_instants_are_utc_whatever_their_offset() -> None:
    """A line that gives another offset is the same instant."""
    east = timezone(timedelta(hours=2))
    assert encode(replace(INTENT, at=NOON.astimezone(east))) == encode(INTENT)
    line = encode(INTENT).replace("2026-12-01T12:00:00Z", "2026-12-01T14:00:00+02:00")
    assert decode(line) == INTENT


def test_no_file_is_an_empty_ledger(path: Path) -> None:
    """A ledger that was never written has no records and no place to show, and reading does not make it."""
    ledger: Ledger = FileLedger(path)
    assert ledger.load() == ()
    assert ledger.damaged == 0
    assert ledger.close() is None
    ledger.intend([])
    assert not path.exists()


def test_records_come_back_oldest_first(path: Path) -> None:
    """What one process appended another one reads, in the same order."""
    ledger = FileLedger(path)
    second = replace(INTENT, sequence=2, key="out-of-hours")
    ledger.intend([INTENT, second])
    ledger.record(DONE)
    assert FileLedger(path).load() == (INTENT, second, DONE)
    assert ledger.close() == str(path)


def test_each_result_is_on_disk_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every append is forced to the disk, all intents of a run together."""
    synced: list[int] = []
    monkeypatch.setattr("reconciler.ledger.file.os.fsync", synced.append)
    ledger = FileLedger(path)
    ledger.intend([INTENT, replace(INTENT, sequence=2)])
    ledger.record(DONE)
    assert len(synced) == 2


def test_two_records_of_one_override_are_both_kept(path: Path) -> None:
    """Nothing is deduplicated: what a repetition means is for others to say."""
    ledger = FileLedger(path)
    ledger.record(DONE)
    ledger.record(DONE)
    assert ledger.load() == (DONE, DONE)


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '"text"',
        encode(INTENT)[:-20],
        encode(INTENT).replace('"sequence":1', '"sequence":true'),
        encode(INTENT).replace('"phase":"intent"', '"phase":"dream"'),
        encode(INTENT).replace('"kind":"override"', '"kind":"poem"'),
        encode(INTENT).replace('"verb":"create"', '"verb":["create"]'),
        encode(INTENT).replace("2026-12-01T12:00:00Z", "2026-12-01T12:00:00"),
        encode(INTENT).replace("2026-12-01T12:00:00Z", "yesterday"),
        encode(INTENT).replace('"acme"', "7"),
        encode(INTENT).replace('"PU1"', "7"),
        encode(INTENT).replace('"run":"r1",', ""),
        "[" * 100_000,
        "\ufffd\x00",
    ],
)
def test_a_damaged_line_is_left_out_and_counted(path: Path, line: str) -> None:
    """Whatever is wrong with a line, those around it are read."""
    path.parent.mkdir()
    path.write_text(f"{encode(INTENT)}\n{line}\n{encode(DONE)}\n", encoding="utf-8")
    ledger = FileLedger(path)
    assert ledger.load() == (INTENT, DONE)
    assert ledger.damaged == 1
    assert ledger.load() == (INTENT, DONE)
    assert ledger.damaged == 1


def test_bytes_that_are_no_text_damage_only_their_line(path: Path) -> None:
    """A file with foreign bytes in it is still read."""
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\n" + encode(INTENT).encode() + b"\n")
    ledger = FileLedger(path)
    assert ledger.load() == (INTENT,)
    assert ledger.damaged == 1


def test_fields_of_later_versions_are_ignored(path: Path) -> None:
    """A newer program may write more about a record; an older one still knows it."""
    path.parent.mkdir()
    path.write_text(encode(INTENT)[:-1] + ',"mood":"good","version":9}\n', encoding="utf-8")
    assert FileLedger(path).load() == (INTENT,)


def test_carriage_returns_and_blank_lines_are_fine(path: Path) -> None:
    """A ledger that went through another system's editor reads the same."""
    path.parent.mkdir()
    path.write_bytes(f"{encode(INTENT)}\r\n\r\n{encode(DONE)}\r\n".encode())
    ledger = FileLedger(path)
    assert ledger.load() == (INTENT, DONE)
    assert ledger.damaged == 0


def test_a_line_cut_off_by_a_crash_does_not_swallow_the_next(path: Path) -> None:
    """After a crash in the middle of a line, the next record begins on a line of its own."""
    path.parent.mkdir()
    path.write_text(encode(INTENT) + "\n" + encode(DONE)[:30], encoding="utf-8")
    ledger = FileLedger(path)
    ledger.record(DONE)
    assert ledger.load() == (INTENT, DONE)
    assert ledger.damaged == 1


def test_a_ledger_that_cannot_be_written_refuses_the_run(tmp_path: Path) -> None:
    """Intents that are not durable stop everything; a result that is not says which one is missing."""
    (tmp_path / "file").write_text("")
    ledger = FileLedger(tmp_path / "file" / "ledger.jsonl")
    with pytest.raises(RefusedError, match="cannot be written"):
        ledger.intend([INTENT])
    with pytest.raises(RotaError, match="what came of in-hours"):
        ledger.record(DONE)


def test_a_ledger_that_cannot_be_read_refuses_the_run(tmp_path: Path) -> None:
    """Not knowing what is ours is not the same as owning nothing."""
    with pytest.raises(RefusedError, match="cannot be read"):
        FileLedger(tmp_path).load()
