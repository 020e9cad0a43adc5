"""Two versions of the readings of a group side by side: what is known now and what was known before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext

from energy_synergy.community.group import Group as KernelGroup
from energy_synergy.community.readings import Readings, compute_readings
from energy_synergy.metering.series import Quality
from energy_synergy.reports.tables import Column, Table
from energy_synergy.timeline import Timeline, zone
from energy_synergy.usecases.differences import Difference, Versions, without_source
from energy_synergy.web.db.loading import bonds_in_order, load_group_of
from energy_synergy.web.db.models import Group, Import
from energy_synergy.web.queries.calendar_period import Choice

MOMENT = timedelta(microseconds=1)
SHOWN_IMPORTS = 30


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """What changed between two instants in a period; `imports` are the latest that brought a new version."""

    choice: Choice
    known_at: datetime
    compared_at: datetime
    differences: tuple[Difference, ...]
    imports: tuple[Import, ...]
    timezone: str

    @property
    def compared_on(self) -> date:
        """The local day from whose beginning on changes count."""
        return self.compared_at.astimezone(zone(self.timezone)).date()

    @property
    def known_on(self) -> date:
        """The local day up to whose end changes count."""
        return (self.known_at - MOMENT).astimezone(zone(self.timezone)).date()


def load_versions(
    group: Group, companies: Collection[int], timeline: Timeline, before: datetime, after: datetime
) -> Versions:
    """Return the readings of some companies of a group as they were known at two instants."""
    return Versions(timeline, *(_readings(group, companies, timeline, as_of) for as_of in (before, after)))


def _readings(group: Group, companies: Collection[int], timeline: Timeline, as_of: datetime) -> Readings:
    loaded = load_group_of(group, timeline.starts_at, timeline.ends_at, as_of=as_of)
    companies_in_order = [bond.company_id for bond in bonds_in_order(group)]
    members = tuple(
        # What is stored is compared, not what stands in for what is missing.
        replace(member, gaps=None)
        for member, company_id in zip(loaded.members, companies_in_order, strict=True)
        if company_id in companies
    )
    shown = KernelGroup(loaded.name, loaded.timezone, members)
    return without_source(shown, compute_readings(shown, timeline))


def imports_of(companies: Collection[int]) -> QuerySet[Import]:
    """Return the imports of some companies, latest first."""
    return Import.objects.filter(company__in=companies).select_related("company").order_by("-recorded_at", "-id")


def around(row: Import) -> tuple[datetime, datetime]:
    """Return the instants just before and just after an import."""
    return row.recorded_at - MOMENT, row.recorded_at


def changes_table(versions: Versions) -> Table:
    """Return every slot that differs, with both values."""
    words = {
        Quality.MISSING: gettext("missing"),
        Quality.MEASURED: gettext("measured"),
        Quality.ESTIMATED: gettext("estimated"),
        Quality.SUBSTITUTED: gettext("substituted"),
    }
    names = {"production": gettext("Production"), "consumption": gettext("Consumption")}
    columns = (
        Column(gettext("Time")),
        Column(gettext("Company")),
        Column(gettext("Direction")),
        Column(gettext("Energy before"), "kWh", 6),
        Column(gettext("Quality before")),
        Column(gettext("Energy after"), "kWh", 6),
        Column(gettext("Quality after")),
    )
    rows = [
        (
            one.starts_at.isoformat(),
            one.member,
            names[one.direction],
            one.before_kwh,
            words[one.before_quality],
            one.after_kwh,
            words[one.after_quality],
        )
        for one in versions.slot_changes()
    ]
    return Table("changes", gettext("Quarters of an hour that differ"), columns, list(rows))
