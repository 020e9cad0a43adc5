"""Readings of a company, page by page, as JSON or as CSV."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Query, Router

from energy_synergy.metering.series import Quality
from energy_synergy.timeline import Timeline, first_instant, zone
from energy_synergy.units import SLOT, SLOT_SECONDS
from energy_synergy.web.access import companies_of, group_or_404, sees_always, sight_of
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.paging import next_address, number_of
from energy_synergy.web.api.refusals import Refused
from energy_synergy.web.api.request_findings import field_finding
from energy_synergy.web.api.schemas.readings import ReadingOut, ReadingsPage, ReadingsQuery
from energy_synergy.web.api.wire import JSON
from energy_synergy.web.db.facts import GroupFacts, load_facts_of
from energy_synergy.web.db.models import Group
from energy_synergy.web.queries.calendar_period import data_span
from energy_synergy.web.queries.company_readings import (
    CompanyReadings,
    DirectionReadings,
    hour_of,
    load_company_readings,
)

router = Router()
CSV = "text/csv"
QUALITIES = {code.value: code.name.lower() for code in Quality}
ONE_DAY = timedelta(days=1)
HOUR_SLOTS = 4


@reads(
    router,
    "/{group}/companies/{company}/readings",
    ReadingsPage,
    summary="Readings of a company",
    openapi_extra={"responses": {200: {"content": {CSV: {"schema": {"type": "string"}}}}}},
)
def list_readings(request: HttpRequest, group: GroupSlug, company: CompanyId, asked: Query[ReadingsQuery]) -> object:
    """List what a company consumed and produced; ask with `Accept: text/csv` for a table.

    You see your own companies, all companies as a manager or analyst, and others as far as they agreed: those that
    show hours come by hours. What is not your own is null outside of its membership. Values that follow from an annual
    total or a typical day are estimated.
    """
    row = group_or_404(request, group)
    is_theirs, is_hourly = _sight(request, row, company)
    facts = load_facts_of(row)
    span = _span(facts, asked, is_hourly=is_hourly)
    first = number_of(asked.cursor) or 0
    size = asked.limit // HOUR_SLOTS * HOUR_SLOTS if is_hourly else asked.limit
    rest = max(0, span.slots - first)
    part = Timeline(span.starts_at + min(first, span.slots) * SLOT, min(rest, size), facts.timezone)
    readings = load_company_readings(row, company, part, is_own=is_theirs, is_hourly=is_hourly, as_of=asked.as_of)
    following = next_address(request, first + size) if rest > size else None
    if request.get_preferred_type([JSON, CSV]) == CSV:
        return _as_csv(readings, following)
    return ReadingsPage(items=_items(readings), next=following, step_minutes=readings.step_minutes)  # type: ignore[arg-type]


def _sight(request: HttpRequest, group: Group, company_id: int) -> tuple[bool, bool]:
    """Return whether a company is the caller's own, and whether only hours of it are shown; 404 for what is hidden."""
    if company_id in companies_of(request, group):
        return sees_always(request, group, company_id), False
    sight = sight_of(request, group)
    if company_id not in sight.terms or not sight.shows(company_id):
        raise Http404
    return False, not sight.shows_quarters(company_id)


def _span(facts: GroupFacts, asked: ReadingsQuery, *, is_hourly: bool) -> Timeline:
    """Return the slots that are asked for, by default those that the readings of the group reach."""
    known = data_span(facts, timezone.now().astimezone(zone(facts.timezone)).date())
    starts_at = asked.starts_at or first_instant(known.first_on, facts.timezone)
    ends_at = asked.ends_at or first_instant(known.last_on + ONE_DAY, facts.timezone)
    for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if moment.timestamp() % SLOT_SECONDS or not 1970 < moment.year < 2200:
            raise _refused(name, gettext("A slot begins at a quarter of an hour, between 1971 and 2199."), moment)
    if ends_at < starts_at:
        raise _refused("ends_at", gettext("The end lies before the start."), ends_at)
    if is_hourly:
        starts_at, ends_at = hour_of(starts_at, facts.timezone), hour_of(ends_at, facts.timezone)
    return Timeline.between(starts_at, ends_at, facts.timezone)


def _refused(name: str, sentence: str, moment: datetime) -> Refused:
    return Refused(422, "invalid_span", sentence, [field_finding(f"query.{name}", "moment", sentence, value=moment)])


def _items(readings: CompanyReadings) -> list[ReadingOut]:
    consumption, consumption_quality = _values(readings.consumption, len(readings.starts_at))
    production, production_quality = _values(readings.production, len(readings.starts_at))
    rows = zip(readings.starts_at, consumption, consumption_quality, production, production_quality, strict=True)
    return [ReadingOut.model_construct(**dict(zip(ReadingOut.model_fields, row, strict=True))) for row in rows]  # type: ignore[arg-type]


def _values(one: DirectionReadings | None, count: int) -> tuple[list[float | None], list[str | None]]:
    if one is None:
        return [None] * count, [None] * count
    energies = [None if value != value else value for value in one.energy_kwh.tolist()]
    return energies, [QUALITIES[code] for code in one.quality.tolist()]


def _as_csv(readings: CompanyReadings, following: str | None) -> HttpResponse:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(ReadingOut.model_fields)
    for item in _items(readings):
        row = item.model_dump()
        writer.writerow([row["starts_at"].isoformat(), *("" if one is None else one for one in list(row.values())[1:])])
    response = HttpResponse(stream.getvalue(), content_type=f"{CSV}; charset=utf-8")
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response
