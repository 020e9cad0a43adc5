"""Every address of the site: the page that it shows, or why it shows none.

A new address fails the tests until it has its line here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

# What the pages of a group show once somebody has worked with it: a place, a meter, a profile, a file that was
# imported, one that waits for its confirmation, and one with rows to fix.
MAKE_THINGS = """
import json, re, sys
from pathlib import Path
from energy_synergy.web.server import prepare
prepare(Path(sys.argv[1]))
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from energy_synergy.web.db.models import Agreement, Company, Group, Meter, OwnProfile, Site, User
from energy_synergy.web.invitations import create_invitation
company = int(sys.argv[2])
client, manager = Client(HTTP_HOST="127.0.0.1"), User.objects.get(email="manager@example.org")
client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
def send(name, day, wrong=()):
    values = {n: "1.5" for n in range(96)} | dict(enumerate(wrong, start=9))
    rows = "".join(f"{day} {n // 4:02}:{n % 4 * 15:02};{value}\\n" for n, value in values.items())
    file = SimpleUploadedFile(name, f"time;consumption kWh\\n{rows}".encode())
    answer = client.post("/g/valley/data/import/", {"file": file, "company": company})
    assert answer.status_code == 302, answer.content
    token = client.get(answer["Location"])["Location"].split("/import/")[1].split("/")[0]
    return token
saved = send("saved.csv", "03/06/2024")
page = client.get(f"/g/valley/data/import/{saved}/confirm/").content.decode()
answer = client.post(
    f"/g/valley/data/import/{saved}/confirm/", {"seal": re.search('name="seal" value="([^"]+)"', page)[1]}
)
assert "/check/" not in answer["Location"], answer["Location"]
assert client.post("/g/valley/profiles/duplicate/", {"from": "catalogue:office"}).status_code == 302
_, secret = create_invitation(
    group=Group.objects.get(slug="valley"), company=Company.objects.get(pk=company), role="editor",
    email="fits@example.org", message="See you on Monday.", now=timezone.now(), made_by=manager)
Group.objects.filter(slug="valley").update(scheme="fr_acc_extended", scheme_answers={"area": "rural"})
tariff = {"currency": "EUR", "title": "Contract", "first_on": "2024-01-01",
    "energy-kind": "flat", "energy-price": "0.2",
    "feed_in-kind": "flat", "feed_in-price": "0.06"}
assert client.post(f"/g/valley/members/{company}/tariffs/new/", tariff).status_code == 302
agreed = {"key": "pro_rata", "rule": "k_split", "pricing-k_split-k": "0.4", "interval_minutes": "15"}
for title in ("Coming", "Draft"):
    told = {**agreed, "title": title, "first_on": "2199-01-01"}
    assert client.post("/g/valley/market/agreements/new/", told).status_code == 302
coming, draft = Agreement.objects.filter(group__slug="valley").order_by("-pk").values_list("pk", flat=True)[:2][::-1]
sent = {"all_the_same": "on"}
assert client.post(f"/g/valley/market/agreements/{coming}/publish/", sent).status_code == 302
kept = client.post("/g/valley/market/proof/?period=day&on=2025-06-11")["Location"]
print(json.dumps({
    "kept": kept.strip("/").split("/")[-1],
    "agreement": coming, "draft": draft,
    "tariff": Company.objects.get(pk=company).tariffs.filter(replaced_at=None).latest("pk").pk,
    "company": company, "invitation": secret,
    "consumer": Company.objects.filter(memberships__group__slug="valley").exclude(meters__direction="production")[0].pk,
    "site": Site.objects.create(company_id=company, name="Works").pk,
    "meter": Meter.objects.create(company_id=company, name="A", direction="production").pk,
    "profile": OwnProfile.objects.latest("pk").pk,
    "import": Company.objects.get(pk=company).imports.latest("pk").pk,
    "waiting": send("waiting.csv", "04/06/2024"),
    "wrong": send("wrong.csv", "05/06/2024", ("-3", "douze", "nan")),
}))
"""
WEEK = "period=week&on=2025-06-09"
YEAR = "period=year&on=2025-01-01"
COMPANY = "/g/valley/members/{company}/"
IMPORT = "/g/valley/data/import/"
AGREEMENTS = "/g/valley/market/agreements/"

# What the manager of a group sees, by the names of the addresses; a page that looks different has several.
PAGES: dict[str, tuple[str, ...]] = {
    "home": ("/",),
    "group_new": ("/groups/new/",),
    "about": ("/about/",),
    "api_reference": ("/api/v1/docs",),
    "group_delete": ("/g/valley/delete/",),
    "overview": (
        f"/g/valley/?{WEEK}",
        "/g/valley/?period=day&on=2025-10-26&view=consumption",
        f"/g/valley/?{YEAR}&view=production&step=day",
        "/g/valley/?period=month&on=2025-03-01&compare=previous",
        "/g/valley/?period=typical&flows=matrix",
        "/g/valley/?period=week&on=2031-03-03",
    ),
    "balance": ("/g/valley/balance/?period=month&on=2025-06-01", "/g/valley/balance/?period=day&on=2025-03-30"),
    "company": (f"{COMPANY}?{WEEK}", f"/g/valley/members/{{consumer}}/?{YEAR}", f"{COMPANY}?period=week&on=2031-03-03"),
    "members": ("/g/valley/members/",),
    "company_new": ("/g/valley/members/new/",),
    "company_edit": (f"{COMPANY}edit/",),
    "company_remove": (f"{COMPANY}remove/",),
    "company_gaps": (f"{COMPANY}missing/",),
    "company_sharing": (f"{COMPANY}sharing/",),
    "company_tariffs": (f"{COMPANY}tariffs/?{WEEK}", f"{COMPANY}tariffs/?period=day&on=1999-01-01"),
    "tariff_new": (f"{COMPANY}tariffs/new/?from=example:five_bands", f"{COMPANY}tariffs/new/"),
    "tariff_edit": (f"{COMPANY}tariffs/{{tariff}}/",),
    "group_tariffs": ("/g/valley/market/tariffs/",),
    "tariff_upload": ("/g/valley/market/tariffs/upload/",),
    "site_new": (f"{COMPANY}sites/new/",),
    "site_edit": (f"{COMPANY}sites/{{site}}/",),
    "company_invoices": (f"{COMPANY}invoices/",),
    "meter_new": (f"{COMPANY}meters/new/",),
    "meter_edit": (f"{COMPANY}meters/{{meter}}/",),
    "people": ("/g/valley/people/",),
    "invitation_new": ("/g/valley/people/invitations/new/",),
    "audit": ("/g/valley/audit/",),
    "group_settings": ("/g/valley/settings/",),
    "group_scheme": ("/g/valley/settings/scheme/",),
    "agreements": (AGREEMENTS,),
    "agreement": (f"{AGREEMENTS}{{agreement}}/", f"{AGREEMENTS}{{draft}}/"),
    "agreement_new": (f"{AGREEMENTS}new/",),
    "agreement_edit": (f"{AGREEMENTS}{{draft}}/edit/",),
    "agreement_publish": (f"{AGREEMENTS}{{draft}}/publish/",),
    "prices": ("/g/valley/market/prices/?year=2025",),
    "compare": (f"/g/valley/market/compare/?{YEAR}", f"/g/valley/market/compare/?{WEEK}&show=equal/k_split"),
    "market": (
        f"/g/valley/market/?{WEEK}",
        "/g/valley/market/?period=day&on=2025-06-11&show=amount",
        f"/g/valley/market/?{YEAR}",
        "/g/valley/market/?period=week&on=2031-03-03",
    ),
    "market_trades": (f"/g/valley/market/trades/?{WEEK}&seller={{company}}&buyer={{consumer}}",),
    "market_explain": (f"/g/valley/market/explain/?{WEEK}&company={{company}}",),
    "market_proof": (f"/g/valley/market/proof/?{WEEK}",),
    "market_kept": ("/g/valley/market/proof/{kept}/",),
    "reports": (f"/g/valley/reports/?{WEEK}",),
    "quality": (f"/g/valley/data/quality/?{YEAR}",),
    "quality_ledger": ("/g/valley/data/quality/ledger/?state=all", "/g/valley/data/quality/ledger/?state=resolved"),
    "data": ("/g/valley/data/",),
    "data_versions": (
        "/g/valley/data/versions/?period=month&on=2025-06-01",
        "/g/valley/data/versions/?import={import}",
    ),
    "data_calendar": ("/g/valley/data/calendar/?year=2025",),
    "data_import": (IMPORT,),
    "upload_columns": (IMPORT + "{waiting}/columns/",),
    "upload_check": (IMPORT + "{wrong}/check/", IMPORT + "{waiting}/check/"),
    "upload_confirm": (IMPORT + "{waiting}/confirm/",),
    "import_result": (IMPORT + "{import}/",),
    "import_undo": (IMPORT + "{import}/undo/",),
    "profiles": ("/g/valley/profiles/",),
    "profile_new": ("/g/valley/profiles/new/",),
    "profile": ("/g/valley/profiles/{profile}/",),
    "profile_catalogue": ("/g/valley/profiles/catalogue/office/",),
    "account": ("/account/",),
    "account_email": ("/account/email/",),
    "account_change_password": ("/account/password/change/",),
    "account_logout": ("/account/logout/",),
    "mfa_index": ("/account/two-factor/",),
}
# What somebody else sees, for the manager is led on or told that there is no such thing.
PAGES_OF_OTHERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "accounts": ("admin", ("/people/",)),
    "site_audit": ("admin", ("/audit/",)),
    "account_login": ("nobody", ("/account/login/",)),
    "account_signup": ("nobody", ("/account/signup/",)),
    "account_inactive": ("nobody", ("/account/inactive/",)),
    "account_email_verification_sent": ("nobody", ("/account/confirm-email/",)),
    "account_confirm_email": ("nobody", ("/account/confirm-email/x/",)),
    "account_reset_password": ("nobody", ("/account/password/reset/",)),
    "account_reset_password_done": ("nobody", ("/account/password/reset/done/",)),
    "account_reset_password_from_key": ("nobody", ("/account/password/reset/key/1-x-y/",)),
    "account_reset_password_from_key_done": ("nobody", ("/account/password/reset/key/done/",)),
    "invitation": ("nobody", ("/i/{invitation}/", "/i/no-such-link/")),
    # What a member sees of the same addresses: less, and sentences that say why.
    "overview": ("viewer", ("/g/valley/?period=month&on=2025-06-01",)),
    "balance": ("viewer", ("/g/valley/balance/?period=month&on=2025-06-01",)),
    "company": ("viewer", (f"{COMPANY}?period=month&on=2025-06-01",)),
    "market": ("viewer", ("/g/valley/market/?period=month&on=2025-06-01",)),
    "agreement": ("viewer", (f"{AGREEMENTS}{{agreement}}/",)),
    "market_explain": ("viewer", ("/g/valley/market/explain/?period=month&on=2025-06-01",)),
}
# Pages that come one after the other, or only once: each has a journey that looks at it in every dress.
ELSEWHERE = {
    "account_first": "tests/journeys/test_criteria_start.py",
    "key_new": "tests/journeys/test_pages_of_second_factor.py",
    "account_reauthenticate": "tests/journeys/test_pages_of_second_factor.py",
    "mfa_authenticate": "tests/journeys/test_pages_of_second_factor.py",
    "mfa_reauthenticate": "tests/journeys/test_pages_of_second_factor.py",
    "mfa_activate_totp": "tests/journeys/test_pages_of_second_factor.py",
    "mfa_deactivate_totp": "tests/journeys/test_pages_of_second_factor.py",
    "mfa_view_recovery_codes": "tests/journeys/test_pages_of_second_factor.py",
    "mfa_generate_recovery_codes": "tests/journeys/test_pages_of_second_factor.py",
}


def make_things(data: Path, company_id: int) -> dict[str, str]:
    """Work a little with the group `valley`, and return the numbers of what there is then."""
    environment = {name: value for name, value in os.environ.items() if name != "ES_DATA_DIR"}
    words = [sys.executable, "-c", MAKE_THINGS, str(data), str(company_id)]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return {name: str(value) for name, value in json.loads(done.stdout).items()}
