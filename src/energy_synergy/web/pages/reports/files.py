"""The files of a report: which kinds there are, how each is written, and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.utils.text import slugify

from energy_synergy.reports.pdf import write_pdf
from energy_synergy.reports.xlsx import write_xlsx
from energy_synergy.web.queries.balance_records import PeriodRow
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_records import PeriodHead
from energy_synergy.web.queries.report_company import CompanySource, company_report
from energy_synergy.web.queries.report_group import group_report
from energy_synergy.web.queries.report_sheets import company_workbook, group_workbook

FONTS = settings.HERE / "static" / "vendor"
MOST_IN_MEMORY = 1 << 20


@dataclass(frozen=True, slots=True)
class GroupSource:
    """What a group's report rests on: its overview, and its periods for a file that lists them."""

    loaded: LoadedOverview
    periods: Sequence[PeriodRow] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file; each writer takes what was loaded and when the report is made."""

    content_type: str
    lists_periods: bool
    of_group: Callable[[GroupSource, datetime], bytes]
    of_company: Callable[[CompanySource, datetime], bytes]


def _group_xlsx(source: GroupSource, made_at: datetime) -> bytes:
    with SpooledTemporaryFile(MOST_IN_MEMORY) as file:
        write_xlsx(group_workbook(source.loaded, source.periods, made_at), file)
        file.seek(0)
        return file.read()


def _company_xlsx(loaded: CompanySource, made_at: datetime) -> bytes:
    with SpooledTemporaryFile(MOST_IN_MEMORY) as file:
        write_xlsx(company_workbook(loaded, made_at), file)
        file.seek(0)
        return file.read()


def _group_pdf(source: GroupSource, made_at: datetime) -> bytes:
    return write_pdf(group_report(source.loaded, made_at), FONTS)


def _company_pdf(loaded: CompanySource, made_at: datetime) -> bytes:
    return write_pdf(company_report(loaded, made_at), FONTS)


KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", False, _group_pdf, _company_pdf),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", True, _group_xlsx, _company_xlsx),
}


def file_name(slug: str, company: str, period: PeriodHead, language: str, kind: str) -> str:
    """Return what a file is called: the group, the company if it is about one, the period and the language."""
    span = "typical-day" if period.kind == "typical" else f"{period.kind}-{period.starts_on.isoformat()}"
    return "-".join(part for part in (slug, slugify(company), span, language) if part) + f".{kind}"
