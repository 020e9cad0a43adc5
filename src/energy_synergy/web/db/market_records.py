"""Results of the market that are kept: written once, read again as they were written, never changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.timeline import Timeline
from energy_synergy.trading.kept import KeptMarket, digest_of, write_market
from energy_synergy.web.db.models import Group, MarketRecord

MOST_RECORDS = 200
MOST_BYTES = 48 * 2**20


class ResultTooLarge(EnergySynergyError):
    """A result has too many numbers to be kept in one piece."""

    code = "result_too_large"


class TooManyResults(EnergySynergyError):
    """A group keeps as many results as it may."""

    code = "too_many_results"


@transaction.atomic
def save_record(
    group: Group, kept: KeptMarket, timeline: Timeline, *, agreement_id: int | None, now: datetime, recorded_by: str
) -> tuple[MarketRecord, bool]:
    """Store a result and tell whether it is new; one that is kept already, to the byte, is not stored twice.

    Raises ResultTooLarge, TooManyResults.
    """
    body = write_market(kept)
    if len(body) > MOST_BYTES:
        raise ResultTooLarge(marked("The result is too large to be kept. Choose a shorter period, such as a month."))
    digest = digest_of(body)
    # The group is locked, so that of two who keep at once the second one finds what the first one kept.
    Group.objects.select_for_update().get(pk=group.pk)
    known = MarketRecord.objects.filter(group=group, digest=digest).first()
    if known is not None:
        return known, False
    if MarketRecord.objects.filter(group=group).count() >= MOST_RECORDS:
        raise TooManyResults(marked("The group keeps {most} results, which is the most."), most=MOST_RECORDS)
    row = MarketRecord.objects.create(
        group=group,
        agreement_id=agreement_id,
        starts_at=timeline.starts_at,
        ends_at=timeline.ends_at,
        key=kept.header["key_record"],
        rule=kept.header["rule_record"],
        body=body,
        digest=digest,
        recorded_at=now,
        recorded_by=recorded_by,
    )
    return row, True


def records_of(group: Group) -> QuerySet[MarketRecord]:
    """Return the kept results of a group without their numbers, the last one first."""
    return MarketRecord.objects.filter(group=group).defer("body").select_related("agreement").order_by("-pk")
