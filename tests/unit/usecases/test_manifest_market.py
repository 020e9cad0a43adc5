"""What a manifest tells of the market."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from energy_synergy.errors import UnknownName
from energy_synergy.usecases.manifest import load_manifest
from energy_synergy.usecases.manifest_market import terms_on
from energy_synergy.usecases.sources import ManifestRefused

HEAD = 'name = "Parc"\ntimezone = "Europe/Paris"\n'
MEMBER = '[[member]]\nname = "Bureau"\nconsumption = { profile = "office", annual_kwh = 68000 }\n'
DAY = date(2025, 6, 1)


def load(folder: Path, head: str = "", member: str = ""):
    path = folder / "group.toml"
    path.write_text(HEAD + head + MEMBER + member, encoding="utf-8")
    return load_manifest(path)


def refusal(folder: Path, head: str = "", member: str = "") -> str:
    with pytest.raises(ManifestRefused) as refused:
        load(folder, head, member)
    return str(refused.value)


def test_it_works(tmp_path) -> None:
    head = 'currency = "CHF"\n[tariff]\nenergy = 0.2\n'
    manifest = load(tmp_path, head, 'participation = 0.4\nsize_class = "small"\nlatitude = 46.5\nlongitude = 6.6\n')
    (member,), (facts,) = manifest.group.members, manifest.market.facts.members
    assert member.participation == 0.4
    assert [(one.currency, one.energy.price_per_kwh) for one in member.tariffs] == [("CHF", 0.2)]
    assert (facts.size_class, facts.sites[0].latitude, facts.sites[0].generates) == ("small", 46.5, False)
    assert terms_on(manifest.market, DAY).terms.currency == "CHF"


def test_a_manifest_without_a_market_is_as_before(tmp_path) -> None:
    manifest = load(tmp_path)
    assert manifest.group.members[0].tariffs == ()
    assert manifest.group.taking_part is None
    assert terms_on(manifest.market, DAY).admits("static") is None


def test_the_tariffs_of_a_member_come_before_those_of_the_group(tmp_path) -> None:
    old, new = "active_to = 2025-06-01\nenergy = 0.3\n", "active_from = 2025-06-01\nenergy = 0.4\n"
    member = f"[[member.tariff]]\n{old}[[member.tariff]]\n{new}"
    held = load(tmp_path, "[tariff]\nenergy = 0.2\n", member).group.members[0].tariffs
    assert [(one.active_from, one.energy.price_per_kwh) for one in held] == [(None, 0.3), (DAY, 0.4)]


def test_a_tariff_may_stand_in_a_file_of_its_own(tmp_path) -> None:
    (tmp_path / "tariff.toml").write_text("[[tariff]]\nenergy = 0.3\ncurrency = 'EUR'\n", encoding="utf-8")
    held = load(tmp_path, 'currency = "CHF"\n', 'tariff = "tariff.toml"\n').group.members[0].tariffs
    assert [(one.energy.price_per_kwh, one.currency) for one in held] == [(0.3, "EUR")]


def test_a_spot_file_gives_day_ahead_prices(tmp_path) -> None:
    (tmp_path / "spot.csv").write_text(
        "start_utc,price_eur_per_mwh\n" + "".join(f"2025-06-01T{hour:02}:00:00Z,{hour - 2}\n" for hour in range(24)),
        encoding="utf-8",
    )
    spot = load(tmp_path, 'spot = { file = "spot.csv", area = "FR" }\n').market.spot
    assert spot is not None
    assert (spot.area, spot.currency, spot.known_slots, spot.price_per_kwh[0]) == ("FR", "EUR", 96, -0.002)


def test_the_scheme_sets_the_interval_and_the_fees(tmp_path) -> None:
    on_day = terms_on(load(tmp_path, 'scheme = "it_cer"\n').market, DAY)
    assert on_day.terms.interval_slots == 4
    assert on_day.scheme is not None
    assert on_day.findings


def test_the_scheme_says_which_keys_it_admits(tmp_path) -> None:
    on_day = terms_on(load(tmp_path, 'scheme = "es_collective"\n').market, DAY)
    assert on_day.admits("static") is True
    assert on_day.admits("cascade") is False


def test_the_fees_of_each_member_follow_from_its_level(tmp_path) -> None:
    member = "grid_level = 7\n" + MEMBER.replace("Bureau", "Atelier") + "grid_level = 5\n"
    on_day = terms_on(load(tmp_path, 'scheme = "at_eeg_regional"\n', member).market, DAY)
    assert [one.grid_fee_factor for one in on_day.terms.local_fees] == [0.72, 0.36]


@pytest.mark.parametrize(
    ("head", "member", "said"),
    [
        ("currancy = 'EUR'\n", "", "Did you mean currency?"),
        ("", "participaton = 1\n", "Did you mean participation?"),
        ("", "participation = 40\n", "Bureau, participation: give a fraction from 0 to 1"),
        ("", "participation = true\n", "Bureau, participation"),
        ("", "size_class = 'huge'\n", "Bureau, size_class: 'huge' is not one of micro, small, medium, large."),
        ("", "latitude = '46'\n", "Bureau, latitude: '46' is no number."),
        ("", "latitude = 46.0\n[[member.site]]\nname = 'A'\n", "not both"),
        ("", "[[member.site]]\nlatitud = 1\n", "Did you mean latitude?"),
        ("", "tariff = 3\n", "Bureau, tariff: give a table of prices"),
        ("", "tariff = { enery = 0.1 }\n", "Bureau, tariff: The tariff cannot be read: enery"),
        ("", "tariff = { energy = { name = 'flatt', price_per_kwh = 1 } }\n", "Did you mean flat?"),
        ("", "tariff = 'nowhere.toml'\n", "There is no file"),
        ("spot = 'nowhere.csv'\n", "", "There is no file"),
        ("spot = { fil = 'nowhere.csv' }\n", "", "spot is the name of a file"),
        ("scheme = 'fr_acc_extended'\nanswers = { area = 'moon' }\n", "", "'moon' is not one of urban"),
        ("scheme = 'fr_acc_extended'\nanswers = { aera = 'urban' }\n", "", "Did you mean area?"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_place(tmp_path, head, member, said) -> None:
    assert said in refusal(tmp_path, head, member)


def test_an_unknown_scheme_is_refused(tmp_path) -> None:
    with pytest.raises(UnknownName):
        load(tmp_path, "scheme = 'fr_acc_extend'\n")


@pytest.mark.parametrize(
    ("head", "member", "told"),
    [
        ('currency = "chf"\n', "", "group.toml: currency is three capital letters, such as EUR, not 'chf'."),
        ("currency = 3\n", "", "three capital letters"),
        ("", "latitude = 145.0\n", "Bureau, latitude: 145.0 is not between -90 and 90."),
        ("", "longitude = nan\n", "longitude: nan is not between -180 and 180."),
        ("", "installed_kw = -3\n", "installed_kw: -3 is not between 0 and 10,000,000."),
        ("", 'is_public = "yes"\n', "Bureau, is_public: 'yes' is no yes or no"),
        ("", 'is_public = "true"\n', "write true or false without quotes."),
        ("", "tariff = { energie = 0.1 }\n", "energie: is not known. Did you mean energy?"),
    ],
)
def test_what_would_count_for_nothing_in_silence_is_refused(tmp_path, head: str, member: str, told: str) -> None:
    assert told in refusal(tmp_path, head, member)
