"""The terms that a country scheme sets a market."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from energy_synergy.findings import Severity
from energy_synergy.schemes.facts import GroupFacts, MemberFacts, SiteFacts
from energy_synergy.usecases.scheme_terms import TermsOfDay, terms_by_scheme

DAY = date(2026, 1, 1)
NEAR = tuple(
    MemberFacts(name, sites=(SiteFacts(name, latitude=49.61, longitude=longitude, building="Block"),))
    for name, longitude in (("Mill", 6.13), ("Forge", 6.131))
)
UNPROVEN = "scheme_fee_unproven"


def terms(name: str, members: tuple[MemberFacts, ...]) -> TermsOfDay:
    return terms_by_scheme(name, GroupFacts(members), None, on=DAY)


def codes(found: TermsOfDay) -> set[str]:
    return {one.code for one in found.findings}


def test_a_reduced_fee_whose_conditions_are_met_is_taken_without_a_word() -> None:
    found = terms("lu_sharing", NEAR)
    assert {fee.grid_fee_factor for fee in found.fees} == {0.0}
    assert UNPROVEN not in codes(found)


def test_it_warns_of_a_reduced_fee_whose_conditions_could_not_be_checked() -> None:
    found = terms("lu_sharing", (MemberFacts("Mill"), MemberFacts("Forge")))
    warning = next(one for one in found.findings if one.code == UNPROVEN)
    assert warning.severity is Severity.WARNING
    assert warning.count >= 1


def test_it_warns_of_a_reduced_fee_whose_conditions_are_broken() -> None:
    far = replace(NEAR[1], sites=(replace(NEAR[1].sites[0], longitude=6.5),))
    assert UNPROVEN in codes(terms("lu_sharing", (NEAR[0], far)))


def test_a_full_fee_needs_no_warning() -> None:
    assert UNPROVEN not in codes(terms("at_beg", (MemberFacts("Mill"), MemberFacts("Forge"))))
