"""The demo group: made once, stored as any other group, marked as simulated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from energy_synergy.community import group as kernel
from energy_synergy.errors import InvalidValue
from energy_synergy.registry import option
from energy_synergy.usecases import demo_market
from energy_synergy.usecases.agreements import write_key, write_rule
from energy_synergy.usecases.demo_group import compute_demo_group
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.agreements import AgreementDetails, draft, publish
from energy_synergy.web.db.loading import bonds_in_order
from energy_synergy.web.db.models import Company, Group, Site
from energy_synergy.web.db.prices import save_prices
from energy_synergy.web.db.tariffs import save_tariff
from energy_synergy.web.wiring import group_store

SLUG = "demo"
# A week of June shows surplus, balance and deficit; the last week of the year, the default, is dark and half closed.
FIRST_PAGE = f"/g/{SLUG}/?on=2025-06-09"
RECORDED_BY = "simulation"
FIRST_DAY = date(2025, 1, 1)


def load_demo(stdout_progress: Callable[[str], None] | None = None) -> str:
    """Store the demo group unless it is there, and return its slug; `stdout_progress` hears what is being done."""
    tell = stdout_progress or (lambda _step: None)
    if _is_there():
        tell("The demo group is ready.")
        return SLUG
    tell("Simulating a year of the demo group")
    group = compute_demo_group()
    tell("Storing the demo group")
    try:
        _store(group, timezone.now())
    except InvalidValue:
        # A second click may have stored it while this one simulated.
        if not _is_there():
            raise
    tell("The demo group is ready.")
    return SLUG


@transaction.atomic
def _store(group: kernel.Group, now: datetime) -> None:
    store = group_store()
    save_group(group, slug=SLUG, store=store, now=now, recorded_by=RECORDED_BY, country="FR", is_demo=True)
    row = Group.objects.get(slug=SLUG)
    row.scheme, row.scheme_answers, row.price_area = demo_market.SCHEME, demo_market.ANSWERS, demo_market.AREA
    row.save(update_fields=["scheme", "scheme_answers", "price_area"])
    companies = {bond.company.name: bond.company for bond in bonds_in_order(row)}
    for member in group.members:
        _describe(companies[member.name], demo_market.PLACES[member.name])
        for tariff in member.tariffs:
            save_tariff(companies[member.name], tariff, now=now, recorded_by=RECORDED_BY)
    save_prices(demo_market.compute_demo_spot(), group=row, source=RECORDED_BY, now=now, recorded_by=RECORDED_BY)
    _agree(row, now)


def _describe(company: Company, place: demo_market.Place) -> None:
    company.size_class, company.country = place.size_class, "FR"
    company.save(update_fields=["size_class", "country"])
    Site.objects.create(
        company=company,
        name=demo_market.MUNICIPALITY,
        municipality=demo_market.MUNICIPALITY,
        latitude=place.latitude,
        longitude=place.longitude,
        distribution_operator=demo_market.OPERATOR,
        installed_kw=place.installed_kw,
    )


def _agree(row: Group, now: datetime) -> None:
    """Publish the agreement that the companies of the demo group share by."""
    details = AgreementDetails(
        title="Tilleuls 2025",
        key=write_key(option("sharing", "pro_rata"), ()),
        rule=write_rule(option("pricing", "mid_market_rate")),
        active_from=FIRST_DAY,
    )
    publish(draft(row, details, now=now, user_id=None), now=now, user_id=None)


def _is_there() -> bool:
    return Group.objects.filter(slug=SLUG).exists()
