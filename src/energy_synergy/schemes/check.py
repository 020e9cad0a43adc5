"""A group against its scheme."""

from __future__ import annotations

from datetime import date

from energy_synergy.findings import WORST_FIRST, Finding
from energy_synergy.schemes.checks.distance import check_distance
from energy_synergy.schemes.checks.members import check_members
from energy_synergy.schemes.checks.power import check_minimum_generation, check_power
from energy_synergy.schemes.checks.same_place import check_grid_levels, check_same_place, check_territory
from energy_synergy.schemes.checks.sharing import check_currency, check_in_force, check_interval, check_key
from energy_synergy.schemes.checks.unknown import check_unknown
from energy_synergy.schemes.facts import GroupFacts
from energy_synergy.schemes.local_fees import local_fees
from energy_synergy.schemes.records import Scheme

CHECKS = (
    check_members,
    check_distance,
    check_same_place,
    check_grid_levels,
    check_power,
    check_minimum_generation,
    check_interval,
    check_key,
    check_currency,
    check_territory,
)


def check_group(group: GroupFacts, scheme: Scheme, *, on: date) -> tuple[Finding, ...]:
    """Return what of a group does not fit its scheme on a day, what cannot be checked, and what is not known.

    An error is a bound that is broken, a warning one that may be, an information a fact or a figure that lacks: nothing
    passes in silence. The worst come first. Each names the figure with its source and confidence, and what to change.
    """
    dated = scheme.on(on)
    findings = [
        *check_in_force(dated, on),
        *(finding for check in CHECKS for finding in check(group, dated)),
        *local_fees(group, dated).findings,
        *check_unknown(dated),
    ]
    return tuple(sorted(findings, key=lambda finding: WORST_FIRST.index(finding.severity)))
