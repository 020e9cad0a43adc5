"""A whole group in one TOML file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from energy_synergy.errors import UnknownName
from energy_synergy.usecases.analyse import analyse
from energy_synergy.usecases.manifest import load_group, load_manifest
from energy_synergy.usecases.sources import ManifestRefused

MIDNIGHT = datetime(2025, 6, 9, tzinfo=UTC)
HEAD = 'name = "Parc"\ntimezone = "Europe/Paris"\n'


def readings(direction: str, value: str = "1.0", rows: int = 96) -> str:
    moments = [MIDNIGHT + row * timedelta(minutes=15) for row in range(rows)]
    body = "".join(f"{moment:%Y-%m-%dT%H:%M:%SZ},{value}\n" for moment in moments)
    return f"start_utc,{direction}_kwh\n{body}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "s01_cons.csv").write_text(readings("consumption"))
    (tmp_path / "s01_prod.csv").write_text(readings("production", "2.0"))
    return tmp_path


def write(folder: Path, members: str) -> Path:
    path = folder / "group.toml"
    path.write_text(HEAD + members, encoding="utf-8")
    return path


def refusal(folder: Path, members: str) -> str:
    with pytest.raises(ManifestRefused) as refused:
        load_group(write(folder, members))
    return str(refused.value)


def test_it_works(folder) -> None:
    members = """
        [[member]]
        name = "Atelier"
        sector = "metal"
        consumption = "s01_cons.csv"
        production = { file = "s01_prod.csv", format = "long_csv", unit = "kWh" }
        [[member]]
        name = "Bureau"
        consumption = { profile = "office", annual_kwh = 68000 }
    """
    group = load_group(write(folder, members))
    atelier, bureau = group.members
    assert (group.name, group.timezone, atelier.sector) == ("Parc", "Europe/Paris", "metal")
    assert [(one.direction, one.total_kwh) for one in atelier.series] == [("production", 192.0), ("consumption", 96.0)]
    assert [(one.direction, one.annual_kwh) for one in bureau.estimates] == [("consumption", 68000.0)]


def test_several_sources_of_one_direction(folder) -> None:
    members = '[[member]]\nname = "A"\nconsumption = ["s01_cons.csv", { profile = "flat", annual_kwh = 10 }]'
    (member,) = load_group(write(folder, members)).members
    assert len(member.series) == len(member.estimates) == 1


def test_a_unit_that_the_manifest_gives_counts(folder) -> None:
    members = '[[member]]\nname = "A"\nconsumption = { file = "s01_cons.csv", unit = "Wh" }'
    assert load_group(write(folder, members)).members[0].series[0].total_kwh == pytest.approx(0.096)


def test_dates_of_membership_are_local_days(folder) -> None:
    members = '[[member]]\nname = "A"\nconsumption = "s01_cons.csv"\nactive_from = 2025-07-01'
    assert load_group(write(folder, members)).members[0].active_from == datetime(2025, 6, 30, 22, tzinfo=UTC)


def test_findings_name_their_file(folder) -> None:
    (folder / "flat.csv").write_text(readings("consumption", "3.0", rows=96 * 3))
    manifest = load_manifest(write(folder, '[[member]]\nname = "A"\nconsumption = "flat.csv"'))
    assert "frozen" in {finding.code for finding in manifest.findings}
    assert {finding.place.file for finding in manifest.findings} == {"flat.csv"}


def test_it_tells_how_far_it_is(folder) -> None:
    told = []
    members = '[[member]]\nname = "A"\n[[member]]\nname = "B"\n'
    load_manifest(write(folder, members), on_member=lambda *step: told.append(step))
    assert told == [("A", 0, 2), ("B", 1, 2)]


@pytest.mark.parametrize(
    ("members", "parts"),
    [
        ("", ["group.toml", "[[member]]"]),
        ("[[membre]]\n", ["unknown key membre", "Did you mean member?"]),
        ("[[member]]\nsector = 'x'", ["[[member]] 1", "name"]),
        ("[[member]]\nname = 'A'\nconsumtion = 'x.csv'", ["A: ", "Did you mean consumption?"]),
        ("[[member]]\nname = 'A'\nconsumption = 's1_cons.csv'", ["A, consumption", "Did you mean s01_cons.csv?"]),
        ("[[member]]\nname = 'A'\nconsumption = 5", ["A, consumption", "file or profile"]),
        ("[[member]]\nname = 'A'\nproduction = 's01_cons.csv'", ["A, production", "s01_cons.csv holds no production"]),
        ("[[member]]\nname = 'A'\nconsumption = {file='s01_cons.csv', untt='kWh'}", ["A, consumption", "unit"]),
        ("[[member]]\nname = 'A'\nconsumption = {file='s01_cons.csv', unit='kwh'}", ["A, consumption", "s01_cons.csv"]),
        ("[[member]]\nname = 'A'\nconsumption = {file='s01_cons.csv', format='long'}", ["A, consumption", "long_csv"]),
        ("[[member]]\nname = 'A'\nconsumption = {file='s01_cons.csv', meter='M9'}", ["A, consumption", "no meter M9"]),
        ("[[member]]\nname = 'A'\nconsumption = {profile='ofice', annual_kwh=1}", ["A, consumption", "office"]),
        ("[[member]]\nname = 'A'\nconsumption = {profile='office'}", ["A, consumption", "annual_kwh"]),
        ("[[member]]\nname = 'A'\nconsumption = {profile='office', annual_kwh=-1}", ["A, consumption"]),
        ("[[member]]\nname = 'A'\nconsumption = {profile='office', anual_kwh=1}", ["A, consumption", "annual_kwh"]),
        ("[[member]]\nname = 'A'\nconsumption = {profile='office', annual_mwh=68}", ["Did you mean annual_kwh?"]),
        (
            "[[member]]\nname = 'A'\nconsumption = {profile='office', annual_kwh='68 000'}",
            ["number of kWh", "'68 000'"],
        ),
        ("[[member]]\nname = 'A'\nconsumption = {file=3}", ["A, consumption", "readings.csv"]),
        ("[[member]]\nname = 'A'\nconsumption = '.'", ["A, consumption", "cannot be read"]),
        ("[[member]]\nname = 'A'\nactive_from = 2025-06-12\nactive_to = 2025-06-10", ["A, active_to", "2025-06-12"]),
        ("[[member]]\nname = 'A'\nactive_from = '2025'", ["A, active_from", "2025-01-01"]),
        ("[[member]]\nname = 'A'\n[[member]]\nname = 'A'", ["Two members are called A"]),
        ("[[member]\n", ["group.toml is not a TOML file"]),
    ],
)
def test_what_is_wrong_is_named(folder, members, parts) -> None:
    message = refusal(folder, members)
    assert all(part in message for part in parts), message


def test_a_manifest_that_is_not_there_names_the_nearest(folder) -> None:
    write(folder, "")
    with pytest.raises(ManifestRefused, match=r"Did you mean group\.toml\?"):
        load_group(folder / "grup.toml")


def test_a_manifest_in_another_encoding_is_told_so(tmp_path) -> None:
    (tmp_path / "g.toml").write_bytes('name = "Café"'.encode("cp1252"))
    with pytest.raises(ManifestRefused, match="UTF-8"):
        load_group(tmp_path / "g.toml")


def test_an_unknown_zone_is_refused(tmp_path) -> None:
    (tmp_path / "g.toml").write_text('name = "P"\ntimezone = "Paris"\n')
    with pytest.raises(UnknownName, match="Europe/Paris"):
        load_group(tmp_path / "g.toml")


def test_a_file_that_is_refused_hands_on_its_findings(folder) -> None:
    (folder / "empty.csv").write_text("")
    with pytest.raises(ManifestRefused) as refused:
        load_group(write(folder, "[[member]]\nname = 'A'\nconsumption = 'empty.csv'"))
    assert "A, consumption: empty.csv" in str(refused.value)
    assert {finding.place.file for finding in refused.value.findings} == {"empty.csv"}


def test_files_that_follow_each_other_are_one_meter(folder) -> None:
    later = readings("consumption", "3.0").replace("2025-06-09", "2025-06-10")
    (folder / "june_10.csv").write_text(later)
    path = write(folder, "[[member]]\nname = 'A'\nconsumption = ['june_10.csv', 's01_cons.csv']")
    analysis = analyse(load_group(path), starts_at=MIDNIGHT, ends_at=MIDNIGHT + timedelta(days=2))
    assert analysis.totals["consumption_kwh"] == pytest.approx(4 * 96)
    assert analysis.quality["missing"] == 0


def test_meters_that_run_beside_each_other_are_added(folder) -> None:
    path = write(folder, "[[member]]\nname = 'A'\nconsumption = ['s01_cons.csv', 's02_cons.csv']")
    (folder / "s02_cons.csv").write_text(readings("consumption", "0.5"))
    analysis = analyse(load_group(path), starts_at=MIDNIGHT, ends_at=MIDNIGHT + timedelta(days=1))
    assert analysis.totals["consumption_kwh"] == pytest.approx(1.5 * 96)


def test_a_file_that_stands_twice_is_refused(folder) -> None:
    twice = '[[member]]\nname = "A"\nconsumption = ["s01_cons.csv", "s01_cons.csv"]\n'
    assert "listed twice" in refusal(folder, twice)


@pytest.mark.parametrize(
    ("gaps", "quality"),
    [("", "missing"), ("gaps = 'interpolation'", "substituted"), ("gaps = {name = 'leave_missing'}", "missing")],
)
def test_a_member_says_what_stands_in_for_missing_readings(folder, gaps, quality) -> None:
    lines = readings("consumption", "1.5").splitlines(keepends=True)
    (folder / "holes.csv").write_text("".join([*lines[:20], *lines[24:]]))
    path = write(folder, f"[[member]]\nname = 'A'\n{gaps}\nconsumption = 'holes.csv'")
    analysis = analyse(load_group(path), starts_at=MIDNIGHT, ends_at=MIDNIGHT + timedelta(days=1))
    assert analysis.quality[quality] == pytest.approx(4 / 96)


@pytest.mark.parametrize(
    ("gaps", "reason"),
    [("'similar'", "similar_days"), ("{weeks = 2}", "similar_days"), ("{name = 'similar_days', weeks = 9}", "weeks")],
)
def test_a_rule_for_missing_readings_that_does_not_fit_is_refused_by_name(folder, gaps, reason) -> None:
    text = refusal(folder, f"[[member]]\nname = 'A'\ngaps = {gaps}\nconsumption = 's01_cons.csv'")
    assert "A, gaps" in text
    assert reason in text
