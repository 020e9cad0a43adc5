"""What is stored of a group where its country scheme asks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext

from energy_synergy.schemes.facts import GroupFacts, MemberFacts, SiteFacts
from energy_synergy.timeline import first_instant
from energy_synergy.web.db.agreements import in_force
from energy_synergy.web.db.loading import bonds_in_order
from energy_synergy.web.db.models import Agreement, Direction, Group, Membership, Meter, Site

ONE_DAY = timedelta(days=1)
SITE_FIELDS = (
    "name",
    "latitude",
    "longitude",
    "building",
    "grid_node",
    "substation",
    "municipality",
    "distribution_operator",
    "grid_level",
    "connection_kw",
    "installed_kw",
)


def load_group_facts(group: Group, day: date) -> GroupFacts:
    """Return what schemes ask of a group on a local day: its companies, how it shares, its answers; four queries."""
    return group_facts(group, load_member_facts(group, day), in_force(group, day))


def load_member_facts(group: Group, day: date) -> tuple[MemberFacts, ...]:
    """Return what schemes ask of the companies that belong to a group on a local day; three queries."""
    bonds = bonds_on(group, day)
    companies = [bond.company_id for bond in bonds]
    sites: dict[int, list[Site]] = defaultdict(list)
    for site in Site.objects.filter(company__in=companies).order_by("name", "id"):
        sites[site.company_id].append(site)
    making = Meter.objects.filter(company__in=companies, direction=Direction.PRODUCTION).exclude(source="")
    plants: list[tuple[int, int | None]] = list(making.values_list("company_id", "site_id"))
    return tuple(_member(group, bond, sites[bond.company_id], plants) for bond in bonds)


def group_facts(group: Group, members: tuple[MemberFacts, ...], agreement: Agreement | None) -> GroupFacts:
    """Return the facts of a group with its agreement; without one nothing is known of its key and its interval."""
    return GroupFacts(
        members,
        key=agreement.key["name"] if agreement else "",
        interval_minutes=agreement.interval_minutes if agreement else None,
        currency=group.currency,
        answers=group.scheme_answers,
    )


def bonds_on(group: Group, day: date) -> list[Membership]:
    """Return the bonds of the companies that belong to a group on a local day, in its order."""
    starts_at, ends_at = first_instant(day, group.timezone), first_instant(day + ONE_DAY, group.timezone)
    return [
        bond
        for bond in bonds_in_order(group)
        if not (bond.active_from and bond.active_from >= ends_at)
        and not (bond.active_to and bond.active_to <= starts_at)
    ]


def _member(group: Group, bond: Membership, sites: Iterable[Site], plants: list[tuple[int, int | None]]) -> MemberFacts:
    company = bond.company
    making = {site_id for company_id, site_id in plants if company_id == company.pk}
    return MemberFacts(
        gettext(company.name) if group.is_demo else company.name,
        tuple(_site(site, is_making=site.pk in making) for site in sites),
        size_class=company.size_class,
        is_public=company.is_public,
        country=company.country,
        generates=bool(making),
        number=company.pk,
    )


def _site(site: Site, *, is_making: bool) -> SiteFacts:
    told = {name: getattr(site, name) for name in SITE_FIELDS}
    return SiteFacts(**told, generates=is_making, number=site.pk)
