"""One file of a bulk import: its bytes, and what it holds as it is told, in the zone that is asked for."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.files.limits import read_bounded
from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.archive import is_archive, unpack
from energy_synergy.formats.base import Format
from energy_synergy.formats.detect import look_at
from energy_synergy.usecases.apply_told import Reading, read_as_told
from energy_synergy.usecases.check_file import check_file, signature_of
from energy_synergy.usecases.drop_folder import FoundFile, read_whole
from energy_synergy.usecases.ingest import RowsRefused, sound_findings
from energy_synergy.usecases.told import Fix, Told

NOTHING_TOLD = Told()


class ReaderFailed(EnergySynergyError):
    """A reader failed in a way that nobody foresaw."""

    code = "failed"

    def __init__(self, error: Exception) -> None:
        super().__init__(
            marked("The reader failed on this file ({kind}). Tell the operator; the other files are not affected."),
            kind=type(error).__name__,
        )


Read = Callable[[], Reading]
# Runs the reading of one file; where a process may go on after a failure that nobody foresaw, it raises ReaderFailed.
Guard = Callable[[Read], Reading]


def unguarded(read: Read) -> Reading:
    """Read, and let what nobody foresaw end everything."""
    return read()


@dataclass
class BulkFile:
    """A file with its bytes, unpacked, and the digest of those; it is read once for each way of reading it."""

    name: str
    data: bytes
    sha256s: tuple[str, ...]
    leaves_bad_rows_out: bool = False
    guard: Guard = unguarded
    _read: dict[tuple[str, str], Reading | EnergySynergyError] = field(default_factory=dict)
    _told: dict[str, Told] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The digest of what is in the file, the same whether it is packed or not."""
        return self.sha256s[0]

    def reading(self, timezone: str, told: Told = NOTHING_TOLD) -> tuple[Reading, Told]:
        """Return what the file holds with times without an offset in a zone, and what was told in the end.

        Raises FileRefused, RowsRefused for bad rows that are not to be left out, InvalidValue.
        """
        key = (timezone, repr(told))
        if key not in self._read:
            self._told[repr(key)] = told
            self._read[key] = self._attempt(timezone, told, repr(key))
        found = self._read[key]
        if isinstance(found, EnergySynergyError):
            raise found
        return found, self._told[repr(key)]

    def _attempt(self, timezone: str, told: Told, key: str) -> Reading | EnergySynergyError:
        try:
            return self.guard(lambda: self._sound(timezone, told, key))
        except EnergySynergyError as refusal:
            return refusal

    def _sound(self, timezone: str, told: Told, key: str) -> Reading:
        reading = read_as_told(io.BytesIO(self.data), told, timezone=timezone, file_name=self._short)
        try:
            sound_findings(reading, told)
        except RowsRefused:
            without = self._without_bad_rows(timezone, told) if self.leaves_bad_rows_out else None
            if without is None:
                raise
            self._told[key] = without
            reading = read_as_told(io.BytesIO(self.data), without, timezone=timezone, file_name=self._short)
            sound_findings(reading, without)
        return reading

    def _without_bad_rows(self, timezone: str, told: Told) -> Told | None:
        checked = check_file(io.BytesIO(self.data), told, timezone=timezone, file_name=self._short)
        if not checked.can_import_good_rows:
            return None
        for problem in checked.open_problems:
            told = told.with_fix(Fix("leave_out", problem.code))
        return told

    def signature(self, timezone: str) -> tuple[str, str]:
        """Return the digest of the header, the same for every file of one source, and the format.

        Raises FileRefused.
        """
        hints = NOTHING_TOLD.reader_hints(timezone)
        look = look_at(io.BytesIO(self.data), file_name=self._short, **hints)
        return signature_of(look), look.format

    @property
    def _short(self) -> str:
        return self.name.rpartition("/")[2]


def open_found(found: FoundFile, *, leaves_bad_rows_out: bool = False, guard: Guard = unguarded) -> Iterator[BulkFile]:
    """Yield a file, or each file of an archive, the archive's name before theirs.

    Raises StillWritten, FileUnreadable, FileRefused for an archive that cannot be opened.
    """
    data = read_whole(found)
    stream = io.BytesIO(data)
    if not is_archive(stream):
        yield _file(found.name, data, leaves_bad_rows_out, guard)
        return
    for name, inner in list(unpack(stream, keeps_folders=True)):
        yield _file(f"{found.name}/{name}", inner, leaves_bad_rows_out, guard)


def _file(name: str, data: bytes, leaves_bad_rows_out: bool, guard: Guard) -> BulkFile:
    packed = hashlib.sha256(data).hexdigest()
    try:
        whole = read_bounded(io.BytesIO(data), Format.MAX_BYTES)
    except FileRefused:
        # Its reader refuses it in the same words.
        whole = data
    plain = packed if whole is data or whole == data else hashlib.sha256(whole).hexdigest()
    return BulkFile(name, whole, tuple(dict.fromkeys((plain, packed))), leaves_bad_rows_out, guard)
