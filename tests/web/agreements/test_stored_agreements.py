"""Agreements in the store: drafted, changed, published, ended, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.ports import NewMember
from energy_synergy.registry import option
from energy_synergy.sharing.base import SharesRefused
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.agreement_dates import (
    AgreementEndsWrongly,
    AgreementOverlaps,
    AgreementStartMissing,
    AgreementStartsInThePast,
    Run,
)
from energy_synergy.usecases.agreements import AgreementLacksMember, WrittenKey, write_key, write_rule
from energy_synergy.web.db.agreed_keys import fingerprint, load_coefficients
from energy_synergy.web.db.agreements import (
    AgreementChanged,
    AgreementClosed,
    AgreementDetails,
    AgreementEndsBeforeStart,
    change,
    draft,
    end,
    in_force,
    over,
    publish,
    withdraw,
)
from energy_synergy.web.db.models import Agreement, Group, Membership
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW

TODAY = date(2026, 1, 5)
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def group(store: DatabaseStore) -> Group:
    """River with Mill and Forge."""
    return Group.objects.get(slug="river")


def numbers(group: Group) -> list[int]:
    return list(Membership.objects.filter(group=group).order_by("id").values_list("company_id", flat=True))


def details(group: Group, **told: Any) -> AgreementDetails:
    key = write_key(option("sharing", "static", shares=[0.6, 0.4]), numbers(group))
    usual = {"title": "Fixed", "key": key, "rule": write_rule(option("pricing", "mid_market_rate"))}
    return AgreementDetails(**{**usual, **told})


def drafted(group: Group, **told: Any) -> Agreement:
    return draft(group, details(group, **told), now=NOW, user_id=None)


def published(group: Group, active_from: date, active_to: date | None = None, title: str = "Fixed") -> Agreement:
    row = drafted(group, active_from=active_from, active_to=active_to, title=title)
    return publish(row, now=NOW, user_id=None)


def test_it_is_a_draft_until_it_is_published(group: Group) -> None:
    row = drafted(group, active_from=TODAY)

    assert in_force(group, TODAY) is None
    publish(row, now=NOW, user_id=None)
    assert in_force(group, TODAY) == row
    assert in_force(group, TODAY - timedelta(days=1)) is None


def test_it_ends_the_agreement_before_it_on_its_first_day(group: Group) -> None:
    first, second = published(group, TODAY), published(group, FEBRUARY)
    first.refresh_from_db()

    assert first.active_to == FEBRUARY
    assert in_force(group, date(2026, 1, 31)) == first
    assert in_force(group, FEBRUARY) == second


def test_it_gives_the_agreement_before_it_its_end_back_when_it_is_withdrawn(group: Group) -> None:
    first, second = published(group, TODAY, APRIL), published(group, FEBRUARY)

    withdraw(second, now=NOW)

    first.refresh_from_db()
    assert first.active_to == APRIL
    assert in_force(group, FEBRUARY) == first


def test_it_does_not_open_again_what_somebody_ended_earlier(group: Group) -> None:
    first, second = published(group, TODAY), published(group, MARCH)
    end(first, FEBRUARY, now=NOW)

    withdraw(second, now=NOW)

    first.refresh_from_db()
    assert first.active_to == FEBRUARY


def test_it_refuses_to_withdraw_what_has_begun(group: Group) -> None:
    row = published(group, TODAY)

    with pytest.raises(AgreementClosed, match="Let it end"):
        withdraw(row, now=NOW)


def test_it_withdraws_a_draft_once(group: Group) -> None:
    row = drafted(group)
    withdraw(row, now=NOW)

    with pytest.raises(AgreementClosed):
        withdraw(row, now=NOW)
    with pytest.raises(AgreementClosed):
        publish(row, now=NOW, user_id=None)


def test_it_ends_on_a_day_and_not_twice_later(group: Group) -> None:
    row = end(published(group, TODAY), FEBRUARY, now=NOW)

    assert in_force(group, FEBRUARY) is None
    with pytest.raises(AgreementEndsWrongly):
        end(row, MARCH, now=NOW)
    with pytest.raises(AgreementClosed):
        end(drafted(group), MARCH, now=NOW)


def test_it_refuses_a_start_in_the_past_where_one_was_in_force(group: Group) -> None:
    published(group, date(2025, 1, 1))

    with pytest.raises(AgreementStartsInThePast):
        published(group, date(2025, 6, 1))


def test_it_refuses_an_agreement_without_a_first_day(group: Group) -> None:
    with pytest.raises(AgreementStartMissing):
        publish(drafted(group), now=NOW, user_id=None)


def test_it_refuses_a_last_day_before_the_first(group: Group) -> None:
    with pytest.raises(AgreementEndsBeforeStart):
        drafted(group, active_from=MARCH, active_to=FEBRUARY)


def test_it_refuses_shares_that_do_not_sum_to_one(group: Group) -> None:
    mill, forge = numbers(group)
    record = {"name": "static", "shares": {str(mill): 0.5, str(forge): 0.4}}

    with pytest.raises(SharesRefused):
        drafted(group, key=WrittenKey(record))


def test_it_is_changed_only_as_a_draft(group: Group) -> None:
    row = drafted(group, active_from=FEBRUARY)
    changed = change(row, details(group, title="Mid", active_from=MARCH), now=NOW)

    assert (changed.title, changed.active_from) == ("Mid", MARCH)
    publish(changed, now=NOW, user_id=None)
    with pytest.raises(AgreementClosed):
        change(row, details(group, title="Other"), now=NOW)


def test_it_refuses_to_publish_a_draft_that_was_changed_after_it_was_looked_at(group: Group) -> None:
    row = drafted(group, active_from=FEBRUARY)
    seen = fingerprint(row)
    change(row, details(group, active_from=MARCH), now=NOW)

    with pytest.raises(AgreementChanged):
        publish(row, now=NOW, user_id=None, seen=seen)
    publish(row, now=NOW, user_id=None, seen=fingerprint(Agreement.objects.get(pk=row.pk)))


def test_it_refuses_to_publish_a_key_without_a_member_that_joined_meanwhile(group: Group, store: DatabaseStore) -> None:
    row = drafted(group, active_from=FEBRUARY)
    store.add_company("river", NewMember("Kiln"), now=NOW, recorded_by="owner")

    with pytest.raises(AgreementLacksMember, match="Kiln"):
        publish(row, now=NOW, user_id=None)


def test_it_tells_which_agreement_holds_over_a_timeline_by_one_query(
    group: Group, django_assert_num_queries: Callable[[int], Any]
) -> None:
    first, second = published(group, TODAY), published(group, date(2026, 1, 6))
    drafted(group, active_from=date(2026, 1, 5))
    timeline = Timeline.from_days(date(2026, 1, 4), date(2026, 1, 7), "Europe/Paris")

    with django_assert_num_queries(1):
        runs = over(group, timeline)

    assert runs == ((Run(0, 96, None), None), (Run(96, 192, first.pk), first), (Run(192, 288, second.pk), second))


def test_it_keeps_the_coefficients_of_a_year_of_quarter_hours(group: Group) -> None:
    year = Timeline.from_days(date(2026, 1, 1), date(2027, 1, 1), "Europe/Paris")
    shares = np.random.default_rng(5).random((year.slots, 1))
    key = option("sharing", "slot_shares", shares=np.hstack([shares, 1 - shares]))
    row = drafted(group, key=write_key(key, numbers(group), first_index=year.first_index), active_from=FEBRUARY)
    row = change(row, replace(details(group), key=WrittenKey(row.key), title="Renamed", active_from=MARCH), now=NOW)
    day = Timeline.from_days(MARCH, date(2026, 3, 2), "Europe/Paris")

    publish(row, now=NOW, user_id=None)
    found = load_coefficients(row.pk, row.key, day)

    assert found is not None
    first = day.first_index - year.first_index
    np.testing.assert_array_equal(found.over(day)[:, 0], shares[first : first + 96, 0])
    assert len(found.values) <= 3 * 96


def test_it_refuses_a_key_that_is_none(group: Group) -> None:
    with pytest.raises(InvalidValue):
        drafted(group, key=WrittenKey({}))


def test_it_refuses_one_that_would_hold_while_another_begins(group: Group) -> None:
    published(group, MARCH)

    with pytest.raises(AgreementOverlaps):
        published(group, FEBRUARY)
    published(group, FEBRUARY, MARCH)


def test_it_refuses_the_second_of_two_who_publish_the_same_day(group: Group) -> None:
    first, second = (drafted(group, active_from=FEBRUARY, title=title) for title in ("A", "B"))
    same = Agreement.objects.get(pk=first.pk)
    publish(first, now=NOW, user_id=None)

    with pytest.raises(AgreementOverlaps, match="A"):
        publish(second, now=NOW, user_id=None)
    with pytest.raises(AgreementClosed):
        publish(same, now=NOW, user_id=None)
