"""Carries faults out, around the application: what strikes before a request, with it and after it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any

from werkzeug import Response
from werkzeug.wsgi import get_input_stream

from reconciler.sandbox import canned
from reconciler.sandbox.context import EXTENSION, Context
from reconciler.sandbox.faults import (
    ConnectionLost,
    Crash,
    Crashed,
    Deleted,
    Duplicate,
    Fault,
    Faults,
    Half,
    RateLimited,
    ReadOnly,
    RefuseOverride,
    Reset,
    ServerFault,
    Slow,
    Stale,
    When,
    kind_of,
)
from reconciler.sandbox.journal import Exchange, Journal
from reconciler.sandbox.removal import remove
from reconciler.sandbox.store import Store

Environ = dict[str, Any]
Sleep = Callable[[float], None]
"""Lets seconds pass."""

PROGRESS = "pagerduty-sandbox.progress"
"""Where in a WSGI environment the `Progress` of its request lies."""


@dataclass
class Progress:
    """How far a request has got."""

    number: int
    method: str
    path: str
    faults: list[Fault]
    committed: bool = False


@dataclass
class _Old:
    """The account as it was before a write, and how long reads go on showing it."""

    image: bytes
    until: datetime | None
    reads: int | None


@dataclass
class Injector:
    """The faults of one application, and how often each rule has matched and struck so far."""

    context: Context
    sleep: Sleep
    journal: Journal
    faults: Faults = field(default_factory=Faults)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _seen: dict[int, int] = field(default_factory=dict)
    _struck: dict[int, int] = field(default_factory=dict)
    _old: list[_Old] = field(default_factory=list)
    _locked: bool = False

    def use(self, faults: Faults) -> None:
        """Other faults from now on, all counted afresh; the journal goes on."""
        with self._lock:
            self.faults = faults
            self._seen, self._struck, self._old, self._locked = {}, {}, [], False

    def answer(self, environ: Environ, run: Callable[[Environ], Response]) -> Response:
        """The answer to a request, which `run` carries out. Raises ConnectionLost and Crashed."""
        progress = self._admit(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        status: int | None = None
        try:
            response = self._before(progress) or self._carried_out(environ, run, progress)
            response = self._after(progress, response)
            status = response.status_code
        finally:
            struck = tuple(map(kind_of, progress.faults))
            where = progress.number, progress.method, progress.path
            self.journal.add(Exchange(*where, status, progress.committed, struck))
        return response

    def _admit(self, method: str, path: str) -> Progress:
        with self._lock:
            due: list[Fault] = []
            for number, rule in enumerate(self.faults.rules):
                if not rule.matches(method, path):
                    continue
                seen = self._seen[number] = self._seen.get(number, 0) + 1
                # A lot of its own for each rule and match: one rule more leaves the others alone.
                lot = Random(f"{self.faults.seed}:{number}:{seen}").random()  # noqa: S311 - not a secret
                struck = self._struck.get(number, 0)
                if rule.strikes(seen, struck, lot):
                    self._struck[number] = struck + 1
                    due.append(rule.fault)
            self._locked = self._locked or any(isinstance(fault, ReadOnly) for fault in due)
            return Progress(self.journal.next_number(), method, path, due)

    def _before(self, progress: Progress) -> Response | None:
        for fault in progress.faults:
            match fault:
                case Deleted():
                    remove(self.context, fault.object or progress.path)
                case RateLimited():
                    return canned.too_many(fault.reset)
                case _:
                    response = self._common(fault, "before")
                    if response is not None:
                        return response
        return None

    def _after(self, progress: Progress, response: Response) -> Response:
        for fault in progress.faults:
            if isinstance(fault, Half):
                whole = response.get_data()
                response.set_data(whole[: len(whole) // 2])
            response = self._common(fault, "after") or response
        return response

    def _common(self, fault: Fault, when: When) -> Response | None:
        """What may strike at either time."""
        match fault:
            case Slow() if fault.when == when:
                self.sleep(fault.seconds)
            case Reset() if fault.when == when:
                raise ConnectionLost("Connection reset by peer")
            case Crash() if fault.when == when:
                raise Crashed
            case ServerFault() if fault.when == when:
                return canned.server_fault(fault)
            case _:
                pass
        return None

    def _carried_out(
        self, environ: Environ, run: Callable[[Environ], Response], progress: Progress
    ) -> Response:
        context = replace(self.context, locked=self._locked)
        old = self._old_account() if progress.method in {"GET", "HEAD"} else None
        store = Store.of_image(old) if old is not None else None
        if store is not None:
            context = replace(context, store=store)
        for fault in progress.faults:
            if isinstance(fault, RefuseOverride):
                places = frozenset(fault.items or range(context.quirks.max_override_batch))
                context = replace(context, refused_items=places, refusal=fault.reason)
        stale = [fault for fault in progress.faults if isinstance(fault, Stale)]
        image = context.store.image() if stale else b""
        environ |= {EXTENSION: context, PROGRESS: progress}
        try:
            response = self._once_or_twice(environ, run, progress)
        finally:
            if store is not None:
                store.close()
        if progress.committed:
            self._remember(image, stale)
        return response

    def _once_or_twice(
        self, environ: Environ, run: Callable[[Environ], Response], progress: Progress
    ) -> Response:
        twice = next((fault for fault in progress.faults if isinstance(fault, Duplicate)), None)
        if twice is None:
            return run(environ)
        body = get_input_stream(environ).read()
        answers = [
            run(environ | {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}) for _ in range(2)
        ]
        return answers[0 if twice.answer == "first" else 1]

    def _remember(self, image: bytes, stale: list[Stale]) -> None:
        now = self.context.now()
        with self._lock:
            for fault in stale:
                until = None if fault.seconds is None else now + timedelta(seconds=fault.seconds)
                self._old.append(_Old(image, until, fault.requests))

    def _old_account(self) -> bytes | None:
        """What the next read is to see instead of the present: the oldest state that is still shown."""
        now = self.context.now()
        with self._lock:
            self._old = [
                old
                for old in self._old
                if (old.until is None or now < old.until) and (old.reads is None or old.reads > 0)
            ]
            for old in self._old:
                old.reads = None if old.reads is None else old.reads - 1
            return self._old[0].image if self._old else None
