"""The audit record of a group, or of the whole site: entries by person, area and day, newest first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from energy_synergy.timeline import first_instant, zone
from energy_synergy.web.db.models import AuditEntry, Company, Group, OwnProfile
from energy_synergy.web.queries.audit_words import AREAS, DOORS, sentence
from energy_synergy.web.queries.table_text import BYTE_ORDER_MARK, SEPARATORS, plain_cell
from energy_synergy.web.templatetags.es_numbers import written_language

LINES_ON_A_PAGE = 50
MOST_EXPORTED = 50_000
SITE_CLOCK = "UTC"
ONE_DAY = timedelta(days=1)
Names = Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries somebody wants to see; empty is all. Days are on the clock of the group, both included."""

    actor: str = ""
    area: str = ""
    first_on: date | None = None
    last_on: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry; `at` is on the clock of the group."""

    at: datetime
    actor: str
    what: str
    group: str
    address: str
    door: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of entries, with the people and the areas that there are."""

    group: Group | None
    timezone: str
    asked: Asked
    lines: tuple[AuditLine, ...]
    actors: tuple[str, ...]
    areas: tuple[tuple[str, str], ...]
    has_more: bool


def load_audit(group: Group | None, asked: Asked) -> AuditPage:
    """Return a page of the entries of a group, or of the whole site; four queries."""
    every = _of(group)
    first = (asked.page - 1) * LINES_ON_A_PAGE
    rows = list(_filtered(every, asked, _clock(group))[first : first + LINES_ON_A_PAGE + 1])
    return AuditPage(
        group=group,
        timezone=_clock(group),
        asked=asked,
        lines=_lines(rows[:LINES_ON_A_PAGE], _clock(group)),
        actors=tuple(every.order_by("actor").values_list("actor", flat=True).distinct()),
        areas=_areas(every),
        has_more=len(rows) > LINES_ON_A_PAGE,
    )


def audit_csv(group: Group | None, asked: Asked) -> bytes:
    """Return the entries as a CSV file of the active language, without anything a spreadsheet takes for a formula."""
    rows = list(_filtered(_of(group), asked, _clock(group))[:MOST_EXPORTED])
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=SEPARATORS[written_language()], lineterminator="\r\n")
    writer.writerow([_("When"), _("Who"), _("What"), _("Group"), _("From where"), _("By"), _("Action")])
    for row, line in zip(rows, _lines(rows, _clock(group)), strict=True):
        cells = (line.actor, line.what, line.group, line.address, line.door, row.action)
        writer.writerow([line.at.isoformat(timespec="seconds"), *(plain_cell(cell) for cell in cells)])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _clock(group: Group | None) -> str:
    return group.timezone if group else SITE_CLOCK


def _of(group: Group | None) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(group_id=group.pk) if group else AuditEntry.objects.all()


def _filtered(rows: QuerySet[AuditEntry], asked: Asked, clock: str) -> QuerySet[AuditEntry]:
    if asked.actor:
        rows = rows.filter(actor=asked.actor)
    if asked.area:
        rows = rows.filter(action__startswith=f"{asked.area}.")
    if asked.first_on:
        rows = rows.filter(at__gte=first_instant(asked.first_on, clock))
    if asked.last_on:
        rows = rows.filter(at__lt=first_instant(asked.last_on + ONE_DAY, clock))
    return rows.order_by("-at", "-id")


def _lines(rows: Iterable[AuditEntry], clock: str) -> tuple[AuditLine, ...]:
    entries = list(rows)
    companies = dict(Company.objects.filter(pk__in={row.company_id for row in entries}).values_list("pk", "name"))
    numbers = {number for row in entries if isinstance(number := row.details.get("profile"), int)}
    profiles = dict(OwnProfile.objects.filter(pk__in=numbers).values_list("pk", "name"))
    return tuple(_line(row, companies, profiles, clock) for row in entries)


def _line(row: AuditEntry, companies: Names, profiles: Names, clock: str) -> AuditLine:
    # What is gone is told by the name that was written down, if one was.
    written = row.details.get("name")
    name = written if isinstance(written, str) else ""
    company = companies.get(row.company_id or 0) or name
    if row.company_id and not company:
        company = _("a company that was removed")
    return AuditLine(
        at=row.at.astimezone(zone(clock)),
        actor=row.actor,
        what=sentence(
            row.action,
            row.details,
            company=company,
            group=row.group_name,
            profile=profiles.get(row.details.get("profile") or 0) or name,
        ),
        group=row.group_name,
        address=row.address,
        door=_(DOORS.get(row.door, row.door)),
    )


def _areas(rows: QuerySet[AuditEntry]) -> tuple[tuple[str, str], ...]:
    """Return what there are entries about, by its name in the active language; one query."""
    actions = rows.order_by("action").values_list("action", flat=True).distinct()
    areas = {action.partition(".")[0] for action in actions}
    return tuple(sorted(((area, _(AREAS.get(area, area))) for area in areas), key=lambda pair: pair[1]))
