"""`rota init`: what it writes and what it leaves, in an empty folder, in a repository, outside git."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, Answer, Rota
from tests.ledger.repositories import git

PLACES = (
    "rota.yaml",
    "rota.schema.json",
    ".github/workflows/rota-plan.yml",
    ".github/workflows/rota-apply.yml",
    ".github/workflows/rota-timer.yml",
    ".github/workflows/rota-announce.yml",
    ".github/CODEOWNERS",
    ".gitignore",
    ".pre-commit-config.yaml",
)
WRITTEN = """\
Written
  rota.yaml                            the rota, with invented people
  rota.schema.json                     what editors complete its keys from
  .github/workflows/rota-plan.yml      checks and plans pull requests
  .github/workflows/rota-apply.yml     applies what is merged
  .github/workflows/rota-timer.yml     the nightly timer
  .github/workflows/rota-announce.yml  tells Slack, once it is on
  .github/CODEOWNERS                   who must approve a change: nobody yet
  .gitignore                           keeps the embedded PagerDuty out of git
  .pre-commit-config.yaml              `rota check` before a commit

The line-ups for Payments begin on Mon 23 Nov 2026 in Europe/London, with the
bank holidays of England and Wales.
"""
NO_GIT = """
This is no git repository yet. Everything can be tried without one, and what was
applied is then recorded in .rota/ledger.jsonl; the workflows, CODEOWNERS and
pre-commit begin to work with `git init` and a push to GitHub.
"""
NEXT = """
What to do next
  1. Replace the invented people in rota.yaml: names, the e-mail addresses that
     PagerDuty knows, and their order in the line-ups. Are your schedules in
     PagerDuty already? `rota import --force` writes the file from them.
  2. `rota check` says what is wrong with the file, and what to write instead.
  3. `rota --sandbox plan` and `rota --sandbox apply` try it on an embedded
     PagerDuty, without any key.
  4. In the workflows and in .pre-commit-config.yaml put the repository and the
     commit that you have rota from in place of OWNER/rota and the zeros.
  5. On GitHub, Settings → Secrets and variables → Actions: the secret
     PAGERDUTY_READ_TOKEN, a read-only key of PagerDuty.
  6. Settings → Environments: `pagerduty` and `pagerduty-timer`, both for the
     branch main alone, each with the secret PAGERDUTY_TOKEN, a key that may
     write. Who must approve an apply is a required reviewer of `pagerduty`;
     `pagerduty-timer` has none.
  7. Settings → Rules: main takes pull requests only, and the check `check` must
     pass.
  8. For main to be there, push a first commit to it, an empty one: `git commit
     --allow-empty -m Begin`.
  9. Commit this in a branch and open a pull request. Its comment says what a
     merge would do; nothing reaches PagerDuty before.
"""

Fresh = Callable[..., Answer]


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty git repository, and the tests stand in it."""
    path = folder / "new"
    path.mkdir()
    git(path, "init", "--quiet")
    monkeypatch.chdir(path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    return path


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder but git's own."""
    every = (path for path in folder.rglob("*") if path.is_file())
    return {
        name: path.read_bytes()
        for path in every
        if not (name := path.relative_to(folder).as_posix()).startswith(".git/")
    }


def test_in_an_empty_repository_everything_is_written_and_the_next_steps_follow(
    rota: Rota, repository: Path
) -> None:
    """In the order in which they are to be taken."""
    answer = rota("init", "--name", "Payments")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == WRITTEN + NEXT
    assert files(repository).keys() == set(PLACES)


def test_outside_git_it_says_what_is_different(
    rota: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything else is the same, also in a folder that is not there yet."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    answer = rota("init", "new", "--name", "Payments")
    assert answer.code == 0
    assert NO_GIT in answer.out
    assert "\n  1. `cd new`: rota looks for rota.yaml where you are.\n  2. Replace the" in answer.out
    assert files(folder / "new").keys() == set(PLACES)


def test_where_git_is_not_installed_it_is_as_outside_git(
    rota: Rota, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing here needs it."""
    monkeypatch.setenv("PATH", str(repository / "nothing"))
    answer = rota("init", "--name", "Payments")
    assert (answer.code, answer.out) == (0, WRITTEN + NO_GIT + NEXT)


def test_in_a_repository_with_files_of_its_own_none_is_changed(rota: Rota, repository: Path) -> None:
    """What they lack is printed, to be added by hand."""
    own = {
        "rota.yaml": b"version: 1\n",
        "CODEOWNERS": b"* @example/all\n",
        ".gitignore": b".venv/\n.rota/\n",
        ".pre-commit-config.yaml": b"repos: []\n",
    }
    for name, content in own.items():
        (repository / name).write_bytes(content)
    answer = rota("init")
    assert answer.code == 0
    assert answer.out.split("\nWhat to do next\n")[0] == (
        "Written\n"
        "  rota.schema.json                     what editors complete its keys from\n"
        "  .github/workflows/rota-plan.yml      checks and plans pull requests\n"
        "  .github/workflows/rota-apply.yml     applies what is merged\n"
        "  .github/workflows/rota-timer.yml     the nightly timer\n"
        "  .github/workflows/rota-announce.yml  tells Slack, once it is on\n"
        "\n"
        "Left as they were\n"
        "  rota.yaml                says something else\n"
        "  CODEOWNERS               lacks 1 line\n"
        "  .gitignore               has all that it needs\n"
        "  .pre-commit-config.yaml  lacks 4 lines\n"
        "\n"
        "  to be added to CODEOWNERS:\n"
        "    /rota.yaml  @OWNER/TEAM\n"
        "\n"
        "  to be added to .pre-commit-config.yaml:\n"
        "      - repo: https://github.com/OWNER/rota\n"
        '        rev: "0000000000000000000000000000000000000000"\n'
        "        hooks:\n"
        "          - id: rota-check\n"
        "\n"
        "  `--force` writes anew what says something else.\n"
    )
    assert "invented people" not in answer.out
    found = files(repository)
    assert {name: found[name] for name in own} == own


def test_a_second_time_nothing_is_written(rota: Rota, repository: Path) -> None:
    """Whether it is forced or not."""
    rota("init", "--name", "Payments")
    before = files(repository)
    for more in ((), ("--force",)):
        answer = rota("init", "--name", "Payments", *more)
        assert answer.code == 0
        assert answer.out.startswith(
            "Nothing was written\n\nLeft as they were\n"
            "  rota.yaml                            has all that it needs\n"
        )
        assert files(repository) == before


def test_force_writes_anew_what_is_rotas_and_nothing_else(rota: Rota, repository: Path) -> None:
    """A rota with another name; what others keep in their files stays."""
    rota("init", "--name", "Payments")
    (repository / ".gitignore").write_text(".venv/\n", encoding="utf-8")
    assert b"Payments in hours" in files(repository)["rota.yaml"]
    rota("init", "--name", "Billing")
    assert b"Payments in hours" in files(repository)["rota.yaml"]
    answer = rota("init", "--name", "Billing", "--force")
    assert answer.out.startswith("Written\n  rota.yaml  the rota, with invented people (anew)\n\nLeft as")
    assert "  to be added to .gitignore:\n    .rota/\n" in answer.out
    assert b"Billing in hours" in files(repository)["rota.yaml"]
    assert files(repository)[".gitignore"] == b".venv/\n"


def test_in_a_folder_of_a_repository_the_workflows_go_where_github_looks_for_them(
    rota: Rota, repository: Path
) -> None:
    """They and the hook are told where the file is; the rest lies beside it."""
    git(repository, "remote", "add", "origin", "https://ana:s3cret@github.com/example/infra.git")
    git(repository, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    answer = rota("init", "ops/rota")
    assert answer.code == 0
    found = files(repository)
    assert found.keys() == {
        f"ops/rota/{name}" if name in ("rota.yaml", "rota.schema.json", ".gitignore") else name
        for name in PLACES
    }
    assert b"\nsource: https://github.com/example/infra\n" in found["ops/rota/rota.yaml"]
    assert b"s3cret" not in b"".join(found.values())
    assert b'branches: ["trunk"]' in found[".github/workflows/rota-apply.yml"]
    assert b'config: "ops/rota/rota.yaml"' in found[".github/workflows/rota-plan.yml"]
    assert "  1. `cd ops/rota`: rota looks" in answer.out
    assert "branch trunk alone" in answer.out


def test_standing_in_the_folder_paths_are_shown_from_there(
    rota: Rota, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they can be opened."""
    (repository / "ops").mkdir()
    monkeypatch.chdir(repository / "ops")
    answer = rota("init")
    assert "\n  rota.yaml                               the rota" in answer.out
    assert "\n  ../.github/workflows/rota-plan.yml      checks" in answer.out
    assert "`cd " not in answer.out


def test_the_branch_is_the_one_that_is_merged_to(rota: Rota, repository: Path) -> None:
    """The first branch of a new repository; later main or master, and not what somebody works on."""
    git(repository, "checkout", "--quiet", "-b", "master")
    rota("init")
    assert b'branches: ["master"]' in files(repository)[".github/workflows/rota-apply.yml"]
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "First")
    git(repository, "checkout", "--quiet", "-b", "try-rota")
    answer = rota("init")
    assert answer.out.startswith("Nothing was written")
    assert "branch master alone" in answer.out
    assert "--allow-empty" not in answer.out


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--name", ""), "rota: the name is empty\n  write a name\n"),
        (("--name", "a\nb"), 'rota: "a b" holds blanks or invisible characters'),
        (("--time-zone", "BST"), 'rota: "BST" is not a time zone\n  did you mean Europe/London?\n'),
        (("on call",), "rota: the folder 'on call' cannot stand in a workflow\n"),
        (("file",), "rota: file is no folder\n  name the folder that is to hold rota.yaml\n"),
        (("file/x",), "rota: file is in the way: it is no folder\n"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    rota: Rota, repository: Path, args: tuple[str, ...], says: str
) -> None:
    """With what to write instead."""
    (repository / "file").write_text("x", encoding="utf-8")
    answer = rota("init", *args)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(says)
    assert files(repository) == {"file": b"x"}


def test_another_configuration_file_is_refused(rota: Rota, repository: Path) -> None:
    """It would be taken for the name of the new file."""
    answer = rota("-c", "other.yaml", "init")
    assert (answer.code, answer.err) == (
        1,
        "rota: --config names no file for `init`\n  name the folder: rota init DIR\n",
    )
    assert files(repository) == {}


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (".github", ".github is in the way: it is no folder"),
        ("rota.schema.json/x", "rota.schema.json could not be read: is a directory"),
    ],
)
def test_a_file_in_the_way_stops_it_before_anything_is_written(
    rota: Rota, repository: Path, path: str, says: str
) -> None:
    """Half a start would be worse than none."""
    (repository / path).parent.mkdir(exist_ok=True)
    (repository / path).write_text("x", encoding="utf-8")
    answer = rota("init")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        f"rota: {says}\n  nothing was written; move it out of the way, or name another folder\n"
    )
    assert files(repository) == {path: b"x"}


def test_a_link_that_leads_nowhere_is_not_written_through(rota: Rota, repository: Path) -> None:
    """What it was meant to lead to is somebody's, not ours."""
    (repository / "rota.yaml").symlink_to(repository / "elsewhere.yaml")
    answer = rota("init")
    assert answer.code == 1
    assert answer.err.startswith("rota: rota.yaml could not be read: no such file or directory\n")
    assert files(repository) == {}


def test_the_time_is_read_in_the_zone_that_is_asked_for(rota: Rota, repository: Path) -> None:
    """On Monday morning in Auckland it is Sunday in London."""
    assert rota("init", "--time-zone", "Pacific/Auckland", now="2026-11-30T00:30").code == 0
    assert b"from: 2026-11-23" in files(repository)["rota.yaml"]
    assert rota("init", "--time-zone", "Pacific/Auckland", "--force", now="2026-11-30T12:00Z").code == 0
    assert b"from: 2026-11-30" in files(repository)["rota.yaml"]
    assert rota("init", now="tomorrow").code == 1
    assert rota("init", "--force", now=None).code == 0


def test_from_nothing_to_a_rota_that_is_applied(rota: Rota, repository: Path) -> None:
    """Check, plan, apply, and the next plan finds nothing."""
    assert NOW == "2026-11-25T12:00"
    rota("init", "--name", "Payments")
    assert rota("check").code == 0
    assert rota("plan", sandbox=True).code == 2
    assert rota("apply", sandbox=True).code == 0
    assert rota("plan", sandbox=True).code == 0
    assert git(repository, "status", "--porcelain", "--untracked-files=all", "--", ".rota") == ""
