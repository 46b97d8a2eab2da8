"""Comments and issues: which are ours, what is put into them, and what is too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.github import comments, issues
from reconciler.github.bodies import LIMIT, Mine, body, marker
from reconciler.github.client import GitHubError
from tests.ci.stand_in import BOT, PERSON, GitHub
from tests.github.wire import Wire, answer, app

REPOSITORY = "example/rota"
BOUND = 400


def test_a_short_body_has_the_marker_the_text_and_the_last_line() -> None:
    """The marker is a comment of HTML, which nobody sees."""
    assert body("plan", "### Nothing to do\n", "<sub>log</sub>") == (
        "<!-- rota: plan -->\n### Nothing to do\n\n<sub>log</sub>\n"
    )


@given(st.text(st.sampled_from("ab \n<>|"), max_size=900), st.sampled_from(["", "<sub>log</sub>"]))
def test_no_body_is_longer_than_it_may_be_and_its_ends_survive(text: str, foot: str) -> None:
    """Only the middle is left out, and that is said."""
    whole, made = body("plan", text, foot), body("plan", text, foot, limit=BOUND)
    assert len(made) <= BOUND
    if len(whole) <= BOUND:
        assert made == whole
    else:
        assert made.startswith(f"{marker('plan')}\n")
        end = f"\n{foot}\n" if foot else ""
        assert made.endswith(f"… the rest is left out here.\n{end}")


def test_a_cut_inside_of_what_is_folded_closes_it() -> None:
    """Otherwise the last line would be folded away, too."""
    made = body(
        "plan", "<details><summary>All</summary>\n\n" + "- one\n" * 20_000 + "</details>", "<sub>log</sub>"
    )
    assert len(made) <= LIMIT
    assert made.endswith("- one\n\n</details>\n\n… the rest is left out here.\n\n<sub>log</sub>\n")


def test_a_comment_is_made_once_and_changed_from_then_on() -> None:
    """Also where a hundred others came in between."""
    github = GitHub()
    client = app(github.app())
    first = comments.put(client, REPOSITORY, 7, "plan", "one")
    for number in range(150):
        github.say(7, f"{number}")
    assert comments.put(client, REPOSITORY, 7, "plan", "two") == first
    assert github.under(7)[0] == "<!-- rota: plan -->\ntwo\n"
    assert len(github.under(7)) == 151


def test_only_a_comment_that_is_ours_and_begins_with_the_marker_is_changed() -> None:
    """A copied marker, one that is quoted further down, and one of another name stay as they are."""
    github = GitHub()
    left = [
        github.say(7, "<!-- rota: plan -->\nby hand", PERSON),
        github.say(7, "> <!-- rota: plan -->\nquoted", BOT),
        github.say(7, "Look:\n<!-- rota: plan -->", BOT),
        github.say(7, "<!-- rota: plan-eu -->\nanother", BOT),
        github.say(8, "<!-- rota: plan -->\nelsewhere", BOT),
    ]
    before = [row["body"] for row in left]
    comments.put(app(github.app()), REPOSITORY, 7, "plan", "new")
    assert [row["body"] for row in left] == before
    assert github.under(7)[-1] == "<!-- rota: plan -->\nnew\n"


def test_a_comment_that_may_not_be_changed_is_followed_by_another() -> None:
    """Somebody locked it, or it was made with another token."""
    github = GitHub(locked={1})
    github.say(7, "<!-- rota: plan -->\nold", BOT)
    comments.put(app(github.app()), REPOSITORY, 7, "plan", "new")
    assert github.under(7) == ["<!-- rota: plan -->\nold", "<!-- rota: plan -->\nnew\n"]


def test_a_fault_of_another_kind_makes_no_second_comment() -> None:
    """It is told; the next push finds the one that is there."""
    held = {"id": 3, "user": BOT, "body": "<!-- rota: plan -->\nold"}
    wire = Wire([answer(403), answer(200, [held]), answer(422, {"message": "Validation Failed"})])
    with pytest.raises(GitHubError, match="with 422: Validation Failed"):
        comments.put(wire.client(), REPOSITORY, 7, "plan", "new")
    assert wire.sent[-1] == "PATCH /repos/example/rota/issues/comments/3"


def test_a_token_that_is_not_accepted_is_no_bots_token() -> None:
    """Who wrote what cannot be told then, so nothing is written."""
    wire = Wire([answer(401, {"message": "Bad credentials"})])
    with pytest.raises(GitHubError, match="with 401: Bad credentials"):
        comments.put(wire.client(), REPOSITORY, 7, "plan", "new")
    assert wire.sent == ["GET /user"]


def test_a_persons_token_knows_its_own_comments_by_name() -> None:
    """And leaves those of bots alone."""
    mine = Mine(Wire([answer(200, {"login": "ana-ortiz"})]).client())
    text = "<!-- rota: plan -->\r\nx"
    assert mine.wrote({"user": PERSON, "body": text}, "plan")
    assert not mine.wrote({"user": BOT, "body": text}, "plan")
    assert not mine.wrote({"user": PERSON, "body": None}, "plan")
    assert not mine.wrote({"user": None, "body": text}, "plan")


def test_an_issue_is_opened_kept_and_closed_and_another_time_is_another_issue() -> None:
    """A closed one stays as it was."""
    github = GitHub()
    client = app(github.app())
    assert issues.close(client, REPOSITORY, "drift", "right") is None
    where = issues.put(client, REPOSITORY, "drift", "It differs", "one")
    assert issues.put(client, REPOSITORY, "drift", "It differs more", "two", foot="end") == where
    (issue,) = github.issues
    assert (issue["title"], issue["body"]) == ("It differs more", "<!-- rota: drift -->\ntwo\n\nend\n")
    assert issues.close(client, REPOSITORY, "drift", "right") == where
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert github.under(issue["number"]) == ["right"]
    issues.put(client, REPOSITORY, "drift", "Again", "three")
    assert [i["state"] for i in github.issues] == ["closed", "open"]


def test_an_issue_of_others_is_neither_changed_nor_closed() -> None:
    """Without the label, of a person, for another thing, or a pull request."""
    github = GitHub()
    text = "<!-- rota: drift -->\nx"
    github.open("no label", text, [], BOT)
    github.open("a person's", text, ["rota"], PERSON)
    github.open("another thing", "<!-- rota: holidays -->\nx", ["rota"], BOT)
    github.open("a pull request", text, ["rota"], BOT, pull_request={})
    client = app(github.app())
    assert issues.close(client, REPOSITORY, "drift", "right") is None
    issues.put(client, REPOSITORY, "drift", "Ours", "y")
    assert [i["title"] for i in github.issues if i["state"] == "open"][-1] == "Ours"
    assert len(github.issues) == 5


def test_two_issues_that_two_runs_opened_are_both_closed() -> None:
    """Side by side neither saw the other's."""
    github = GitHub()
    for _ in range(2):
        github.open("It differs", "<!-- rota: drift -->\nx", ["rota"], BOT)
    issues.close(app(github.app()), REPOSITORY, "drift", "right")
    assert [i["state"] for i in github.issues] == ["closed", "closed"]
