"""The ledger as git notes: lines of JSON on the applied commit under `refs/notes/rota`, shared by push.

All intents of a plan are pushed before the first write. What came of each is kept at once in a file inside
the git folder, and pushed at the end; if that fails, or the process dies, the next run takes it along.
Two who push at once both keep their lines: notes are merged by union.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from reconciler.errors import RefusedError, RotaError
from reconciler.ledger.codec import decode, encode
from reconciler.ledger.file import FileLedger
from reconciler.ledger.git import Git, GitError
from reconciler.records import Record

REF = "refs/notes/rota"
_THEIRS = "refs/notes/rota-fetched"
_TRIES = 6
_OVERTAKEN = re.compile("non-fast-forward|fetch first|stale info|cannot lock ref|failed to update ref")

Warn = Callable[[str], None]


class NotesLedger:
    """A ledger in the repository that holds a folder. `older` is one that was kept in a file before."""

    def __init__(self, git: Git, commit: str, *, older: FileLedger, warn: Warn = lambda _: None) -> None:
        self._git = git
        self._commit = commit
        self._older = older
        self._warn = warn
        self._spool_path = Path(git("rev-parse", "--path-format=absolute", "--git-path", "rota-ledger.jsonl"))
        self._spool = FileLedger(self._spool_path)
        self._remote = git.remote()
        self._fetched = False
        self._damaged = 0

    @property
    def damaged(self) -> int:
        """How many lines could not be read at the last `load`."""
        return self._damaged + self._older.damaged + self._spool.damaged

    def load(self) -> tuple[Record, ...]:
        """Every record of every commit, oldest first, with what others have pushed.

        Where they cannot be fetched that is warned about, since some of ours may then pass for foreign.
        """
        if not self._fetched:
            try:
                self._fetch()
            except GitError as fault:
                self._warn(
                    f"the ledger could not be fetched from {self._remote} ({fault.message}); "
                    "what was applied elsewhere counts as somebody else's here"
                )
            self._fetched = True
        lines = [line for _, line in lines_of(self._git)]
        records = [record for record in map(decode, lines) if record is not None]
        self._damaged = len(lines) - len(records)
        every = {*records, *self._older.load(), *self._spool.load()}
        return tuple(sorted(every, key=_order))

    def intend(self, records: Iterable[Record]) -> None:
        """Push the intents in one commit; raises RefusedError where that fails."""
        before = self._tip()
        try:
            self._publish([encode(record) for record in records])
        except GitError as fault:
            # Without this the local notes would go on speaking of what was never sent.
            self._put_back(before)
            raise RefusedError(
                f"What is about to be written could not be recorded in git: {fault.message}.",
                hint="Nothing was written to PagerDuty. The ledger is pushed to "
                f"{REF}: the job needs the right to push (contents: write on GitHub).",
            ) from fault

    def record(self, record: Record) -> None:
        """Note what came of one intent, at once, beside the notes; raises RotaError where that fails."""
        self._spool.record(record)

    def close(self) -> str | None:
        """Push what came of it; says where it is, also where it could not be pushed."""
        lines = [encode(record) for record in self._spool.load()]
        place = f"git notes ({REF}) on {self._commit[:7]}"
        if not lines:
            return place
        try:
            self._publish(lines)
        except GitError as fault:
            kept = f"{self._spool_path}, as it could not be pushed ({fault.message})"
            return f"{kept}; the next apply takes it along"
        self._spool_path.unlink(missing_ok=True)
        return place if self._remote is None else f"{place}, pushed to {self._remote}"

    def _publish(self, lines: Sequence[str]) -> None:
        """Add lines to the note of the commit and push; somebody else who pushes first is merged in."""
        self._git.as_somebody()
        pending: Sequence[str] = lines
        for last in range(_TRIES, 0, -1):
            self._fetch()
            if pending:
                self._add(pending)
                pending = ()
            if self._remote is None:
                return
            try:
                self._git("push", "--quiet", self._remote, f"{REF}:{REF}")
            except GitError as fault:
                if last == 1 or not _overtaken(fault):
                    raise
            else:
                return

    def _add(self, lines: Sequence[str]) -> None:
        held = _note(self._git, self._commit)
        text = "".join(f"{line}\n" for line in dict.fromkeys((*held, *lines)))
        blob = self._git("hash-object", "-w", "--stdin", text=text)
        self._git("notes", f"--ref={REF}", "add", "--force", "--reuse-message", blob, self._commit)

    def _fetch(self) -> None:
        """Take in what others have pushed."""
        if self._remote is None:
            return
        try:
            self._git("fetch", "--quiet", "--no-tags", self._remote, f"+{REF}:{_THEIRS}")
        except GitError as fault:
            if "couldn't find remote ref" in fault.message.lower():
                return  # Nobody has pushed any yet.
            raise
        if self._tip() is None:
            self._git("update-ref", REF, _THEIRS)
        else:
            self._git("notes", f"--ref={REF}", "merge", "--quiet", "--strategy=cat_sort_uniq", _THEIRS)

    def _tip(self) -> str | None:
        return self._git.ask("for-each-ref", "--format=%(objectname)", REF)

    def _put_back(self, before: str | None) -> None:
        try:
            if before is None:
                self._git("update-ref", "-d", REF)
            else:
                self._git("update-ref", REF, before)
        except GitError:
            # The intents stay; no override was made for them, so they claim nothing that is there.
            return


def lines_of(git: Git) -> tuple[tuple[str, str], ...]:
    """Every line of every note, each with the commit that it is on. Raises GitError."""
    listed = [row.split() for row in git("notes", f"--ref={REF}", "list").splitlines()]
    texts = git.blobs([blob for blob, _ in listed])
    # Only "\n" ends a line; other separators can be part of a text.
    return tuple(
        (commit, line)
        for (_, commit), text in zip(listed, texts, strict=True)
        for line in text.decode("utf-8", errors="replace").split("\n")
        if line.strip()
    )


def _note(git: Git, commit: str) -> list[str]:
    blob = git.ask("notes", f"--ref={REF}", "list", commit)
    if blob is None:
        return []
    return [line for line in git("cat-file", "blob", blob).split("\n") if line.strip()]


def _order(record: Record) -> tuple[object, ...]:
    """By time; of one moment the intent comes before what came of it."""
    return record.at, record.run, record.sequence, record.phase != "intent", encode(record)


def _overtaken(fault: RotaError) -> bool:
    """Whether a push was refused because somebody else had pushed."""
    return (
        re.search(
            r"non-fast-forward|fetch first|stale info|cannot lock ref|failed to update ref", fault.message
        )
        is not None
    )
