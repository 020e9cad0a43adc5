"""The data page: what is in use for each company, what else is stored, and what came in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from energy_synergy.errors import UnknownName
from energy_synergy.findings import Finding, Severity
from energy_synergy.ports import UNDO_FOR, SourceKind
from energy_synergy.registry import option_class
from energy_synergy.units import SLOT
from energy_synergy.web.db.facts import GroupFacts, load_findings_by_import, load_imports
from energy_synergy.web.db.models import Estimate, Import, Meter, TypicalDay
from energy_synergy.web.words import in_language

DIRECTIONS = ("consumption", "production")


@dataclass(frozen=True, slots=True)
class StoredSource:
    """One kind of source that is stored for a company and direction.

    `total_kwh` is of one day for a typical day and of a year for an estimate; dated readings have the starts of
    their first and last quarter of an hour instead.
    """

    kind: str
    is_in_use: bool
    meters: tuple[str, ...]
    first_at: datetime | None = None
    last_at: datetime | None = None
    total_kwh: float | None = None
    profile: str = ""


@dataclass(frozen=True, slots=True)
class DirectionData:
    """What is stored for one direction of a company; the source in use comes first."""

    direction: str
    sources: tuple[StoredSource, ...]

    @property
    def in_use(self) -> StoredSource | None:
        """The source in use, if there is one."""
        return next((source for source in self.sources if source.is_in_use), None)

    @property
    def others(self) -> tuple[StoredSource, ...]:
        """The stored sources that are not in use."""
        return tuple(source for source in self.sources if not source.is_in_use)


@dataclass(frozen=True, slots=True)
class CompanyData:
    """A company with its two directions."""

    id: int
    name: str
    sector: str
    color_index: int
    directions: tuple[DirectionData, ...]


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One line of the list of imports; `problems` counts findings that are more than information."""

    id: int
    company: str
    kind: str
    file_name: str
    rows: int
    recorded_at: datetime
    recorded_by: str
    findings: tuple[Finding, ...]
    problems: int
    company_id: int
    left_out: int
    undone_at: datetime | None
    undone_by: str
    undoes_id: int | None
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class DataPage:
    """Everything the data page shows."""

    group: GroupFacts
    companies: tuple[CompanyData, ...]
    imports: tuple[ImportLine, ...]


def load_data_page(facts: GroupFacts, shown: Collection[int], *, now: datetime | None = None) -> DataPage:
    """Return the data page of a group with the companies `shown`; five queries, however many there are."""
    slug = facts.slug
    group = replace(facts, companies=tuple(one for one in facts.companies if one.id in shown))
    meters: dict[int, list[Meter]] = defaultdict(list)
    for meter in Meter.objects.filter(company__memberships__group__slug=slug).order_by("company_id", "name"):
        meters[meter.company_id].append(meter)
    stored = _Stored(slug)
    companies = tuple(
        CompanyData(one.id, one.name, one.sector, one.color_index, _directions(meters[one.id], stored))
        for one in group.companies
    )
    imports = load_imports(slug, companies=shown)
    return DataPage(group, companies, _import_lines(imports, now))


class _Stored:
    """Current curves and estimates of a group by meter."""

    def __init__(self, slug: str) -> None:
        current = {"meter__company__memberships__group__slug": slug, "superseded_at": None}
        self.curves: Mapping[int, float] = dict(
            TypicalDay.objects.filter(**current).values_list("meter_id", "total_kwh")
        )
        self.estimates: Mapping[int, Estimate] = {
            row.meter_id: row for row in Estimate.objects.filter(**current).select_related("own_profile")
        }


def _directions(meters: Iterable[Meter], stored: _Stored) -> tuple[DirectionData, ...]:
    by_direction: dict[str, list[Meter]] = defaultdict(list)
    for meter in meters:
        by_direction[meter.direction].append(meter)
    return tuple(DirectionData(name, _sources(by_direction[name], stored)) for name in DIRECTIONS)


def _sources(meters: list[Meter], stored: _Stored) -> tuple[StoredSource, ...]:
    """Return the stored kinds; where one kind is stored for the unnamed meter and for named ones, those in use."""
    found = []
    for kind in SourceKind:
        having = [meter for meter in meters if _has(meter, kind, stored)]
        used = [meter for meter in having if meter.source == kind]
        unnamed = [meter for meter in having if not meter.name]
        if having:
            found.append(_source(kind, used or unnamed or having, stored, is_in_use=bool(used)))
    return tuple(sorted(found, key=lambda source: not source.is_in_use))


def _has(meter: Meter, kind: SourceKind, stored: _Stored) -> bool:
    if kind is SourceKind.READINGS:
        return meter.first_at is not None
    return meter.pk in (stored.curves if kind is SourceKind.TYPICAL_DAY else stored.estimates)


def _source(kind: SourceKind, meters: list[Meter], stored: _Stored, *, is_in_use: bool) -> StoredSource:
    names = tuple(meter.name for meter in meters if meter.name)
    facts: dict[str, Any] = {}
    if kind is SourceKind.READINGS:
        facts["first_at"] = min(meter.first_at for meter in meters if meter.first_at)
        facts["last_at"] = max(meter.last_at for meter in meters if meter.last_at) - SLOT
    elif kind is SourceKind.TYPICAL_DAY:
        facts["total_kwh"] = sum(stored.curves[meter.pk] for meter in meters)
    else:
        estimates = [stored.estimates[meter.pk] for meter in meters]
        facts["total_kwh"] = sum(estimate.annual_kwh for estimate in estimates)
        facts["profile"] = ", ".join(_profile_of(estimate) for estimate in estimates)
    return StoredSource(kind.value, is_in_use, names, **facts)


def _profile_of(estimate: Estimate) -> str:
    own = estimate.own_profile
    return own.name if own else profile_label(estimate.profile)


def profile_label(name: str) -> str:
    """Return what a profile is called in the visitor's language; its name where it is not installed."""
    try:
        return in_language(option_class("profiles", name).label)  # type: ignore[attr-defined]
    except UnknownName:
        return name


def _undo_until(one: Import, now: datetime | None) -> datetime | None:
    """Return until when an import can be undone; None where it cannot, and where now is not told."""
    until = one.recorded_at + UNDO_FOR
    is_open = one.undone_at is None and one.undoes_id is None
    return until if is_open and now is not None and now < until else None


def _import_lines(imports: list[Import], now: datetime | None) -> tuple[ImportLine, ...]:
    findings = load_findings_by_import(imports)
    return tuple(
        ImportLine(
            id=one.pk,
            company=one.company.name,
            kind=one.kind,
            file_name=one.file_name,
            rows=one.rows,
            recorded_at=one.recorded_at,
            recorded_by=one.recorded_by,
            findings=tuple(findings[one.pk]),
            problems=sum(finding.severity is not Severity.INFO for finding in findings[one.pk]),
            company_id=one.company_id,
            left_out=one.left_out,
            undone_at=one.undone_at,
            undone_by=one.undone_by,
            undoes_id=one.undoes_id,
            undo_until=_undo_until(one, now),
        )
        for one in imports
    )
