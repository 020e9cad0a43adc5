"""Energy is shared by the agreement that is in force; where its key does not fit, pro rata, and it is said."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.community.sight import FULL_SIGHT, Sight
from energy_synergy.metering.series import Quality, Series
from energy_synergy.registry import option
from energy_synergy.timeline import Timeline, first_instant
from energy_synergy.units import SLOT
from energy_synergy.usecases.agreements import write_key, write_rule
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.agreements import AgreementDetails, draft, publish
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.models import Agreement, Membership
from energy_synergy.web.db.models import Group as GroupRow
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.queries.calendar_period import Choice
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import load_window
from energy_synergy.web.queries.overview_records import PeriodHead
from energy_synergy.web.queries.seen import gives_exchange_away

ZONE = "Europe/Paris"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SPAN = Timeline.from_days(date(2025, 6, 1), date(2025, 8, 1), ZONE)


def series(direction: str, energy_kwh: np.ndarray) -> Series:
    quality = np.full(len(energy_kwh), Quality.MEASURED, dtype=np.uint8)
    return Series("", direction, SPAN.starts_at, SLOT, energy_kwh, quality)  # type: ignore[arg-type]


def flat(kwh: float) -> np.ndarray:
    return np.full(SPAN.slots, kwh)


MEMBERS = (
    Member("Sun", (series("production", flat(11.0)),)),
    Member("A", (series("consumption", flat(2.0)),)),
    Member("B", (series("consumption", flat(6.0)),)),
    Member("C", (series("consumption", flat(10.0)),)),
)


@pytest.fixture
def row(db: None) -> GroupRow:
    """The worked example A, in every quarter of June and July 2025."""
    save_group(Group("Sun", ZONE, MEMBERS), slug="sun", store=DatabaseStore(), now=NOW, recorded_by="owner")
    return GroupRow.objects.get(slug="sun")


def agree(
    row: GroupRow, first: date, end: date | None = None, *, first_index: int | None = None, **key: Any
) -> Agreement:
    numbers = list(Membership.objects.order_by("id").values_list("company_id", flat=True))
    written = write_key(option("sharing", **key), numbers, first_index=first_index)
    told = AgreementDetails("Ours", written, write_rule(option("pricing", "mid_market_rate")), 15, first, end)
    return publish(draft(row, told, now=NOW, user_id=None), now=NOW, user_id=None)


def head(first: date, end: date, kind: Any = "month") -> PeriodHead:
    return PeriodHead(kind, first, end, first, end, first, end, "all")


def window(row: GroupRow, first: date, end: date, kind: Any = "month") -> GroupWindow:
    row.loaded_bonds = None
    choice = Choice(head(first, end, kind), "balance", "chord", 0.05)
    return load_window(row, load_facts_of(row), choice, FULL_SIGHT)


def received(found: GroupWindow, slot: int = 0) -> list[float]:
    return [round(float(one), 9) for one in found.result.received_kwh[slot]]


STATIC = {"name": "static", "shares": [0.0, 0.5, 0.3, 0.2]}
PRO_RATA = [0, round(11 / 9, 9), round(11 / 3, 9), round(55 / 9, 9)]
BY_STATIC = [0, 2, 3.3, 2.2]
JUNE, TEN, JULY, AUGUST = date(2025, 6, 1), date(2025, 6, 10), date(2025, 7, 1), date(2025, 8, 1)


def test_it_shares_pro_rata_where_nothing_was_agreed(row: GroupRow) -> None:
    found = window(row, JUNE, JULY)

    assert received(found) == PRO_RATA
    assert found.key_runs == ()


def test_it_shares_by_the_agreement_in_force(row: GroupRow) -> None:
    agree(row, JUNE, **STATIC)

    found = window(row, JUNE, JULY)

    assert received(found) == BY_STATIC
    assert [run.agreement and run.agreement.term.title for run in found.key_runs] == ["Ours"]


def test_a_draft_shares_nothing(row: GroupRow) -> None:
    agreement = agree(row, JUNE, **STATIC)
    Agreement.objects.filter(pk=agreement.pk).update(state="withdrawn")

    assert received(window(row, JUNE, JULY)) == PRO_RATA


def test_it_changes_the_key_on_the_day_on_which_another_agreement_begins(row: GroupRow) -> None:
    agree(row, JUNE, TEN, name="equal")
    agree(row, TEN, **STATIC)

    found, slot = window(row, JUNE, JULY), 9 * 96

    assert received(found, slot - 1) == [0, 2, 4.5, 4.5]
    assert received(found, slot) == BY_STATIC
    assert [(run.first_slot, run.end_slot) for run in found.key_runs] == [(0, slot), (slot, 30 * 96)]


def test_it_shares_pro_rata_on_days_without_an_agreement(row: GroupRow) -> None:
    agree(row, TEN, JULY, **STATIC)

    found = window(row, JUNE, AUGUST, "year")

    assert received(found) == PRO_RATA
    assert received(found, 9 * 96) == BY_STATIC
    assert received(found, 30 * 96) == PRO_RATA


def test_it_says_why_and_from_when_a_key_does_not_fit_a_member_that_joined(row: GroupRow) -> None:
    agreement = agree(row, JUNE, **STATIC)
    bond = Membership.objects.get(company__name="C")
    Membership.objects.filter(pk=bond.pk).update(active_from=first_instant(TEN, ZONE))
    key = {**agreement.key, "shares": {**agreement.key["shares"], str(bond.company_id): 0.0}}
    key["shares"] = {number: share for number, share in key["shares"].items() if number != str(bond.company_id)}
    key["shares"][str(Membership.objects.get(company__name="A").company_id)] = 0.7
    Agreement.objects.update(key=key)

    found = window(row, JUNE, JULY)

    before, after = found.key_runs
    assert (before.refusal, before.end_slot) == (None, 9 * 96)
    assert "C" in str(after.refusal)
    assert received(found) == [0, 2, 3.3, 0]
    assert received(found, 9 * 96) == PRO_RATA


def test_a_year_is_shared_as_its_months_are(row: GroupRow) -> None:
    agree(row, TEN, date(2025, 7, 10), **STATIC)
    year, june, july = window(row, JUNE, AUGUST, "year"), window(row, JUNE, JULY), window(row, JULY, AUGUST)

    parts = june.result.member_kwh["received_kwh"] + july.result.member_kwh["received_kwh"]

    np.testing.assert_allclose(year.result.member_kwh["received_kwh"], parts, atol=1e-6)


def test_it_shares_by_coefficients_of_slots_as_far_as_they_reach(row: GroupRow) -> None:
    day = Timeline.from_days(JUNE, date(2025, 6, 2), ZONE)
    shares = np.tile([0.0, 0.5, 0.3, 0.2], (96, 1))
    shares[1] = [0.0, 0.1, 0.1, 0.8]
    agree(row, JUNE, name="slot_shares", shares=shares, first_index=day.first_index)

    found = window(row, JUNE, JULY)

    assert received(found) == BY_STATIC
    assert received(found, 1) == [0, 1.1, 1.1, 8.8]
    assert received(found, 96) == PRO_RATA
    assert found.key_runs[0].refusal is None
    assert "no coefficients" in str(found.key_runs[1].refusal)


def test_a_typical_day_has_the_key_of_all_its_days(row: GroupRow) -> None:
    agree(row, date(2025, 1, 1), **STATIC)
    assert received(window(row, JUNE, AUGUST, "typical")) == BY_STATIC


def test_a_typical_day_over_two_agreements_is_shared_pro_rata_and_says_so(row: GroupRow) -> None:
    agree(row, TEN, **STATIC)
    found = window(row, JUNE, AUGUST, "typical")

    assert received(found) == PRO_RATA
    assert all(run.refusal for run in found.key_runs if run.agreement)


def test_what_was_published_later_did_not_count_then(row: GroupRow) -> None:
    agree(row, JUNE, **STATIC)
    choice = Choice(head(JUNE, JULY), "balance", "chord", 0.05, as_of=datetime(2026, 1, 5, 10, tzinfo=UTC))
    assert received(load_window(row, load_facts_of(row), choice, FULL_SIGHT)) == BY_STATIC
    Agreement.objects.update(published_at=datetime(2026, 1, 6, tzinfo=UTC))
    row.loaded_bonds = None
    assert received(load_window(row, load_facts_of(row), choice, FULL_SIGHT)) == PRO_RATA


def test_another_key_tells_a_company_more_about_the_only_producer(row: GroupRow) -> None:
    """By fixed shares what A receives is half of what Sun gives, so that A must not see its quarter-hours."""
    own = Membership.objects.get(company__name="A").company_id
    sight = Sight(own=frozenset((own,)))
    group = Group("Sun", ZONE, MEMBERS)
    assert not gives_exchange_away(window(row, JUNE, JULY), group, sight)

    agree(row, JUNE, **STATIC)

    assert gives_exchange_away(window(row, JUNE, JULY), group, sight)


def test_a_key_by_pairs_always_tells_one_company_about_another(row: GroupRow) -> None:
    own = Membership.objects.get(company__name="A").company_id
    coefficients = np.zeros((4, 4))
    coefficients[0] = [0, 0.5, 0.3, 0.2]
    agree(row, JUNE, name="full_dynamic", coefficients=coefficients)

    found = window(row, JUNE, JULY)

    assert received(found) == BY_STATIC
    assert gives_exchange_away(found, Group("Sun", ZONE, MEMBERS), Sight(own=frozenset((own,))))
