"""Files arrive several at once, in archives, within limits; they wait for whoever comes back."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from energy_synergy.web.db import uploads
from energy_synergy.web.db.models import Import, Upload
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.imports import queue
from energy_synergy.web.imports.checks import check_one
from tests.web.conftest import People
from tests.web.imports.conftest import FILES, begin, confirm, page, send, step


def archive(files: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as target:
        for name, text in files.items():
            target.writestr(name, text)
    return stream.getvalue()


def test_several_files_come_at_once(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    names = ("mill-june.csv", "forge.csv", "export.csv")
    sent = [SimpleUploadedFile(name, dated.encode()) for name in names]
    answer = client.post(FILES, {"file": sent}, follow=True)
    found = dict(Upload.objects.values_list("file_name", "company__name"))
    assert "3 files were taken in." in answer.content.decode()
    assert found == {"mill-june.csv": "Mill", "forge.csv": "Forge", "export.csv": None}


def test_an_archive_is_opened(client: Client, store: DatabaseStore, dated: str, template: str) -> None:
    send(client, archive({"2025/mill.csv": dated, "2025/forge.csv": template, "__MACOSX/x": "-"}), name="all.zip")
    assert sorted(Upload.objects.values_list("file_name", "state")) == [
        ("forge.csv", "checked"),
        ("mill.csv", "checked"),
    ]


def test_an_archive_with_too_many_files_is_refused_whole(
    client: Client, store: DatabaseStore, uploads_dir: Path
) -> None:
    answer = send(client, archive({f"{n}.csv": "a" for n in range(60)}), name="all.zip")
    assert answer.status_code == 422
    assert "The archive holds 60 files; at most 50 are opened at once." in answer.content.decode()
    assert not Upload.objects.exists()
    assert not uploads_dir.exists() or list(uploads_dir.iterdir()) == []


def test_an_archive_that_unpacks_too_far_leaves_nothing(
    client: Client, store: DatabaseStore, uploads_dir: Path
) -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w", 8) as target:
        target.writestr("good.csv", "a")
        target.writestr("zeros.csv", b"0" * 20_000_000)
    assert send(client, stream.getvalue(), name="all.zip").status_code == 422
    assert not Upload.objects.exists()
    assert list(uploads_dir.iterdir()) == []


def test_a_file_stops_at_the_limit(client: Client, store: DatabaseStore, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 100_000
    answer = send(client, b"0" * 1_000_000)
    assert answer.status_code == 422
    assert "The file is larger than" in answer.content.decode()
    assert not Upload.objects.exists()


def test_the_limit_is_for_each_file_and_for_all(
    client: Client, store: DatabaseStore, settings: Any, dated: str
) -> None:
    settings.MAX_UPLOAD_BYTES, settings.MAX_UPLOADS_BYTES = 3_000, 6_000
    sent = [SimpleUploadedFile(f"{n}.csv", dated.encode()) for n in range(2)]
    assert client.post(FILES, {"file": sent}).status_code == 302
    sent = [SimpleUploadedFile(f"{n}.csv", dated.encode()) for n in range(4)]
    answer = client.post(FILES, {"file": sent})
    assert "together are larger than" in answer.content.decode()


def test_sending_stops_after_its_time(client: Client, store: DatabaseStore, settings: Any, dated: str) -> None:
    settings.MAX_UPLOAD_SECONDS = -1
    assert "took too long" in send(client, dated).content.decode()


def test_too_many_unfinished_files_are_refused(
    client: Client, store: DatabaseStore, mill: int, settings: Any, dated: str
) -> None:
    settings.MAX_OPEN_UPLOADS = 1
    begin(client, dated)
    answer = send(client, dated)
    assert "1 files of this group are not finished." in answer.content.decode()
    assert Upload.objects.count() == 1


def test_unfinished_files_are_listed(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    begin(client, dated, name="mill.csv")
    begin(client, b"hello", name="forge.txt")
    text = client.get(FILES).content.decode()
    assert "mill.csv" in text
    assert "Ready to confirm" in text
    assert "Cannot be read" in text
    assert "2 files wait for you." in client.get("/g/river/data/").content.decode()


def test_after_a_week_a_file_is_forgotten(client: Client, store: DatabaseStore, dated: str, uploads_dir: Path) -> None:
    upload = begin(client, dated)
    Upload.objects.filter(pk=upload.pk).update(uploaded_at=timezone.now() - timedelta(days=8))
    begin(client, dated)
    upload.refresh_from_db()
    assert upload.state == Upload.State.CANCELLED
    assert len(list(uploads_dir.iterdir())) == 1


def test_a_large_file_is_checked_beside_the_pages(
    client: Client, store: DatabaseStore, mill: int, settings: Any, dated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CHECKED_AT_ONCE_BYTES = 10
    woken: list[bool] = []
    monkeypatch.setattr(queue, "wake", lambda: woken.append(True))
    monkeypatch.setattr("energy_synergy.web.pages.data.import_steps.wake", lambda: woken.append(True))
    upload = begin(client, dated, company=mill)
    text = page(client, upload, "check")
    assert "Waiting for its turn" in text
    assert f"{upload.token}/progress/" in text
    assert client.get(step(upload, "progress")).status_code == 200
    assert woken
    assert queue.work_once()
    assert not queue.work_once()
    assert client.get(step(upload, "progress")).headers["HX-Redirect"] == step(upload, "check")
    confirm(client, upload)
    assert Import.objects.count() == 1


def test_a_claim_has_one_winner_until_its_lease_passes(client: Client, mill: int, dated: str) -> None:
    upload = begin(client, dated, company=mill)
    Upload.objects.filter(pk=upload.pk).update(state="waiting")
    first, second = Upload.objects.get(pk=upload.pk), Upload.objects.get(pk=upload.pk)
    now = timezone.now()
    assert uploads.claim_check(first, now)
    assert not uploads.claim_check(second, now)
    assert uploads.claim_check(second, now + uploads.LEASE + timedelta(seconds=1))
    uploads.note_progress(first, 0.5)
    upload.refresh_from_db()
    assert upload.progress == 0.0
    Upload.objects.filter(pk=upload.pk).update(lease_until=now - timedelta(minutes=1))
    assert queue.work_once()
    upload.refresh_from_db()
    assert upload.state == Upload.State.CHECKED


def test_a_file_that_is_gone_from_disk_is_told(client: Client, mill: int, dated: str, uploads_dir: Path) -> None:
    upload = begin(client, dated, company=mill)
    for path in uploads_dir.iterdir():
        path.unlink()
    Upload.objects.filter(pk=upload.pk).update(state="waiting")
    check_one(Upload.objects.get(pk=upload.pk))
    assert "The file is no longer kept." in page(client, upload, "check")


def test_a_failed_check_leaves_nobody_waiting(
    client: Client, mill: int, dated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("energy_synergy.web.imports.checks.check_file", lambda *_a, **_n: 1 / 0)
    upload = begin(client, dated, company=mill)
    assert "The check failed for a reason that is not in the file." in page(client, upload, "check")


def test_names_of_files_never_lead_out_of_their_folder(client: Client, store: DatabaseStore, uploads_dir: Path) -> None:
    upload = begin(client, "hello", name="../../evil.csv")
    assert upload.file_name == "evil.csv"
    assert [path.name for path in uploads_dir.iterdir()] == [upload.token.hex]


def test_a_stranger_and_those_without_the_right_see_nothing(people: People, dated: str, mill: int) -> None:
    upload = begin(people.manager, dated, company=mill)
    answers = [
        client.get(step(upload, "check")).status_code
        for client in (people.admin, people.manager, people.mill_editor, people.forge_editor, people.stranger)
    ]
    assert answers == [200, 200, 200, 404, 404]
    assert people.mill_viewer.get(step(upload, "check")).status_code == 403
    assert people.analyst.get(step(upload, "check")).status_code == 403
    assert people.nobody.get(step(upload, "check")).status_code == 302


def test_an_editor_touches_no_file_of_another(people: People, dated: str, mill: int) -> None:
    upload = begin(people.mill_editor, dated)
    assert upload.company_id == mill
    forge = people.forge_editor
    for name in ("columns", "fix", "good-rows", "company", "confirm", "remove"):
        assert forge.post(step(upload, name), {"seal": "x"}).status_code == 404
    for name in ("bad-rows.csv", "preview.csv", "progress/", ""):
        assert forge.get(f"{FILES}{upload.token}/{name}").status_code == 404
    assert "x.csv" not in forge.get(FILES).content.decode()
    assert "x.csv" in people.manager.get(FILES).content.decode()


def test_a_file_of_nobody_is_seen_by_its_sender(people: People, dated: str) -> None:
    upload = begin(people.manager, dated, name="export.csv")
    assert upload.company_id is None
    assert people.mill_editor.get(step(upload, "check")).status_code == 404
    assert people.admin.get(step(upload, "check")).status_code == 404


def test_an_editor_chooses_only_their_own_company(people: People, store: DatabaseStore, dated: str) -> None:
    forge = store.company_id("river", "Forge")
    assert send(people.mill_editor, dated, company=forge).status_code == 422
    upload = begin(people.mill_editor, dated, name="forge.csv")
    people.mill_editor.post(step(upload, "company"), {"company": forge})
    upload.refresh_from_db()
    assert upload.company_id != forge


def test_a_group_of_another_holds_no_upload(client: Client, mill: int, dated: str) -> None:
    upload = begin(client, dated, company=mill)
    assert client.get(f"/g/nowhere/data/import/{upload.token}/check/").status_code == 404


def test_a_file_of_which_no_row_can_be_read_has_no_file_of_bad_rows(client: Client, mill: int) -> None:
    upload = begin(client, "time;consumption kWh\n9999-12-31 23:30;1\n9999-12-31 23:45;1\n")
    answer = client.get(f"{FILES}{upload.token}/bad-rows.csv")
    assert (answer.status_code, answer.headers["Location"]) == (302, step(upload, "check"))
