"""A group's own coefficients from a CSV file."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.community.window import compute_window
from energy_synergy.errors import InvalidValue
from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import Severity
from energy_synergy.sharing.cascade import Cascade
from energy_synergy.sharing.full_dynamic import FullDynamic
from energy_synergy.sharing.hybrid import Hybrid
from energy_synergy.sharing.key_cells import KeyFileRefused
from energy_synergy.sharing.key_file import KeyFile, read_key_file
from energy_synergy.sharing.key_slots import KeyFileUnfit
from energy_synergy.sharing.slot_shares import SlotShares
from energy_synergy.sharing.static import Static
from energy_synergy.timeline import Timeline

MEMBERS = ("Atelier", "Bureau Süd", "Cave")
DAY = [f"{slot // 4:02}:{slot % 4 * 15:02}" for slot in range(96)]
PARIS = "Europe/Paris"


def read(text: str, **hints: bool) -> KeyFile:
    """Read a text for three members in Paris."""
    return read_key_file(text.encode(), MEMBERS, timezone=PARIS, **hints)


def refused(text: str, **hints: bool) -> dict[str, tuple[int | None, str | None, str]]:
    """Return code, line, column and sentence of what makes a file refused."""
    with pytest.raises(KeyFileRefused) as caught:
        read(text, **hints)
    errors = [one for one in caught.value.findings if one.severity is Severity.ERROR]
    assert str(caught.value) == errors[0].message
    return {one.code: (one.place.line, one.place.column, one.message) for one in errors}


@pytest.mark.parametrize(
    "text",
    [
        "member;share\nAtelier;0,5\nBureau Süd;0,3\nCave;0,2\n",
        "Cave;0,2\nAtelier;0,5\nBureau Süd;0,3",
        "# our shares\n\nMember,Share\r\natelier, 50 %\r\n BUREAU SÜD,30%\r\nCave,20 %\r\n",
        "name\tpercent\nAtelier\t50\nBureau Süd\t30\nCave\t20\n",
        "Atelier;Bureau Süd;Cave\n0.5;0.3;0.2\n",
        'Cave,Bureau Süd,Atelier\n"0,2","0,3","0,5"\n',
        "sep=;\nmember;share;\nAtelier;0.500;\nBureau Süd;3e-1;\nCave;.2;\n",
    ],
)
def test_fixed_shares_come_in_rows_or_in_columns(text: str) -> None:
    assert read(text).key() == Static(shares=(0.5, 0.3, 0.2))


def test_an_old_encoding_is_read() -> None:
    file = read_key_file("member;share\nBureau Süd;1".encode("cp1252"), MEMBERS)
    assert file.key() == Static(shares=(0, 1, 0))


def test_a_member_that_is_not_in_the_file_gets_nothing_and_that_is_said() -> None:
    file = read("member;share\nAtelier;40\nBureau Süd;60")
    assert {one.code: one.message for one in file.findings} == {
        "key_percent": "The coefficients are read as percent.",
        "key_member_absent": "Not in the file, so nothing is given to them: Cave.",
    }
    assert file.key(fixed_key="hybrid") == Hybrid(shares=(0.4, 0.6, 0))


def test_what_is_wrong_has_a_line_and_a_column() -> None:
    found = refused("member;share\nAtelier;-0.5\nBuro Süd;x\nCave;\nAtelier;0.5")
    assert found["key_negative"][:2] == (2, "share")
    assert found["key_no_number"] == (3, "share", "Line 3, column share: x is no coefficient; write 0.25 or 25 %.")
    assert found["key_empty_cell"][:2] == (4, "share")
    assert found["key_unknown_member"][2] == "Line 3: Buro Süd is no member of the group. Is Bureau Süd meant?"
    assert found["key_member_twice"] == (5, None, "Line 5: Atelier stands there twice.")


@pytest.mark.parametrize("cell", ["1_0", "nan", "inf", "0x1", "1.2.3", "--1", "١"])
def test_only_plain_numbers_are_coefficients(cell: str) -> None:
    assert "key_no_number" in refused(f"member;share\nAtelier;{cell}\nCave;0.5")


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("member;share\nAtelier;0.5\nCave;0.4", "0.9"),
        ("member;share\nAtelier;33,333333\nBureau Süd;33,333333\nCave;33,333333", "0.99999999"),
        ("member;share\nAtelier;0.333333\nBureau Süd;0.333333\nCave;0.333333", "0.999999"),
        ("Atelier;Cave\n0,7;0,4", "1.1"),
    ],
)
def test_shares_that_do_not_sum_to_one_are_refused(text: str, total: str) -> None:
    assert total in refused(text)["key_sum"][2]


def test_shares_may_sum_below_one_where_that_is_said() -> None:
    file = read("member;share\nAtelier;0.5\nCave;0.4", may_sum_below_one=True)
    assert file.key() == Static(shares=(0.5, 0, 0.4), may_sum_below_one=True)
    assert "more than 1" in refused("member;share\nAtelier;0.7\nCave;0.4", may_sum_below_one=True)["key_sum"][2]


def test_fixed_shares_have_one_row() -> None:
    assert refused("Atelier;Cave\n0.5;0.5\n0.4;0.6")["key_rows"][0] == 3


def day_file(*, step: int = 1, percent: bool = False) -> str:
    """Return shares of a day: mornings to the first, afternoons to the third."""
    one = "100" if percent else "1"
    rows = [f"{time};{one if time < '12' else 0};{0 if time < '12' else one}" for time in DAY[::step]]
    return "\n".join(["time;Atelier;Cave", *rows])


@pytest.mark.parametrize(("step", "percent"), [(1, False), (2, True), (4, False)])
def test_a_typical_day_has_96_or_48_or_24_rows(step: int, percent: bool) -> None:
    file = read(day_file(step=step, percent=percent))
    key = file.key()
    assert isinstance(key, SlotShares)
    np.testing.assert_array_equal(key.shares, [[1, 0, 0]] * 48 + [[0, 0, 1]] * 48)
    spring = Timeline.from_days(date(2026, 3, 29), date(2026, 3, 30), PARIS)
    on_change_day = file.key(spring)
    assert isinstance(on_change_day, SlotShares)
    np.testing.assert_array_equal(on_change_day.shares[:, 0], [1] * 44 + [0] * 48)
    result = compute_window(np.full((92, 3), 1.0), np.full((92, 3), 3.0) * [1, 1, 0], on_change_day)
    assert result.slots == 92


def test_rows_of_a_day_may_come_in_any_order() -> None:
    header, *rows = day_file(step=4).split("\n")
    turned = read("\n".join([header, *reversed(rows)])).key()
    assert turned == read(day_file(step=4)).key()


def test_hours_share_by_the_row_of_the_hour() -> None:
    key = read(day_file(step=4)).key(interval_slots=4)
    assert isinstance(key, SlotShares)
    assert key.shares.shape == (24, 3)
    with pytest.raises(KeyFileUnfit, match="every 15 minutes, inside the intervals of 60 minutes"):
        read(day_file()).key(Timeline.from_days(date(2026, 1, 1), date(2026, 1, 2), PARIS), interval_slots=4)
    with pytest.raises(KeyFileUnfit):
        read(day_file()).key(interval_slots=4)


def test_missing_repeated_and_odd_times_are_named() -> None:
    lines = day_file().split("\n")
    assert refused("\n".join([*lines[:5], *lines[6:]]))["key_slots_missing"][2].startswith(
        "Slots of the day are missing: 1,"
    )
    assert refused("\n".join([*lines, lines[9]]))["key_time_twice"] == (98, None, "Line 98: 02:00 comes twice.")
    assert refused("\n".join([*lines[:9], "02:07;1;0", *lines[10:]]))["key_no_time"][0] == 10
    ends = [lines[0], *(line.replace("00:00;", "24:00;") for line in lines[1:])]
    assert "24:00 is no start" in refused("\n".join(ends))["key_no_time"][2]
    assert refused("\n".join([*lines[:9], "noon;1;0", *lines[10:]]))["key_no_time"][0] == 10


def test_a_slot_that_does_not_sum_to_one_is_named() -> None:
    text = day_file(step=4).replace("03:00;1;0", "03:00;0,9;0")
    assert refused(text)["key_sum"] == (5, None, "Line 5: the coefficients sum to 0.9, not to 1.")
    key = read(text, may_sum_below_one=True).key(interval_slots=4)
    assert isinstance(key, SlotShares)
    assert key.shares[3, 0] == 0.9


def dated_file(first: int, hours: int, offset: str = "") -> str:
    """Return hourly shares from some hour of 25 October 2026, when the clock goes back, or 29 March."""
    rows = [f"25/10/2026 {hour % 24:02}:00{offset};{hour % 2};{1 - hour % 2}" for hour in range(first, first + hours)]
    return "\n".join(["Heure;Atelier;Cave", *rows])


def test_dated_rows_apply_at_their_instants() -> None:
    window = Timeline.from_days(date(2026, 10, 25), date(2026, 10, 26), "UTC")
    key = read(dated_file(0, 24, "+00:00")).key(window)
    assert isinstance(key, SlotShares)
    np.testing.assert_array_equal(key.shares[:, 0], np.repeat(np.arange(24) % 2, 4))
    hourly = read(dated_file(0, 24, "+00:00")).key(window, interval_slots=4)
    assert isinstance(hourly, SlotShares)
    np.testing.assert_array_equal(hourly.shares[:, 0], np.arange(24) % 2)


def test_local_rows_of_a_long_day_are_25_hours() -> None:
    header, *rows = dated_file(0, 24).split("\n")
    text = "\n".join([header, *rows[:3], "25/10/2026 02:00;0;1", *rows[3:]])
    window = Timeline.from_days(date(2026, 10, 25), date(2026, 10, 26), PARIS)
    key = read(text).key(window)
    assert isinstance(key, SlotShares)
    assert key.shares.shape == (100, 3)
    once = read("\n".join([header, *rows]))
    assert [one.code for one in once.findings] == ["key_hour_once", "key_member_absent"]
    assert once.findings[0].message == (
        "Line 4: 25/10/2026 02:00 comes twice on the clock and once in the file; the row applies to both."
    )
    np.testing.assert_array_equal(once.key(window).shares, key.shares)


def test_an_hour_that_never_came_is_left_out_and_said() -> None:
    text = dated_file(0, 24).replace("25/10", "29/03")
    file = read(text)
    assert [one.code for one in file.findings] == ["key_hour_skipped", "key_member_absent"]
    key = file.key(Timeline.from_days(date(2026, 3, 29), date(2026, 3, 30), PARIS))
    assert isinstance(key, SlotShares)
    assert key.shares.shape == (92, 3)


def test_a_window_beyond_the_file_is_refused() -> None:
    file = read(dated_file(0, 24, "Z"))
    with pytest.raises(KeyFileUnfit, match="for 96 intervals of the window, the first at 2026-10-26T00:00:00"):
        file.key(Timeline.from_days(date(2026, 10, 25), date(2026, 10, 27), "UTC"))
    with pytest.raises(InvalidValue, match="typical day has no date"):
        file.key()


def test_gaps_and_odd_steps_in_dated_rows_are_named() -> None:
    lines = dated_file(0, 24, "Z").split("\n")
    assert refused("\n".join([*lines[:5], *lines[6:]]))["key_slots_missing"] == (
        6,
        None,
        "Line 6: rows are missing from 2026-10-25T04:00:00+00:00 on.",
    )
    assert refused("\n".join([*lines, lines[3]]))["key_time_twice"][0] == 26
    assert "key_step" in refused("time;Atelier\n2026-01-01 00:00;1\n2026-01-01 00:07;1")
    assert "key_no_time" in refused("time;Atelier\n2026-01-01 00:00;1\n2026-13-01 00:15;1")


def test_a_year_of_slots_is_read_quickly() -> None:
    names = [f"M{place}" for place in range(20)]
    year = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), "UTC")
    rows = [f"{np.datetime64(int(unix), 's')}Z;" + ";".join(["0,05"] * 20) for unix in year.unix]
    key = read_key_file("\n".join(["time;" + ";".join(names), *rows]).encode(), names).key(year)
    assert isinstance(key, SlotShares)
    assert key.shares.shape == (35_040, 20)


@pytest.mark.parametrize(
    "text",
    [
        ";Cave;Bureau Süd\nAtelier;0,25;0,75\nCave;;1",
        "producer;Bureau Süd;Cave\nCave;100 %;\nAtelier;75 %;25 %",
        "producer;consumer;coefficient\nAtelier;Cave;0.25\nAtelier;Bureau Süd;0.75\nCave;Bureau Süd;1",
    ],
)
def test_pairs_come_as_a_table_or_as_a_list(text: str) -> None:
    file = read(text)
    assert file.key() == FullDynamic(coefficients=[[0, 0.75, 0.25], [0, 0, 0], [0, 1, 0]])
    assert file.layout == "pairs"


def test_a_producer_may_keep_a_part_and_not_give_more_than_all() -> None:
    assert read(";Cave;Bureau Süd\nAtelier;0,25;0,5").layout == "pairs"
    assert refused(";Cave;Bureau Süd\nAtelier;0,5;0,75")["key_sum"][0] == 2
    listed = "from;to;part\nAtelier;Cave;0.5\nAtelier;Bureau Süd;0.75"
    assert refused(listed)["key_sum"] == (3, None, "Line 3: the coefficients sum to 1.25, more than 1.")


def test_pairs_name_known_members_once() -> None:
    assert refused(";Cave;Nobody\nAtelier;0,5;0,5")["key_unknown_member"][0] == 1
    assert refused("from;to;part\nAtelier;Nobody;0.5\nX;Cave;1")["key_unknown_member"][0] == 2
    assert refused("from;to;part\nAtelier;Cave;0.5\nAtelier;Cave;0.5")["key_member_twice"][0] == 3


@pytest.mark.parametrize("data", [b"", b"member;share", b"\x00\x01\x02" * 100, b"%PDF-1.7\n1"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        read_key_file(data, MEMBERS)


def test_the_key_of_a_file_is_an_ordinary_key() -> None:
    key = read("member;share\nAtelier;0.5\nCave;0.5").key()
    result = compute_window([[0, 4, 0]], [[4, 0, 1]], key)
    np.testing.assert_allclose(result.received_kwh, [[2, 0, 1]])
    assert key != Cascade(ranks=(1, 2, 3))


def test_a_year_of_equal_hours_covers_the_hour_that_comes_twice() -> None:
    start = np.datetime64("2025-01-01T00:00", "h")
    hours = [str(start + hour).replace("T", " ") + ":00" for hour in range(8760)]
    odd = hours.index("2025-10-26 02:00")
    lines = [f"{hour};{1 if place == odd else 0};{0 if place == odd else 1}" for place, hour in enumerate(hours)]
    file = read("\n".join(["time;Atelier;Cave", *lines]))
    assert [one.code for one in file.findings] == ["key_hour_skipped", "key_hour_once", "key_member_absent"]
    key = file.key(Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), PARIS), interval_slots=4)
    autumn = Timeline.from_days(date(2025, 1, 1), date(2025, 10, 26), PARIS).slots // 4
    assert key.shares.shape == (8760, 3)
    assert np.flatnonzero(key.shares[:, 0]).tolist() == [autumn + 2, autumn + 3]
