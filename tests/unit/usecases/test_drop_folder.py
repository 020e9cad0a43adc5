"""The files of a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from energy_synergy.usecases.drop_folder import (
    FileUnreadable,
    FolderUnreadable,
    FoundFile,
    Settling,
    StillWritten,
    look_into,
    read_whole,
)


def write(folder: Path, name: str, text: str = "x") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(folder: Path, name: str) -> FoundFile:
    return next(one for one in look_into(folder).files if one.name == name)


def test_it_finds_files_in_sub_folders_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.csv", "a/z.csv", "a/b/c.csv", "Ä.csv"):
        write(tmp_path, name)
    assert [one.name for one in look_into(tmp_path).files] == ["a/b/c.csv", "a/z.csv", "b.csv", "Ä.csv"]


def test_it_leaves_hidden_and_unfinished_files_aside(tmp_path: Path) -> None:
    for name in (".hidden.csv", "~$open.xlsx", "a.csv.part", "b.CRDOWNLOAD", ".git/c.csv"):
        write(tmp_path, name)
    looked = look_into(tmp_path)
    assert (looked.files, looked.unreadable, looked.aside) == ((), (), 5)


def test_it_tells_of_links_that_lead_out_of_the_folder(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside/secret.csv")
    inside = write(tmp_path, "in/a.csv")
    (tmp_path / "in" / "out.csv").symlink_to(outside)
    (tmp_path / "in" / "out").symlink_to(outside.parent)
    (tmp_path / "in" / "again.csv").symlink_to(inside)
    (tmp_path / "in" / "gone.csv").symlink_to(tmp_path / "nowhere")
    looked = look_into(tmp_path / "in")
    assert [one.name for one in looked.files] == ["a.csv"]
    assert [name for name, _ in looked.unreadable] == ["gone.csv", "out", "out.csv"]


def test_a_file_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside.csv")
    inside = write(tmp_path, "in/a.csv")
    one = found(tmp_path / "in", "a.csv")
    inside.unlink()
    inside.symlink_to(outside)
    with pytest.raises(FileUnreadable):
        read_whole(one)


def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert [name for name, _ in look_into(tmp_path).unreadable] == ["pipe.csv"]


def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "closed/a.csv")
    write(tmp_path, "secret.csv")
    scandir, opened = os.scandir, os.open

    def closed_to_us(path: Path) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    def secret_to_us(path: Path, *rest: Any) -> int:
        if Path(path).name == "secret.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", closed_to_us)
        patched.setattr(os, "open", secret_to_us)
        told = [(name, str(reason)) for name, reason in look_into(tmp_path).unreadable]
        with pytest.raises(FileUnreadable, match="cannot be read"):
            read_whole(found(tmp_path, "secret.csv"))
    assert told == [("closed", "It cannot be read: Permission denied.")]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderUnreadable, match="cannot be read"):
        look_into(tmp_path / "nowhere")
    with pytest.raises(FolderUnreadable):
        look_into(write(tmp_path, "a.csv"))


def test_a_file_that_changed_since_it_was_found_is_still_being_written(tmp_path: Path) -> None:
    write(tmp_path, "a.csv")
    one = found(tmp_path, "a.csv")
    assert read_whole(one) == b"x"
    write(tmp_path, "a.csv", "xy")
    with pytest.raises(StillWritten):
        read_whole(one)


def a_file(size: int = 1, changed: float = 100.0) -> FoundFile:
    return FoundFile(Path("a.csv"), "a.csv", size, int(changed * 1e9))


def test_a_file_is_at_rest_some_seconds_after_its_last_change() -> None:
    settling = Settling(2)
    assert settling.settled([a_file()], now=101.0) == ([], [a_file()])
    assert settling.settled([a_file()], now=102.5) == ([a_file()], [])


def test_a_clock_that_runs_ahead_does_not_hold_a_file_up() -> None:
    settling, ahead = Settling(2), a_file(changed=10_000)
    assert settling.settled([ahead], now=101.0) == ([], [ahead])
    grown = a_file(size=2, changed=10_000)
    assert settling.settled([grown], now=102.5) == ([], [grown])
    assert settling.settled([grown], now=105.0) == ([grown], [])
