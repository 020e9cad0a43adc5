"""The companies of a group as a list: what each is, what is known of it, and what others see of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext

from energy_synergy.community.sight import Visibility
from energy_synergy.timeline import zone
from energy_synergy.web.access import May, companies_of, groups_of, may
from energy_synergy.web.checklist import Checklist, checklist_of
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.groups import last_date, local_date
from energy_synergy.web.db.models import CompanyRole, Group, Membership, Meter, Site, SourceKind
from energy_synergy.web.db.models.groups import SizeClass

Sources = dict[tuple[int, str], set[str]]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A company in the list; `consumption` and `production` say in words what they are read from, empty for nothing.

    `ends_on` is the last day included; a membership that has not begun or is over `is_away`.
    """

    id: int
    name: str
    sector: str
    size: str
    color_index: int
    sites: int
    meters: int
    people: int
    consumption: str
    production: str
    visibility: Visibility
    is_agreed: bool
    begins_on: date | None
    ends_on: date | None
    is_away: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Everything the list of companies shows."""

    group: Group
    lines: tuple[MemberLine, ...]
    is_whole: bool
    may_add: bool
    checklist: Checklist | None


def load_members(request: HttpRequest, group: Group, *, now: datetime) -> MembersPage:
    """Return the companies of a group that the visitor sees; three queries, however many there are."""
    facts = load_facts_of(group)
    seen = companies_of(request, group, among=(one.id for one in facts.companies))
    editable = companies_of(request, group, May.EDIT_COMPANY, among=seen)
    rows = _counted(Membership.objects.filter(group=group, company__in=seen))
    sources, meters = _meters(seen)
    lines = tuple(
        _line(group, row, sources, meters, now=now, may_edit=row.company_id in editable)
        for row in rows.select_related("company").order_by("id")
    )
    return MembersPage(
        group=group,
        lines=lines,
        is_whole=may(request, group, May.SEE_ALL),
        may_add=may(request, group, May.MANAGE) and group.archived_at is None,
        checklist=checklist_of(request, group, facts),
    )


def _counted(bonds: QuerySet[Membership]) -> QuerySet[Membership]:
    return bonds.annotate(sites=_count(Site.objects.all()), people=_count(CompanyRole.objects.all()))


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Return how many rows the company of a bond has."""
    counted = rows.filter(company=OuterRef("company")).order_by().values("company").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def _meters(companies: Iterable[int]) -> tuple[Sources, Mapping[int, int]]:
    """Return the kinds of source in use by company and direction, and how many meters each company has."""
    sources: Sources = defaultdict(set)
    counts: dict[int, int] = defaultdict(int)
    rows = Meter.objects.filter(company__in=companies).values_list("company_id", "direction", "source")
    for company_id, direction, source in rows:
        counts[company_id] += 1
        if source:
            sources[company_id, direction].add(source)
    return sources, counts


def _line(
    group: Group, row: Any, sources: Sources, meters: Mapping[int, int], *, now: datetime, may_edit: bool
) -> MemberLine:
    company, clock = row.company, group.timezone
    is_away = bool((row.active_from and row.active_from > now) or (row.active_to and row.active_to <= now))
    return MemberLine(
        id=company.pk,
        name=gettext(company.name) if group.is_demo else company.name,
        sector=gettext(company.sector) if group.is_demo and company.sector else company.sector,
        size=str(SizeClass(company.size_class).label) if company.size_class else "",
        color_index=company.color_index,
        sites=row.sites,
        meters=meters.get(company.pk, 0),
        people=row.people,
        consumption=source_words(sources[company.pk, "consumption"]),
        production=source_words(sources[company.pk, "production"]),
        visibility=Visibility(row.visibility),
        is_agreed=row.agreed_at is not None,
        begins_on=row.active_from and local_date(row.active_from, clock),
        ends_on=last_date(row.active_to, clock),
        is_away=is_away,
        may_edit=may_edit,
    )


def source_words(kinds: Iterable[str]) -> str:
    """Return kinds of source in words."""
    return ", ".join(str(SourceKind(kind).label) for kind in sorted(kinds) if kind)


def companies_elsewhere(request: HttpRequest, group: Group) -> list[tuple[int, str]]:
    """Return the companies of the other groups that the visitor manages and that are not in this one; two queries."""
    managed = [one for one in groups_of(request).exclude(pk=group.pk) if may(request, one, May.MANAGE)]
    here = Membership.objects.filter(group=group).values("company")
    rows = (
        Membership.objects.filter(group__in=[one for one in managed if not one.is_demo])
        .exclude(company__in=here)
        .order_by("company__name", "group__name", "id")
        .values_list("company_id", "company__name", "group__name")
    )
    found: dict[int, tuple[str, list[str]]] = {}
    for company_id, name, group_name in rows:
        found.setdefault(company_id, (name, []))[1].append(group_name)
    return [(number, f"{name} ({', '.join(groups)})") for number, (name, groups) in found.items()]


def today_in(group: Group, now: datetime) -> date:
    """Return the date on the group's clock."""
    return now.astimezone(zone(group.timezone)).date()
