"""A store in memory for many files at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime

from energy_synergy.metering.series import Direction
from energy_synergy.ports import Dataset, Saved, SourceKind
from energy_synergy.testing.memory_company import StoredCompany, known
from energy_synergy.testing.memory_store import MemoryStore
from energy_synergy.usecases.bulk_store import Bond, BroughtIn, EarlierImport, KnownCompany, KnownMeter
from energy_synergy.usecases.told import Told


class MemoryBulkStore(MemoryStore):
    """Keeps groups until the process ends; `archived` are the slugs of archived groups, `told` what companies told."""

    def __init__(self) -> None:
        super().__init__()
        self.archived: set[str] = set()
        self.told: dict[int, dict[tuple[str, str], Told]] = {}
        self.noted: list[BroughtIn] = []
        self._files: list[tuple[str, int, int]] = []
        self._known_as: dict[tuple[int, Direction], str] = {}

    def known_companies(self, group: str | None = None) -> Sequence[KnownCompany]:
        """Return the companies of one group, or of all."""
        slugs = list(self._groups) if group is None else [group]
        pairs = [(slug, company) for slug in slugs for company in self._group(slug)[1]]
        return [self._known(slug, company) for slug, company in pairs]

    def _known(self, slug: str, company: StoredCompany) -> KnownCompany:
        group = self._group(slug)[0]
        new = company.member
        bond = Bond(slug, group.name, group.timezone, slug in self.archived, new.active_from, new.active_to)
        meters = [
            KnownMeter(
                direction,
                name,
                "" if name else self._known_as.get((company.id, direction), ""),
                is_read=known(meter.sources) is SourceKind.READINGS,
            )
            for (direction, name), meter in company.meters.items()
        ]
        return KnownCompany(company.id, new.name, (bond,), tuple(meters), self.told.get(company.id))

    def earlier_imports(self, sha256s: Collection[str]) -> Mapping[str, Sequence[EarlierImport]]:
        """Return the imports of files with some digests, by digest."""
        found: dict[str, list[EarlierImport]] = {}
        for sha256, company_id, number in self._files:
            if sha256 in sha256s:
                is_undone = self._company(company_id).imports[number].undone_at is not None
                found.setdefault(sha256, []).append(EarlierImport(number, company_id, is_undone))
        return found

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Let what is saved inside stay, or be gone when it is left by an exception."""
        kept = deepcopy((self._groups, self.noted, self._files, self._known_as))
        try:
            yield
        except BaseException:
            self._groups, self.noted, self._files, self._known_as = kept
            raise

    def save_dataset(self, company_id: int, dataset: Dataset, *, now: datetime, recorded_by: str) -> Saved:
        """Store a dataset and take its kind of source into use."""
        saved = super().save_dataset(company_id, dataset, now=now, recorded_by=recorded_by)
        self._files.append((dataset.sha256, company_id, saved.import_id))
        self._known_as |= {(company_id, direction): name for direction, name in dataset.known_as.items()}
        return saved

    def note_imports(self, brought: Sequence[BroughtIn]) -> None:
        """Keep what was brought in."""
        self.noted += brought
