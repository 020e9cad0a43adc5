"""The form of a tariff: what is taken, what is refused beside its field, and how it goes on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from energy_synergy.tariffs.spot_indexed import SpotIndexed
from energy_synergy.tariffs.time_of_use import TimeOfUse
from energy_synergy.web.db.models import AuditEntry, Company, CompanyTariff
from energy_synergy.web.db.tariffs import load_tariffs
from tests.web.conftest import People
from tests.web.tariffs.conftest import Give

FLAT = {
    "title": "New",
    "currency": "EUR",
    "first_on": "2026-01-01",
    "energy-kind": "flat",
    "energy-price": "0,1825",
    "feed_in-kind": "flat",
    "feed_in-price": "0.06",
}
BANDS = {
    "energy-kind": "time_of_use",
    "energy-bands_count": "2",
    "energy-band-0-name": "Night",
    "energy-band-0-price": "0.10",
    "energy-band-0-times": "22:00-06:00",
    "energy-band-1-name": "Winter",
    "energy-band-1-price": "0.30",
    "energy-band-1-times": "06:00-22:00",
    "energy-band-1-weekdays": ["0", "1", "2", "3", "4"],
    "energy-band-1-months": ["11", "12", "1"],
    "energy-other": "0.20",
    "energy-holidays_of": "fr",
}


def page(company: Company, tail: str = "") -> str:
    return f"/g/river/members/{company.pk}/tariffs/{tail}"


def held(company: Company) -> Any:
    return load_tariffs([company.pk]).get(company.pk, ())


def test_a_tariff_is_taken_with_a_comma(people: People, company: Company) -> None:
    answer = people.mill_editor.post(page(company, "new/"), FLAT)
    assert answer.status_code == 302, answer.content.decode()
    (tariff,) = held(company)
    assert (tariff.title, tariff.active_from, tariff.active_to) == ("New", date(2026, 1, 1), None)
    assert (tariff.energy.price_per_kwh, tariff.feed_in.price_per_kwh, tariff.grid_fee.price_per_kwh) == (
        0.1825,
        0.06,
        0,
    )
    assert AuditEntry.objects.get(action="tariff.added").details == {"title": "New", "first_on": "2026-01-01"}


def test_the_last_day_still_belongs_to_it(people: People, company: Company) -> None:
    people.mill_editor.post(page(company, "new/"), {**FLAT, "last_on": "2026-12-31"})
    assert held(company)[0].active_to == date(2027, 1, 1)


def test_bands_are_taken(people: People, company: Company) -> None:
    answer = people.mill_editor.post(page(company, "new/"), {**FLAT, **BANDS})
    assert answer.status_code == 302, answer.content.decode()
    energy = held(company)[0].energy
    assert isinstance(energy, TimeOfUse)
    assert [band.name for band in energy.bands] == ["Night", "Winter"]
    assert energy.bands[1].weekdays == (0, 1, 2, 3, 4)
    assert energy.bands[1].months == (11, 12, 1) or energy.bands[1].months == (1, 11, 12)
    assert (energy.other_price_per_kwh, energy.holidays_of) == (0.2, "FR")


def test_a_day_ahead_price_is_taken(people: People, company: Company) -> None:
    spot = {"energy-kind": "spot_indexed", "energy-factor": "1.03", "energy-spread": "-0.01", "energy-floor": "0"}
    assert people.mill_editor.post(page(company, "new/"), {**FLAT, **spot}).status_code == 302
    energy = held(company)[0].energy
    assert energy == SpotIndexed(factor=1.03, spread_per_kwh=-0.01, floor_per_kwh=0, cap_per_kwh=None)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"energy-price": ""}, "Give the price."),
        ({"energy-price": "cheap"}, "Write a number such as 0.1825."),
        ({"currency": "Euro"}, "at most 3 characters"),
        ({"currency": "E1R"}, "Write a currency by its three letters"),
        ({"last_on": "2025-12-31"}, "The last day comes before the first one."),
        ({"vat_percent": "120"}, "VAT is 100 % at most."),
        ({"base_fee_per_month": "-1"}, "This cannot be below zero."),
        ({"energy-kind": "", "feed_in-kind": ""}, "Give one price at least."),
        ({"energy-kind": "free"}, "Select a valid choice"),
        ({**BANDS, "energy-band-0-times": "22-6"}, "is not a span of the day"),
        ({**BANDS, "energy-band-0-price": ""}, "Give the price of the band."),
        ({**BANDS, "energy-band-1-times": "05:00-22:00"}, "both hold on weekday 1 at 05:00"),
        ({**BANDS, "energy-other": ""}, "No band holds on weekday"),
        ({**BANDS, "energy-holidays_of": "XX"}, "No calendar of public holidays is known for XX"),
        ({"energy-kind": "time_of_use", "energy-bands_count": "1"}, "Write one band at least"),
        (
            {"energy-kind": "spot_indexed", "energy-floor": "0.3", "energy-cap": "0.1"},
            "The floor 0.3 lies above the cap 0.1",
        ),
    ],
)
def test_what_does_not_fit_is_told_and_kept(people: People, company: Company, change: Any, told: str) -> None:
    answer = people.mill_editor.post(page(company, "new/"), {**FLAT, **change})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert told in text
    assert 'value="New"' in text
    assert held(company) == ()


def test_one_more_band_keeps_what_was_written(people: People, company: Company) -> None:
    answer = people.mill_editor.post(page(company, "new/"), {**FLAT, **BANDS, "act": "more:energy"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="energy-band-2-price"' in text
    assert 'value="22:00-06:00"' in text
    assert "Give the price" not in text


def test_a_band_goes_and_the_others_stay(people: People, company: Company) -> None:
    answer = people.mill_editor.post(page(company, "new/"), {**FLAT, **BANDS, "act": "less:energy:0"})
    text = answer.content.decode()
    assert 'value="Winter"' in text
    assert 'value="Night"' not in text


def test_a_kind_shows_its_fields_before_anything_is_saved(people: People, company: Company) -> None:
    answer = people.mill_editor.post(page(company, "new/"), {**FLAT, "levies-kind": "spot_indexed", "act": "look"})
    assert 'name="levies-factor"' in answer.content.decode()
    assert held(company) == ()


def test_a_change_leaves_the_tariff_in_the_history(people: People, company: Company, give: Give) -> None:
    row = give(company)
    answer = people.mill_editor.post(page(company, f"{row.pk}/"), {**FLAT, "title": "Dearer"})
    assert answer.status_code == 302
    assert [one.title for one in held(company)] == ["Dearer"]
    text = people.mill_editor.get(page(company)).content.decode()
    assert "What was changed or removed" in text
    assert "Plain" in text


def test_the_form_shows_a_tariff_as_it_is(people: People, company: Company, give: Give) -> None:
    row = give(company, energy={"name": "spot_indexed", "factor": 1.03}, active_to="2027-01-01")
    text = people.mill_editor.get(page(company, f"{row.pk}/")).content.decode()
    assert 'value="1.03"' in text
    assert 'value="2026-12-31"' in text
    assert 'value="0.06"' in text


def test_saving_a_form_as_it_is_changes_nothing(people: People, company: Company) -> None:
    people.mill_editor.post(page(company, "new/"), {**FLAT, **BANDS})
    (before,) = held(company)
    row = CompanyTariff.objects.get(replaced_at=None)
    form = people.mill_editor.get(page(company, f"{row.pk}/")).context["form"]
    sent = {name: form.head[name].value() or "" for name in form.head.fields}
    for part in form.parts.values():
        sent |= {part[name].html_name: part[name].value() or "" for name in part.fields}
        for band in part.bands:
            sent |= {band[name].html_name: band[name].value() or [] for name in band.fields}
    assert people.mill_editor.post(page(company, f"{row.pk}/"), sent).status_code == 302
    assert held(company) == (before,)


def test_a_new_tariff_ends_the_one_before(people: People, company: Company, give: Give) -> None:
    give(company, title="Old")
    people.mill_editor.post(page(company, "new/"), FLAT)
    assert [(one.title, one.active_from, one.active_to) for one in held(company)] == [
        ("Old", None, date(2026, 1, 1)),
        ("New", date(2026, 1, 1), None),
    ]


def test_an_example_fills_the_form(people: People, company: Company) -> None:
    text = people.mill_editor.get(page(company, "new/?from=example:flat_sme")).content.decode()
    assert 'value="0.12"' in text
    assert people.mill_editor.get(page(company, "new/?from=example:none")).status_code == 200
    assert people.mill_editor.get(page(company, "new/?from=template:9999999999999999999")).status_code == 200
