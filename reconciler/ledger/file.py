"""The ledger as a file of JSON lines, appended to and never rewritten; for where there is no git repository.

One process writes at a time; a line that was cut off by a crash is left behind as damaged.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from reconciler.errors import RefusedError, RotaError
from reconciler.ledger.codec import decode, encode
from reconciler.records import Record

LEDGER = Path(".rota") / "ledger.jsonl"
"""Where it lies, under the folder of the rota file."""


class FileLedger:
    """A ledger at a path, which need not exist yet; it is made by the first record."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._damaged = 0

    @property
    def damaged(self) -> int:
        """How many lines could not be read at the last `load`."""
        return self._damaged

    def load(self) -> tuple[Record, ...]:
        """Every record, oldest first. A damaged line is left out and counted by `damaged`.

        Raises RefusedError where the file is there but cannot be read: what is ours would be unknown.
        """
        self._damaged = 0
        try:
            text = self._path.read_bytes().decode("utf-8", errors="replace")
        except FileNotFoundError:
            return ()
        except OSError as fault:
            raise RefusedError(
                f"The ledger {self._path} cannot be read: {fault.strerror}.",
                hint="Without it, what was made by us cannot be told from what was not.",
            ) from fault
        # Only "\n" ends a line; other separators can be part of a text.
        lines = [line for line in text.split("\n") if line.strip()]
        records = [record for record in map(decode, lines) if record is not None]
        self._damaged = len(lines) - len(records)
        return tuple(records)

    def intend(self, records: Iterable[Record]) -> None:
        """Make records durable in one write; raises RefusedError where that fails."""
        try:
            self._append(records)
        except OSError as fault:
            raise RefusedError(
                f"The ledger {self._path} cannot be written: {fault.strerror}.",
                hint="Nothing is written to PagerDuty without a record of it.",
            ) from fault

    def record(self, record: Record) -> None:
        """Note what came of one intent, at once; raises RotaError where that fails."""
        try:
            self._append([record])
        except OSError as fault:
            raise RotaError(
                f"The ledger {self._path} could not note what came of {record.key}: {fault.strerror}.",
                hint="Its intent is recorded, so the next run finds it again.",
            ) from fault

    def close(self) -> str | None:
        """The path, for people; every record is durable already."""
        return str(self._path) if self._path.exists() else None

    def _append(self, records: Iterable[Record]) -> None:
        data = "".join(f"{encode(record)}\n" for record in records).encode()
        if not data:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a+b") as file:
            # A line that a crash cut off must not swallow the next one.
            file.write(data if _at_line_start(file) else b"\n" + data)
            file.flush()
            os.fsync(file.fileno())


def _at_line_start(file: BinaryIO) -> bool:
    """Whether a file opened for appending is empty or ends with a whole line."""
    if file.tell() == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
