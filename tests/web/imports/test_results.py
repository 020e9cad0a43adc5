"""An import can be undone for thirty days, and says so."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from energy_synergy.ports import UNDO_FOR
from energy_synergy.web.db.models import AuditEntry, Import
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import People
from tests.web.imports.conftest import FILES, begin, confirm


def made(client: Client, text: str, company: int) -> Import:
    confirm(client, begin(client, text, company=company))
    return Import.objects.latest("pk")


def test_it_works(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    made(client, dated, mill)
    second = made(client, dated.replace(";1,5", ";2,5"), mill)
    assert "Undo this import for Mill?" in client.get(f"{FILES}{second.pk}/undo/").content.decode()
    assert store.load_group("river").members[0].series[0].total_kwh == 240.0
    answer = client.post(f"{FILES}{second.pk}/undo/", follow=True).content.decode()
    assert "The import was undone" in answer
    assert "Undone on" in answer
    assert "/undo/" not in answer
    assert store.load_group("river").members[0].series[0].total_kwh == 144.0
    assert AuditEntry.objects.filter(action="import.undone").count() == 1
    listed = client.get("/g/river/data/").content.decode()
    assert "Undoes another import" in listed
    assert listed.count("/undo/") == 1


def test_a_second_undo_is_refused(client: Client, mill: int, dated: str) -> None:
    one = made(client, dated, mill)
    client.post(f"{FILES}{one.pk}/undo/")
    assert client.get(f"{FILES}{one.pk}/undo/").status_code == 302
    answer = client.post(f"{FILES}{one.pk}/undo/", follow=True)
    assert "This import was undone already." in answer.content.decode()
    assert Import.objects.count() == 2


def test_after_thirty_days_it_stays(client: Client, store: DatabaseStore, mill: int, dated: str) -> None:
    one = made(client, dated, mill)
    Import.objects.filter(pk=one.pk).update(recorded_at=timezone.now() - UNDO_FOR - timedelta(seconds=1))
    assert "/undo/" not in client.get(f"{FILES}{one.pk}/").content.decode()
    answer = client.post(f"{FILES}{one.pk}/undo/", follow=True)
    assert "An import can be undone for 30 days." in answer.content.decode()
    assert store.load_group("river").members[0].series[0].total_kwh == 144.0


def test_an_annual_total_is_undone(client: Client, store: DatabaseStore, mill: int) -> None:
    client.post("/g/river/data/annual-total/", {"company": mill, "profile": "office", "annual_kwh": "68 000,5"})
    one = Import.objects.get()
    (estimate,) = store.load_group("river").members[0].estimates
    assert (estimate.profile.name, estimate.annual_kwh) == ("office", 68_000.5)
    assert "spread by Office" in client.get(f"{FILES}{one.pk}/").content.decode()
    client.post(f"{FILES}{one.pk}/undo/")
    assert store.load_group("river").members[0].estimates == ()
    assert client.get("/g/river/").status_code == 200


def test_pages_work_after_everything_was_undone(client: Client, mill: int, dated: str) -> None:
    one = made(client, dated, mill)
    client.post(f"{FILES}{one.pk}/undo/")
    for path in ("/g/river/", "/g/river/data/", "/g/river/data/calendar/", "/g/river/data/quality/"):
        assert client.get(path, follow=True).status_code == 200


def test_who_may_not_import_may_not_undo(people: People, mill: int, dated: str) -> None:
    one = made(people.mill_editor, dated, mill)
    path = f"{FILES}{one.pk}/undo/"
    clients = (people.mill_viewer, people.analyst, people.forge_editor, people.stranger)
    assert [client.post(path).status_code for client in clients] == [403, 403, 404, 404]
    assert people.mill_viewer.get(f"{FILES}{one.pk}/").status_code == 200
    assert people.forge_editor.get(f"{FILES}{one.pk}/").status_code == 404
    assert "/undo/" not in people.mill_viewer.get(f"{FILES}{one.pk}/").content.decode()
    assert people.manager.post(path).status_code == 302


def test_it_replaces_and_goes_back(client: Client, store: DatabaseStore, mill: int, template: str, dated: str) -> None:
    made(client, dated, mill)
    made(client, template, mill)
    assert "Use this" in client.get("/g/river/data/").content.decode()
    choice = {"company": mill, "direction": "consumption", "kind": "readings"}
    assert client.post("/g/river/data/source/", choice).status_code == 302
    assert store.load_group("river").members[0].series[0].is_dated


def test_a_total_that_is_no_number_is_refused(client: Client, store: DatabaseStore, mill: int) -> None:
    for written in ("", "0", "-5", "nan", "inf", "1e9", "1_000", "1,000,000", "x"):
        fields = {"company": mill, "profile": "office", "annual_kwh": written}
        assert client.post("/g/river/data/annual-total/", fields).status_code == 422
    assert not Import.objects.exists()
