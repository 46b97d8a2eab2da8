"""The way to PagerDuty: the embedded one in this process, one on loopback, or the real account."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reconciler.errors import UsageError
from reconciler.ledger.file import FileLedger
from reconciler.remote.client import make_client
from reconciler.remote.reader import Reader
from reconciler.remote.writer import Writer

if TYPE_CHECKING:
    from reconciler.cli.app import App


@dataclass
class Connection:
    """A reader that cannot write, a writer made when it is asked for, a ledger and a clock."""

    account: str
    reader: Reader
    ledger: FileLedger
    clock: Callable[[], datetime]
    make_writer: Callable[[], Writer]
    describe: str
    stack: ExitStack = field(default_factory=ExitStack)

    def close(self) -> None:
        """Close what was opened."""
        self.stack.close()


def connect(app: "App") -> Connection:
    """Open the connection that the options ask for. Raises NotPlannedError without a token."""
    return _sandbox(app) if app.options.sandbox else _account(app)


def _account(app: "App") -> Connection:
    token, region = app.token(), app.loaded.file.pagerduty.region
    url = app.options.api_url
    stack = ExitStack()

    def client(*, read_only: bool) -> Any:
        made = make_client(token, region=region, api_url=url, read_only=read_only)
        stack.callback(made.close)
        return made

    return Connection(
        account=url or region,
        reader=Reader(lambda: client(read_only=True)),
        ledger=FileLedger(app.folder / "ledger.jsonl"),
        clock=lambda: datetime.now(UTC).replace(microsecond=0),
        make_writer=lambda: Writer(client(read_only=False)),
        describe=url or f"PagerDuty ({region})",
        stack=stack,
    )


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

    def client(*, read_only: bool) -> Any:
        return make_client("sandbox", api_url="http://127.0.0.1", inner=transport, read_only=read_only)

    return Connection(
        account="sandbox",
        reader=Reader(lambda: client(read_only=True)),
        ledger=FileLedger(app.folder / "ledger.jsonl"),
        clock=lambda: now,
        make_writer=lambda: Writer(client(read_only=False)),
        describe="embedded PagerDuty",
        stack=stack,
    )
