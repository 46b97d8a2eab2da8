"""Clients of other people's making work against the look-alike, in process and over loopback."""

import threading
import urllib.request
import warnings
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from pagerduty import HttpError, RestApiV2Client

from reconciler.sandbox import serve, serve_forever
from reconciler.sandbox.server import _server
from tests.sandbox.harness import Account


@pytest.fixture
def client(pd: Account) -> Iterator[RestApiV2Client]:
    """PagerDuty's own client, in process."""
    transport = httpx2.WSGITransport(app=pd.app)
    made = RestApiV2Client("sandbox", base_url="https://api.pagerduty.test", transport=transport)
    yield made
    made.close()


def test_pagerdutys_own_client_pages_and_finds(pd: Account, client: RestApiV2Client) -> None:
    """Lists, single objects and the lookup by e-mail work unchanged."""
    key = pd.new_schedule()
    assert [user["name"] for user in client.iter_all("users", page_size=2)] == ["P1", "P2", "P3", "P4", "P5"]
    found = client.find("users", "P3@example.org", attribute="email")
    assert found is not None
    assert found["id"] == pd.people[2]
    assert client.rget(f"/schedules/{key}")["name"] == "Primary"
    assert client.account_has_ability("teams")
    assert not client.account_has_ability("sso")


def test_pagerdutys_own_client_writes(pd: Account, client: RestApiV2Client) -> None:
    """Batches of overrides come back as a bare list, and `self` leads back to the object."""
    created = client.rpost("schedules", json=pd.schedule(pd.layer(1))["schedule"])
    assert client.rget(created)["id"] == created["id"]
    override = pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z")
    path = f"/schedules/{created['id']}/overrides"
    outcomes: Any = client.rpost(path, json=[override])
    assert [outcome["status"] for outcome in outcomes] == [201]
    with pytest.raises(HttpError):
        client.rget("/schedules/PNOSUCH")


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_a_superseded_client_works_over_loopback(pd: Account) -> None:
    """`pdpyras` reads, writes and deletes over plain HTTP."""
    with warnings.catch_warnings():
        # It announces its own retirement on import.
        warnings.simplefilter("ignore")
        import pdpyras  # noqa: PLC0415
    with serve(pd.app) as url:
        session = pdpyras.APISession("sandbox")
        session.url = url
        created = session.rpost("schedules", json=pd.schedule(pd.layer(1))["schedule"])
        assert session.rget(f"/schedules/{created['id']}")["name"] == "Primary"
        assert [user["name"] for user in session.iter_all("users")] == ["P1", "P2", "P3", "P4", "P5"]
        assert session.rdelete(f"/schedules/{created['id']}").status_code == 204
        session.close()


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_serving_for_ever_announces_its_address(pd: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is told once connections are accepted."""
    servers: list[Any] = []

    def remember(app: Any, port: int) -> Any:
        servers.append(_server(app, port))
        return servers[-1]

    monkeypatch.setattr("reconciler.sandbox.server._server", remember)
    ready: list[str] = []
    announced = threading.Event()

    def on_ready(url: str) -> None:
        ready.append(url)
        announced.set()

    thread = threading.Thread(target=serve_forever, args=(pd.app, 0, on_ready))
    thread.start()
    assert announced.wait(10)
    request = urllib.request.Request(f"{ready[0]}/abilities", headers={"Authorization": "Bearer sandbox"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 - the address is our own
        assert reply.status == 200
    servers[0].shutdown()
    thread.join(10)
    assert not thread.is_alive()
