"""What `rota init` did, for a terminal: files written, files left, and what to do next, in order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reconciler.render.clean import clean
from reconciler.render.layout import Paint, columns, joined, paragraph
from reconciler.starting import Asked, Left, Outcome
from reconciler.wording import count, day

_NO_GIT = (
    "This is no git repository yet. Everything can be tried without one, and what was applied is then "
    "recorded in .rota/ledger.jsonl; the workflows, CODEOWNERS and pre-commit begin to work with `git init` "
    "and a push to GitHub."
)
_LANDS = {"england-and-wales": "England and Wales", "northern-ireland": "Northern Ireland"}
_KEYS = "Settings → Secrets and variables → Actions"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was written.

    `shown` gives a path from the root as it is typed here; `git` says whether there is a git repository, and
    `begun` whether it has a commit; `go` is the folder in which commands are to be run, None if that is here.
    """

    shown: Callable[[str], str]
    git: bool
    begun: bool
    go: str | None


def text(outcome: Outcome, asked: Asked, place: Place, *, width: int, color: bool) -> str:
    """The files and the steps that follow."""
    paint = Paint(color)
    lines = _written(outcome, place, paint, width)
    lines += _left(outcome, place, paint, width)
    if outcome.writes("rota.yaml"):
        lines += ["", *paragraph(_begins(asked), width)]
    if not place.git:
        lines += ["", *paragraph(_NO_GIT, width)]
    lines += ["", paint.bold("What to do next")]
    for number, step in enumerate(_steps(outcome, asked, place), start=1):
        lines += paragraph(f"{number}. {step}", width, indent=2, hanging=3)
    return joined(lines)


def _written(outcome: Outcome, place: Place, paint: Paint, width: int) -> list[str]:
    if not outcome.written:
        return [paint.bold("Nothing was written")]
    rows = [
        (clean(place.shown(part.path)), part.what + (" (anew)" if part.path in outcome.anew else ""))
        for part in outcome.written
    ]
    return [paint.bold("Written"), *columns(rows, width=width)]


def _left(outcome: Outcome, place: Place, paint: Paint, width: int) -> list[str]:
    if not outcome.left:
        return []
    rows = [(clean(place.shown(left.path)), _why(left)) for left in outcome.left]
    lines = ["", paint.bold("Left as they were"), *columns(rows, width=width)]
    for left in outcome.left:
        if left.lines:
            lines += ["", f"  to be added to {clean(place.shown(left.path))}:"]
            lines += [f"    {clean(line)}" for line in left.lines]
    if any(left.other for left in outcome.left):
        lines += ["", *paragraph("`--force` writes anew what says something else.", width, indent=2)]
    return lines


def _why(left: Left) -> str:
    if left.whole:
        return "has all that it needs"
    return f"lacks {count(len(left.lines), 'line')}" if left.lines else "says something else"


def _begins(asked: Asked) -> str:
    known = (
        f"with the bank holidays of {_LANDS[asked.calendar]}" if asked.calendar else "without bank holidays"
    )
    start = (
        f"The line-ups for {clean(asked.team)} begin on {day(asked.monday)} in {asked.time_zone}, {known}."
    )
    return start if asked.calendar else f"{start} Those of the United Kingdom alone are known."


def _steps(outcome: Outcome, asked: Asked, place: Place) -> Iterator[str]:
    branch = asked.branch
    if place.go is not None:
        yield f"`cd {clean(place.go)}`: rota looks for rota.yaml where you are."
    if outcome.writes("rota.yaml"):
        yield (
            "Replace the invented people in rota.yaml: names, the e-mail addresses that PagerDuty knows, and "
            "their order in the line-ups. Are your schedules in PagerDuty already? `rota import --force` "
            "writes the file from them."
        )
    yield "`rota check` says what is wrong with the file, and what to write instead."
    yield "`rota --sandbox plan` and `rota --sandbox apply` try it on an embedded PagerDuty, without any key."
    yield (
        "In the workflows and in .pre-commit-config.yaml put the repository and the commit that you have "
        "rota from in place of OWNER/rota and the zeros."
    )
    yield f"On GitHub, {_KEYS}: the secret PAGERDUTY_READ_TOKEN, a read-only key of PagerDuty."
    yield (
        f"Settings → Environments: `pagerduty` and `pagerduty-timer`, both for the branch {branch} alone, "
        "each with the secret PAGERDUTY_TOKEN, a key that may write. Who must approve an apply is a required "
        "reviewer of `pagerduty`; `pagerduty-timer` has none."
    )
    yield f"Settings → Rules: {branch} takes pull requests only, and the check `check` must pass."
    if not place.begun:
        yield (
            f"For {branch} to be there, push a first commit to it, an empty one: "
            "`git commit --allow-empty -m Begin`."
        )
    yield (
        "Commit this in a branch and open a pull request. Its comment says what a merge would do; nothing "
        "reaches PagerDuty before."
    )
