"""Country schemes in the programming interface."""

from __future__ import annotations

import pytest

from energy_synergy.schemes.catalogue import schemes
from energy_synergy.web.db.models import AuditEntry, Group
from tests.web.conftest import People

GROUP = "/api/v1/groups/river/scheme"
JSON = "application/json"


def test_it_lists_every_scheme(people: People) -> None:
    found = people.mill_viewer.get("/api/v1/schemes").json()["items"]
    assert [one["name"] for one in found] == list(schemes())


@pytest.mark.parametrize(("day", "cap"), [("2025-02-20", 3.0), ("2025-02-21", 5.0)])
def test_a_scheme_says_its_figures_of_a_day(people: People, day: str, cap: float) -> None:
    told = people.analyst.get(f"/api/v1/schemes/fr_acc_extended?on={day}").json()
    caps = [one for one in told["statements"] if one["topic"] == "power_cap" and "urban" in one["when"].get("area", [])]
    assert [(one["value"], one["unit"], one["confidence"]) for one in caps] == [(cap, "MW", "H")]
    assert told["questions"][0]["name"] == "area"


def test_a_scheme_that_is_not_there_is_not_found(people: People) -> None:
    assert people.manager.get("/api/v1/schemes/moon").status_code == 404


def test_a_group_follows_a_scheme(people: People) -> None:
    sent = {"scheme": "ch_leg", "answers": {"transformation": "no", "moon": "x"}}
    told = people.manager.patch(GROUP, sent, content_type=JSON).json()
    assert (told["scheme"], told["answers"]) == ("ch_leg", {"transformation": "no"})
    assert told["local_fees"] == [{"company": "Mill", "factor": 0.6}, {"company": "Forge", "factor": 0.6}]
    assert "scheme_municipality_unknown" in {one["code"] for one in told["findings"]}
    assert AuditEntry.objects.filter(action="group.scheme").count() == 1


def test_what_is_left_out_stays(people: People) -> None:
    Group.objects.update(scheme="ch_leg", scheme_answers={"transformation": "no"})
    people.manager.patch(GROUP, {"answers": {"transformation": "yes"}}, content_type=JSON)
    group = Group.objects.get(slug="river")
    assert (group.scheme, group.scheme_answers) == ("ch_leg", {"transformation": "yes"})


def test_an_unknown_scheme_is_refused_with_the_nearest(people: People) -> None:
    answer = people.manager.patch(GROUP, {"scheme": "ch_leq"}, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_name")
    assert "ch_leg" in answer.json()["message"]


def test_a_change_of_what_somebody_else_changed_is_refused(people: People) -> None:
    tag = people.manager.get(GROUP).headers["ETag"]
    people.admin.patch(GROUP, {"scheme": "it_cer"}, content_type=JSON)
    answer = people.manager.patch(GROUP, {"scheme": ""}, content_type=JSON, headers={"If-Match": tag})
    assert answer.status_code == 412


def test_findings_speak_the_language_of_the_caller(people: People) -> None:
    Group.objects.update(scheme="it_cer")
    told = people.manager.get(GROUP, headers={"Accept-Language": "fr"}).json()
    assert any("Poste source" in one["message"] for one in told["findings"])


def test_no_agreement_is_no_file(people: People) -> None:
    answer = people.manager.get(f"{GROUP}/coefficients?cau=ES0031300325733001FH0FA000&year=2026")
    assert (answer.status_code, answer.json()["code"]) == (422, "no_fixed_coefficients")
