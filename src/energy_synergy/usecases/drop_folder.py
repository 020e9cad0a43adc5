"""The files of a folder: which are there, which are still being written, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.formats.archive import MAX_TOTAL

# Left by programs that copy, download or hold a workbook open; what they make of them comes under another name.
BESIDE = (".", "~$")
UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".swp", "~")
CHUNK = 1 << 20
# A link is not followed, and a pipe that nobody fills does not hold everything up.
CAREFULLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FolderUnreadable(EnergySynergyError):
    """The folder to import is not there, or cannot be read."""

    code = "folder_unreadable"


class FileUnreadable(EnergySynergyError):
    """A file of the folder cannot be read, or must not be."""

    code = "file_unreadable"


class StillWritten(EnergySynergyError):
    """A file changes while it is read."""

    code = "still_written"

    def __init__(self) -> None:
        super().__init__(marked("The file is still being written. It is taken when it no longer changes."))


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file by its path within the folder, with `/` between the parts; `changed_ns` is when its bytes changed."""

    path: Path
    name: str
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class Looked:
    """What is in a folder: its files in the order of their paths, and what cannot be read, by path with the reason."""

    files: tuple[FoundFile, ...]
    unreadable: tuple[tuple[str, FileUnreadable], ...] = ()
    aside: int = 0


def look_into(folder: Path) -> Looked:
    """Return what a folder holds, its sub-folders included; hidden and unfinished files are only counted.

    A link is not followed: one that leads out of the folder, or nowhere, is told.
    Raises FolderUnreadable.
    """
    try:
        root = folder.resolve(strict=True)
        with os.scandir(root):
            pass
    except OSError as error:
        raise FolderUnreadable(
            marked("The folder {folder} cannot be read: {reason}."), folder=str(folder), reason=error.strerror or error
        ) from error
    found = list(_walked(root, root))
    files = sorted((one for one in found if isinstance(one, FoundFile)), key=lambda one: one.name)
    told = sorted((one for one in found if isinstance(one, tuple)), key=lambda one: one[0])
    return Looked(tuple(files), tuple(told), found.count(None))


def _walked(folder: Path, root: Path) -> Iterator[FoundFile | tuple[str, FileUnreadable] | None]:
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield _name(folder, root), _unreadable(error)
        return
    for entry in inside:
        path = Path(entry.path)
        if entry.name.startswith(BESIDE) or entry.name.lower().endswith(UNFINISHED):
            yield None
        elif entry.is_symlink():
            yield _link(path, root)
        elif entry.is_dir(follow_symlinks=False):
            yield from _walked(path, root)
        else:
            yield _found(path, root)


def _name(path: Path, root: Path) -> str:
    # A name that is no text stays readable, and fit to be written.
    return path.relative_to(root).as_posix().encode("utf-8", "replace").decode() or "."


def _found(path: Path, root: Path) -> FoundFile | tuple[str, FileUnreadable] | None:
    try:
        facts = path.lstat()
    except FileNotFoundError:
        return None
    except OSError as error:
        return _name(path, root), _unreadable(error)
    if not stat.S_ISREG(facts.st_mode):
        return _name(path, root), FileUnreadable(marked("This is no file but a pipe, a socket or a device."))
    return FoundFile(path, _name(path, root), facts.st_size, facts.st_mtime_ns)


def _link(path: Path, root: Path) -> tuple[str, FileUnreadable] | None:
    """Return why a link is not followed; None for one to a file that is found by itself."""
    try:
        is_inside = path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return _name(path, root), FileUnreadable(marked("This link leads nowhere."))
    if is_inside:
        return None
    return _name(path, root), FileUnreadable(marked("This link leads out of the folder and is not followed."))


def _unreadable(error: OSError) -> FileUnreadable:
    return FileUnreadable(marked("It cannot be read: {reason}."), reason=error.strerror or str(error))


def read_whole(found: FoundFile) -> bytes:
    """Return the bytes of a file as it was found.

    Raises StillWritten where it changed since or changes meanwhile, FileUnreadable.
    """
    if found.size > MAX_TOTAL:
        raise FileUnreadable(marked("The file is larger than {limit_mb} MB."), limit_mb=MAX_TOTAL // 1_000_000)
    try:
        descriptor = os.open(found.path, CAREFULLY)
        with os.fdopen(descriptor, "rb") as stream:
            _refuse_changed(found, descriptor)
            data = stream.read(MAX_TOTAL + 1)
            _refuse_changed(found, descriptor)
    except OSError as error:
        raise _unreadable(error) from error
    return data


def _refuse_changed(found: FoundFile, descriptor: int) -> None:
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode) or (facts.st_size, facts.st_mtime_ns) != (found.size, found.changed_ns):
        raise StillWritten


@dataclass
class Settling:
    """Tells which files have come to rest: unchanged for `seconds` by their own time, or since they were first seen."""

    seconds: float
    _seen: dict[str, tuple[int, int, float]] = field(default_factory=dict)

    def settled(self, files: Iterable[FoundFile], now: float) -> tuple[list[FoundFile], list[FoundFile]]:
        """Return the files at rest and the others; `now` is in seconds since 1970."""
        at_rest: list[FoundFile] = []
        moving: list[FoundFile] = []
        seen = {}
        for one in files:
            size, changed_ns, since = self._seen.get(one.name, (-1, -1, now))
            since = since if (size, changed_ns) == (one.size, one.changed_ns) else now
            seen[one.name] = (one.size, one.changed_ns, since)
            # A clock that runs ahead elsewhere must not hold a file up for ever.
            is_old = now - one.changed_ns / 1e9 >= self.seconds or now - since >= self.seconds
            (at_rest if is_old else moving).append(one)
        self._seen = seen
        return at_rest, moving
