"""Power, members, interval, key, currency and date of a group against its scheme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.catalogue import scheme
from energy_synergy.schemes.check import check_group
from energy_synergy.schemes.enterprise_size import is_large
from energy_synergy.schemes.facts import GroupFacts, MemberFacts

Members = Callable[..., MemberFacts]
Checks = Callable[..., dict[str, Finding]]


@pytest.mark.parametrize(("day", "is_too_much"), [(date(2025, 2, 20), True), (date(2025, 2, 21), False)])
def test_four_megawatts_in_france_before_and_after_the_change(
    checked: Checks, told: Members, day: date, is_too_much: bool
) -> None:
    found = checked("fr_acc_extended", told("A", installed_kw=4000.0), on=day, answers={"area": "rural"})
    assert ("scheme_power" in found) is is_too_much


def test_plants_add_up_in_a_cap_of_the_group(checked: Checks, told: Members) -> None:
    found = checked("no_sharing", told("A", installed_kw=600.0), told("B", installed_kw=500.0))["scheme_power"]
    assert (found.message, found.values["bound"]) == ("1100 kW are installed in all.", "≤ 1 MW")


def test_plants_do_not_add_up_in_a_cap_of_each(checked: Checks, told: Members) -> None:
    assert "scheme_power" not in checked("it_cer", told("A", installed_kw=900.0), told("B", installed_kw=900.0))
    found = checked("it_cer", told("A", installed_kw=900.0), told("B", installed_kw=1001.0))["scheme_power"]
    assert found.message == "Too large: B."


def test_an_open_area_makes_six_megawatts_a_warning(checked: Checks, told: Members) -> None:
    assert checked("fr_acc_extended", told("A", installed_kw=6000.0))["scheme_power"].severity is Severity.WARNING
    assert checked("fr_acc_extended", told("A", installed_kw=11000.0))["scheme_power"].severity is Severity.ERROR


def test_a_plant_without_power_is_told(checked: Checks, told: Members) -> None:
    found = checked("it_cer", told("A", installed_kw=None, generates=True), MemberFacts("B", generates=True))
    assert found["scheme_power_unknown"].values["places"] == "A, B"


def test_a_large_spanish_plant_loses_its_compensation_only(checked: Checks, told: Members) -> None:
    found = checked("es_collective", told("A", installed_kw=101.0))["scheme_power"]
    assert found.severity is Severity.WARNING
    assert "simplified compensation" in (found.advice or "").format_map(found.values)


def test_the_european_cap_counts_with_large_companies_only(checked: Checks, told: Members) -> None:
    assert "scheme_power" not in checked("eu_frame", told("A", installed_kw=7000.0))
    assert "scheme_power" in checked("eu_frame", told("A", installed_kw=7000.0, size_class="large"))


def test_too_little_generation_says_how_much_lacks(checked: Checks, told: Members) -> None:
    found = checked("ch_leg", told("A", installed_kw=8.0), told("B"))["scheme_minimum_generation"]
    assert found.message == "8 kW are installed for connections of 200 kW."
    assert (found.advice or "").format_map(found.values).startswith("Install 2 kW more")


def test_exactly_the_least_generation_is_enough(checked: Checks, told: Members) -> None:
    assert "scheme_minimum_generation" not in checked("ch_leg", told("A", installed_kw=10.0), told("B"))
    assert "scheme_minimum_generation" in checked("ch_zev", told("A", installed_kw=10.0), told("B"))


def test_an_unknown_connection_is_told(checked: Checks, told: Members) -> None:
    found = checked("ch_leg", told("A", installed_kw=10.0), told("B", connection_kw=None))
    assert found["scheme_connection_unknown"].values["places"] == "B"


@pytest.mark.parametrize("name", ["at_eeg_local", "at_eeg_regional", "de_energy_sharing", "it_cer"])
def test_a_large_company_is_excluded(checked: Checks, told: Members, name: str) -> None:
    found = checked(name, told("A", size_class="large"), told("Town", size_class="large", is_public=True), told("B"))
    assert (found["scheme_large_company"].severity, found["scheme_large_company"].values["members"]) == (
        Severity.ERROR,
        "A",
    )


def test_a_large_company_joins_under_conditions(checked: Checks, told: Members) -> None:
    assert checked("at_beg", told("A", size_class="large"))["scheme_large_company"].severity is Severity.WARNING
    assert "scheme_large_company" not in checked("ch_leg", told("A", size_class="large"))


def test_an_unknown_size_is_told(checked: Checks, told: Members) -> None:
    assert checked("de_energy_sharing", told("A", size_class=""))["scheme_size_unknown"].values["members"] == "A"


@pytest.mark.parametrize(
    ("staff", "turnover", "balance", "expected"),
    [
        (249, 50.0, 44.0, False),
        (249, 51.0, 43.0, False),
        (249, 51.0, 44.0, True),
        (250, 1.0, 1.0, True),
        (249, 51.0, None, None),
        (None, 51.0, 44.0, True),
        (None, 1.0, 1.0, None),
        (249, None, None, None),
    ],
)
def test_a_company_is_large_by_people_or_by_both_amounts(
    staff: int | None, turnover: float | None, balance: float | None, expected: bool | None
) -> None:
    assert is_large(staff, turnover, balance) is expected


def test_another_interval_is_told(checked: Checks, told: Members) -> None:
    found = checked("it_cer", told("A"), interval_minutes=15)["scheme_interval"]
    assert found.values["bound"] == "60 min"
    assert "scheme_interval" not in checked("no_sharing", told("A"), interval_minutes=15)
    assert "scheme_interval" not in checked("no_sharing", told("A"), interval_minutes=60)


def test_a_key_that_is_not_admitted_is_told(checked: Checks, told: Members) -> None:
    assert checked("at_beg", told("A"), key="cascade")["scheme_key"].values["keys"] == "static, pro_rata"
    assert "scheme_key" not in checked("at_beg", told("A"), key="pro_rata")
    assert "scheme_key" not in checked("ch_leg", told("A"), key="cascade")


def test_another_currency_is_told(checked: Checks, told: Members) -> None:
    assert checked("ch_leg", told("A"), currency="EUR")["scheme_currency"].severity is Severity.WARNING


def test_a_scheme_that_is_not_in_force_yet_is_told(checked: Checks, told: Members) -> None:
    assert "scheme_not_in_force" in checked("de_energy_sharing", told("A"), on=date(2026, 5, 31))
    assert "scheme_not_in_force" not in checked("de_energy_sharing", told("A"), on=date(2026, 6, 1))


def test_what_is_not_known_of_a_scheme_is_said(checked: Checks, told: Members) -> None:
    found = checked("fr_acc_building", told("A"))
    assert found["scheme_power_cap_not_known"].severity is Severity.INFO
    assert "scheme_discount_not_known" in found


def test_the_worst_come_first(told: Members) -> None:
    group = GroupFacts((told("A", size_class="large", installed_kw=2000.0), MemberFacts("B")))
    found = check_group(group, scheme("it_cer", on=date(2026, 7, 1)), on=date(2026, 7, 1))
    severities = [finding.severity for finding in found]
    assert severities == sorted(severities, key=[Severity.ERROR, Severity.WARNING, Severity.INFO].index)


def test_every_finding_of_a_bound_names_source_confidence_and_advice(told: Members) -> None:
    group = GroupFacts((told("A", size_class="large", installed_kw=2000.0), MemberFacts("B", generates=True)))
    for finding in check_group(group, scheme("it_cer", on=date(2026, 7, 1)), on=date(2026, 7, 1)):
        assert finding.message
        assert (finding.advice or "").format_map(finding.values)
        if finding.expected:
            assert "confidence" in finding.expected.format_map(finding.values)
