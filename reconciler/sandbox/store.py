"""Where the look-alike keeps everything: JSON documents in one SQLite database."""

import json
import random
import sqlite3
import string
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

Json = dict[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    parent TEXT,
    body TEXT NOT NULL,
    UNIQUE (kind, id)
);
CREATE INDEX IF NOT EXISTS documents_by_parent ON documents (kind, parent);
CREATE TABLE IF NOT EXISTS issued_ids (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_ID_CHARACTERS = string.ascii_uppercase + string.digits
_BUSY_SECONDS = 30.0


class Change(NamedTuple):
    """One document as it was and as it is; None where it did not exist, or no longer does."""

    kind: str
    parent: str | None
    before: Json | None
    after: Json | None


class Store:
    """Documents by kind and id, in order of creation; safe to share between threads and processes."""

    def __init__(self, path: str | Path = ":memory:", *, seed: int | None = None) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._changes: list[Change] = []
        # A seed makes ids reproducible for tests; without one they never repeat between databases.
        self._random = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311 - not a secret
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        self._db.executescript(_TABLES)

    @classmethod
    def of_image(cls, image: bytes) -> Self:
        """A store of its own, in memory, with everything that another one held."""
        store = cls()
        store._db.deserialize(image)
        return store

    def image(self) -> bytes:
        """Everything in here at this moment."""
        with self._lock:
            return self._db.serialize()

    def close(self) -> None:
        """Closes the database; the store is of no use afterwards."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[list[Change]]:
        """Everything inside is written together, or not at all when an exception passes through.

        Yields the list of what has been changed so far.
        """
        with self._lock:
            if self._depth:
                yield self._changes
                return
            self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            self._changes = []
            try:
                yield self._changes
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            else:
                self._db.execute("COMMIT")
            finally:
                self._depth -= 1

    def get(self, kind: str, key: str) -> Json | None:
        """The document, or None."""
        with self._lock:
            row = self._db.execute(
                "SELECT body FROM documents WHERE kind = ? AND id = ?", (kind, key)
            ).fetchone()
        return _document(row[0]) if row else None

    def all(self, kind: str, parent: str | None = None) -> list[Json]:
        """Every document of a kind (of one parent, if given), oldest first."""
        query = "SELECT body FROM documents WHERE kind = ? AND (? IS NULL OR parent = ?) ORDER BY seq"
        with self._lock:
            rows = self._db.execute(query, (kind, parent, parent)).fetchall()
        return [_document(row[0]) for row in rows]

    def count(self, kind: str) -> int:
        """How many documents there are of a kind."""
        with self._lock:
            row = self._db.execute("SELECT COUNT(*) FROM documents WHERE kind = ?", (kind,)).fetchone()
        return int(row[0])

    def save(self, kind: str, document: Json, parent: str | None = None) -> None:
        """Adds the document, or replaces the one with its id, which keeps its place in the order."""
        with self._lock:
            self._note(kind, document["id"], parent, document)
            self._db.execute(
                "INSERT INTO documents (kind, id, parent, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
                (kind, document["id"], parent, json.dumps(document)),
            )

    def delete(self, kind: str, key: str) -> None:
        """Forgets the document."""
        with self._lock:
            self._note(kind, key, None, None)
            self._db.execute("DELETE FROM documents WHERE kind = ? AND id = ?", (kind, key))

    def _note(self, kind: str, key: str, parent: str | None, after: Json | None) -> None:
        if not self._depth:
            return
        row = self._db.execute(
            "SELECT parent, body FROM documents WHERE kind = ? AND id = ?", (kind, key)
        ).fetchone()
        before = _document(row[1]) if row else None
        self._changes.append(Change(kind, row[0] if row else parent, before, after))

    def new_id(self, prefix: str = "P", length: int = 6) -> str:
        """An id that this database has never given out, not even to something deleted since."""
        with self._lock:
            while True:
                key = prefix + "".join(self._random.choices(_ID_CHARACTERS, k=length))
                new = self._db.execute("INSERT OR IGNORE INTO issued_ids (id) VALUES (?)", (key,))
                if new.rowcount:
                    return key

    def setting(self, name: str, default: Any) -> Any:
        """A value of the account as a whole."""
        with self._lock:
            row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else default

    def set_setting(self, name: str, value: Any) -> None:
        """Changes a value of the account as a whole."""
        with self._lock:
            self._db.execute(
                "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (name, json.dumps(value))
            )


def _document(body: str) -> Json:
    document: Json = json.loads(body)
    return document
