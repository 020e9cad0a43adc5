"""Many files at once: each saved for the companies that its meters tell, whole or not at all, none stopping another."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.files.refused import FileRefused
from energy_synergy.ports import Dataset, Saved
from energy_synergy.usecases.apply_told import Reading
from energy_synergy.usecases.bulk_dataset import dataset_of
from energy_synergy.usecases.bulk_file import NOTHING_TOLD, BulkFile, Guard, ReaderFailed, open_found, unguarded
from energy_synergy.usecases.bulk_lines import Line, Outcome, line_of, line_of_refusal, part_before, part_of
from energy_synergy.usecases.bulk_store import BroughtIn, BulkStore, EarlierImport, KnownCompany, KnownMeter
from energy_synergy.usecases.drop_folder import FileUnreadable, FoundFile, StillWritten
from energy_synergy.usecases.meter_owners import MeterBook, Owned, OwnerUnknown
from energy_synergy.usecases.told import Told


@dataclass(frozen=True, slots=True)
class Wishes:
    """How files are taken in: the group by its slug, or all; whether bad rows, and unknown meters, are left out."""

    group: str | None = None
    leaves_bad_rows_out: bool = False
    leaves_unknown_meters_out: bool = False


class BulkImport:
    """Takes files in, a batch at a time; `guard` runs each reading."""

    def __init__(self, store: BulkStore, wishes: Wishes, *, recorded_by: str, guard: Guard = unguarded) -> None:
        self._store, self._wishes, self._recorded_by, self._guard = store, wishes, recorded_by, guard
        self._book: MeterBook | None = None

    def take_in(self, found: Sequence[FoundFile], *, now: datetime) -> list[Line]:
        """Take some files in and return a line for each, and for each file of an archive, in their order.

        They are read first and saved together: when this is cut short nothing of them is saved, and doing it again
        gives what it would have given. A file is saved for all its companies or for none.
        Raises UnknownName for a group that is not there.
        """
        # What was known a moment ago tells well enough in which zone to read; whose a file is, is asked anew below.
        book = self._book or _book(self._store, self._wishes)
        opened = [one for file in found for one in _opened(file, book, self._wishes, self._guard)]
        files = [one for one in opened if isinstance(one, BulkFile)]
        with self._store.all_or_nothing():
            self._book = _book(self._store, self._wishes)
            earlier = self._store.earlier_imports({digest for one in files for digest in one.sha256s})
            known = {key: [*rows] for key, rows in earlier.items()}
            batch = _Batch(self._store, self._wishes, self._book, known, now, self._recorded_by)
            lines = [batch.line(one) if isinstance(one, BulkFile) else one for one in opened]
            self._store.note_imports(batch.brought)
        return lines


def _book(store: BulkStore, wishes: Wishes) -> MeterBook:
    return MeterBook(store.known_companies(wishes.group), is_one_group=wishes.group is not None)


def _opened(found: FoundFile, book: MeterBook, wishes: Wishes, guard: Guard) -> list[BulkFile | Line]:
    """Return a file, or those of an archive, read as far as can be before anything is locked; or why it cannot."""
    try:
        files = list(open_found(found, leaves_bad_rows_out=wishes.leaves_bad_rows_out, guard=guard))
    except StillWritten as refusal:
        return [line_of_refusal(found.name, Outcome.WAITING, refusal)]
    except FileUnreadable as refusal:
        return [line_of_refusal(found.name, Outcome.UNREADABLE, refusal)]
    except FileRefused as refusal:
        return [line_of_refusal(found.name, Outcome.REFUSED, refusal)]
    return [_read_ahead(one, book) for one in files]


def _read_ahead(file: BulkFile, book: MeterBook) -> BulkFile:
    # A refusal is told when the file's turn comes: what its company said of such files may still help.
    with suppress(EnergySynergyError):
        file.reading(book.zones(file.name)[0])
    return file


@dataclass
class _Batch:
    """The files of one transaction, taken in one after the other."""

    store: BulkStore
    wishes: Wishes
    book: MeterBook
    earlier: dict[str, list[EarlierImport]]
    now: datetime
    recorded_by: str
    brought: list[BroughtIn] = field(default_factory=list)

    def line(self, file: BulkFile) -> Line:
        """Take a file in and return what became of it."""
        try:
            with self.store.all_or_nothing():
                return self._taken(file)
        except OwnerUnknown as reason:
            return line_of_refusal(file.name, Outcome.UNKNOWN, reason)
        except ReaderFailed as failure:
            return line_of_refusal(file.name, Outcome.FAILED, failure)
        except EnergySynergyError as refusal:
            return line_of_refusal(file.name, Outcome.REFUSED, refusal)

    def _taken(self, file: BulkFile) -> Line:
        reading = self._first_reading(file)
        owned, unknown = self.book.owned(reading.series, file.name, self.now)
        if unknown and not (owned and self.wishes.leaves_unknown_meters_out and _are_unknown(unknown)):
            raise unknown[0]
        by_company: dict[int, list[Owned]] = {}
        for one in owned:
            by_company.setdefault(one.company.id, []).append(one)
        is_shared = len(by_company) > 1 or bool(unknown)
        rows = [one for digest in file.sha256s for one in self.earlier.get(digest, ())]
        # Where it came in again after it was undone, the import that still stands counts.
        before = {one.company_id: one for one in sorted(rows, key=lambda one: not one.is_undone)}
        parts, fresh = [], []
        for number, some in by_company.items():
            if number in before:
                parts.append(part_before(some, before[number]))
                continue
            dataset, saved = self._saved(file, some, is_shared=is_shared)
            fresh.append((some, dataset, saved))
            parts.append(part_of(some, dataset, saved))
        for one_company, dataset, saved in fresh:
            self._note(file, one_company, dataset, saved)
        return line_of(
            file.name,
            reading.result,
            parts,
            unknown,
            undone={one.import_id for one in before.values() if one.is_undone},
        )

    def _first_reading(self, file: BulkFile) -> Reading:
        """Return what a file holds in the first zone that fits; if in none, as its company told earlier such files."""
        zones = self.book.zones(file.name)
        refusals: list[EnergySynergyError] = []
        for zone in zones:
            # A time that one clock skips is a right one elsewhere.
            try:
                return file.reading(zone)[0]
            except EnergySynergyError as refusal:
                refusals.append(refusal)
        company = self.book.owner_by_path(file.name)
        told = self._told(file, company, zones[0]) if company else NOTHING_TOLD
        if told == NOTHING_TOLD:
            raise refusals[0]
        return file.reading(zones[0], told)[0]

    def _told(self, file: BulkFile, company: KnownCompany, zone: str) -> Told:
        """Return what was told of a company's earlier files with the same header."""
        return company.told.get(file.signature(zone), NOTHING_TOLD) if company.told else NOTHING_TOLD

    def _saved(self, file: BulkFile, owned: Sequence[Owned], *, is_shared: bool) -> tuple[Dataset, Saved]:
        """Save what a file holds of one company, read on the clock of its group and as the company told."""
        first = owned[0]
        told = self._told(file, first.company, first.bond.timezone)
        reading, told = file.reading(first.bond.timezone, told)
        dataset = dataset_of(file, reading, told, self._same(file, reading, owned), is_shared=is_shared)
        return dataset, self.store.save_dataset(first.company.id, dataset, now=self.now, recorded_by=self.recorded_by)

    def _same(self, file: BulkFile, reading: Reading, owned: Sequence[Owned]) -> list[Owned]:
        """Return what a company owns of a file that was read anew, on its clock and as it told."""
        found, unknown = self.book.owned(reading.series, file.name, self.now)
        company = owned[0].company
        own = [one for one in found if one.company.id == company.id]
        if len(own) == len(owned):
            return own
        if unknown:
            raise unknown[0]
        raise OwnerUnknown(
            marked("Read as {company} told of such files, its readings are no longer its own."), company=company.name
        )

    def _note(self, file: BulkFile, owned: Sequence[Owned], dataset: Dataset, saved: Saved) -> None:
        """Take note of what was saved, for the files that follow and for the record."""
        company, bond = owned[0].company, owned[0].bond
        for one in dataset.series:
            known_as = "" if one.meter else dataset.known_as.get(one.direction, "")
            self.book.note(company.id, KnownMeter(one.direction, one.meter, known_as, one.is_dated))
        self.earlier.setdefault(file.sha256, []).append(EarlierImport(saved.import_id, company.id))
        self.brought.append(BroughtIn(bond.group, company.id, saved, file.name))


def _are_unknown(reasons: Sequence[OwnerUnknown]) -> bool:
    """Tell whether the meters are simply those of nobody here; what is ambiguous or closed is never left out."""
    return all(reason.code == OwnerUnknown.code for reason in reasons)
