"""Over a real socket on this machine: plain http, real connections, nothing injected below the client."""

import pytest

from reconciler.plan.actions import LayerWrite
from reconciler.remote.client import make_client
from reconciler.remote.reader import Reader
from reconciler.remote.writer import Writer
from reconciler.requests import ReadRequest, Wanted
from reconciler.sandbox import serve
from tests.remote.harness import DAY, NOON, Account


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_a_schedule_is_written_and_read_over_plain_http(account: Account) -> None:
    """The address is http, which the client by itself would refuse."""
    with serve(account.app) as url:
        client = make_client("sandbox", api_url=url, read_only=False)
        account.writer = Writer(client)
        id_ = account.create()
        with Reader(lambda: make_client("sandbox-read-only", api_url=url, read_only=True)) as reader:
            asked = ReadRequest(
                "acme",
                NOON,
                NOON + 120 * DAY,
                {"in-hours": Wanted("In hours", marker="Managed as code: in-hours")},
                emails=frozenset({"ana@example.org"}),
            )
            state = reader.read(asked).schedules["in-hours"]
            assert state.id == id_
            account.update(id_, [LayerWrite(layer) for layer in state.layers])
            assert reader.read(asked).schedules["in-hours"] == state
        client.close()
