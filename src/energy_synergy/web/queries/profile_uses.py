"""Which companies of a group use which profile, and with which version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from energy_synergy.web.db.models import Estimate, Group, SourceKind
from energy_synergy.web.queries.profile_records import ProfileUse

CATALOGUE, OWN = "catalogue", "own"


@dataclass(frozen=True, slots=True)
class Uses:
    """Uses of a profile by companies that the visitor sees, and how many other companies use it."""

    seen: tuple[ProfileUse, ...] = ()
    hidden: int = 0


NO_USES = Uses()


def load_uses(group: Group, companies: Collection[int]) -> Mapping[str, Uses]:
    """Return the uses of the profiles of a group by their key, companies in order; one query."""
    rows = (
        Estimate.objects.filter(meter__company__memberships__group=group, superseded_at=None)
        .select_related("meter__company")
        .order_by("meter__company__name", "meter__direction", "id")
    )
    seen: dict[str, list[ProfileUse]] = defaultdict(list)
    hidden: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        meter, key = row.meter, profile_key(row)
        is_in_use = meter.source == SourceKind.ESTIMATE
        if meter.company_id in companies:
            use = ProfileUse(
                estimate=row.pk,
                company_id=meter.company_id,
                company=meter.company.name,
                direction=meter.direction,
                annual_kwh=row.annual_kwh,
                is_in_use=is_in_use,
                version=row.own_version,
            )
            seen[key].append(use)
        elif is_in_use:
            hidden[key].add(meter.company_id)
    return {key: Uses(tuple(seen[key]), len(hidden[key])) for key in {*seen, *hidden}}


def profile_key(estimate: Estimate) -> str:
    """Return the key of the profile that an estimate uses: a number of an own one, or a name of the catalogue."""
    if estimate.own_profile_id is not None:
        return f"{OWN}:{estimate.own_profile_id}"
    return f"{CATALOGUE}:{estimate.profile}"
