"""The network below: proxies as the environment names them, and whose certificates are trusted."""

import socket
import ssl
import sys
from threading import Thread
from typing import Any

import pytest

from reconciler.errors import RemoteError, UnclearError, UsageError
from reconciler.remote.client import make_client, send
from reconciler.remote.network import network, proxy_for, trusted
from tests.remote.harness import TOKEN, FakeTime

US, EU = "https://api.pagerduty.com", "https://api.eu.pagerduty.com"
PROXY = "http://proxy.example.org:3128"


@pytest.mark.parametrize(
    ("address", "environment", "proxy"),
    [
        (US, {}, None),
        (US, {"HTTPS_PROXY": PROXY}, PROXY),
        (EU, {"https_proxy": PROXY}, PROXY),
        (US, {"HTTPS_PROXY": "http://other", "https_proxy": PROXY}, PROXY),
        (US, {"ALL_PROXY": PROXY}, PROXY),
        (US, {"HTTPS_PROXY": PROXY, "ALL_PROXY": "http://other"}, PROXY),
        (US, {"HTTP_PROXY": PROXY}, None),
        (US, {"HTTPS_PROXY": "  "}, None),
        (US, {"HTTPS_PROXY": "proxy.example.org:3128"}, PROXY),
        (US, {"HTTPS_PROXY": PROXY, "NO_PROXY": "*"}, None),
        (US, {"HTTPS_PROXY": PROXY, "NO_PROXY": "localhost, .pagerduty.com"}, None),
        (EU, {"HTTPS_PROXY": PROXY, "no_proxy": "pagerduty.com"}, None),
        (US, {"HTTPS_PROXY": PROXY, "NO_PROXY": "*.PagerDuty.com:443"}, None),
        (US, {"HTTPS_PROXY": PROXY, "NO_PROXY": "duty.com,api.eu.pagerduty.com,,"}, PROXY),
        ("http://127.0.0.1:5001", {"HTTPS_PROXY": PROXY, "HTTP_PROXY": PROXY, "ALL_PROXY": PROXY}, None),
    ],
)
def test_which_proxy_is_used(address: str, environment: dict[str, str], proxy: str | None) -> None:
    """As other programs have it; what is on this machine is never sent to a proxy."""
    assert proxy_for(address, environment) == proxy


@pytest.mark.parametrize("proxy", ["ftp://user:geheim@proxy", "http://", "http://user:geheim@proxy:port"])
def test_a_proxy_that_cannot_be_one_is_refused(proxy: str) -> None:
    """The message says which variable to correct, and quotes no password."""
    with pytest.raises(UsageError, match="not an address") as caught:
        network(proxy)
    assert "HTTPS_PROXY" in caught.value.diagnostics()
    assert "geheim" not in caught.value.diagnostics()


def test_a_proxy_that_needs_more_than_is_installed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOCKS is an extra of what we speak through."""
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(UsageError, match="SOCKS"):
        network("socks5://proxy.example.org")


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_told(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    """Missing or not a certificate: nothing is sent unchecked."""
    if content is not None:
        (tmp_path / "ca.pem").write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with pytest.raises(UsageError, match="cannot be read") as caught:
        make_client(TOKEN, read_only=True)
    assert "SSL_CERT_FILE" in caught.value.diagnostics()


@pytest.mark.parametrize("proxy", [None, PROXY])
def test_certificates_of_ones_own_are_trusted(monkeypatch: pytest.MonkeyPatch, proxy: str | None) -> None:
    """As behind a proxy of a company that opens the traffic."""
    asked: list[Any] = []

    def context(cafile: str | None = None, **_: Any) -> ssl.SSLContext:
        asked.append(cafile)
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    monkeypatch.setattr(ssl, "create_default_context", context)
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/company.pem")
    network(proxy).close()
    assert "/etc/company.pem" in asked


@pytest.mark.parametrize("proxy", [None, PROXY])
def test_certificates_are_read_once_for_all_clients(
    monkeypatch: pytest.MonkeyPatch, proxy: str | None
) -> None:
    """There are ten clients, and a machine trusts more than a hundred certificates."""
    asked: list[Any] = []
    trust = trusted()
    monkeypatch.setattr(ssl, "create_default_context", lambda **options: asked.append(options))
    network(proxy, trust).close()
    assert asked == []


class Refusing:
    """A proxy on this machine that notes what it is sent and lets nobody through."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.seen = b""
        self.thread = Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        """One connection."""
        connection, _ = self.server.accept()
        with connection:
            while b"\r\n\r\n" not in self.seen:
                self.seen += connection.recv(4096)
            connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")

    def close(self) -> None:
        """Wait for the connection to end."""
        self.thread.join(10)
        self.server.close()


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_a_request_goes_through_the_proxy_and_shows_it_no_token() -> None:
    """The proxy is told the host alone; a write that it lets not through was certainly not carried out."""
    proxy = Refusing()
    address = f"http://user:geheim@127.0.0.1:{proxy.server.getsockname()[1]}"
    time = FakeTime()
    client = make_client(
        TOKEN,
        region="eu",
        read_only=False,
        sleep=time.sleep,
        monotonic=time.monotonic,
        proxy=proxy_for(EU, {"HTTPS_PROXY": address}),
    )
    with pytest.raises(RemoteError, match=r"ProxyError.*nothing was changed") as caught:
        send(client, "POST", "/schedules", json={})
    client.close()
    proxy.close()
    assert not isinstance(caught.value, UnclearError)
    assert proxy.seen.startswith(b"CONNECT api.eu.pagerduty.com:443 ")
    assert b"proxy-authorization: basic " in proxy.seen.lower()
    assert TOKEN.encode() not in proxy.seen
    assert "geheim" not in caught.value.diagnostics()
