"""A sheet to fill in with the readings of one company and month."""

from __future__ import annotations

import re
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from energy_synergy.reports.reading_sheet import ReadingSheet, as_csv, as_xlsx
from energy_synergy.timeline import Timeline
from energy_synergy.web.access import May, company_or_404, group_or_404
from energy_synergy.web.pages.answers import csv_file
from energy_synergy.web.templatetags.es_numbers import written_language

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def reading_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a sheet with a row for each quarter-hour of a month; the name of the file names the company."""
    group = group_or_404(request, slug, May.IMPORT)
    number, month = request.GET.get("company", ""), MONTH.fullmatch(request.GET.get("month", ""))
    if not number.isascii() or not number.isdecimal() or len(number) > 9 or month is None:
        raise Http404
    company = company_or_404(request, group, int(number), May.IMPORT)
    first = date(int(month[1]), int(month[2]), 1)
    end = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    heads = (_("Time"), _("Production (kWh)"), _("Consumption (kWh)"))
    sheet = ReadingSheet(heads, month[0], Timeline.from_days(first, end, group.timezone), written_language())
    name = f"{slugify(company.name) or 'readings'}-{month[0]}"
    if request.GET.get("kind") == "xlsx":
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        return HttpResponse(as_xlsx(sheet), content_type=WORKBOOK, headers=headers)
    return csv_file(as_csv(sheet), f"{name}.csv")
