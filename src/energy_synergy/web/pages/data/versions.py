"""What changed between two versions of the readings of a group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from energy_synergy.timeline import Timeline, first_instant, zone
from energy_synergy.web.access import May, companies_of, group_or_404, may
from energy_synergy.web.db.facts import GroupFacts, load_facts_of
from energy_synergy.web.db.models import Group, Import
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.answers import csv_file
from energy_synergy.web.pages.dated_choice import as_of_part, parse_dated_choice, period_query
from energy_synergy.web.queries.calendar_period import Choice, timeline_of
from energy_synergy.web.queries.table_text import as_csv
from energy_synergy.web.queries.versions import (
    SHOWN_IMPORTS,
    VersionsPage,
    around,
    changes_table,
    imports_of,
    load_versions,
)
from energy_synergy.web.templatetags.es_numbers import written_language

A_MONTH = timedelta(days=30)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The period, the two instants, the companies that are seen and those compared, and how to ask for them again."""

    group: Group
    companies: frozenset[int]
    compared: frozenset[int]
    choice: Choice
    timeline: Timeline
    before: datetime
    after: datetime
    row: Import | None
    complaints: tuple[str, ...]

    @property
    def query(self) -> str:
        """The address without a question mark."""
        parts = period_query(self.choice)
        if self.row is not None:
            return urlencode({**parts, "import": self.row.pk})
        return urlencode({**parts, "from": self.before.isoformat(), "to": self.after.isoformat()})

    @property
    def query_then(self) -> str:
        """The address of an analysis of the same period as it was known before."""
        return urlencode({**period_query(self.choice), **as_of_part(replace(self.choice, as_of=self.before))})


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed by company and direction."""
    asked = _asked(request, slug)
    found = load_versions(asked.group, asked.compared, asked.timeline, asked.before, asked.after)
    imports = tuple(imports_of(asked.companies)[:SHOWN_IMPORTS])
    page = VersionsPage(asked.choice, asked.after, asked.before, found.differences(), imports, asked.group.timezone)
    context = {
        "group": asked.group,
        "page": page,
        "asked": asked,
        "complaints": asked.complaints,
        "sees_all": may(request, asked.group, May.SEE_ALL),
    }
    return render(request, "data/versions.html", context)


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Return every quarter of an hour that differs, as a file."""
    asked = _asked(request, slug)
    found = load_versions(asked.group, asked.compared, asked.timeline, asked.before, asked.after)
    return csv_file(as_csv(changes_table(found), written_language()), f"{slug}-changes.csv")


def _asked(request: HttpRequest, slug: str) -> Asked:
    group = group_or_404(request, slug)
    facts = load_facts_of(group)
    companies = companies_of(request, group, among=[one.id for one in facts.companies])
    if not companies:
        raise Http404
    row = _import(request.GET.get("import"), companies)
    query = {**_period_of(row, facts), **request.GET.dict()}
    address, now = Address(query), timezone.now()
    choice = parse_dated_choice(address, facts, now.astimezone(zone(facts.timezone)).date())
    before, after = around(row) if row else _instants(address, facts, now)
    timeline = timeline_of(choice.period, facts.timezone)
    compared = frozenset({row.company_id}) if row else companies
    return Asked(group, companies, compared, choice, timeline, before, after, row, tuple(address.complaints))


def _import(text: str | None, companies: frozenset[int]) -> Import | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Http404
    row = imports_of(companies).filter(pk=int(text)).first()
    if row is None:
        raise Http404
    return row


def _period_of(row: Import | None, facts: GroupFacts) -> dict[str, str]:
    """Return the year, or the month, that an import begins in."""
    starts = [one["starts_at"] for one in row.series if one.get("starts_at")] if row else []
    ends = [one["ends_at"] for one in row.series if one.get("ends_at")] if row else []
    if not starts or not ends:
        return {}
    first, last = datetime.fromisoformat(min(starts)), datetime.fromisoformat(max(ends))
    day = first.astimezone(zone(facts.timezone)).date()
    return {"period": "month" if last - first <= A_MONTH else "year", "on": day.isoformat()}


def _instants(address: Address, facts: GroupFacts, now: datetime) -> tuple[datetime, datetime]:
    """Return from when to when; a date means the beginning of that day for the first, its end for the second."""
    today = now.astimezone(zone(facts.timezone)).date()
    before = _instant(address, "from", today - A_MONTH, 0, facts)
    after = min(now, _instant(address, "to", today, 1, facts))
    return min(before, after), after


def _instant(address: Address, name: str, default: date, days: int, facts: GroupFacts) -> datetime:
    if "T" in address.query.get(name, ""):
        return address.moment(name) or first_instant(default, facts.timezone)
    return first_instant(address.day(name, default) + days * ONE_DAY, facts.timezone)
