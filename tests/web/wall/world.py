"""The group behind the wall: three companies, of which two have what a member of the third must never see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from energy_synergy.ports import AnnualTotal, NewMember, SourceKind
from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.web.db.models import (
    Company,
    CompanyTariff,
    Group,
    Invitation,
    Invoice,
    Membership,
    Meter,
    OwnProfile,
    Site,
    Upload,
    User,
)
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.db.tariffs import save_tariff, save_template
from tests.web.conftest import NOW, TIMES, People
from tests.web.wall.agreements import agreements_of
from tests.web.wall.doors import ROLES, Door
from tests.web.wall.market import market_record

# Energy of each quarter of an hour [kWh] of June 2025: every value of Forge and Kiln can be told from any other.
MILL_KWH = 1.25
FORGE_KWH, FORGE_MADE_KWH = 7.7313, 9.4177
KILN_KWH, KILN_MADE_KWH = 3.1907, 2.8061
FORGE_ANNUAL_KWH = 987_654.0
FORGE_PRICE = 0.17319
DAYS = 30
JUNE = datetime(2025, 6, 1, tzinfo=UTC)
FAR = datetime(2199, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    """Who asks, and the numbers of what they ask for."""

    people: People
    ids: dict[str, str]

    def client(self, role: str) -> Client:
        """Return the client of a role."""
        return getattr(self.people, role)  # type: ignore[no-any-return]

    def filled(self, value: object) -> Any:
        """Return a text with the things that it names, a thing alone as its number, anything else as it is."""
        if not isinstance(value, str) or "{" not in value:
            return value
        text = value.format_map(self.ids)
        return int(text) if text.isdigit() else text


def build(store: DatabaseStore, people: People, mill: int) -> World:
    """Fill the group `river`."""
    group = Group.objects.get(slug="river")
    Group.objects.filter(pk=group.pk).update(country="FR")
    forge = store.company_id("river", "Forge")
    kiln = store.add_company("river", NewMember("Kiln"), now=NOW, recorded_by="owner")
    for company, name, direction, kwh in (
        (mill, "mill.csv", "consumption", MILL_KWH),
        (forge, "forge-c.csv", "consumption", FORGE_KWH),
        (forge, "forge-p.csv", "production", FORGE_MADE_KWH),
        (kiln, "kiln-c.csv", "consumption", KILN_KWH),
        (kiln, "kiln-p.csv", "production", KILN_MADE_KWH),
    ):
        _bring(store, company, name, direction, kwh)
    _hide_beside(store, forge)
    file = "time;consumption kWh\n" + "".join(f"03/06/2025 {time};{MILL_KWH}\n" for time in TIMES)
    _send(people.mill_editor, mill, file)
    _draw(people)
    _price(mill, title="Mill contract", energy=0.2, feed_in=0.05)
    # With fees, so that no price inside the group is a price of the contract by its nature.
    fees = {"grid_fee": 0.05, "injection_fee": 0.004, "local_injection_fee": 0.001}
    _price(forge, title="Forge contract", energy=FORGE_PRICE, feed_in=FORGE_PRICE / 2, **fees)
    agreed = agreements_of(Group.objects.get(slug="river"), [mill, forge, kiln])
    ids = {**_things(group, mill), **agreed, "mill": mill, "forge": forge, "kiln": kiln, "file": file}
    return World(people, {name: str(value) for name, value in ids.items()})


def _bring(store: DatabaseStore, company: int, file_name: str, direction: str, kwh: float) -> None:
    lines = "".join(f"{day:02}/06/2025 {time};{kwh}\n" for day in range(1, DAYS + 1) for time in TIMES)
    ingest_file(
        BytesIO(f"time;{direction} kWh\n{lines}".encode()),
        store=store,
        company_id=company,
        timezone="Europe/Paris",
        now=timezone.now(),
        recorded_by="forge_editor@example.org" if file_name.startswith("forge") else "owner",
        file_name=file_name,
    )


def _send(editor: Client, mill: int, content: str) -> None:
    """Let a file of Mill wait for its confirmation."""
    file = SimpleUploadedFile("mill-2.csv", content.encode())
    answer = editor.post("/g/river/data/import/", {"file": file, "company": mill})
    assert answer.status_code == 302, answer.content.decode()
    editor.get(answer.headers["Location"])


def _draw(people: People) -> None:
    """Let the manager share a profile, and Forge keep one to itself."""
    for client in (people.manager, people.forge_editor):
        client.post("/g/river/profiles/duplicate/", {"from": "catalogue:office"})
    shared, hidden = OwnProfile.objects.order_by("id")
    OwnProfile.objects.filter(pk=shared.pk).update(is_shared=True)
    OwnProfile.objects.filter(pk=hidden.pk).update(name="Forge night shift")


def _hide_beside(store: DatabaseStore, forge: int) -> None:
    """Give Forge everything else that is its own business."""
    total = AnnualTotal("consumption", "office", FORGE_ANNUAL_KWH)
    saved = store.save_annual_total(forge, total, now=NOW - timedelta(days=1), recorded_by="owner")
    assert saved.import_id
    store.use_source(forge, "consumption", SourceKind.READINGS, now=NOW)
    Company.objects.filter(pk=forge).update(sector="Forge hidden trade", registration_id="FORGE-4711")
    Site.objects.create(company_id=forge, name="Forge works", address="4 Forge Lane", latitude=48.77313, longitude=2.1)
    Meter.objects.create(company_id=forge, name="FORGE-PRM", direction="production")


def _price(company: int, **told: object) -> None:
    tariff = read_tariff(told)
    save_tariff(Company.objects.get(pk=company), tariff, now=NOW, recorded_by="owner")


def _invoice(company: int) -> Invoice:
    days = {"first_on": date(2025, 6, 2), "last_on": date(2025, 6, 8)}
    return Invoice.objects.create(company_id=company, energy_kwh=840.0, recorded_at=NOW, recorded_by="owner", **days)


def _things(group: Group, mill: int) -> dict[str, object]:
    site = Site.objects.create(company_id=mill, name="Works")
    meter = Meter.objects.create(company_id=mill, name="A", direction="production")
    now = timezone.now()
    invited = {"group": group, "created_at": now, "expires_at": FAR}
    of_group = Invitation.objects.create(role="analyst", digest="a", **invited)
    of_mill = Invitation.objects.create(role="viewer", digest="b", company_id=mill, email="x@example.org", **invited)
    upload = Upload.objects.latest("pk")
    return {
        "site": site.pk,
        "meter": meter.pk,
        "invoice": _invoice(mill).pk,
        "tariff": CompanyTariff.objects.get(company=mill).pk,
        "tariff_template": save_template(
            group, read_tariff({"title": "Ours", "energy": 0.2}), now=NOW, recorded_by="x"
        ).pk,
        "market_record": market_record(group, ["Mill", "Forge", "Kiln"]),
        "group_invitation": of_group.pk,
        "mill_invitation": of_mill.pk,
        "upload": upload.token,
        "profile": OwnProfile.objects.get(is_shared=True).pk,
        "hidden_profile": OwnProfile.objects.get(is_shared=False).pk,
        "import": Company.objects.get(pk=mill).imports.get().pk,
        "viewer": User.objects.get(email="mill_viewer@example.org").pk,
        "analyst": User.objects.get(email="analyst@example.org").pk,
    }


def agree() -> None:
    """Let every company accept that its data can be worked out from totals: days may be shown then."""
    Membership.objects.update(agreed_at=NOW)


__all__ = ["ROLES", "Door", "World", "agree", "build"]
