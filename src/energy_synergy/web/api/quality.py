"""What readings rest on, and one company over a period."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from energy_synergy.web.access import companies_of, company_or_404, group_or_404, sight_of
from energy_synergy.web.api.analysis_records import shown_id
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.periods_of_time import choice_of, period_out
from energy_synergy.web.api.schemas.analysis import Completeness, DatedQuery, PeriodQuery
from energy_synergy.web.api.schemas.quality import (
    CalendarQuery,
    CompanyFigures,
    CompanyOverviewOut,
    CompletenessOut,
    DayQuality,
    FoundKind,
    Gap,
    PartnerOut,
    QualityOut,
    SourceDays,
    SourceQuality,
)
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.queries.company_page import compute_company_page, load_company
from energy_synergy.web.queries.data_calendar import load_calendar
from energy_synergy.web.queries.quality import load_quality
from energy_synergy.web.queries.quality_records import QualityRow

router = Router()
HOUR_SECONDS = 3600


@reads(router, "/{group}/quality", QualityOut, summary="Completeness of the readings")
def read_quality(request: HttpRequest, group: GroupSlug, asked: Query[DatedQuery]) -> QualityOut:
    """Tell how much of a period was measured, estimated or is missing, source by source, and what was found."""
    row = group_or_404(request, group)
    facts = load_facts_of(row)
    seen = companies_of(request, row, among=(one.id for one in facts.companies))
    sight, now = sight_of(request, row), timezone.now()
    page = load_quality(row, facts, choice_of(facts, asked), sight, companies=seen, now=now)
    return QualityOut(
        period=period_out(page.period, facts.timezone),
        completeness=Completeness.of(page.completeness),
        sources=[_source(one) for one in page.rows],
        has_hidden_companies=page.hidden,
        last_reading_at=page.last_reading_at,
        found=[
            FoundKind(
                code=one.code,
                label=one.label,
                severity=one.severity,
                example=one.example,
                count=one.count,
                imports=[each.id for each in one.imports],
            )
            for one in page.found
        ],
    )


@reads(router, "/{group}/companies/{company}/completeness", CompletenessOut, summary="Every day of a year")
def read_completeness(
    request: HttpRequest, group: GroupSlug, company: CompanyId, asked: Query[CalendarQuery]
) -> CompletenessOut:
    """Tell what every day of a company's year rests on: measured, estimated, partly there or missing."""
    row = group_or_404(request, group)
    found = company_or_404(request, row, company)
    facts = load_facts_of(row)
    page = load_calendar(row, facts, {found.pk}, year=asked.year, company_id=found.pk, now=timezone.now())
    sources = [
        SourceDays(
            company_id=one.company.id,
            company=one.company.name,
            direction=one.direction,
            source=one.kind,  # type: ignore[arg-type]
            days=[DayQuality.of(day, state=day.state.value) for day in one.days],
        )
        for one in page.sources
    ]
    return CompletenessOut(year=page.year, sources=sources)


def _source(row: QualityRow) -> SourceQuality:
    return SourceQuality(
        company_id=row.company_id,
        company=row.company,
        direction=row.direction,
        completeness=Completeness.of(row.completeness),
        missing_hours=row.missing_hours,
        gaps=row.gaps,
        longest_gap=Gap.of(row.longest_gap) if row.longest_gap else None,
        last_reading_at=row.last_reading_at,
        lag_hours=None if row.lag is None else row.lag.total_seconds() / HOUR_SECONDS,
    )


@reads(router, "/{group}/companies/{company}/overview", CompanyOverviewOut, summary="A company over a period")
def read_company_overview(
    request: HttpRequest, group: GroupSlug, company: CompanyId, asked: Query[PeriodQuery]
) -> CompanyOverviewOut:
    """Tell what a company used, produced, gave and received, and with whom it exchanged energy."""
    row = group_or_404(request, group)
    found = company_or_404(request, row, company)
    facts = load_facts_of(row)
    loaded = load_company(row, facts, choice_of(facts, asked), sight_of(request, row), found.pk)
    page = compute_company_page(loaded)
    return CompanyOverviewOut(
        period=period_out(page.period, facts.timezone),
        company_id=found.pk,
        name=page.company.name,
        has_data=page.has_data,
        completeness=Completeness.of(page.completeness),
        figures=CompanyFigures.of(page.figures),
        partners=[
            PartnerOut(
                company_id=shown_id(one.id),
                name=one.name,
                received_kwh=one.received_kwh,
                given_kwh=one.given_kwh,
            )
            for one in page.partners
        ],
    )
