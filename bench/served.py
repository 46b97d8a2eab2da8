"""The embedded PagerDuty in a process of its own: every request takes its time, and is counted.

What it works itself is nobody's business here, so an answer to a GET is kept until something is written,
and whoever is measured comes after somebody who was not.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import httpx2
from werkzeug.test import run_wsgi_app

from bench.account import NOW
from reconciler.sandbox import Store, create_app, serve_forever

ROOT = Path(__file__).resolve().parents[1]
CONTROL = "/bench"
LATENCY = 0.025
"""Seconds that a request takes at least, as on the way to PagerDuty and back."""

Answer = tuple[list[bytes], str, list[tuple[str, str]]]


@dataclass
class Metered:
    """Around the application: the latency, the counting, and the answers that are kept."""

    inner: WSGIApplication
    latency: float = 0.0
    requests: int = 0
    work: float = 0.0
    _kept: dict[tuple[str, str], Answer] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        if environ["PATH_INFO"] == CONTROL:
            body, status, headers = self._told(environ)
        else:
            time.sleep(self.latency)
            body, status, headers = self._answered(environ)
        start_response(status, headers)
        return body

    def _answered(self, environ: WSGIEnvironment) -> Answer:
        reads = environ["REQUEST_METHOD"] == "GET"
        asked = environ["PATH_INFO"], environ["QUERY_STRING"]
        begun = time.perf_counter()
        answer = self._kept.get(asked) if reads else None
        if answer is None:
            found, status, headers = run_wsgi_app(self.inner, environ, buffered=True)
            answer = list(found), status, list(headers)
        with self._lock:
            self.requests += 1
            self.work += time.perf_counter() - begun
            if reads:
                self._kept[asked] = answer
            else:
                self._kept.clear()
        return answer

    def _told(self, environ: WSGIEnvironment) -> Answer:
        """What came in since the last time; the query is the latency from now on, in seconds."""
        with self._lock:
            told = json.dumps({"requests": self.requests, "work": self.work}).encode()
            self.requests, self.work = 0, 0.0
        self.latency = float(environ["QUERY_STRING"] or self.latency)
        return [told], "200 OK", [("Content-Length", str(len(told)))]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests came in, and for how many seconds PagerDuty itself worked on them."""

    requests: int
    work: float


@dataclass(frozen=True, slots=True)
class Served:
    """A running PagerDuty."""

    url: str

    def since_last(self, latency: float | None = None) -> Counts:
        """What came in since this was last asked; `latency` holds from now on."""
        query = "" if latency is None else f"?{latency}"
        told = httpx2.get(f"{self.url}{CONTROL}{query}").json()
        return Counts(told["requests"], told["work"])


@contextmanager
def served(store: Path, latency: float = 0.0) -> Iterator[Served]:
    """Serve what a file holds from a new process until the end."""
    command = [sys.executable, "-m", "bench.served", str(store), str(latency)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None or not (url := process.stdout.readline().strip()):
            raise RuntimeError("the embedded PagerDuty did not start")
        yield Served(url)
    finally:
        process.terminate()
        process.communicate()


def main() -> None:
    """Serve until stopped; print the address once it is there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path)
    parser.add_argument("latency", type=float)
    asked = parser.parse_args()
    app = create_app(Store(asked.store), clock=lambda: NOW)
    app.wsgi_app = Metered(app.wsgi_app, asked.latency)  # type: ignore[method-assign]
    serve_forever(app, 0, lambda url: print(url, flush=True))


if __name__ == "__main__":
    main()
