"""The folder of a calendar: ours is kept up to date, what is somebody else's is never touched."""

import json
import os
from pathlib import Path

import pytest

from reconciler.cli.calendar_folder import LIST, Written, read, write
from reconciler.errors import UsageError


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_only_what_differs_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    """A person who left has no page any more."""
    folder = tmp_path / "new" / "public"
    assert write(folder, {"index.html": b"1", "person-ana.html": b"a"}) == Written(2, 2, 0)
    (folder / "CNAME").write_text("rota.example.org", encoding="utf-8")
    before = (folder / "index.html").stat().st_mtime_ns
    assert write(folder, {"index.html": b"1", "person-ben.html": b"b"}) == Written(2, 1, 1)
    assert names(folder) == [LIST, "CNAME", "index.html", "person-ben.html"]
    assert (folder / "index.html").stat().st_mtime_ns == before
    assert json.loads(read_list(folder)) == {"version": 1, "files": ["index.html", "person-ben.html"]}


def read_list(folder: Path) -> str:
    """The list of what is ours."""
    return (folder / LIST).read_text(encoding="utf-8")


def test_a_file_of_somebody_else_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    """`-o .` in the wrong place must not cost anybody their page."""
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"index\.html is there already, and was not written by"):
        write(tmp_path, {"all.ics": b"", "index.html": b""})
    assert names(tmp_path) == ["index.html"]
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "listed",
    ["../index.html", "/etc/passwd", "a/b.html", "..", ".rota-calendar.json", "Index.html", "x.sh", 7],
)
def test_a_list_that_was_tampered_with_removes_nothing_elsewhere(tmp_path: Path, listed: object) -> None:
    """A name on it counts only if it could be one of ours."""
    folder = tmp_path / "public"
    folder.mkdir()
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    (folder / "x.sh").write_text("mine", encoding="utf-8")
    (folder / LIST).write_text(json.dumps({"files": [listed]}), encoding="utf-8")
    assert write(folder, {"all.ics": b"x"}) == Written(1, 1, 0)
    assert (tmp_path / "index.html").exists()
    assert names(folder) == [LIST, "all.ics", "x.sh"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": {"a.html": 1}}'])
def test_a_list_that_cannot_be_read_is_as_none(tmp_path: Path, text: str) -> None:
    """Then nothing is ours, so nothing is overwritten."""
    (tmp_path / LIST).write_text(text, encoding="utf-8")
    (tmp_path / "a.html").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        write(tmp_path, {"a.html": b""})
    assert read(tmp_path, "a.html") == b""


def test_a_link_is_replaced_and_what_it_points_to_is_left(tmp_path: Path) -> None:
    """Also where the same bytes are behind it."""
    folder = tmp_path / "public"
    write(folder, {"all.ics": b"x"})
    target = tmp_path / "secret"
    target.write_bytes(b"x")
    (folder / "all.ics").unlink()
    (folder / "all.ics").symlink_to(target)
    write(folder, {"all.ics": b"y"})
    assert (target.read_bytes(), (folder / "all.ics").read_bytes()) == (b"x", b"y")
    assert not (folder / "all.ics").is_symlink()


def test_after_a_crash_the_next_run_knows_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list is written before the files that it names."""

    def full(self: Path, target: Path) -> Path:
        if self.name == ".b.html.new":
            raise OSError(28, "No space left on device")
        os.rename(self, target)  # noqa: PTH104 - the method is the one that is replaced
        return target

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="No space"):
            write(tmp_path, {"a.html": b"1", "b.html": b"2"})
    assert write(tmp_path, {"a.html": b"1", "b.html": b"3"}) == Written(2, 1, 0)
    assert (tmp_path / "b.html").read_bytes() == b"3"


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    """And left alone."""
    (tmp_path / "public").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is no folder"):
        write(tmp_path / "public", {"a.html": b""})
    assert read(tmp_path / "public", "a.html") == b""
