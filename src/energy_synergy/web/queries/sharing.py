"""What the other members of a group see of one company, as the sources in use are now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from energy_synergy.community.sight import Sight, Terms, Visibility
from energy_synergy.web.access import May, may
from energy_synergy.web.db.models import Company, CompanyRole, Direction, Group, GroupRole, Membership, Meter
from energy_synergy.web.db.terms import terms_of


@dataclass(frozen=True, slots=True)
class SharingPage:
    """How a company is seen in a group.

    `others` is how many other companies are in the group, `coarse` how many of them see nothing finer than months of it
    now and `coarse_if_agreed` how many still would if this company agreed to be worked out. `producers` and
    `consumers` count the companies with a source of that direction, `managers` are the people who see everything.
    """

    terms: Terms
    agreed_at: datetime | None
    agreed_by: str
    others: int
    coarse: int
    coarse_if_agreed: int
    producers: int
    consumers: int
    has_account: bool
    may_edit: bool
    managers: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Tell whether others see the company by its name."""
        return self.terms.visibility != Visibility.TOTALS

    @property
    def relieved(self) -> int:
        """How many other companies would see any period if this company agreed."""
        return self.coarse - self.coarse_if_agreed


def load_sharing(request: HttpRequest, group: Group, company: Company, *, now: datetime) -> SharingPage:
    """Return what others see of a company; two queries.

    Each source in use counts as there all the time; a page over a period with gaps may be coarser.
    """
    rows: list[Any] = [row for row in _bonds(group) if row.company_id == company.pk or _is_active(row, now)]
    bond = next(row for row in rows if row.company_id == company.pk)
    terms = {row.company_id: terms_of(row) for row in rows}
    agreed = {**terms, company.pk: Terms(terms[company.pk].visibility, is_agreed=True)}
    sides = [_having(rows, Direction.PRODUCTION), _having(rows, Direction.CONSUMPTION)]
    others = [row.company_id for row in rows if row.company_id != company.pk]
    return SharingPage(
        terms=terms[company.pk],
        agreed_at=bond.agreed_at,
        agreed_by=str(bond.agreed_by or ""),
        others=len(others),
        coarse=sum(_is_coarse(one, terms, sides) for one in others),
        coarse_if_agreed=sum(_is_coarse(one, agreed, sides) for one in others),
        producers=len(sides[0]),
        consumers=len(sides[1]),
        has_account=bond.has_account,
        may_edit=may(request, group, May.EDIT_COMPANY, company.pk),
        managers=_managers(group),
    )


def _bonds(group: Group) -> QuerySet[Membership]:
    meters = Meter.objects.filter(company=OuterRef("company")).exclude(source="")
    return (
        Membership.objects.filter(group=group)
        .select_related("agreed_by")
        .annotate(
            has_account=Exists(CompanyRole.objects.filter(company=OuterRef("company"))),
            **{way: Exists(meters.filter(direction=way)) for way in Direction.values},
        )
    )


def _is_active(row: Membership, now: datetime) -> bool:
    return (row.active_from is None or row.active_from <= now) and (row.active_to is None or row.active_to > now)


def _having(rows: Iterable[Membership], direction: str) -> list[int]:
    return [row.company_id for row in rows if getattr(row, direction)]


def _is_coarse(reader: int, terms: dict[int, Terms], sides: list[list[int]]) -> bool:
    """Tell whether somebody of the company `reader` sees nothing finer than months of the group."""
    sight = Sight(own=frozenset((reader,)), terms=terms)
    return any(sight.protects(side, side) for side in sides)


def _managers(group: Group) -> tuple[str, ...]:
    rows = (
        GroupRole.objects.filter(group=group, user__is_active=True).select_related("user").order_by("user__name", "id")
    )
    return tuple(str(row.user) for row in rows)
