"""The ledger of findings of a group: which are there for somebody, resolving and reopening them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from energy_synergy.timeline import first_instant
from energy_synergy.usecases.ledger import LedgerFilter, checked_reason
from energy_synergy.web.db.finding_rows import LATEST
from energy_synergy.web.db.models import FindingRow, Group
from energy_synergy.web.db.versions import batched

Rows = QuerySet[FindingRow]
ONE_DAY = timedelta(days=1)


def ledger_of(group: Group, companies: Collection[int]) -> Rows:
    """Return the findings of some companies of a group, each trouble once; without what came by undone imports.

    A finding that compares with another company is there only where that one is among the companies too.
    """
    is_seen = Q(other_company=None) | Q(other_company__in=companies)
    return FindingRow.every.filter(
        LATEST,
        is_seen,
        source_import__company__memberships__group=group,
        source_import__company__in=companies,
        source_import__undone_at=None,
    ).select_related("source_import__company", "other_company")


def filtered(rows: Rows, asked: LedgerFilter, timezone: str) -> Rows:
    """Return the findings that a filter asks for; days are those of a zone, on which the trouble itself lies."""
    equal = {
        "source_import__company": asked.company_id,
        "source_import": asked.import_id,
        "meter": asked.meter or None,
        "code": asked.code or None,
        "severity": asked.severity or None,
    }
    rows = rows.filter(**{name: value for name, value in equal.items() if value is not None})
    if asked.state:
        rows = rows.filter(resolved_at__isnull=asked.state == "open")
    return rows.filter(_in_days(asked.first_on, asked.last_on, timezone))


def _in_days(first_on: date | None, last_on: date | None, timezone: str) -> Q:
    """Tell which findings touch some days; those of no time at all only without such a wish."""
    wanted = Q()
    if first_on is not None:
        first_at = first_instant(first_on, timezone)
        wanted &= Q(ends_at__gt=first_at) | Q(ends_at=None, starts_at__gte=first_at)
    if last_on is not None:
        wanted &= Q(starts_at__lt=first_instant(last_on + ONE_DAY, timezone))
    return wanted


@transaction.atomic
def resolve(rows: Rows, *, reason: str, by: str, now: datetime) -> Counter[int]:
    """Resolve the open ones of some findings with a reason; return how many they are by company.

    Raises ReasonNeeded for no reason, or one that is too long.
    """
    told = checked_reason(reason)
    return _changed(rows, is_open=True, resolved_at=now, resolved_by=by, reason=told)


@transaction.atomic
def reopen(rows: Rows) -> Counter[int]:
    """Open the resolved ones of some findings again; return how many they are by company."""
    return _changed(rows, is_open=False, resolved_at=None, resolved_by="", reason="")


def _changed(rows: Rows, *, is_open: bool, **fields: object) -> Counter[int]:
    known = rows.filter(resolved_at__isnull=is_open).order_by("pk")
    pairs = dict(known.values_list("pk", "source_import__company_id"))
    counts: Counter[int] = Counter()
    numbers = list(pairs)
    for some in batched(numbers):
        # Who came first has resolved it: what somebody else did meanwhile stays.
        still = FindingRow.every.filter(pk__in=some, resolved_at__isnull=is_open)
        changed = list(still.select_for_update().values_list("pk", flat=True))
        FindingRow.every.filter(pk__in=changed).update(**fields)
        counts.update(pairs[number] for number in changed)
    return counts
