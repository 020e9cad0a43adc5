"""The store over the database: what `ports.GroupStore` promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from energy_synergy.community.group import Group as KernelGroup
from energy_synergy.errors import InvalidValue, UnknownName, marked
from energy_synergy.metering.series import Direction, Series
from energy_synergy.ports import AnnualTotal, Dataset, NewGroup, NewMember, Saved, SourceKind, Undone
from energy_synergy.units import SLOT
from energy_synergy.web.db import loading, saving, sources, undoing
from energy_synergy.web.db.loading import load_group
from energy_synergy.web.db.models import Company, DayBlock, Estimate, Group, Membership, Meter, TypicalDay
from energy_synergy.web.db.versions import HOLDS_READINGS

__all__ = ["DatabaseStore", "load_group"]

ROWS_OF_KIND: dict[SourceKind, type[DayBlock] | type[TypicalDay] | type[Estimate]] = {
    SourceKind.READINGS: DayBlock,
    SourceKind.TYPICAL_DAY: TypicalDay,
    SourceKind.ESTIMATE: Estimate,
}


class DatabaseStore:
    """Groups in Django's database; each save is one transaction."""

    def create_group(self, group: NewGroup, *, now: datetime, recorded_by: str) -> None:
        """Store a new group with its members and everything they bring."""
        saving.create_group(group, now=now, recorded_by=recorded_by)

    def add_company(self, slug: str, member: NewMember, *, now: datetime, recorded_by: str) -> int:
        """Store a new company of a group and return its number."""
        return saving.add_company(slug, member, now=now, recorded_by=recorded_by)

    def load_group(
        self,
        slug: str,
        starts_at: datetime | None = None,
        ends_at: datetime | None = None,
        *,
        as_of: datetime | None = None,
    ) -> KernelGroup:
        """Return a group with the sources in use, as they were known at an instant."""
        return loading.load_group(slug, starts_at, ends_at, as_of=as_of)

    def load_readings(
        self,
        company_id: int,
        direction: Direction,
        meter: str,
        starts_at: datetime,
        ends_at: datetime,
        *,
        as_of: datetime | None = None,
    ) -> Series | None:
        """Return the dated readings of one meter on the UTC days that touch a period, in use or not."""
        found = Meter.objects.filter(company_id=company_id, direction=direction, name=meter).first()
        run = loading.load_runs([found], [(starts_at, ends_at)], as_of).get(found.pk) if found else None
        return Series(meter, direction, run[0], SLOT, run[1], run[2]) if run else None

    def sources_in_use(self, company_id: int, direction: Direction) -> Mapping[str, SourceKind]:
        """Return what the meters of a company in one direction are read from."""
        return sources.sources_in_use(company_id, direction)

    @transaction.atomic
    def delete_group(self, slug: str) -> None:
        """Remove a group, and the companies that belong to no other one."""
        group = Group.objects.filter(slug=slug).first()
        if group is None:
            raise UnknownName(marked("There is no group {slug}."), slug=slug)
        elsewhere = Membership.objects.filter(company=OuterRef("pk")).exclude(group=group)
        Company.objects.filter(memberships__group=group).exclude(Exists(elsewhere)).delete()
        group.delete()

    def company_id(self, slug: str, name: str) -> int:
        """Return the number of a company in a group."""
        found = Membership.objects.filter(group__slug=slug, company__name=name).values_list("company_id", flat=True)
        if not found:
            raise UnknownName(marked("There is no company {name} in the group {slug}."), name=name, slug=slug)
        return int(found[0])

    def save_dataset(self, company_id: int, dataset: Dataset, *, now: datetime, recorded_by: str) -> Saved:
        """Store a dataset as new versions and take its kind of source into use."""
        return saving.save_dataset(company_id, dataset, now=now, recorded_by=recorded_by)

    def save_annual_total(self, company_id: int, total: AnnualTotal, *, now: datetime, recorded_by: str) -> Saved:
        """Store an annual total with its profile as a new version and take it into use."""
        return saving.save_annual_total(company_id, total, now=now, recorded_by=recorded_by)

    def undo_import(self, import_id: int, *, now: datetime, recorded_by: str) -> Undone:
        """Take an import back by new versions that bring back what was there before it."""
        return undoing.undo_import(import_id, now=now, recorded_by=recorded_by)

    @transaction.atomic
    def use_source(self, company_id: int, direction: Direction, kind: SourceKind, *, now: datetime) -> None:
        """Take another stored kind of source into use; the unnamed meter goes before named ones."""
        rows = ROWS_OF_KIND[kind].objects.filter(meter=OuterRef("pk"), superseded_at=None)
        if kind is SourceKind.READINGS:
            rows = rows.filter(HOLDS_READINGS)
        meters = Meter.objects.filter(Exists(rows), company_id=company_id, direction=direction)
        names = sorted(meters.values_list("name", flat=True))
        if not names:
            raise InvalidValue(
                marked("This company has no {kind} of its {direction}."), kind=kind.value, direction=direction
            )
        sources.use_meters(company_id, direction, names[:1] if names[0] == "" else names, kind, now=now)
