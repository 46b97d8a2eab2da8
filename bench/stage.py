"""An account in a folder and a PagerDuty that serves it: where a plan or an apply is measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import child
from bench.account import NOW, NOW_OPTION, Account, write_file
from bench.filling import filled, known_in
from bench.sequential import Known, write_known
from bench.served import LATENCY, Counts, Served, served
from reconciler.config.loader import load
from reconciler.remote.client import make_client
from reconciler.remote.reader import Reader
from reconciler.workflow.planning import read

_TOKEN = {"PAGERDUTY_TOKEN": "sandbox"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: wall time in seconds, requests, the exit code and the peak of memory in MiB.

    It may have been tried on a part of the account, its `share`. `inside` are the seconds of it that grow
    with the account, where that was told; `fixed` is how many of the requests do not grow.
    """

    seconds: float
    requests: int
    code: int = 0
    peak: float = 0.0
    inside: float = 0.0
    out: str = ""
    share: float = 1.0
    fixed: int = 0

    @property
    def whole(self) -> float:
        """The seconds for the whole account: what does not grow is there once."""
        return self.seconds + self.inside * (1 / self.share - 1)

    @property
    def asked(self) -> int:
        """The requests for the whole account."""
        return round((self.requests - self.fixed) / self.share) + self.fixed


@dataclass(frozen=True, slots=True)
class Stage:
    """The rota file of an account, and the PagerDuty that it is compared with."""

    account: Account
    folder: Path
    there: Served
    known: Known

    @property
    def file(self) -> Path:
        """The rota file."""
        return self.folder / "rota.yaml"

    def ours(self, *args: str, latency: float = LATENCY) -> Measured:
        """Run a command of ours against it, from start to exit."""
        self.there.since_last(latency)
        given = ("-c", str(self.file), "--now", NOW_OPTION, "--api-url", self.there.url)
        ran = child.rota(*given, *args, env=_TOKEN)
        return Measured(ran.seconds, self._counted().requests, ran.code, ran.peak, out=ran.out)

    def warmed(self) -> "Stage":
        """Have PagerDuty work out once what `rota` asks for, without any waiting."""
        self.there.since_last(0.0)
        file = load(self.file).file
        with Reader(lambda: make_client("sandbox", api_url=self.there.url, read_only=True)) as reader:
            read(file, reader, self.there.url, NOW, NOW)
        return self

    def theirs(
        self, known: Known, *args: str, latency: float = LATENCY, share: float = 1.0, fixed: int = 0
    ) -> Measured:
        """Run the sequential client against it, from start to exit, on what it knows."""
        path = write_known(known, self.folder / "known.json")
        self.there.since_last(latency)
        seconds, inside = child.script("bench.sequential", self.there.url, str(path), *args)
        asked = self._counted().requests
        return Measured(seconds, asked, inside=float(inside), share=share, fixed=fixed)

    def _counted(self) -> Counts:
        return self.there.since_last()


@contextmanager
def stage(account: Account, live: Account | None = None, *, people_only: bool = False) -> Iterator[Stage]:
    """Set up an account; `live` is what PagerDuty holds where that is something else than the file."""
    with TemporaryDirectory() as folder:
        base = Path(folder)
        write_file(account, base)
        store = filled(live or account, base / "pagerduty.db", people_only=people_only)
        with served(store) as there:
            yield Stage(account, base, there, known_in(store))
