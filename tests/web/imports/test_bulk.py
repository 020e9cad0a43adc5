"""Many files at once into the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from energy_synergy.metering.series import Series
from energy_synergy.usecases.bulk_file import ReaderFailed
from energy_synergy.usecases.bulk_import import BulkImport, Wishes
from energy_synergy.usecases.bulk_lines import Line
from energy_synergy.usecases.drop_folder import look_into
from energy_synergy.web.db import models
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.imports import bulk
from energy_synergy.web.imports.bulk import BulkDatabaseStore, DatabaseBusy, database_told, guarded

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]
BY = "command line"


def meters(*names: str, date: str = "02/06/2025") -> str:
    rows = [f"{date} {time};{name};{place + 1},5" for place, name in enumerate(names) for time in TIMES]
    return "\n".join(["time;meter;consumption kWh", *rows]) + "\n"


def put(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(folder: Path, wishes: Wishes = Wishes("river"), now: datetime = NOW) -> list[Line]:  # noqa: B008
    return BulkImport(BulkDatabaseStore(), wishes, recorded_by=BY).take_in(look_into(folder).files, now=now)


def told(lines: list[Line]) -> list[tuple[str, str]]:
    return [(line.file, line.outcome.value) for line in lines]


def meter_row(company: int, name: str) -> None:
    models.Meter.objects.create(company_id=company, direction="consumption", name=name)


@pytest.fixture
def forge(store: DatabaseStore, mill: int) -> int:
    """The number of the company Forge; Mill has the meter 30001, Forge 30002."""
    forge = store.company_id("river", "Forge")
    meter_row(mill, "30001")
    meter_row(forge, "30002")
    return forge


def test_it_splits_a_file_between_companies_by_their_meters(mill: int, forge: int, tmp_path: Path) -> None:
    put(tmp_path, "shared.csv", meters("30001", "30002"))
    (line,) = run(tmp_path)
    assert [(part.company, part.meters, part.energy_kwh["consumption"]) for part in line.parts] == [
        ("Mill", ("30001",), 144.0),
        ("Forge", ("30002",), 240.0),
    ]
    rows = models.DayBlock.objects.filter(superseded_at=None).order_by("meter__name", "day_index")
    assert list(rows.values_list("meter__company_id", "meter__name", "total_kwh")) == [
        (mill, "30001", 12.0),
        (mill, "30001", 132.0),
        (forge, "30002", 20.0),
        (forge, "30002", 220.0),
    ]
    assert not models.FindingRow.objects.filter(source_import__company=mill, sentence__contains="30002").exists()


def test_the_same_file_changes_nothing_whatever_it_is_called(forge: int, tmp_path: Path) -> None:
    put(tmp_path, "a.csv", meters("30001", "30002"))
    run(tmp_path)
    before = [model.objects.count() for model in (models.Import, models.DayBlock, models.AuditEntry)]
    put(tmp_path, "b.csv", meters("30001", "30002"))
    assert told(run(tmp_path, now=NOW + timedelta(days=1))) == [("a.csv", "same"), ("b.csv", "same")]
    assert [model.objects.count() for model in (models.Import, models.DayBlock, models.AuditEntry)] == before


def test_a_newer_file_wins_and_the_older_does_not_come_back(mill: int, forge: int, tmp_path: Path) -> None:
    put(tmp_path, "a.csv", meters("30001"))
    run(tmp_path)
    put(tmp_path, "b.csv", meters("30001").replace(";1,5", ";2,5"))
    assert told(run(tmp_path)) == [("a.csv", "same"), ("b.csv", "saved")]
    current = models.DayBlock.objects.filter(superseded_at=None, meter__company=mill)
    assert sum(current.values_list("total_kwh", flat=True)) == 240.0


def test_it_is_in_the_audit_record(forge: int, mill: int, tmp_path: Path, people: object) -> None:
    put(tmp_path, "in/a.csv", meters("30001"))
    (line,) = run(tmp_path)
    (entry,) = models.AuditEntry.objects.filter(action="import.saved")
    assert (entry.door, entry.actor, entry.group_name, entry.company_id) == ("cli", BY, "River", mill)
    assert entry.details == {"number": line.parts[0].import_id, "file": "in/a.csv"}
    shown = people.manager.get("/g/river/audit/").content.decode()  # type: ignore[attr-defined]
    assert "Brought data in for Mill" in shown


class Killed(BaseException):
    """The process ends."""


@pytest.fixture
def killed_at_third(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A store that is cut short in the middle of the third file, after its days are written."""
    save, count = BulkDatabaseStore.save_dataset, [0]

    def save_and_die(*arguments: object, **named: object) -> object:
        count[0] += 1
        saved = save(*arguments, **named)  # type: ignore[arg-type]
        if count[0] == 3:
            raise Killed
        return saved

    with monkeypatch.context() as patched:
        patched.setattr(BulkDatabaseStore, "save_dataset", save_and_die)
        yield patched


def test_a_run_that_was_killed_is_taken_up_again(forge: int, tmp_path: Path, killed_at_third: object) -> None:
    for number in range(1, 6):
        put(tmp_path, f"{number}.csv", meters("30001", date=f"0{number}/06/2025"))
    with pytest.raises(Killed):
        run(tmp_path)
    assert not models.Import.objects.exists()
    assert not models.DayBlock.objects.exists()
    killed_at_third.undo()  # type: ignore[attr-defined]
    assert [line.outcome for line in run(tmp_path)] == ["saved"] * 5
    current = models.DayBlock.objects.filter(superseded_at=None)
    assert sum(current.values_list("total_kwh", flat=True)) == 5 * 144.0
    assert models.Import.objects.count() == models.AuditEntry.objects.filter(action="import.saved").count() == 5


def test_a_file_that_fails_half_way_leaves_nothing(forge: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save = BulkDatabaseStore.save_dataset

    def refuse_forge(self: BulkDatabaseStore, company_id: int, *rest: object, **named: object) -> object:
        if company_id == forge:
            raise OverflowError
        return save(self, company_id, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(BulkDatabaseStore, "save_dataset", refuse_forge)
    put(tmp_path, "shared.csv", meters("30001", "30002"))
    with pytest.raises(OverflowError):
        run(tmp_path)
    assert not models.DayBlock.objects.exists()


def test_a_meter_of_two_companies_is_told(mill: int, forge: int, tmp_path: Path) -> None:
    meter_row(forge, "30001")
    put(tmp_path, "a.csv", meters("30001"))
    (line,) = run(tmp_path)
    assert (line.outcome, line.reason) == ("unknown", "30001 belongs to several companies: Forge, Mill.")
    assert not models.Import.objects.exists()


def test_an_archived_group_takes_nothing(forge: int, tmp_path: Path) -> None:
    models.Group.objects.update(archived_at=NOW)
    put(tmp_path, "a.csv", meters("30001"))
    (line,) = run(tmp_path, Wishes())
    assert (line.outcome, "archived" in line.reason) == ("unknown", True)


def test_a_closed_membership_takes_what_was_measured_before_it_ended(mill: int, forge: int, tmp_path: Path) -> None:
    ended = datetime(2025, 6, 2, 22, tzinfo=UTC)
    models.Membership.objects.filter(company=mill).update(active_to=ended)
    put(tmp_path, "a.csv", meters("30001"))
    put(tmp_path, "b.csv", meters("30001", date="03/06/2025"))
    lines = run(tmp_path)
    assert told(lines) == [("a.csv", "saved"), ("b.csv", "unknown")]
    assert "had left the group River" in lines[1].reason


def test_a_file_of_the_wizard_names_the_meter_for_the_next(
    store: DatabaseStore, mill: int, tmp_path: Path, client: Client
) -> None:
    answer = client.post(
        f"/api/v1/groups/river/companies/{mill}/imports?file_name=first.csv",
        meters("30001", date="01/06/2025").encode(),
        content_type="text/csv",
    )
    assert answer.status_code == 201, answer.content
    put(tmp_path, "a.csv", meters("30001"))
    (line,) = run(tmp_path)
    assert (line.outcome, line.parts[0].company, line.parts[0].meters) == ("saved", "Mill", ("",))
    assert models.Meter.objects.count() == 1


def test_it_keeps_to_the_zone_and_the_names_of_a_series(mill: int, forge: int, tmp_path: Path) -> None:
    put(tmp_path, "a.csv", meters("30001"))
    run(tmp_path)
    start = datetime(2025, 6, 1, 22, tzinfo=UTC)
    found = DatabaseStore().load_readings(mill, "consumption", "30001", start, start + timedelta(days=1))
    assert isinstance(found, Series)
    assert found.energy_kwh[88:184].tolist() == [1.5] * 96


def test_it_is_compared_with_a_contract_one_file_at_a_time(mill: int, forge: int, tmp_path: Path) -> None:
    models.Meter.objects.filter(name="30001").update(contracted_kw=1)
    put(tmp_path, "a.csv", meters("30001"))
    put(tmp_path, "b.csv", meters("30001", date="03/06/2025"))
    run(tmp_path)
    found = models.FindingRow.every.filter(code="above_contracted_power", source_import__company=mill)
    assert found.values("source_import").distinct().count() == 2


def test_the_latest_import_of_each_company_is_compared_with_what_else_is_stored(
    mill: int, forge: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[tuple[int, str]] = []
    monkeypatch.setattr(bulk, "note_beside", lambda number, timezone: noted.append((number, timezone)))
    for number in (1, 2):
        put(tmp_path, f"{number}.csv", meters("30001", "30002", date=f"0{number}/06/2025"))
    lines = run(tmp_path)
    latest = [part.import_id for part in lines[-1].parts]
    bulk.note_latest(lines)
    bulk.note_latest(run(tmp_path))
    assert noted == [(number, "Europe/Paris") for number in latest] * 2


def test_a_busy_database_is_a_refusal() -> None:
    with pytest.raises(DatabaseBusy, match="import again"), database_told():
        raise OperationalError("database is locked")


def test_a_failure_that_nobody_foresaw_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ReaderFailed, match="ZeroDivisionError"):
        guarded(lambda: 1 // 0)  # type: ignore[arg-type, return-value]
    assert "ZeroDivisionError" in caplog.text


def test_queries_do_not_grow_with_companies(
    store: DatabaseStore, mill: int, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        assert [one.name for one in BulkDatabaseStore().known_companies("river")] == ["Mill", "Forge"]
