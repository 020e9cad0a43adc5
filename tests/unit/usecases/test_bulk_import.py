"""Many files at once, with a store in memory."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from energy_synergy.formats import detect
from energy_synergy.ports import NewGroup, NewMember
from energy_synergy.testing.memory_bulk import MemoryBulkStore
from energy_synergy.usecases.apply_told import Reading
from energy_synergy.usecases.bulk_file import Read, ReaderFailed
from energy_synergy.usecases.bulk_import import BulkImport, Wishes
from energy_synergy.usecases.bulk_lines import Line, line_as_json, summary_as_json, summary_of
from energy_synergy.usecases.check_file import signature_of
from energy_synergy.usecases.drop_folder import look_into
from energy_synergy.usecases.told import Fix, Told

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]


def day(date: str = "02/06/2025", value: str = "1,5", bad: str = "") -> str:
    rows = [f"{date} {time};{'x' if time == bad else value}" for time in TIMES]
    return "\n".join(["time;consumption kWh", *rows]) + "\n"


def meters(*names: str, date: str = "02/06/2025") -> str:
    rows = [f"{date} {time};{name};{place + 1},5" for place, name in enumerate(names) for time in TIMES]
    return "\n".join(["time;meter;consumption kWh", *rows]) + "\n"


@pytest.fixture
def store() -> MemoryBulkStore:
    """Mill and Forge of the group `river`, and Quay of `hill`; nothing is known of them."""
    store = MemoryBulkStore()
    members = (NewMember("Mill"), NewMember("Forge"))
    store.create_group(NewGroup("river", "River", "Europe/Paris", members), now=NOW, recorded_by="owner")
    quay = NewGroup("hill", "Hill", "Europe/London", (NewMember("Quay"),))
    store.create_group(quay, now=NOW, recorded_by="owner")
    return store


def run(store: MemoryBulkStore, folder: Path, wishes: Wishes = Wishes("river")) -> list[Line]:  # noqa: B008
    return BulkImport(store, wishes, recorded_by="command line").take_in(look_into(folder).files, now=NOW)


def put(folder: Path, name: str, text: str | bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def told(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.file, line.outcome.value) for line in lines]


def total_kwh(store: MemoryBulkStore, slug: str, company: str) -> dict[str, float]:
    member = next(one for one in store.load_group(slug).members if one.name == company)
    return {one.meter: round(one.total_kwh, 6) for one in member.series}


def test_it_saves_a_file_for_the_company_of_its_folder(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Mill/june.csv", day())
    (line,) = run(store, tmp_path)
    (part,) = line.parts
    assert (line.outcome, line.rows, part.company, part.energy_kwh) == ("saved", 96, "Mill", {"consumption": 144.0})
    assert (part.starts_at, part.ends_at) == (
        datetime(2025, 6, 1, 22, tzinfo=UTC),
        datetime(2025, 6, 2, 22, tzinfo=UTC),
    )
    assert [(one.company_id, one.file) for one in store.noted] == [(part.company_id, "Mill/june.csv")]


def test_the_same_file_changes_nothing_whatever_it_is_called(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Mill/june.csv", day())
    run(store, tmp_path)
    put(tmp_path, "Mill/copy of june.csv", day())
    put(tmp_path, "Mill/june.csv.gz", gzip.compress(day().encode()))
    lines = run(store, tmp_path)
    assert [line.outcome for line in lines] == ["same"] * 3
    assert len(store.noted) == 1


def test_two_copies_in_one_batch_are_saved_once(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Mill/a.csv", day())
    put(tmp_path, "Mill/b.csv", day())
    assert told(run(store, tmp_path)) == [("Mill/a.csv", "saved"), ("Mill/b.csv", "same")]


def test_the_same_bytes_for_another_company_are_new(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Forge/a.csv", day())
    put(tmp_path, "Mill/a.csv", day())
    assert [line.outcome for line in run(store, tmp_path)] == ["saved", "saved"]


def test_a_file_of_several_companies_is_split(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Forge/f.csv", meters("30002", date="01/06/2025"))
    put(tmp_path, "Mill/m.csv", meters("30001", date="01/06/2025"))
    put(tmp_path, "shared.csv", meters("30001", "30002"))
    line = run(store, tmp_path)[-1]
    assert [(part.company, part.energy_kwh["consumption"]) for part in line.parts] == [
        ("Mill", 144.0),
        ("Forge", 240.0),
    ]
    assert (total_kwh(store, "river", "Mill"), total_kwh(store, "river", "Forge")) == (
        {"30001": 288.0},
        {"30002": 384.0},
    )


def test_an_unknown_meter_keeps_the_whole_file_out_unless_it_is_left_out(
    store: MemoryBulkStore, tmp_path: Path
) -> None:
    put(tmp_path, "Mill/m.csv", meters("30001", date="01/06/2025"))
    put(tmp_path, "shared.csv", meters("30001", "99999"))
    line = run(store, tmp_path)[-1]
    assert (line.outcome, line.reason, line.parts) == ("unknown", "No company has the meter 99999.", ())
    line = run(store, tmp_path, Wishes("river", leaves_unknown_meters_out=True))[-1]
    assert (line.outcome, line.reason) == ("saved", "No company has the meter 99999.")
    assert total_kwh(store, "river", "Mill") == {"30001": 288.0}
    assert run(store, tmp_path, Wishes("river", leaves_unknown_meters_out=True))[-1].outcome == "same"


def test_findings_of_others_stay_out_of_a_companys_import(
    store: MemoryBulkStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = []
    save = store.save_dataset
    monkeypatch.setattr(store, "save_dataset", lambda *a, **k: (kept.append((a[0], a[1])), save(*a, **k))[1])
    put(tmp_path, "Forge/f.csv", meters("30002", date="01/06/2025"))
    put(tmp_path, "Mill/m.csv", meters("30001", date="01/06/2025"))
    text = meters("30001", "30002").replace("02/06/2025 10:00;30002;2,5", "02/06/2025 10:00;30002;secret")
    put(tmp_path, "shared.csv", text)
    line = run(store, tmp_path, Wishes("river", leaves_bad_rows_out=True))[-1]
    assert (line.outcome, line.left_out) == ("saved", 1)
    mills = [dataset for company, dataset in kept[2:] if company == store.company_id("river", "Mill")]
    texts = [str(finding) for dataset in mills for finding in dataset.findings]
    assert texts
    assert not any("secret" in text or "30002" in text for text in texts)


def test_bad_rows_refuse_their_file_with_the_first_of_them(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Mill/a.csv", day(bad="01:00"))
    put(tmp_path, "Mill/b.csv", day("03/06/2025"))
    refused, saved = run(store, tmp_path)
    assert (refused.outcome, saved.outcome) == ("refused", "saved")
    assert refused.reason == "Line 6, column consumption kWh: x is not a number. Rows to correct: 1."


def test_bad_rows_can_be_left_out(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Mill/a.csv", day(bad="01:00"))
    (line,) = run(store, tmp_path, Wishes("river", leaves_bad_rows_out=True))
    assert (line.outcome, line.left_out, line.parts[0].energy_kwh) == ("saved", 1, {"consumption": 142.5})


def test_each_file_of_an_archive_has_its_line(store: MemoryBulkStore, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("Mill/a.csv", day())
        archive.writestr("Forge/a.csv", day())
        archive.writestr("Forge/empty.csv", "")
    put(tmp_path, "broken.zip", b"PK\x03\x04 nothing")
    assert told(run(store, tmp_path)) == [
        ("all.zip/Mill/a.csv", "saved"),
        ("all.zip/Forge/a.csv", "saved"),
        ("all.zip/Forge/empty.csv", "refused"),
        ("broken.zip", "refused"),
    ]


def test_times_are_read_on_the_clock_of_the_group(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Mill/a.csv", day())
    put(tmp_path, "Quay/a.csv", day())
    paris, london = run(store, tmp_path, Wishes())
    assert (paris.parts[0].starts_at, london.parts[0].starts_at) == (
        datetime(2025, 6, 1, 22, tzinfo=UTC),
        datetime(2025, 6, 1, 23, tzinfo=UTC),
    )


def test_a_time_that_one_clock_skips_is_right_on_another(store: MemoryBulkStore, tmp_path: Path) -> None:
    # On 30 March 2025 the clock of Paris skips 02:00 to 03:00, that of London 01:00 to 02:00.
    quarters = [quarter for quarter in range(96) if quarter // 4 != 1]
    rows = [f"30/03/2025 {TIMES[quarter]};40001;1,5" for quarter in quarters]
    put(tmp_path, "Quay/before.csv", meters("40001"))
    put(tmp_path, "march.csv", "\n".join(["time;meter;consumption kWh", *rows]) + "\n")
    line = run(store, tmp_path, Wishes())[-1]
    assert (line.outcome, line.reason) == ("saved", "")
    assert line.parts[0].starts_at == datetime(2025, 3, 30, tzinfo=UTC)


def test_another_group_is_out_of_reach_of_a_named_one(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Quay/a.csv", day())
    assert told(run(store, tmp_path)) == [("Quay/a.csv", "unknown")]


def test_an_import_that_was_undone_does_not_come_back_by_itself(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Mill/a.csv", day())
    number = run(store, tmp_path)[0].parts[0].import_id
    store.undo_import(number, now=NOW + timedelta(hours=1), recorded_by="owner")
    (line,) = run(store, tmp_path)
    assert (line.outcome, line.is_good, line.parts[0].import_id) == ("undone", True, number)


def test_what_a_company_told_of_such_files_counts(store: MemoryBulkStore, tmp_path: Path) -> None:
    text = day().replace("consumption kWh", "value")
    put(tmp_path, "Mill/a.csv", text)
    (refused,) = run(store, tmp_path)
    assert refused.outcome == "refused"
    said = Told().with_fix(Fix("direction", "production")).with_fix(Fix("unit", "Wh"))
    look = detect.look_at(io.BytesIO(text.encode()), file_name="a.csv")
    store.told[store.company_id("river", "Mill")] = {(signature_of(look), look.format): said}
    (line,) = run(store, tmp_path)
    assert (line.outcome, line.parts[0].energy_kwh) == ("saved", {"production": 0.144})


def test_a_reader_that_fails_does_not_stop_the_others(
    store: MemoryBulkStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = detect.detect_format

    def broken(head: bytes, name: str = "") -> str | None:
        if name == "a.csv":
            raise ZeroDivisionError
        return read(head, name)

    def guard(read: Read) -> Reading:
        try:
            return read()
        except ZeroDivisionError as error:
            raise ReaderFailed(error) from error

    monkeypatch.setattr(detect, "detect_format", broken)
    put(tmp_path, "Mill/a.csv", day())
    put(tmp_path, "Mill/b.csv", day("03/06/2025"))
    files = look_into(tmp_path).files
    lines = BulkImport(store, Wishes(), recorded_by="owner", guard=guard).take_in(files, now=NOW)
    assert told(lines) == [("Mill/a.csv", "failed"), ("Mill/b.csv", "saved")]


def test_nothing_of_a_batch_stays_when_it_is_cut_short(
    store: MemoryBulkStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        put(tmp_path, f"Mill/{number}.csv", day(f"0{number}/06/2025"))
    with monkeypatch.context() as patched:
        patched.setattr(store, "note_imports", lambda _brought: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(store, tmp_path)
    assert total_kwh(store, "river", "Mill") == {}
    assert [line.outcome for line in run(store, tmp_path)] == ["saved"] * 3
    assert total_kwh(store, "river", "Mill") == {"Mill": 432.0}


def test_how_files_are_batched_does_not_matter(tmp_path: Path) -> None:
    put(tmp_path, "Mill/1.csv", meters("30001"))
    put(tmp_path, "Mill/2.csv", day("03/06/2025"))
    put(tmp_path, "3.csv", meters("30001", date="04/06/2025"))
    states = []
    for size in (1, 3):
        store = MemoryBulkStore()
        group = NewGroup("river", "River", "Europe/Paris", (NewMember("Mill"), NewMember("Forge")))
        store.create_group(group, now=NOW, recorded_by="owner")
        files = [one for _ in (1, 2) for one in look_into(tmp_path).files]
        for first in range(0, len(files), size):
            BulkImport(store, Wishes("river"), recorded_by="owner").take_in(files[first : first + size], now=NOW)
        states.append(total_kwh(store, "river", "Mill"))
    assert states == [{"30001": 432.0}] * 2


def test_lines_and_summary_are_plain_values(store: MemoryBulkStore, tmp_path: Path) -> None:
    put(tmp_path, "Mill/a.csv", day())
    put(tmp_path, "b.csv", day())
    lines = run(store, tmp_path)
    summary = summary_of(lines)
    assert not summary.is_good
    assert {key: summary_as_json(summary)[key] for key in ("files", "saved", "unknown", "rows", "energy_kwh")} == {
        "files": 2,
        "saved": 1,
        "unknown": 1,
        "rows": 96,
        "energy_kwh": {"consumption": 144.0},
    }
    assert line_as_json(lines[0])["imports"][0]["starts_at"] == "2025-06-01T22:00:00+00:00"
