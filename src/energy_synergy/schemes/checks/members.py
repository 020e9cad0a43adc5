"""Who may join."""

from __future__ import annotations

from collections.abc import Iterator

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.checks.base import in_some_world, listed, scheme_finding
from energy_synergy.schemes.facts import GroupFacts
from energy_synergy.schemes.records import Scheme, Words

NO_LARGE = Words(en="no large companies (2003/361/EC)", fr="pas de grandes entreprises (2003/361/CE)")
LARGE_UNDER_CONDITIONS = Words(en="large companies under conditions", fr="grandes entreprises sous conditions")


def check_members(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield the large companies where the scheme excludes or limits them, and whose size nobody told."""
    companies = [member for member in group.members if not member.is_public]
    large = [member.name for member in companies if member.size_class == "large"]
    unknown = [member.name for member in companies if not member.size_class]
    for said in in_some_world(scheme, scheme.large_companies, group.answers):
        if said.rule == "admitted":
            continue
        bound = said.note or (NO_LARGE if said.rule == "excluded" else LARGE_UNDER_CONDITIONS)
        if unknown:
            yield scheme_finding(
                "scheme_size_unknown",
                Severity.INFO,
                marked("Whether these may join cannot be checked, their size is not known: {members}."),
                said,
                bound,
                marked("Choose the size class of each company."),
                members=listed(unknown),
            )
        if large:
            is_excluded = said.rule == "excluded"
            yield scheme_finding(
                "scheme_large_company",
                Severity.ERROR if is_excluded else Severity.WARNING,
                marked("Large companies may not join: {members}.")
                if is_excluded
                else marked("Large companies may join under conditions only: {members}."),
                said,
                bound,
                marked("Leave them out or choose another scheme; mark them where they are public bodies.")
                if is_excluded
                else marked("Make sure that the conditions are met."),
                members=listed(large),
            )
