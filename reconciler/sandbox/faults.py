"""Faults to order: what may go wrong between a client and PagerDuty, as values.

A `Rule` says which requests a fault strikes; `Faults` is a set of rules with one seed, so that even
what is left to chance happens the same way each time. `injection` carries them out.

A lost connection is `ConnectionLost`, raised out of the WSGI application. On a socket the server then
closes without an answer. In process `httpx2.WSGITransport` lets it through; a transport around that
one turns it into what a real connection would have raised:

    try:
        return inner.handle_request(request)
    except ConnectionLost as lost:
        raise httpx2.ReadError(str(lost), request=request) from lost
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Literal

When = Literal["before", "after"]
"""Before anything was carried out, or after all of it was."""


class ConnectionLost(ConnectionResetError):  # noqa: N818 - what happened, as httpx2 names it
    """The connection broke; whether the request was carried out is not known to the client."""


class Crashed(BaseException):
    """The client's own process ends here. Like a kill, it passes every `except Exception`."""


class FaultError(ValueError):
    """A fault that cannot be: the field, and what it must be."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{name} {sentence}")
        self.name = name


def _is_whole(value: Any, lowest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= lowest


def _checked(default: Any, sentence: str, holds: Callable[[Any], bool]) -> Any:
    return field(default=default, metadata={"sentence": sentence, "holds": holds})


def _number(lowest: int, default: int | None = None, *, may_be_none: bool = True) -> Any:
    def holds(value: Any) -> bool:
        return _is_whole(value, lowest) or (may_be_none and value is None)

    return _checked(default, f"must be a whole number, {lowest} or more", holds)


def _seconds(default: float | None, *, may_be_none: bool = False) -> Any:
    def holds(value: Any) -> bool:
        if value is None:
            return may_be_none
        return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf")

    return _checked(default, "must be a number of seconds above 0", holds)


def _choice(default: object, *allowed: object) -> Any:
    said = " or ".join(map(str, allowed))
    return _checked(
        default, f"must be {said}", lambda value: value in allowed and not isinstance(value, bool)
    )


def _text(default: str | None) -> Any:
    return _checked(default, "must be text", lambda value: value == default or isinstance(value, str))


class _Value:
    """Refuses, when it is made, what its fields do not allow."""

    def __post_init__(self) -> None:
        for each in fields(self):  # type: ignore[arg-type]  # every heir is a dataclass
            holds = each.metadata.get("holds")
            if holds is not None and not holds(getattr(self, each.name)):
                raise FaultError(each.name, each.metadata["sentence"])


@dataclass(frozen=True)
class RateLimited(_Value):
    """429 with code 2020 instead of carrying the request out; `reset` is the header, None leaves it out."""

    reset: int | None = _number(0, 1)


@dataclass(frozen=True)
class ServerFault(_Value):
    """A 5xx: PagerDuty's own (JSON), a gateway's (HTML), or one without a body."""

    status: Literal[500, 502, 503] = _choice(503, 500, 502, 503)
    body: Literal["json", "html", "empty"] = _choice("json", "json", "html", "empty")
    when: Literal["before", "after"] = _choice("before", "before", "after")


@dataclass(frozen=True)
class Slow(_Value):
    """The answer takes its time, spent before or after the request is carried out."""

    seconds: float = _seconds(5.0)
    when: Literal["before", "after"] = _choice("before", "before", "after")


@dataclass(frozen=True)
class Reset(_Value):
    """The connection breaks, before or after the request is carried out."""

    when: Literal["before", "after"] = _choice("before", "before", "after")


@dataclass(frozen=True)
class Crash(_Value):
    """The client dies over this request, before or after it is carried out. For tests in process."""

    when: Literal["before", "after"] = _choice("before", "before", "after")


@dataclass(frozen=True)
class Half(_Value):
    """The request is carried out; its JSON comes back cut in the middle, under the usual status."""


@dataclass(frozen=True)
class Duplicate(_Value):
    """A write is carried out twice, as by a proxy that repeats; one of the two answers comes back."""

    answer: Literal["first", "second"] = _choice("second", "first", "second")


@dataclass(frozen=True)
class Stale(_Value):
    """Reads show the account as it was before this write, for some reads or some time of the clock."""

    requests: int | None = _number(1)
    seconds: float | None = _seconds(None, may_be_none=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.requests is None and self.seconds is None:
            raise FaultError("requests", "or seconds must say how long reads stay stale")


@dataclass(frozen=True)
class RefuseOverride(_Value):
    """Items of a batch of overrides are refused (400 within the 201), by place from 0; () is all of them.

    With shift-based schedules one such item refuses the whole batch.
    """

    items: tuple[int, ...] = _checked(
        (0,),
        "must be a list of places, 0 being the first",
        lambda value: isinstance(value, tuple) and all(_is_whole(each, 0) for each in value),
    )
    reason: str = _text("Override could not be created")


@dataclass(frozen=True)
class ReadOnly(_Value):
    """From this request on, no key may write any more."""


@dataclass(frozen=True)
class Deleted(_Value):
    """An object is gone just before this request: the one that it names, or the one at the path `object`."""

    object: str | None = _text(None)


Fault = (
    RateLimited
    | ServerFault
    | Slow
    | Reset
    | Crash
    | Half
    | Duplicate
    | Stale
    | RefuseOverride
    | ReadOnly
    | Deleted
)


@dataclass(frozen=True)
class Rule(_Value):
    """A fault, and which requests it strikes: among those that match, by number, by step or by chance.

    `path` is a pattern: `*` stands for one part of the path and `**` for any number of them.
    With `nth` alone, that one request is struck, or `count` of them from there on; with `every` each
    k-th one; with `probability` each with that chance; with none of them, each one.
    """

    fault: Fault
    method: str = _choice("any", "any", "read", "write", "GET", "POST", "PUT", "DELETE")
    path: str = _checked(
        "**",
        "must be a path such as /schedules/*",
        lambda value: isinstance(value, str) and value[:1] in "/*",
    )
    nth: int | None = _number(1)
    every: int | None = _number(1)
    count: int | None = _number(1)
    probability: float | None = _checked(
        None,
        "must be a number above 0 and up to 1",
        lambda value: (
            value is None
            or (isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1)
        ),
    )

    def matches(self, method: str, path: str) -> bool:
        """Whether this is a request that the rule is about and that its fault can do something to."""
        write = method not in {"GET", "HEAD"}
        if isinstance(self.fault, Duplicate | Stale | RefuseOverride) and not write:
            return False
        if isinstance(self.fault, RefuseOverride) and not path.endswith("/overrides"):
            return False
        kinds = {"any", "write" if write else "read", method}
        return self.method in kinds and _pattern(self.path).fullmatch(path) is not None

    def strikes(self, seen: int, struck: int, chance: float) -> bool:
        """Whether it strikes the seen-th match (from 1), having struck before, with a lot from 0 to 1."""
        first, step = self.nth or self.every or 1, self.every or 1
        alone = self.nth is not None and self.every is None and self.probability is None
        limit = self.count if self.count is not None else 1 if alone else None
        if seen < first or (seen - first) % step or (limit is not None and struck >= limit):
            return False
        return self.probability is None or chance < self.probability


@dataclass(frozen=True)
class Faults(_Value):
    """Rules, and the seed of all that is left to chance. Sets of rules can be added up."""

    rules: tuple[Rule, ...] = ()
    seed: int = _number(0, 0, may_be_none=False)

    @classmethod
    def crash(cls, at: int, when: When = "before", *, method: str = "any", path: str = "**") -> "Faults":
        """The client dies over the at-th request (from 1) of those that match."""
        return cls((Rule(Crash(when), method=method, path=path, nth=at),))

    @classmethod
    def noise(cls, seed: int, probability: float = 0.1) -> "Faults":
        """The weather of a bad day: everything after which a request may safely be sent again."""
        weather: tuple[Fault, ...] = (
            RateLimited(),
            RateLimited(reset=None),
            ServerFault(502, "html"),
            ServerFault(503, "empty"),
            Slow(),
        )
        breaks: tuple[Fault, ...] = (Reset(), Half())
        rules = [Rule(fault, probability=probability) for fault in weather]
        rules += [Rule(fault, method="read", probability=probability) for fault in breaks]
        return cls(tuple(rules), seed)

    def __add__(self, other: "Faults") -> "Faults":
        return Faults(self.rules + other.rules, self.seed or other.seed)


def kind_of(fault: Fault) -> str:
    """The name of a fault as the file form and the journal know it."""
    if isinstance(fault, ServerFault):
        return str(fault.status)
    return _KINDS[type(fault)]


_KINDS: dict[type[Fault], str] = {
    RateLimited: "429",
    Slow: "slow",
    Reset: "reset",
    Crash: "crash",
    Half: "half",
    Duplicate: "duplicate",
    Stale: "stale",
    RefuseOverride: "refuse_override",
    ReadOnly: "read_only",
    Deleted: "deleted",
}


@cache
def _pattern(text: str) -> re.Pattern[str]:
    parts = {"**": ".*", "*": "[^/]+"}
    return re.compile("".join(parts.get(part, re.escape(part)) for part in re.split(r"(\*\*|\*)", text)))
