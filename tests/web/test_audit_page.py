"""Who did what, when and from where: on a page and as a file."""

from __future__ import annotations

import ast
import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from energy_synergy import web
from energy_synergy.web.db.models import AuditEntry, Company, Group, OwnProfile
from energy_synergy.web.queries.audit_words import AREAS, SENTENCES, sentence
from tests.web.conftest import NOW, People

HERE = "/g/river/audit/"


def entry(action: str = "group.created", *, at: datetime = NOW, actor: str = "owner", **fields: object) -> AuditEntry:
    values = {"address": "192.0.2.7", "door": "page", "group_id": Group.objects.get(slug="river").pk, **fields}
    return AuditEntry.objects.create(at=at, actor=actor, action=action, **values)


def actions() -> set[str]:
    """Return every action that the code writes down by its name."""
    found = set()
    for path in Path(web.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "record"):
                texts = [one.value for arg in node.args[1:2] for one in ast.walk(arg) if isinstance(one, ast.Constant)]
                found |= {text for text in texts if isinstance(text, str) and "." in text}
    return found


def test_every_action_has_a_sentence() -> None:
    known = actions()
    assert len(known) > 20
    assert known - SENTENCES.keys() == set()
    assert {action.partition(".")[0] for action in SENTENCES} == set(AREAS)


@pytest.mark.parametrize("action", SENTENCES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_sentence_fills_in_whatever_was_written_down(action: str, language: str) -> None:
    with override(language):
        assert sentence(action, {}, company="Mill", group="River")
        assert "{" not in sentence(action, {"name": ["a", None], "x": {}}, company="", group="")


def test_it_tells_who_did_what_and_from_where(people: People, mill: int) -> None:
    entry("company.changed", actor="jo@example.org", company_id=mill, details={"sector": ["", "Food"]})
    page = people.manager.get(HERE).content.decode()
    for words in ("jo@example.org", "Changed Mill: sector – → Food", "192.0.2.7", "5 Jan 2026, 10:00"):
        assert words in page


def test_a_company_that_is_gone_is_told_by_its_name(people: People, mill: int) -> None:
    entry("company.removed", company_id=mill, details={"name": "Mill"})
    entry("site.added", company_id=mill, details={"site": "Works"})
    Company.objects.all().delete()
    page = people.manager.get(HERE).content.decode()
    assert "Removed Mill from the group" in page
    assert "Added the site Works to a company that was removed" in page


def test_a_profile_is_told_by_its_name(people: People) -> None:
    people.manager.post("/g/river/profiles/duplicate/", {"from": "catalogue:office"})
    profile = OwnProfile.objects.get()
    OwnProfile.objects.update(name="Night shift")
    people.manager.post(f"/g/river/profiles/{profile.pk}/share/", {"shared": "1"})
    page = people.manager.get(HERE).content.decode()
    assert "Shared the profile Night shift with the group" in page


def test_an_action_without_a_sentence_is_told_as_it_is(people: People) -> None:
    entry("rocket.launched", details={"speed": 3})
    assert "rocket.launched speed: 3" in people.manager.get(HERE).content.decode()


def test_it_filters_by_person_area_and_day(people: People) -> None:
    midnight = datetime(2026, 1, 4, 23, tzinfo=UTC)
    entry("group.archived", at=midnight, actor="jo@example.org")
    entry("group.unarchived", at=midnight - timedelta(microseconds=1))
    entry("site.added", details={"site": "Works"})

    def shown(query: str) -> list[bool]:
        page = people.manager.get(f"{HERE}?{query}").content.decode().partition("<tbody")[2]
        return [text in page for text in ("Archived the group", "Let the group be changed", "Added the site")]

    assert shown("") == [True, True, True]
    assert shown("who=jo@example.org") == [True, False, False]
    assert shown("about=site") == [False, False, True]
    # 5 January begins at 23:00 UTC of the 4th in Paris.
    assert shown("from=2026-01-05") == [True, False, True]
    assert shown("to=2026-01-04") == [False, True, False]


def test_it_says_what_it_cannot_understand_and_leaves_it_out(people: People) -> None:
    entry()
    page = people.manager.get(f"{HERE}?from=yesterday&page=-1").content.decode()
    assert page.count("which cannot be shown") == 2
    assert "Made the group" in page


def test_it_pages_with_few_queries(people: People, django_assert_max_num_queries: object) -> None:
    for minute in range(120):
        entry(at=NOW + timedelta(minutes=minute), details={"n": minute})
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        first = people.manager.get(HERE).content.decode()
    last = people.manager.get(f"{HERE}?page=3").content.decode()
    assert (first.count("Made the group"), last.count("Made the group")) == (50, 20)
    assert ("?page=2" in first, "?page=4" in last) == (True, False)


def test_a_file_holds_no_formula(people: People) -> None:
    entry("account.sign_in_failed", actor="=cmd()", details={"email": "+1"})
    answer = people.manager.get(f"{HERE}audit.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["When", "Who", "What"]
    assert rows[1][:3] == ["2026-01-05T10:00:00+01:00", "'=cmd()", "Failed to sign in as +1"]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_it_is_for_those_who_run_the_group(people: People) -> None:
    for path in (HERE, f"{HERE}audit.csv"):
        codes = [
            getattr(people, who).get(path).status_code
            for who in ("admin", "manager", "mill_editor", "mill_viewer", "stranger", "nobody")
        ]
        assert codes == [200, 200, 403, 403, 404, 302]


def test_the_record_of_the_site_is_for_those_who_run_the_site(people: People) -> None:
    entry("account.signed_in", group_id=None, actor="jo@example.org")
    assert "jo@example.org" in people.admin.get("/audit/").content.decode()
    assert "jo@example.org" in people.admin.get("/audit/audit.csv").content.decode()
    assert "jo@example.org" not in people.manager.get(HERE).content.decode()
    for path in ("/audit/", "/audit/audit.csv"):
        assert [getattr(people, who).get(path).status_code for who in ("manager", "stranger", "nobody")] == [
            404,
            404,
            302,
        ]


def test_whoever_has_no_account_is_told_in_words(people: People) -> None:
    entry(actor="command line")
    assert "owner of this computer" not in people.manager.get(HERE).content.decode()
    entry(actor="owner")
    assert "owner of this computer" in people.manager.get(HERE).content.decode()


def test_the_menu_leads_those_who_run_the_site_to_its_accounts(people: People) -> None:
    assert b'href="/people/"' in people.admin.get("/").content
    assert b'href="/people/"' not in people.manager.get("/").content
