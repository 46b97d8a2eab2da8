"""The network below our transport: through a proxy where there is one, trusting who the machine trusts.

Certificates are checked against what SSL_CERT_FILE or SSL_CERT_DIR name, else the machine's own list.
"""

from collections.abc import Mapping
from ssl import SSLContext

import httpx2

from reconciler.errors import UsageError
from reconciler.remote.transport import checked_url

_SCHEMES = ("http", "https", "socks5", "socks5h")


def proxy_for(address: str, environment: Mapping[str, str]) -> str | None:
    """The proxy for an API address by HTTPS_PROXY, ALL_PROXY and NO_PROXY, in capitals or not; else None.

    Plain http only ever goes to this machine itself, which no proxy can reach for us. Raises UsageError for
    an address that cannot be used.
    """
    url = checked_url(address)
    if url.scheme != "https":
        return None
    if any(_meant(entry, url.host) for entry in _value(environment, "no_proxy").split(",")):
        return None
    proxy = _value(environment, "https_proxy") or _value(environment, "all_proxy")
    if not proxy:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _value(environment: Mapping[str, str], name: str) -> str:
    # As curl has it: the small letters win where both are set.
    return (environment.get(name) or environment.get(name.upper()) or "").strip()


def _meant(entry: str, host: str) -> bool:
    """Whether an entry of NO_PROXY is about a host: `*`, its name, or the end of its name."""
    name = entry.strip().lower().removeprefix("*.").removeprefix(".").partition(":")[0]
    return name == "*" or (bool(name) and f".{host}".endswith(f".{name}"))


def network(proxy: str | None = None, trust: SSLContext | None = None) -> httpx2.BaseTransport:
    """A transport to the network. Raises UsageError for a proxy or certificates that cannot be used.

    A proxy's password is in no message. `trust` saves reading the certificates once more.
    """
    verify = trust if trust is not None else trusted()
    try:
        return httpx2.HTTPTransport(verify=verify, proxy=_checked(proxy) if proxy is not None else None)
    except ImportError:
        raise UsageError(
            "The proxy speaks SOCKS, for which a package is missing.",
            hint="Install socksio next to rota, or name an http proxy in HTTPS_PROXY.",
        ) from None


def trusted() -> SSLContext:
    """Whom the machine trusts. Raises UsageError for certificates that cannot be used."""
    try:
        return httpx2.create_ssl_context()
    except OSError as fault:
        # ssl.SSLError is one of these.
        raise UsageError(
            f"The certificates to check PagerDuty's against cannot be read ({type(fault).__name__}).",
            hint="Correct SSL_CERT_FILE or SSL_CERT_DIR, or unset them.",
        ) from None


def _checked(text: str) -> httpx2.Proxy:
    try:
        proxy = httpx2.Proxy(text)
    except (ValueError, httpx2.InvalidURL):
        proxy = None
    if proxy is None or not proxy.url.host or proxy.url.scheme not in _SCHEMES:
        raise UsageError(
            "The proxy that the environment names is not an address.",
            hint="Correct HTTPS_PROXY (such as http://proxy.example.org:3128), or unset it.",
        ) from None
    return proxy
