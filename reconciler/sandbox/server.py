"""Serves the look-alike on this machine's loopback address, for clients that need a socket."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

_HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    """Requests are not written to the terminal, which belongs to the program around."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the parent's name for it
        """Says nothing."""

    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
        """Closes without an answer: a connection that was kept alive would leave the client waiting."""
        del error, environ
        self.close_connection = True


@contextmanager
def serve(app: Flask, port: int = 0) -> Iterator[str]:
    """Serves in a thread and yields the base URL; port 0 takes any free one."""
    server = _server(app, port)
    thread = threading.Thread(target=server.serve_forever, name="pagerduty-sandbox", daemon=True)
    thread.start()
    try:
        yield _url(server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def serve_forever(app: Flask, port: int, on_ready: Callable[[str], None]) -> None:
    """Serves until interrupted; `on_ready` gets the base URL once connections are accepted."""
    server = _server(app, port)
    try:
        on_ready(_url(server))
        server.serve_forever()
    finally:
        server.server_close()


def _server(app: Flask, port: int) -> BaseWSGIServer:
    return make_server(_HOST, port, app, threaded=True, request_handler=_Quiet)


def _url(server: BaseWSGIServer) -> str:
    return f"http://{_HOST}:{server.server_port}"
