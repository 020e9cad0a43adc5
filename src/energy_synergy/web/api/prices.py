"""Day-ahead prices: the bidding area of a group, its prices, a file of them, and days fetched from ENTSO-E."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Router
from ninja.responses import Status

from energy_synergy.tariffs.areas import area as area_of_name
from energy_synergy.tariffs.areas import areas
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline, first_instant, zone
from energy_synergy.units import SLOT_SECONDS
from energy_synergy.usecases.day_ahead import PriceChange, compute_price_change, read_group_prices
from energy_synergy.web import audit
from energy_synergy.web.access import actor, group_or_404, is_admin, open_group_or_404
from energy_synergy.web.api.bodies import arrived_file
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, creates, reads, uploads
from energy_synergy.web.api.paging import page_of
from energy_synergy.web.api.refusals import Refused, finding_record
from energy_synergy.web.api.request_findings import field_finding
from energy_synergy.web.api.schemas.base import Page, PageQuery
from energy_synergy.web.api.schemas.prices import (
    AreaOut,
    FetchedOut,
    FetchIn,
    PriceAreaChange,
    PriceAreaOut,
    PriceFileOut,
    PriceFileQuery,
    PricesOut,
    PricesQuery,
)
from energy_synergy.web.db.models import Group
from energy_synergy.web.db.prices import load_layers, save_prices
from energy_synergy.web.price_fetch import fetch_prices as fetch_and_save
from energy_synergy.web.price_fetch import note_fetched, note_uploaded
from energy_synergy.web.words import in_language

router = Router()
group_router = Router()
HINTS = ("unit", "timezone", "date_order", "decimal_mark", "column", "sequence")
LONGEST = timedelta(days=400)
CHECKED_ONLY, MADE = 200, 201


@reads(router, "/price-areas", Page[AreaOut], summary="Bidding areas")
def list_price_areas(request: HttpRequest, page: Query[PageQuery]) -> Page[AreaOut]:
    """List the bidding areas of the European day-ahead market that the product knows."""
    known = list(areas().values())
    return page_of(request, known, page, lambda one: AreaOut.of(one, label=in_language(one.label)))


@reads(group_router, "/{group}/price-area", PriceAreaOut, summary="Bidding area of a group")
def read_price_area(request: HttpRequest, group: GroupSlug) -> PriceAreaOut:
    """Tell whose day-ahead prices a group uses."""
    return _area(group_or_404(request, group))


@changes(group_router, "/{group}/price-area", PriceAreaOut, summary="Choose the bidding area")
def change_price_area(request: HttpRequest, group: GroupSlug, told: PriceAreaChange) -> PriceAreaOut:
    """Choose whose day-ahead prices a group uses; empty for none."""
    row = open_group_or_404(request, group)
    refuse_if_changed(request, _area(row))
    before, row.price_area = row.price_area, area_of_name(told.area).name if told.area else ""
    if before != row.price_area:
        row.save(update_fields=["price_area"])
        audit.record(request, "prices.area_changed", group=row, before=before or "–", after=row.price_area or "–")
    return _area(row)


def _area(row: Group) -> PriceAreaOut:
    return PriceAreaOut(area=row.price_area, currency=row.currency)


@reads(group_router, "/{group}/prices", PricesOut, summary="Day-ahead prices")
def list_prices(request: HttpRequest, group: GroupSlug, asked: Query[PricesQuery]) -> PricesOut:
    """Tell the prices of a group's area, slot by slot; those that the group gave come first."""
    row = group_or_404(request, group)
    span = _span(row, asked)
    layers = load_layers(row, span)
    own, prices = layers.own.over(span), layers.joined.over(span)
    return PricesOut(
        area=row.price_area,
        currency=row.currency,
        starts_at=span.start_of(0),
        ends_at=span.start_of(span.slots),
        own_slots=int((own == own).sum()),
        prices=[None if price != price else price for price in prices.tolist()],
    )


def _span(row: Group, asked: PricesQuery) -> Timeline:
    year = timezone.now().astimezone(zone(row.timezone)).year
    starts_at = asked.starts_at or first_instant(date(year, 1, 1), row.timezone)
    ends_at = asked.ends_at or first_instant(date(year + 1, 1, 1), row.timezone)
    for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if moment.timestamp() % SLOT_SECONDS:
            raise _refused(name, gettext("A slot begins at a quarter of an hour."))
    if not timedelta() <= ends_at - starts_at <= LONGEST:
        raise _refused("ends_at", gettext("Ask for times in order, and for at most 400 days at once."))
    return Timeline.between(starts_at, ends_at, row.timezone)


def _refused(name: str, sentence: str) -> Refused:
    return Refused(422, "invalid_span", sentence, [field_finding(f"query.{name}", "moment", sentence)])


@uploads(group_router, "/{group}/prices", PriceFileOut, dry_run=PriceFileOut, summary="Give prices in a file")
def give_prices(request: HttpRequest, group: GroupSlug, asked: Query[PriceFileQuery]) -> Status[PriceFileOut]:
    """Take prices of the group's area from a file; they count for this group alone, before those that were fetched.

    A row that is wrong is left out and named; what is not known stays unknown. With `dry_run` nothing is saved.
    """
    row = open_group_or_404(request, group)
    file = arrived_file(request)
    hints = {name: getattr(asked, name) for name in HINTS if getattr(asked, name) is not None}
    result, spot = read_group_prices(
        file.stream, area=row.price_area, currency=row.currency, file_name=file.name, hints=hints
    )
    span = Timeline(spot.starts_at, len(spot.price_per_kwh), row.timezone)
    change = compute_price_change(load_layers(row, span).own, spot)
    if asked.dry_run:
        return Status(CHECKED_ONLY, _file_out(result, spot, change))
    saved = save_prices(spot, group=row, source=file.name, now=timezone.now(), recorded_by=actor(request))
    note_uploaded(request, row, spot.area, file.name, saved)
    return Status(MADE, _file_out(result, spot, change))


def _file_out(result: PriceResult, spot: SpotPrices, change: PriceChange) -> PriceFileOut:
    return PriceFileOut(
        format=result.format,
        detected=dict(result.detected),
        area=spot.area,
        currency=spot.currency,
        starts_at=spot.starts_at,
        ends_at=spot.ends_at,
        rows=result.rows,
        bad_rows=result.bad_rows,
        known_slots=spot.known_slots,
        new_slots=change.new_slots,
        changed_slots=change.changed_slots,
        findings=[finding_record(one) for one in result.findings],
    )


@creates(group_router, "/{group}/prices/fetch", FetchedOut, summary="Fetch prices from ENTSO-E")
def fetch_prices(request: HttpRequest, group: GroupSlug, told: FetchIn) -> Status[FetchedOut]:
    """Fetch the prices of the group's area for some days and store them for every group of the area.

    Known prices are kept; only whoever runs the site replaces them.
    """
    row = open_group_or_404(request, group)
    fetched = fetch_and_save(
        row,
        told.first_on,
        told.last_on,
        now=timezone.now(),
        recorded_by=actor(request),
        replace=is_admin(request),
    )
    note_fetched(request, row, fetched)
    out = FetchedOut(
        area=fetched.area,
        first_on=fetched.first_on,
        last_on=fetched.last_on,
        new_slots=fetched.saved.new_slots,
        changed_slots=fetched.saved.changed_slots,
        findings=[finding_record(one) for one in fetched.findings],
    )
    return Status(MADE, out)
