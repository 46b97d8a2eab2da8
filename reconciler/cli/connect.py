"""The way to PagerDuty: the embedded one in this process, one on loopback, or the real account."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import click

from reconciler.cli.machine import one_heap
from reconciler.errors import UsageError
from reconciler.ledger.file import FileLedger
from reconciler.records import Ledger
from reconciler.remote.client import URLS, make_client
from reconciler.remote.exchange import Trace, no_trace
from reconciler.remote.made import Made
from reconciler.remote.network import proxy_for, trusted
from reconciler.remote.pace import Pace
from reconciler.remote.reader import Reader
from reconciler.remote.writer import Writer
from reconciler.render.clean import clean

if TYPE_CHECKING:
    from pagerduty import RestApiV2Client

    from reconciler.cli.app import App


class MakeClient(Protocol):
    """Makes a client; one that is read-only cannot send anything but GET."""

    def __call__(self, *, read_only: bool) -> "RestApiV2Client":
        """A new client, for one thread."""


@dataclass
class Connection:
    """A reader that cannot write, a writer made when it is asked for, a ledger, a clock and a way to wait."""

    account: str
    reader: Reader
    ledger: Ledger
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    make_writer: Callable[[], Writer]
    describe: str
    stack: ExitStack = field(default_factory=ExitStack)

    def close(self) -> None:
        """Close what was opened."""
        self.stack.close()


def connect(app: "App") -> Connection:
    """Open the connection that the options ask for. Raises NotPlannedError without a token."""
    one_heap()
    return _sandbox(app) if app.options.sandbox else _account(app)


def account_of(app: "App") -> str:
    """What the ledger calls the account that the options ask for."""
    return "sandbox" if app.options.sandbox else app.options.api_url or app.loaded.file.pagerduty.region


def _account(app: "App") -> Connection:
    token, region = app.token(), app.loaded.file.pagerduty.region
    url = app.options.api_url
    # One of each for the process: the limit is the key's, and all clients share what was made.
    pace, made = Pace(), Made()
    proxy, trust = proxy_for(url or URLS[region], app.environment), trusted()

    def client(*, read_only: bool) -> "RestApiV2Client":
        return make_client(
            token,
            region=region,
            api_url=url,
            read_only=read_only,
            pace=pace,
            made=made,
            trace=_trace(app),
            proxy=proxy,
            trust=trust,
        )

    return _connection(
        app,
        client,
        made,
        account=account_of(app),
        clock=_clock(app),
        sleep=time.sleep,
        describe=url or f"PagerDuty ({region})",
        stack=ExitStack(),
    )


def _clock(app: "App") -> Callable[[], datetime]:
    """The machine's clock, or the moment that was asked about, at which it then stands still."""
    if app.options.now is not None:
        return lambda: app.now
    return lambda: datetime.now(UTC).replace(microsecond=0)


def _trace(app: "App") -> Trace:
    """With -v one line for each request on the error stream; the key is in none of them."""
    if not app.options.verbose:
        return no_trace
    return lambda exchange: click.echo(clean(str(exchange)), err=True)


def _connection(
    app: "App",
    client: "MakeClient",
    made: Made,
    *,
    account: str,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    describe: str,
    stack: ExitStack,
) -> Connection:
    reader = Reader(lambda: client(read_only=True), made)
    stack.callback(reader.close)

    def writer() -> Writer:
        own = client(read_only=False)
        stack.callback(own.close)
        return Writer(own, made)

    return Connection(account, reader, ledger_of(app), clock, sleep, writer, describe, stack)


def ledger_of(app: "App") -> Ledger:
    """In a git repository its notes; elsewhere, and for the embedded PagerDuty, a file."""
    from reconciler.ledger.notes import NotesLedger  # noqa: PLC0415 - only where there is git

    file = FileLedger(app.folder / "ledger.jsonl")
    head = None if app.options.sandbox else app.git.head()
    if head is None:
        return file

    def warn(text: str) -> None:
        click.echo(clean(f"rota: warning: {text}"), err=True)

    return NotesLedger(app.git, head, older=file, warn=warn)


def _sandbox(app: "App") -> Connection:
    import httpx2  # noqa: PLC0415 - only where it is used

    from reconciler.cli.embedded import open_embedded  # noqa: PLC0415

    if app.options.api_url is not None:
        raise UsageError(
            "--sandbox and --api-url name two different PagerDutys", hint="leave out one of them"
        )
    now = app.now
    embedded = open_embedded(app, lambda: now)
    transport = httpx2.WSGITransport(app=embedded.app)
    stack = ExitStack()
    stack.callback(embedded.store.close)

    made = Made()

    def client(*, read_only: bool) -> "RestApiV2Client":
        return make_client(
            "sandbox",
            api_url="http://127.0.0.1",
            inner=transport,
            read_only=read_only,
            made=made,
            trace=_trace(app),
        )

    # In this process an answer never lags behind a write, and the clock stands still: waiting is for nothing.
    return _connection(
        app,
        client,
        made,
        account=account_of(app),
        clock=lambda: now,
        sleep=lambda _: None,
        describe="embedded PagerDuty",
        stack=stack,
    )
