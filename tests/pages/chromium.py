"""A real Chromium without a window, spoken to over a pipe in its own protocol (CDP): no driver, no socket."""

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
PHONE, WALL = (390, 844), (1920, 1080)
"""Width and height in CSS pixels."""

_HIGH = 10
_HERE = ("file:", "data:")
_PATIENCE = 60
"""Seconds that one answer may take; a machine that builds other things at the same time is slow."""
_FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)
# The page's clock stands where it is put. Moving it on is left to the test.
_FROZEN = """
(() => {
  const Real = Date;
  window.__now = %d;
  window.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(window.__now); }
    static now() { return window.__now; }
  };
})();
"""


def program() -> str | None:
    """Where Chromium is; None where it is not installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class ChromiumError(Exception):
    """Chromium refused a command, or a script of the page threw."""


@dataclass
class Chromium:
    """One running browser; `page` opens a page in it."""

    process: subprocess.Popen[bytes]
    into: int
    out: int
    told: bytes = b""
    sent: int = 0
    events: list[Answer] = field(default_factory=list)

    def __call__(self, method: str, session: str | None = None, **params: Any) -> Answer:
        """Send one command and wait for its answer; events that come meanwhile are kept."""
        self.sent += 1
        message: Answer = {"id": self.sent, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        os.write(self.into, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") != self.sent:
                self.events.append(answer)
            elif "error" in answer:
                raise ChromiumError(f"{method}: {answer['error']}")
            else:
                return dict(answer["result"])

    def wait(self, method: str, session: str) -> Answer:
        """The next event of a kind, be it one that came before."""
        while True:
            for event in self.events:
                if event.get("method") == method and event.get("sessionId") == session:
                    self.events.remove(event)
                    return event
            self.events.append(self._next())

    def _next(self) -> Answer:
        while b"\0" not in self.told:
            ready, _, _ = select.select([self.out], [], [], _PATIENCE)
            piece = os.read(self.out, 1 << 20) if ready else b""
            if not piece:
                raise ChromiumError("Chromium says nothing any more")
            self.told += piece
        line, _, self.told = self.told.partition(b"\0")
        return dict(json.loads(line))


@contextmanager
def running() -> Iterator[Chromium]:
    """Chromium with a profile of its own, ended afterwards."""
    found = program()
    assert found is not None
    theirs_in, ours_in = os.pipe()
    ours_out, theirs_out = os.pipe()
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD, _HIGH) for end in (theirs_in, theirs_out)]

    def connect() -> None:
        os.dup2(ends[0], 3)
        os.dup2(ends[1], 4)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(  # noqa: S603 - a program that was found, with flags of ours
            [found, *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(3, 4),
            preexec_fn=connect,  # noqa: PLW1509 - the pipe has to be at 3 and 4, and nothing else is done
        )
        for end in (*ends, theirs_in, theirs_out):
            os.close(end)
        browser = Chromium(process, ours_in, ours_out)
        try:
            yield browser
            browser("Browser.close")
        finally:
            os.close(ours_in)
            os.close(ours_out)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass
class Page:
    """One page: a size, a zone, a colour scheme and a clock that stands still."""

    browser: Chromium
    session: str

    def send(self, method: str, **params: Any) -> Answer:
        """One command to this page."""
        return self.browser(method, self.session, **params)

    def go(self, url: str) -> None:
        """Open an address and wait until it is loaded, scripts and all."""
        self.send("Page.navigate", url=url)
        self.browser.wait("Page.loadEventFired", self.session)

    def ask(self, script: str) -> Any:
        """The value of an expression in the page; promises are waited for."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise ChromiumError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def text(self, selector: str) -> str:
        """What is to be read in the first element, blanks squeezed."""
        said = self.ask(f"document.querySelector({json.dumps(selector)}).innerText")
        return " ".join(str(said).split())

    def click(self, selector: str) -> None:
        """Click where the middle of the first element is."""
        place = self.ask(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView();"
            " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send(
                "Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1
            )

    def press(self, key: str, code: int) -> None:
        """One key."""
        for kind in ("rawKeyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code)

    def media(self, *, dark: bool = False, medium: str = "screen") -> None:
        """Light or dark, screen or print."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.send("Emulation.setEmulatedMedia", media=medium, features=[scheme])

    def size(self, size: tuple[int, int]) -> None:
        """The window."""
        width, height = size
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=size == PHONE,
        )

    def shot(self, path: Path, *, scale: float = 1) -> None:
        """A picture of the window, which may be smaller than it."""
        width, height = self.ask("[innerWidth, innerHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": scale}
        taken = self.send("Page.captureScreenshot", format="png", clip=clip)
        path.write_bytes(base64.b64decode(taken["data"]))

    def problems(self) -> list[Mapping[str, Any]]:
        """What went wrong so far: errors of scripts, refusals by the policy, requests off this machine."""
        out = []
        for event in self.browser.events:
            if event.get("sessionId") != self.session:
                continue
            method, params = event.get("method"), event.get("params", {})
            url = params.get("request", {}).get("url", "data:")
            if method in {"Runtime.exceptionThrown", "Log.entryAdded"} or not url.startswith(_HERE):
                out.append(params)
        return out


@contextmanager
def page(
    browser: Chromium, *, at: float, zone: str = "Europe/London", size: tuple[int, int] = WALL
) -> Iterator[Page]:
    """A page whose clock stands at a moment (seconds since 1970) and hangs in a zone."""
    target = browser("Target.createTarget", url="about:blank")["targetId"]
    session = browser("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    opened = Page(browser, session)
    for domain in ("Page", "Runtime", "Log", "Network"):
        opened.send(f"{domain}.enable")
    opened.send("Emulation.setTimezoneOverride", timezoneId=zone)
    opened.send("Page.addScriptToEvaluateOnNewDocument", source=_FROZEN % int(at * 1000))
    opened.size(size)
    opened.media()
    yield opened
    browser("Target.closeTarget", targetId=target)
