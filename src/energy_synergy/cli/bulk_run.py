"""Going through a folder: once, or again and again until it is told to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from energy_synergy.cli.bulk_output import BulkOutput
from energy_synergy.errors import EnergySynergyError
from energy_synergy.usecases.bulk_lines import Line, Outcome, line_of_refusal
from energy_synergy.usecases.drop_folder import FoundFile, Looked, Settling, StillWritten, look_into

# Files that are saved together: few enough that other programs get to write in between.
BATCH_FILES = 64
BATCH_BYTES = 16_000_000
# What is packed may be many times larger in memory.
PACKED = (".gz", ".zip", ".xlsx", ".xlsm")
PACKED_WEIGHT = 20
SETTLE_SECONDS = 2.0
LOOKS = 3
TakeIn = Callable[[Sequence[FoundFile]], list[Line]]
After = Callable[[Sequence[Line]], None]
Version = tuple[int, int]


@dataclass
class FolderRun:
    """One folder on its way in; `take_in` imports a batch of files, `stop` is set when it should end.

    `after` is given the lines of each look once its batches are saved.
    """

    folder: Path
    take_in: TakeIn
    after: After
    shown: BulkOutput
    note: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)
    aside: int = 0
    _settling: Settling = field(default_factory=lambda: Settling(SETTLE_SECONDS))
    _done: dict[str, Version] = field(default_factory=dict)
    _unknown: set[str] = field(default_factory=set)
    _told: dict[str, str] = field(default_factory=dict)

    def once(self) -> None:
        """Take in what is there; a file that is still being written is waited for a little.

        Raises FolderUnreadable.
        """
        moving: list[FoundFile] = []
        for number in range(LOOKS):
            if number:
                self.stop.wait(SETTLE_SECONDS)
            moving = self._look()
            if not moving:
                return
        for one in moving:
            self.shown.take(line_of_refusal(one.name, Outcome.WAITING, StillWritten()))

    def watch(self, interval: float, companies: Callable[[], object]) -> None:
        """Take in what comes, until it is told to stop; files of unknown meters again when `companies` change."""
        known = companies()
        while not self.stop.is_set():
            try:
                if self._unknown and (now_known := companies()) != known:
                    known = now_known
                    self._forget_unknown()
                self._look()
            except EnergySynergyError as refusal:
                # The folder or the database may come back: a share that is not mounted, a disk that is full.
                self.note(str(refusal))
            self.stop.wait(interval)

    def _look(self) -> list[FoundFile]:
        """Take in the files at rest that are new or changed; return those that are still being written."""
        looked = look_into(self.folder)
        self.aside = looked.aside
        self._tell_unreadable(looked)
        there = {one.name for one in looked.files}
        self._done = {name: version for name, version in self._done.items() if name in there}
        fresh = [one for one in looked.files if self._done.get(one.name) != _version(one)]
        at_rest, moving = self._settling.settled(fresh, time.time())
        waiting = {one.name: one for one in moving}
        number = len(self.shown.lines)
        for batch in batches(at_rest):
            if self.stop.is_set():
                break
            waiting |= self._take(batch)
        self.after(self.shown.lines[number:])
        return list(waiting.values())

    def _take(self, batch: Sequence[FoundFile]) -> dict[str, FoundFile]:
        """Import some files and show what became of them; return those that changed meanwhile."""
        lines = self.take_in(batch)
        changed = {line.file for line in lines if line.outcome is Outcome.WAITING}
        for one in batch:
            if one.name not in changed:
                self._done[one.name] = _version(one)
        for line in lines:
            if line.outcome is Outcome.UNKNOWN:
                self._unknown.add(line.file)
            if line.outcome is not Outcome.WAITING:
                self.shown.take(line)
        return {one.name: one for one in batch if one.name in changed}

    def _tell_unreadable(self, looked: Looked) -> None:
        """Tell what cannot be read, once for each reason."""
        for name, refusal in looked.unreadable:
            if self._told.get(name) != str(refusal):
                self.shown.take(line_of_refusal(name, Outcome.UNREADABLE, refusal))
        self._told = {name: str(refusal) for name, refusal in looked.unreadable}

    def _forget_unknown(self) -> None:
        # The line of a file of an archive has the name of the archive before it.
        self._done = {
            name: version
            for name, version in self._done.items()
            if not any(file == name or file.startswith(f"{name}/") for file in self._unknown)
        }
        self._unknown = set()


def _version(found: FoundFile) -> Version:
    return found.size, found.changed_ns


def batches(files: Sequence[FoundFile]) -> Iterator[list[FoundFile]]:
    """Yield files in runs that are saved together."""
    batch: list[FoundFile] = []
    size = 0
    for one in files:
        weight = one.size * (PACKED_WEIGHT if one.name.lower().endswith(PACKED) else 1)
        if batch and (len(batch) >= BATCH_FILES or size + weight > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += weight
    if batch:
        yield batch


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let an interrupt or a request to end set `stop`, so that the batch at hand is finished first."""
    names = [name for name in ("SIGINT", "SIGTERM") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), lambda *_: stop.set()) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
