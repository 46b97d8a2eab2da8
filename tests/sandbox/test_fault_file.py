"""Faults from a file: what may stand in it, and what is said about what may not."""

import json

import pytest

from reconciler.sandbox import (
    Deleted,
    Duplicate,
    FaultFileError,
    Faults,
    Half,
    RateLimited,
    ReadOnly,
    RefuseOverride,
    Reset,
    Rule,
    ServerFault,
    Slow,
    Stale,
    load_faults,
)

EVERYTHING = """\
seed: 7
faults:
  - {kind: 429, path: /schedules/*, every: 20, reset: 7}
  - {kind: "429", reset: null, nth: 3}
  - {kind: 500, when: after, method: write}
  - {kind: 502, body: html, probability: 0.05}
  - {kind: 503, body: empty, count: 2}
  - {kind: slow, seconds: 2.5, when: after}
  - kind: reset
    when: after
    method: POST
    nth: 2
  - {kind: half}
  - {kind: duplicate, answer: first}
  - {kind: stale, requests: 3}
  - {kind: stale, seconds: 30}
  - {kind: refuse_override, items: [0, 2], reason: No room}
  - {kind: read_only, nth: 5}
  - {kind: deleted, object: /schedules/PABC123, nth: 4}
"""


def test_every_kind_can_stand_in_a_file() -> None:
    """With its own settings, and with those that say which requests it strikes."""
    assert load_faults(EVERYTHING) == Faults(
        (
            Rule(RateLimited(7), path="/schedules/*", every=20),
            Rule(RateLimited(None), nth=3),
            Rule(ServerFault(500, when="after"), method="write"),
            Rule(ServerFault(502, "html"), probability=0.05),
            Rule(ServerFault(503, "empty"), count=2),
            Rule(Slow(2.5, "after")),
            Rule(Reset("after"), method="POST", nth=2),
            Rule(Half()),
            Rule(Duplicate("first")),
            Rule(Stale(requests=3)),
            Rule(Stale(seconds=30)),
            Rule(RefuseOverride((0, 2), "No room")),
            Rule(ReadOnly(), nth=5),
            Rule(Deleted("/schedules/PABC123"), nth=4),
        ),
        seed=7,
    )


def test_a_file_may_be_json() -> None:
    """JSON is YAML too."""
    text = json.dumps({"faults": [{"kind": 429, "nth": 1, "reset": None}]}, indent=2)
    assert load_faults(text) == Faults((Rule(RateLimited(None), nth=1),))


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}", "faults: []", "seed: 0"])
def test_a_file_may_order_nothing(text: str) -> None:
    """Then nothing goes wrong."""
    assert load_faults(text) == Faults()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- kind: 429", "line 1: a file of faults must be a mapping of keys to values"),
        ("sede: 7", "line 1: a file of faults has no key sede; did you mean seed?"),
        ("seed: 7\nother: 1", "line 2: a file of faults has no key other; there are: seed, faults"),
        ("seed: 7\nseed: 8", "line 2: seed stands here twice"),
        ("faults: []\nseed: -1", "line 2: seed must be a whole number, 0 or more"),
        ("seed: null", "line 1: seed must be a whole number, 0 or more"),
        ("seed: 1\nfaults: 429", "line 2: faults must be a list"),
        ("faults:\n  - 429", "line 2: a fault must be a mapping of keys to values"),
        ("faults:\n  - {nth: 1}", "line 2: a fault must have a kind: 429, 500, 502, 503, slow, "),
        (
            "faults:\n  - {kind: restet}",
            "line 2: there is no kind of fault called restet; did you mean reset?",
        ),
        ("faults:\n  - {kind: crash}", "line 2: there is no kind of fault called crash; there are: 429, "),
        ("faults:\n  - {kind: [1]}", "line 2: there is no kind of fault called [1]; there are: 429, "),
        (
            "faults:\n  - kind: reset\n    nht: 2",
            "line 3: a fault of kind reset has no key nht; did you mean nth?",
        ),
        (
            "faults:\n  - {kind: 503, status: 500}",
            "line 2: a fault of kind 503 has no key status; there are: kind, body, when, method, path, nth, ",
        ),
        ("faults:\n  - {kind: half, seconds: 2}", "line 2: a fault of kind half has no key seconds"),
        ("faults:\n  - kind: half\n    nth: 1\n    nth: 2", "line 4: nth stands here twice"),
        (
            "faults:\n  - kind: slow\n\n    seconds: soon",
            "line 4: in a fault of kind slow: seconds must be a number of seconds above 0",
        ),
        (
            "faults:\n  - kind: half\n    nth: two",
            "line 3: in a fault of kind half: nth must be a whole number, 1 or more",
        ),
        (
            "faults:\n  - kind: reset\n    when: [before]",
            "line 3: in a fault of kind reset: when must be before or after",
        ),
        (
            "faults:\n  - {kind: stale}",
            "line 2: in a fault of kind stale: requests or seconds must say how long reads stay stale",
        ),
        (
            "faults:\n  - {kind: refuse_override, items: 1}",
            "line 2: in a fault of kind refuse_override: items must be a list of places, 0 being the first",
        ),
        ("faults:\n  - {kind: half, fault: 1}", "line 2: a fault of kind half has no key fault"),
        ("seed: 7\nfaults: [", "line 2: this is no YAML: "),
        ("seed: !!python/object:os.system 7", "line 1: this is no YAML: could not determine a constructor"),
        ("a: 1\n--- \nb: 2", "line 2: this is no YAML: "),
        ("seed: \x00", "line 1: this is no YAML: special characters are not allowed"),
        ("[" * 2000, "line 1: this is nested too deeply"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(text: str, sentence: str) -> None:
    """One sentence: where, what, and what it could have been."""
    with pytest.raises(FaultFileError) as refusal:
        load_faults(text)
    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)
