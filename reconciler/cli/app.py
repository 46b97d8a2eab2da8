"""What every command shares: the options, the clock, the loaded file, and the way to PagerDuty."""

import hashlib
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reconciler.errors import ConfigError, Finding, NotPlannedError, RotaError, UsageError

if TYPE_CHECKING:
    from reconciler.checks.run import Checks
    from reconciler.cli.connect import Connection
    from reconciler.config.loader import Loaded
    from reconciler.ledger.git import Git

_FALLBACK = (80, 24)
_TOLD = 3
"""So many errors are told by commands that answer from a wrong file."""


def width() -> int:
    """The width of the terminal in cells; 80 where there is none."""
    return max(60, shutil.get_terminal_size(_FALLBACK).columns)


@dataclass(frozen=True, slots=True)
class Options:
    """The global options as given."""

    config: Path
    now: str | None
    sandbox: bool
    sandbox_file: Path | None
    api_url: str | None
    no_color: bool
    verbose: bool


@dataclass
class App:
    """One invocation of the command."""

    options: Options
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    despite: frozenset[str] = frozenset()
    """Faults of the file that the command is about to mend, and so is not kept from its work by."""

    @property
    def color(self) -> bool:
        """Whether the terminal is to get colours."""
        if self.options.no_color or self.environment.get("NO_COLOR"):
            return False
        return sys.stdout.isatty()

    @property
    def text(self) -> dict[str, Any]:
        """The keyword arguments of every text renderer."""
        return {"width": width(), "color": self.color, "verbose": self.options.verbose}

    @cached_property
    def loaded(self) -> "Loaded":
        """The rota file. Raises ConfigError with every fault."""
        from reconciler.config.loader import load  # noqa: PLC0415

        path = self.options.config
        if not path.is_file():
            raise UsageError(
                f"there is no {path}",
                hint="go to the folder that holds rota.yaml, or name the file: rota -c FILE …; "
                "rota init starts one",
            )
        return load(path, self.despite)

    @cached_property
    def now(self) -> datetime:
        """The moment that everything is asked about, in UTC, to the second."""
        if self.options.now is None:
            return datetime.now(UTC).replace(microsecond=0)
        return self.instant(self.options.now)

    def instant(self, text: str, time_zone: str | None = None) -> datetime:
        """An instant from the command line: with an offset or Z, or a wall time in a zone (the file's)."""
        from reconciler.intervals import instant, wall_time_fault, zone  # noqa: PLC0415

        try:
            given = datetime.fromisoformat(text.replace(" ", "T", 1))
        except ValueError:
            raise UsageError(
                f"{text!r} is no time", hint="write 2026-12-25T11:00, or with an offset: 2026-12-25T11:00Z"
            ) from None
        if given.tzinfo is not None:
            return given.astimezone(UTC).replace(microsecond=0)
        name = time_zone or self.loaded.file.time_zone
        tz = zone(name)
        if fault := wall_time_fault(given, tz):
            from reconciler.cli.moments import unreal  # noqa: PLC0415

            raise unreal(text, fault, given, tz)
        return instant(given, tz).replace(microsecond=0)

    @cached_property
    def _checks(self) -> "Checks":
        from reconciler.checks.run import Checks  # noqa: PLC0415

        return Checks(self.loaded.file, self.now)

    def require_right(self) -> None:
        """Raises ConfigError where the file is wrong, which is known before all that it warns of."""
        self._told(self._checks.errors())

    def mind(self) -> None:
        """Says on standard error where the shifts of the file are wrong: it is looked at nevertheless."""
        from reconciler.render.clean import clean  # noqa: PLC0415
        from reconciler.shifts.faults import faults  # noqa: PLC0415
        from reconciler.wording import count  # noqa: PLC0415

        wrong = [self.loaded.pinpoint(f) for f in faults(self.loaded.file, self.now) if f.severity == "error"]
        if not wrong:
            return
        click.echo("rota: the file is wrong, so this may name the wrong people:", err=True)
        for found in wrong[:_TOLD]:
            where = f"{found.where.file}:{found.where.line}: " if found.where else ""
            click.echo(f"  {clean(where + found.message)}", err=True)
        more = f"{count(len(wrong) - _TOLD, 'more error')}; " if len(wrong) > _TOLD else ""
        click.echo(f"  {more}`rota check` says what to write instead", err=True)

    def findings(self) -> tuple[Finding, ...]:
        """Warnings and infos of the file at `now`. Raises ConfigError where there are errors."""
        checks = self._checks
        # A year of all shifts is let go with them.
        del self._checks
        return self._told(checks.all())

    def _told(self, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
        from reconciler.config.limits import readable  # noqa: PLC0415

        found = readable(tuple(map(self.loaded.pinpoint, found)))
        errors = tuple(f for f in found if f.severity == "error")
        if errors:
            raise ConfigError(errors, self.loaded.sources)
        return found

    @property
    def file_digest(self) -> str:
        """A digest of the texts that the file was read from."""
        texts = sorted(self.loaded.sources.items())
        return hashlib.sha256(repr(texts).encode()).hexdigest()[:16]

    @property
    def folder(self) -> Path:
        """Where local state is kept: `.rota` beside the rota file."""
        return self.options.config.parent / ".rota"

    @cached_property
    def commit(self) -> str | None:
        """The commit that the rota file comes from; None outside git, or with changes not committed."""
        folder = self.options.config.parent
        names = [str(folder / name) for name in self.loaded.sources]
        git = self.git
        try:
            changed = git("status", "--porcelain", "--", *[str(Path(name).resolve()) for name in names])
        except RotaError:
            return None
        return None if changed else git.head()

    @cached_property
    def git(self) -> "Git":
        """Git where the rota file is."""
        from reconciler.ledger.git import Git  # noqa: PLC0415

        return Git(self.options.config.parent)

    @property
    def runner(self) -> str | None:
        """What runs this: the address of the CI job, or the person whom git knows."""
        env = self.environment
        if env.get("GITHUB_RUN_ID"):
            server, repository = env.get("GITHUB_SERVER_URL"), env.get("GITHUB_REPOSITORY")
            return f"{server}/{repository}/actions/runs/{env['GITHUB_RUN_ID']}"
        if env.get("CI_JOB_URL"):
            return env["CI_JOB_URL"]
        return self.git.ask("config", "--get", "user.name")

    @cached_property
    def connection(self) -> "Connection":
        """The way to PagerDuty: the embedded one, a loopback one, or the real account.

        Raises NotPlannedError without a token.
        """
        from reconciler.cli.connect import connect  # noqa: PLC0415

        return connect(self)

    def token(self) -> str:
        """The key from the environment. Raises NotPlannedError where there is none."""
        token = self.environment.get("PAGERDUTY_TOKEN", "").strip()
        if not token:
            raise NotPlannedError(
                "not planned: PAGERDUTY_TOKEN is not set, so nothing was compared with PagerDuty",
                hint="set it to a REST API key (read-only is enough for plan), "
                "or try the embedded PagerDuty: rota --sandbox plan",
            )
        return token

    def as_of_now(self) -> None:
        """Raises UsageError where what a real account holds would be settled as of another time.

        What is spoken to in plain http is on this machine, and so no real account.
        """
        plain = (self.options.api_url or "").startswith("http://")
        if self.options.now is not None and not self.options.sandbox and not plain:
            raise UsageError(
                "a real account is written to as of now, and not as of another time",
                hint="leave out --now, or try it with --sandbox",
            )

    def echo(self, text: str) -> None:
        """Print what a renderer returned, which ends in a newline."""
        click.echo(text, nl=False, color=self.color)

    def close(self) -> None:
        """Let go of what was opened."""
        if "connection" in self.__dict__:
            self.connection.close()
