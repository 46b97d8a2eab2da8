"""Whole commands over hostile names, reasons and answers: in whatever form, it comes out inert."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request

from reconciler.cli.app import App
from reconciler.cli.main import run
from reconciler.sandbox import Clock, Store, create_app
from tests.cli import hostile
from tests.cli.conftest import NOW, Answer
from tests.cli.hostile import FREE, LINES, MARK, ROTATIONS, WILD
from tests.cli.inert import (
    faults_of_annotations,
    faults_of_log,
    faults_of_markdown,
    headings,
    json_texts,
    shown,
)

Call = Callable[..., Answer]

ALWAYS = (
    ("check",),
    ("plan",),
    ("apply",),
    ("show", "--until", "2027-01-15"),
    ("show", "--live", "--person", "dee"),
    ("show", "--live"),
    ("who",),
    ("who", "--live"),
    ("page", "all", "--at", "2026-12-02T11:00"),
    ("page", "all", "--live"),
    ("holidays",),
    ("show", "--grid", "--until", "2026-12-20"),
    ("show", "--grid", "--live"),
    ("handover", "days", "--at", "2026-11-23"),
    ("handover", "nights", "--at", "2026-12-14"),
    ("handover", "--brief", "--within", "8 days"),
    ("announce",),
    ("cover", "days", "--person", "ana", "--from", "2026-12-14", "--anyone"),
    ("swap", "nights", "--person", "cal", "--turn", "2027-01-04"),
)

DONE = {0, 2, 3, 4, 6}
"""No fault: nothing to do or done, changes, refused, done in part, no token."""


@pytest.fixture(scope="module", params=ROTATIONS)
def spoilt(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hostile file, applied to an embedded PagerDuty that has then been spoilt, and edited since."""
    folder = tmp_path_factory.mktemp("spoilt")
    data = hostile.rota_file(request.param)
    (folder / "rota.yaml").write_text(hostile.written(data), encoding="utf-8")
    code = run(["-c", str(folder / "rota.yaml"), "--now", NOW, "--sandbox", "apply"])
    assert code == 0
    hostile.spoil(folder / ".rota" / "sandbox.db", request.param, datetime(2026, 11, 25, 12, tzinfo=UTC))
    data["overrides"].pop()
    data["rotas"]["days"]["line_ups"].append({"from": "2026-12-07", "people": ["dee", "ana", "ben"]})
    (folder / "rota.yaml").write_text(hostile.written(data), encoding="utf-8")
    return folder


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Runs a command in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("PAGERDUTY_TOKEN", "SLACK_TOKEN", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def call(*args: str) -> Answer:
        capfd.readouterr()
        code = run(["--now", NOW, *args])
        printed = capfd.readouterr()
        return Answer(code, printed.out, printed.err)

    return call


@pytest.fixture
def here(spoilt: Path, call: Call, tmp_path: Path) -> Call:
    """Runs a command on a copy of the spoilt account."""
    shutil.copytree(spoilt, tmp_path, dirs_exist_ok=True)
    return lambda *args: call("--sandbox", *args)


def write(text: str) -> None:
    Path("rota.yaml").write_text(text, encoding="utf-8")


def is_inert(answer: Answer, form: str) -> None:
    """The properties of one form, and those of the error stream."""
    assert faults_of_log(answer.err) == []
    if form == "json":
        json_texts(answer.out)
    elif form == "markdown":
        assert faults_of_markdown(answer.out) == []
        assert headings(answer.out) <= 1
    elif form == "github":
        assert faults_of_annotations(answer.out) == []
    else:
        assert faults_of_log(answer.out) == []


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize("command", ALWAYS, ids=" ".join)
def test_every_command_shows_hostile_texts_and_obeys_none(
    here: Call, command: tuple[str, ...], form: str
) -> None:
    """In text nothing is obeyed, Markdown holds nothing of theirs but text, JSON is one document in ASCII."""
    answer = here(*command, "--format", form)
    assert answer.code in DONE, answer.err
    is_inert(answer, form)
    if form != "json":
        assert MARK in (shown(answer.out) if form == "markdown" else answer.out)


@pytest.mark.parametrize("command", ALWAYS, ids=" ".join)
def test_verbose_and_in_colours_only_our_own_colours_reach_the_terminal(
    here: Call, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With -v there is more of everything, and every request beside it on the error stream.

    The escapes that choose colours are the only ones, and every one of them is ended in its line.
    """
    monkeypatch.setattr(App, "color", True)
    answer = here("-v", *command)
    assert answer.code in DONE, answer.err
    assert faults_of_log(answer.err) == []
    assert ("/schedules" in answer.err) == (command[0] in {"plan", "apply"} or "--live" in command)
    assert "\x1b[" in answer.out
    assert faults_of_log(answer.out, color=True) == []
    for line in answer.out.split("\n"):
        assert line.count("\x1b[0m") * 2 == line.count("\x1b["), line


@pytest.mark.parametrize("turned", ROTATIONS)
@pytest.mark.parametrize("form", ["text", "markdown", "json", "github"])
def test_a_check_of_a_file_that_is_wrong_all_over_is_inert(call: Call, form: str, turned: int) -> None:
    """Messages quote what was written, and hints repeat it."""
    write(hostile.faulty_file(turned))
    answer = call("check", "--format", form)
    assert answer.code == 1
    is_inert(answer, form)
    said = json_texts(call("check", "--format", "json").out)
    assert said.count(MARK) > 10
    if form == "text":
        assert call("plan", "--format", "markdown").err == answer.out


@pytest.mark.parametrize("text", FREE + LINES)
def test_json_gives_back_what_was_written_exactly(call: Call, text: str) -> None:
    """A reason comes out of `show` as it stands in the file."""
    data = hostile.rota_file(0)
    data["overrides"][0]["reason"] = text
    write(hostile.written(data))
    answer = call(
        "show", "--rota", "nights", "--format", "json", "--from", "2026-12-02", "--until", "2026-12-03"
    )
    assert text in json_texts(answer.out)


@pytest.mark.parametrize("text", [LINES[1], FREE[0], *WILD])
@pytest.mark.parametrize(
    "args", [("who", "--rota"), ("page",), ("show", "--from"), ("--now",), ("-c",), ("--",), ()]
)
def test_what_is_typed_wrong_is_said_inertly(call: Call, args: tuple[str, ...], text: str) -> None:
    """Scripts pass on names that others chose: of branches, of files, of people."""
    write(hostile.written(hostile.rota_file(0)))
    text = f"--{text}" if args == ("--",) else text
    args = () if args == ("--",) else args
    tail = () if args and not args[0].startswith("-") else ("who",)
    answer = call(*args, text.replace("\0", "").replace("\ud800", "\udcff"), *tail)
    assert (answer.code, answer.out) == (1, "")
    assert faults_of_log(answer.err) == []


@pytest.mark.parametrize("form", ["text", "markdown", "json", "github"])
@pytest.mark.parametrize(
    "name", ["::error::zq", "zq\n::error::x", "zq\x1b[31m", "zq`|<b>@ops", "zq\u202e##[x"]
)
def test_the_name_of_an_included_file_is_inert(call: Call, name: str, form: str) -> None:
    """Whoever proposes a change chooses the names of files, too."""
    write(hostile.written({**hostile.rota_file(0), "include": ["*/*.yaml"]}))
    Path("more").mkdir()
    Path("more", f"{name}.yaml").write_text("people: {eve: {nam: zq}}\nrotas: x\n", encoding="utf-8")
    Path("more", f"{name}2.yaml").write_text(
        "people: {ana: {name: A, email: zq@example.org}}\n", encoding="utf-8"
    )
    answer = call("check", "--format", form)
    assert answer.code == 1
    is_inert(answer, form)
    assert MARK in answer.out


def refusing(monkeypatch: pytest.MonkeyPatch, status: int, text: str, *methods: str) -> None:
    """Let the embedded PagerDuty refuse some methods, with a text of its own in every place."""

    def make(store: Store, *, clock: Clock, **more: Any) -> Flask:
        app = create_app(store, clock=clock, **more)

        def refuse() -> tuple[Response, int] | None:
            if request.method not in methods:
                return None
            return jsonify(error={"message": text, "code": 2001, "errors": [text, {text: [text]}]}), status

        def number(response: Response) -> Response:
            response.headers["X-Request-Id"] = "zq\x1b[31m ##[x ::error::"
            return response

        app.before_request(refuse)
        # Those put in first run last.
        app.after_request_funcs[None].insert(0, number)
        return app

    monkeypatch.setattr("reconciler.cli.embedded.create_app", make)


@pytest.mark.parametrize("text", [*LINES[1:6], *FREE[:4], *WILD])
def test_a_refusal_of_pagerduty_is_told_inertly(
    call: Call, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """What the API answers is text of somebody else's, and so is its request id."""
    write(hostile.written(hostile.rota_file(3)))
    refusing(monkeypatch, 403, text, "GET")
    answer = call("--sandbox", "-v", "plan")
    assert (answer.code, answer.out) == (1, "")
    assert faults_of_log(answer.err) == []
    assert MARK in answer.err
    assert "request id" in answer.err


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize("text", [LINES[1], LINES[2], LINES[5], LINES[7], FREE[0], *WILD])
def test_a_write_that_fails_is_reported_inertly(
    call: Call, monkeypatch: pytest.MonkeyPatch, text: str, form: str
) -> None:
    """The report of an apply quotes PagerDuty for each write that it refused."""
    write(hostile.written(hostile.rota_file(5)))
    refusing(monkeypatch, 400, text, "POST", "PUT")
    answer = call("--sandbox", "apply", "--format", form)
    assert answer.code == 1, answer.err
    is_inert(answer, form)
    assert MARK in answer.out


def test_a_saved_plan_holds_hostile_texts_and_is_applied(here: Call) -> None:
    """It is a file of ours, which no text of theirs keeps from being read back."""
    assert here("plan", "-o", "plan.json").code == 2
    answer = here("apply", "plan.json")
    assert answer.code in DONE, answer.err
    is_inert(answer, "text")
