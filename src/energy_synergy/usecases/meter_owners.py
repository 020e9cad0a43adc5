"""Whose readings a file holds, told by its meters, its folder and its name; what they do not tell is never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.metering.series import Direction, Series
from energy_synergy.usecases.bulk_store import Bond, KnownCompany, KnownMeter
from energy_synergy.usecases.company_index import CompanyIndex, PathTold, id_text
from energy_synergy.usecases.dataset import own_id


class OwnerUnknown(EnergySynergyError):
    """Nothing tells for sure whose a meter is; `code` says why."""

    code = "unknown_meter"


class MeterAmbiguous(OwnerUnknown):
    """A meter belongs to more than one company."""

    code = "ambiguous_meter"


class MeterUnclear(OwnerUnknown):
    """The company is known, and not which of its meters is meant."""

    code = "unclear_meter"


class FolderContradicts(OwnerUnknown):
    """A file lies in the folder of one company and names a meter of another."""

    code = "folder_contradicts"


class CompanyClosed(OwnerUnknown):
    """The company had left before the readings begin, or its group is archived."""

    code = "company_closed"


@dataclass(frozen=True, slots=True)
class Owned:
    """One series of a file with whose it is: the company, the group it is saved for, the meter that it is stored as."""

    series: Series
    company: KnownCompany
    bond: Bond
    meter: str
    own_id: str


class MeterBook:
    """The companies of one run, and the meters that it adds to them while it goes on.

    `is_one_group` tells that the operator named the group: a file without a meter is then its only company's.
    """

    def __init__(self, companies: Sequence[KnownCompany], *, is_one_group: bool) -> None:
        self.companies = {one.id: one for one in companies}
        self._only = companies[0].id if is_one_group and len(companies) == 1 else None
        self._meters: dict[int, list[KnownMeter]] = {one.id: list(one.meters) for one in companies}
        self._index = CompanyIndex(companies)
        self._zones = Counter(bond.timezone for one in companies for bond in one.bonds)

    def note(self, company_id: int, meter: KnownMeter) -> None:
        """Take note of a meter that readings were saved for."""
        known = self._meters[company_id]
        known[:] = [one for one in known if (one.direction, one.name) != (meter.direction, meter.name)]
        known.append(meter)
        self._index.add(company_id, meter)

    def owned(self, series: Sequence[Series], file: str, now: datetime) -> tuple[list[Owned], list[OwnerUnknown]]:
        """Return whose each series of a file is, and why not where that is not known; `file` has its folders."""
        path = PathTold(self._index, file)
        names = {own_id(one.meter, PurePosixPath(file).name) for one in series}
        found: list[Owned] = []
        unknown: dict[str, OwnerUnknown] = {}
        for one in series:
            try:
                found.append(self._owner(one, path, now, is_alone=len(names) == 1))
            except OwnerUnknown as reason:
                unknown.setdefault(str(reason), reason)
        return found, [*unknown.values(), *_merged(found)]

    def owner_by_path(self, file: str) -> KnownCompany | None:
        """Return the company that the folders or the name of a file tell, or None."""
        path = PathTold(self._index, file)
        ids = path.folder or path.by_meter or path.named
        return self.companies[ids[0]] if len(ids) == 1 else None

    def zones(self, file: str) -> list[str]:
        """Return the zones in which a file may be read, the likeliest first: that of its path, the most common."""
        company = self.owner_by_path(file) if len(self._zones) > 1 else None
        told = {bond.timezone for bond in company.bonds} if company else set()
        return sorted(self._zones, key=lambda zone: (zone not in told, -self._zones[zone], zone)) or ["UTC"]

    def _owner(self, series: Series, path: PathTold, now: datetime, *, is_alone: bool) -> Owned:
        own = own_id(series.meter, path.name)
        ids = path.within(self._index.by_meter.get(id_text(own), ())) if own else []
        if ids and path.folder and not set(path.folder) & set(ids):
            raise self._contradiction(own, path, ids)
        if ids:
            among = [one for one in ids if one in path.folder] or ids
            company, bond = self._active(among, series, now, own)
            return Owned(series, company, bond, self._known_name(company, series.direction, own), own)
        if own and not (path.folder or (is_alone and path.by_meter)):
            raise _unknown(own)
        told = path.by_meter or path.folder or path.named or ([self._only] if self._only else [])
        if not told:
            raise OwnerUnknown(
                marked(
                    "Nothing tells whose readings these are: the file names no meter, and lies in no company's folder."
                )
            )
        company, bond = self._active(told, series, now, own or path.name)
        return Owned(series, company, bond, self._name_for(company, series.direction, own, path), own)

    def _active(self, ids: Sequence[int], series: Series, now: datetime, meter: str) -> tuple[KnownCompany, Bond]:
        """Return the one company that was in a group when the readings were taken, with that bond."""
        pairs = [(self.companies[one], bond) for one in ids for bond in self.companies[one].bonds]
        open_ones = [pair for pair in pairs if not pair[1].is_archived and not _had_left(pair[1], series, now)]
        if len({company.id for company, _ in open_ones}) > 1:
            open_ones = [pair for pair in open_ones if not _comes_later(pair[1], series)]
        names = sorted({company.name for company, _ in open_ones})
        if len({company.id for company, _ in open_ones}) > 1:
            raise MeterAmbiguous(
                marked("{meter} belongs to several companies: {companies}."), meter=meter, companies=", ".join(names)
            )
        if not open_ones:
            raise _closed(pairs, meter)
        zones = {bond.timezone for _, bond in open_ones}
        if len(zones) > 1:
            raise MeterAmbiguous(
                marked("{company} is in groups on different clocks ({zones}): name the group with --group."),
                company=open_ones[0][0].name,
                zones=", ".join(sorted(zones)),
            )
        return open_ones[0]

    def _known_name(self, company: KnownCompany, direction: Direction, own: str) -> str:
        """Return the name under which a meter with a known number is stored in a direction."""
        text = id_text(own)
        meters = self._meters[company.id]
        same = [one for one in meters if text in (id_text(one.name), id_text(one.known_as))]
        here = [one.name for one in same if one.direction == direction]
        if here:
            return here[0]
        # The other direction of a meter without a name: it stays without one where nothing else is there.
        if all(one.name == "" for one in same) and not any(one.direction == direction for one in meters):
            return ""
        return self._fresh_name(company, direction, next((one.name for one in same if one.name), own))

    def _name_for(self, company: KnownCompany, direction: Direction, own: str, path: PathTold) -> str:
        """Return the meter of a company that a file means which does not name a known one."""
        meters = [one for one in self._meters[company.id] if one.direction == direction]
        told = [one.name for one in meters if {id_text(one.name), id_text(one.known_as)} & path.texts]
        if len(told) == 1:
            return told[0]
        if own:
            return self._fresh_name(company, direction, own)
        # A meter without a name gives way to named ones, unless it is the one that is read.
        meters = [one for one in meters if one.name or one.is_read] or meters
        if len(meters) > 1:
            raise MeterUnclear(
                marked("{company} has several meters of {direction}, and the file does not say which it is of."),
                company=company.name,
                direction=direction,
            )
        return meters[0].name if meters else ""

    def _fresh_name(self, company: KnownCompany, direction: Direction, name: str) -> str:
        """Return the name of a new meter; refused beside one without a name that has readings: it may be the same."""
        unnamed = [one for one in self._meters[company.id] if one.direction == direction and not one.name]
        if any(one.is_read for one in unnamed):
            raise MeterUnclear(
                marked(
                    "{company} has a meter of {direction} without a name, which may be {meter} or another one. "
                    "Give it its number on the page of the company, then import again."
                ),
                company=company.name,
                direction=direction,
                meter=name,
            )
        return name

    def _contradiction(self, meter: str, path: PathTold, ids: Sequence[int]) -> FolderContradicts:
        return FolderContradicts(
            marked("The file lies in the folder of {folder}, and its meter {meter} is of {company}."),
            folder=", ".join(self.companies[one].name for one in path.folder),
            meter=meter,
            company=", ".join(self.companies[one].name for one in ids),
        )


def _had_left(bond: Bond, series: Series, now: datetime) -> bool:
    """Tell whether a company had left a group before a series begins; one without a date counts as of now."""
    return bond.active_to is not None and (series.starts_at or now) >= bond.active_to


def _comes_later(bond: Bond, series: Series) -> bool:
    """Tell whether a company came to a group only after a series ends."""
    return bond.active_from is not None and series.ends_at is not None and series.ends_at <= bond.active_from


def _closed(pairs: Sequence[tuple[KnownCompany, Bond]], meter: str) -> OwnerUnknown:
    if not pairs:
        return _unknown(meter)
    company, bond = pairs[0]
    if all(one.is_archived for _, one in pairs):
        return CompanyClosed(
            marked("{meter} is of {company}, and the group {group} is archived: it can be read and no longer changed."),
            meter=meter,
            company=company.name,
            group=bond.group_name,
        )
    return CompanyClosed(
        marked("{meter} is of {company}, which had left the group {group} before these readings begin."),
        meter=meter,
        company=company.name,
        group=bond.group_name,
    )


def _unknown(meter: str) -> OwnerUnknown:
    return OwnerUnknown(marked("No company has the meter {meter}."), meter=meter)


def _merged(found: Iterable[Owned]) -> list[OwnerUnknown]:
    """Refuse that two meters of a file be stored as one."""
    kept: dict[tuple[int, Direction, str], str] = {}
    for one in found:
        key = (one.company.id, one.series.direction, one.meter)
        if kept.setdefault(key, one.series.meter) != one.series.meter:
            return [
                MeterUnclear(
                    marked("{company} has one meter of {direction}, and the file names several."),
                    company=one.company.name,
                    direction=one.series.direction,
                )
            ]
    return []
