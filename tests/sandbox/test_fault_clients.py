"""What a client notices of faults: PagerDuty's own in process, and plain HTTP on a socket."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from pagerduty import Error, RestApiV2Client

from reconciler.sandbox import Half, RateLimited, Reset, Rule, ServerFault, serve
from tests.sandbox.harness import Account, Wire

HEADERS = {"Authorization": "Token token=sandbox"}


def test_a_lost_connection_is_a_transport_error_to_a_client_in_process(pd: Account) -> None:
    """A transport around the application's turns it into what a socket would have given."""
    client = RestApiV2Client("sandbox", base_url="https://api.pagerduty.test", transport=Wire(pd.app))
    client.max_network_attempts = 0
    pd.strike(Rule(Reset("after"), method="write"))
    with pytest.raises(Error) as broken:
        client.rpost("schedules", json=pd.schedule(pd.layer(1))["schedule"])
    assert isinstance(broken.value.__cause__, httpx2.ReadError)
    assert [row["name"] for row in client.rget("schedules")] == ["Primary"]
    client.close()


@pytest.mark.loopback
@pytest.mark.enable_socket
@pytest.mark.parametrize(("when", "kept"), [("before", 0), ("after", 1)])
def test_on_a_socket_the_connection_is_closed_without_an_answer(pd: Account, when: Any, kept: int) -> None:
    """Although it was to be kept alive; and the server goes on."""
    pd.strike(Rule(Reset(when), method="write"))
    with serve(pd.app) as url:
        for _ in range(2):
            connection = http.client.HTTPConnection(str(urlsplit(url).netloc), timeout=10)
            body = json.dumps(pd.schedule(pd.layer(1)))
            connection.request("POST", "/schedules", body, HEADERS)
            with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
                connection.getresponse()
            connection.close()
        with httpx2.Client(base_url=url, headers=HEADERS) as client:
            assert len(client.get("/schedules").json()["schedules"]) == 2 * kept


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_on_a_socket_the_other_faults_are_plain_answers(pd: Account) -> None:
    """To reads and to writes, whose bodies nobody has read."""
    pd.strike(
        Rule(RateLimited(3), nth=1),
        Rule(ServerFault(502, "html"), nth=2),
        Rule(ServerFault(503, "empty"), nth=3),
        Rule(Half(), nth=4),
    )
    with serve(pd.app) as url, httpx2.Client(base_url=url, headers=HEADERS) as client:
        replies = [client.post("/schedules", json=pd.schedule(pd.layer(1))) for _ in range(4)]
    assert [reply.status_code for reply in replies] == [429, 502, 503, 201]
    assert replies[0].headers["ratelimit-reset"] == "3"
    with pytest.raises(json.JSONDecodeError):
        replies[3].json()
