"""What is worth knowing of an agreement before it is published, besides what is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.pricing.base import PriceRule
from energy_synergy.usecases.agreements import Party, Record, slot_table


def check_rule(rule: PriceRule, *, has_spot: bool) -> Iterator[Finding]:
    """Yield that a price rule has no day-ahead prices to follow, or promises less than each slot."""
    if rule.needs_spot and not has_spot:
        yield Finding(
            "agreement_needs_spot",
            Severity.ERROR,
            marked("The price follows day-ahead prices, and none are known for the group: nothing would be traded."),
            advice=marked("Choose the price area of the group and bring its day-ahead prices in."),
        )
    if rule.promise == "period":
        yield Finding(
            "agreement_compensates",
            Severity.INFO,
            marked(
                "By itself this price leaves some members worse off. It is applied with a compensation, so that nobody "
                "is worse off over the whole period; in a single quarter-hour somebody may be."
            ),
        )


def check_entries(
    record: Record, parties: Sequence[Party], span: tuple[datetime, datetime | None]
) -> Iterator[Finding]:
    """Yield what is kept for companies that do not belong to the group while the agreement holds."""
    shares = record.get("shares")
    if not isinstance(shares, Mapping) or slot_table(record) is not None:
        return
    for one in parties:
        share = shares.get(str(one.number), 0)
        if share and not one.belongs(*span):
            yield Finding(
                "agreement_share_unused",
                Severity.WARNING,
                marked("{member} does not belong to the group then, and its share of {percent} % goes to the grid."),
                {"member": one.name, "percent": round(100 * float(share), 4)},
                advice=marked("Give its share to the others."),
            )
        elif share and one.active_to is not None and (span[1] is None or one.active_to < span[1]):
            yield Finding(
                "agreement_share_ends",
                Severity.WARNING,
                marked("{member} leaves the group meanwhile; from then on its share of {percent} % goes to the grid."),
                {"member": one.name, "percent": round(100 * float(share), 4)},
                advice=marked("Draft another agreement for the time after, with shares for those who stay."),
            )
