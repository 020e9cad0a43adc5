"""What a report says of the agreement that energy is shared by."""

from __future__ import annotations

from datetime import date

from energy_synergy.registry import option
from energy_synergy.usecases.agreements import write_key, write_rule
from energy_synergy.web.db.agreements import AgreementDetails, draft, publish
from energy_synergy.web.db.models import Company, Group
from tests.web.conftest import NOW, People
from tests.web.reports.test_sight import texts
from tests.web.test_sight import JUNE

from .conftest import workbook


def test_a_report_names_the_agreement_and_its_key(people: People) -> None:
    key, rule = write_key(option("sharing", "equal"), ()), write_rule(option("pricing", "mid_market_rate"))
    told = AgreementDetails("River deal", key, rule, active_from=date(2025, 1, 1))
    publish(draft(Group.objects.get(slug="river"), told, now=NOW, user_id=None), now=NOW, user_id=None)
    mill = Company.objects.get(name="Mill").pk
    for name in ("group", f"company-{mill}"):
        found = texts(workbook(people.manager, f"/g/river/reports/{name}.xlsx?{JUNE}"))
        assert "Shared by the agreement River deal: Equal parts." in found


def test_a_report_without_an_agreement_names_none(people: People) -> None:
    found = texts(workbook(people.manager, f"/g/river/reports/group.xlsx?{JUNE}"))
    assert "Shared by the agreement" not in found
    assert "in proportion to what they lack where there is none" in found
