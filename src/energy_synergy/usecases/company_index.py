"""Companies found by the number of a meter, by a folder, by the name of a file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from energy_synergy.usecases.bulk_store import KnownCompany, KnownMeter
from energy_synergy.usecases.guess_company import Candidate, companies_named, plain_text

# A shorter name, or one without a digit, may stand in the name of a file by chance.
SHORTEST_ID = 5
MOST_WORDS = 30
MARKS = re.compile(r"[\W_]+")


def id_text(meter: str) -> str:
    """Return a meter's number as it is compared: without case, accents, blanks and marks.

    >>> id_text("FR 0012-34a")
    'fr001234a'
    """
    return MARKS.sub("", plain_text(meter))


class CompanyIndex:
    """The numbers of companies by what may name them."""

    def __init__(self, companies: Sequence[KnownCompany]) -> None:
        self.by_meter: dict[str, list[int]] = defaultdict(list)
        self.by_folder: dict[str, list[int]] = defaultdict(list)
        self.by_group: dict[str, set[int]] = defaultdict(set)
        self.candidates = [Candidate(one.id, one.name) for one in companies]
        for one in companies:
            self.by_folder[plain_text(one.name)].append(one.id)
            for bond in one.bonds:
                self.by_group[plain_text(bond.group)].add(one.id)
                self.by_group[plain_text(bond.group_name)].add(one.id)
            for meter in one.meters:
                self.add(one.id, meter)

    def add(self, company_id: int, meter: KnownMeter) -> None:
        """Let a meter name its company from now on."""
        for text in {id_text(meter.name), id_text(meter.known_as)} - {""}:
            if company_id not in self.by_meter[text]:
                self.by_meter[text].append(company_id)


class PathTold:
    """What the folders and the name of a file tell: a group, a company, the number of a meter."""

    def __init__(self, index: CompanyIndex, file: str) -> None:
        self._index = index
        self._parts = PurePosixPath(file).parts
        self.name = self._parts[-1]
        folders = [plain_text(part) for part in reversed(self._parts[:-1])]
        groups = [index.by_group[folder] for folder in folders if folder in index.by_group]
        self._scope = set.intersection(*groups) if groups else None
        named = (self.within(index.by_folder[folder]) for folder in folders if folder in index.by_folder)
        self.folder = next((ids for ids in named if ids), [])

    def within(self, ids: Iterable[int]) -> list[int]:
        """Return the companies that lie in the group of the folder, where a folder names one."""
        return [one for one in ids if self._scope is None or one in self._scope]

    @cached_property
    def texts(self) -> frozenset[str]:
        """The numbers of known meters that stand in the path."""
        return frozenset(text for part in self._parts for text in _ids_in(part) if text in self._index.by_meter)

    @cached_property
    def by_meter(self) -> list[int]:
        """The companies of those meters; where a folder names a company, no other one."""
        ids = self.within(dict.fromkeys(one for text in sorted(self.texts) for one in self._index.by_meter[text]))
        return [one for one in ids if not self.folder or one in self.folder]

    @cached_property
    def named(self) -> list[int]:
        """The companies whose whole name stands in the name of the file."""
        return self.within(companies_named(self.name, self._index.candidates))


def _ids_in(part: str) -> set[str]:
    """Return every run of words of a part of a path that may be the number of a meter."""
    words = [word for word in MARKS.split(plain_text(part)) if word][:MOST_WORDS]
    runs = {"".join(words[first:end]) for first in range(len(words)) for end in range(first + 1, len(words) + 1)}
    return {text for text in runs if len(text) >= SHORTEST_ID and any(sign.isdigit() for sign in text)}
