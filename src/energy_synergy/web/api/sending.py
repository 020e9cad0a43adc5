"""Readings that a program sends: checked as a file is, then saved as a new version or not at all."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query
from ninja.responses import Status

from energy_synergy.metering.series import Quality
from energy_synergy.ports import Dataset
from energy_synergy.usecases.replacement import compute_replacement
from energy_synergy.usecases.take_readings import SentReading, readings_dataset
from energy_synergy.web.access import actor
from energy_synergy.web.api.bringing_in import company_to_fill, saved
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.import_answers import replacement_out
from energy_synergy.web.api.operations import creates
from energy_synergy.web.api.readings import router as readings_router
from energy_synergy.web.api.refusals import finding_record
from energy_synergy.web.api.schemas.imports import ImportOut, ReadingsIn, ReadingsOptions, SentCheck
from energy_synergy.web.db.models import Group
from energy_synergy.web.wiring import group_store

# One address, one router: readings are listed and sent at the same place.
router = readings_router


@creates(router, "/{group}/companies/{company}/readings", ImportOut, dry_run=SentCheck, summary="Send readings")
def send_readings(
    request: HttpRequest,
    group: GroupSlug,
    company: CompanyId,
    sent: ReadingsIn,
    asked: Query[ReadingsOptions],
    response: HttpResponse,
) -> Status[SentCheck] | Status[ImportOut]:
    """Take readings of one meter in, each named by its start; they are checked as a file is."""
    row, member = company_to_fill(request, group, company)
    dataset = _dataset(sent, row)
    if asked.dry_run:
        replacement = compute_replacement(dataset, store=group_store(), company_id=member.pk)
        found = [finding_record(one) for one in dataset.findings]
        return Status(200, SentCheck(findings=found, replacement=replacement_out(replacement, row.timezone)))
    done = group_store().save_dataset(member.pk, dataset, now=timezone.now(), recorded_by=actor(request))
    return saved(request, response, row, member, done.import_id)


def _dataset(sent: ReadingsIn, group: Group) -> Dataset:
    readings = [SentReading(one.starts_at, one.energy_kwh, Quality[one.quality.upper()]) for one in sent.readings]
    step = timedelta(minutes=sent.step_minutes)
    return readings_dataset(readings, meter=sent.meter, direction=sent.direction, step=step, timezone=group.timezone)
