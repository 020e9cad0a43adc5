"""The day or the week whose prices a page shows."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest
from django.utils import timezone

from energy_synergy.timeline import zone
from energy_synergy.web.db.models import Group
from energy_synergy.web.queries.calendar_period import FIRST_DAY, LAST_DAY, DataSpan, bounds
from energy_synergy.web.queries.overview_records import PeriodHead, PeriodKind

ONE_DAY = timedelta(days=1)


def price_period(request: HttpRequest, group: Group) -> PeriodHead:
    """Return the period that an address asks for, the week of today where it asks for none that there is."""
    today = timezone.now().astimezone(zone(group.timezone)).date()
    kind: PeriodKind = "day" if request.GET.get("period") == "day" else "week"
    span = DataSpan(FIRST_DAY, LAST_DAY, has_dates=True)
    first, end = bounds(kind, _day(request.GET.get("on", "")) or today, span)
    before, _ = bounds(kind, first - ONE_DAY, span)
    return PeriodHead(kind, first, end, before, end, FIRST_DAY, LAST_DAY, "all")


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY + timedelta(days=14) < day < LAST_DAY - timedelta(days=14) else None
