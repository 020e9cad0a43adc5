"""Fetching day-ahead prices from the Transparency Platform, by the account that the operator of the site has there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import httpx
from django.conf import settings
from django.http import HttpRequest

from energy_synergy.connectors.base import FetchError, PriceSource
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.findings import Finding
from energy_synergy.registry import option
from energy_synergy.tariffs.areas import area as area_of_name
from energy_synergy.timeline import first_instant
from energy_synergy.web import audit
from energy_synergy.web.db.models import Group
from energy_synergy.web.db.prices import SavedPrices, save_prices
from energy_synergy.web.operator_settings import PriceSettings

SOURCE = "ENTSO-E"
LONGEST = timedelta(days=800)
ONE_DAY = timedelta(days=1)
CONNECT_SECONDS, READ_SECONDS = 10.0, 30.0


@dataclass(frozen=True, slots=True)
class FetchedPrices:
    """What was fetched and stored: an area, its days, what was written, and what was found."""

    area: str
    first_on: date
    last_on: date
    saved: SavedPrices
    findings: tuple[Finding, ...]


def can_fetch() -> bool:
    """Tell whether the operator of the site has set a token."""
    told: PriceSettings = settings.PRICES
    return told.is_set


def fetch_prices(
    group: Group, first_on: date, last_on: date, *, now: datetime, recorded_by: str, replace: bool
) -> FetchedPrices:
    """Fetch the prices of a group's area for some local days of the area and store them for the whole site.

    They serve every group of the area. Without `replace` only what the site lacks is filled, so that nobody changes
    the amounts of another group. Nothing is written while the platform is asked.
    Raises FetchError, InvalidValue for days that are none, UnknownName for an area that is none.
    """
    area = area_of_name(group.price_area)
    _check(first_on, last_on, now)
    source = _source()
    starts_at = first_instant(first_on, area.timezone)
    ends_at = first_instant(last_on + ONE_DAY, area.timezone)
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    with httpx.Client(timeout=timeout) as client:
        result = source.fetch_prices(area.name, starts_at, ends_at, client=client)
    saved = SavedPrices(0, 0, 0)
    for spot in result.prices:
        written = save_prices(spot, group=None, source=SOURCE, now=now, recorded_by=recorded_by, replace=replace)
        saved = SavedPrices(*(one + more for one, more in zip(saved.counts, written.counts, strict=True)))
    return FetchedPrices(area.name, first_on, last_on, saved, result.findings)


def _source() -> PriceSource:
    told: PriceSettings = settings.PRICES
    if not told.is_set:
        raise FetchError(
            marked("No token for ENTSO-E is set on this site. Whoever runs it sets ES_ENTSOE_TOKEN."), permanent=True
        )
    fields = {"token": told.token, **({"address": told.address} if told.address else {})}
    source: PriceSource = option("connectors", "entsoe", **fields)
    return source


def _check(first_on: date, last_on: date, now: datetime) -> None:
    if not timedelta() <= last_on - first_on <= LONGEST:
        raise InvalidValue(marked("Ask for days in order, and for at most two years at once."))
    if first_on > now.date() + ONE_DAY:
        raise InvalidValue(marked("Prices are published the day before. Ask for days until tomorrow."))


def note_fetched(request: HttpRequest, group: Group, fetched: FetchedPrices) -> None:
    """Write down who fetched prices."""
    audit.record(
        request,
        "prices.fetched",
        group=group,
        area=fetched.area,
        first_on=fetched.first_on.isoformat(),
        last_on=fetched.last_on.isoformat(),
        new=fetched.saved.new_slots,
        changed=fetched.saved.changed_slots,
    )


def note_uploaded(request: HttpRequest, group: Group, area: str, file_name: str, saved: SavedPrices) -> None:
    """Write down who gave prices of their own."""
    told = {"file": file_name, "area": area, "new": saved.new_slots, "changed": saved.changed_slots}
    audit.record(request, "prices.uploaded", group=group, company_id=None, **told)
