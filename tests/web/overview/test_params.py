"""The address says what is shown; what cannot be understood falls back with a message."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from energy_synergy.timeline import zone
from energy_synergy.web.db.facts import CompanyFacts, GroupFacts
from energy_synergy.web.pages.overview.params import Asked, parse, query_of
from energy_synergy.web.queries.calendar_period import timeline_before

TODAY = date(2026, 1, 5)
PARIS = zone("Europe/Paris")


def facts(first: date | None = date(2025, 1, 1), end: date | None = date(2026, 1, 1), members: int = 3) -> GroupFacts:
    """Return a group whose readings fill the days from `first` to `end`, end exclusive."""
    return GroupFacts(
        slug="g",
        name="G",
        timezone="Europe/Paris",
        country="",
        tolerance=0.05,
        is_demo=False,
        companies=tuple(CompanyFacts(n, f"M{n}", "", n) for n in range(members)),
        first_at=first and datetime(first.year, first.month, first.day, tzinfo=PARIS),
        last_at=end and datetime(end.year, end.month, end.day, tzinfo=PARIS),
    )


def ask(known: GroupFacts | None = None, **query: str) -> Asked:
    return parse(query, known or facts(), today=TODAY)


def test_it_begins_with_the_last_full_week() -> None:
    period = ask().choice.period
    assert (period.kind, period.starts_on, period.ends_on) == ("week", date(2025, 12, 22), date(2025, 12, 29))
    assert period.starts_on.weekday() == 0


@pytest.mark.parametrize(
    ("kind", "starts_on", "ends_on"),
    [
        ("day", date(2025, 12, 31), date(2026, 1, 1)),
        ("month", date(2025, 12, 1), date(2026, 1, 1)),
        ("year", date(2025, 1, 1), date(2026, 1, 1)),
        ("typical", date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_it_begins_with_the_last_full_period_of_each_kind(kind: str, starts_on: date, ends_on: date) -> None:
    period = ask(period=kind).choice.period
    assert (period.starts_on, period.ends_on) == (starts_on, ends_on)


def test_it_shows_a_week_that_is_not_full_when_there_is_no_other() -> None:
    period = ask(facts(date(2025, 6, 10), date(2025, 6, 13))).choice.period
    assert (period.starts_on, period.previous_on, period.next_on) == (date(2025, 6, 9), None, None)


@pytest.mark.parametrize(("on", "starts_on"), [("2024-02-29", date(2024, 2, 1)), ("2025-12-31", date(2025, 12, 1))])
def test_it_finds_the_month_that_holds_a_day(on: str, starts_on: date) -> None:
    assert ask(period="month", on=on).choice.period.starts_on == starts_on


@pytest.mark.parametrize(
    ("on", "previous_on", "next_on"),
    [
        ("2025-06-11", date(2025, 6, 2), date(2025, 6, 16)),
        ("2025-01-01", None, date(2025, 1, 6)),
        ("2025-12-31", date(2025, 12, 22), None),
        ("2027-05-05", date(2025, 12, 29), None),
        ("2020-05-05", None, date(2024, 12, 30)),
    ],
)
def test_it_leads_only_where_data_is(on: str, previous_on: date | None, next_on: date | None) -> None:
    period = ask(on=on).choice.period
    assert (period.previous_on, period.next_on) == (previous_on, next_on)


def test_it_compares_only_with_the_period_right_before() -> None:
    before = timeline_before(ask(on="2025-06-11").choice.period, "Europe/Paris")
    assert before
    assert before.slots == 7 * 96
    assert timeline_before(ask(on="2027-05-05").choice.period, "Europe/Paris") is None


@pytest.mark.parametrize(
    "query",
    [
        {"period": "fortnight"},
        {"on": "yesterday"},
        {"on": "2025-02-30"},
        {"on": "9999-12-31"},
        {"on": "0001-01-01"},
        {"view": "<script>"},
        {"flows": "pie"},
        {"tolerance": "nan"},
        {"tolerance": "-0.1"},
        {"tolerance": "5"},
        {"tolerance": "1e999"},
        {"day_type": "holiday"},
    ],
)
def test_it_falls_back_and_says_so(query: dict[str, str]) -> None:
    asked = ask(**query)
    assert asked.choice == ask().choice
    assert len(asked.complaints) == 1
    assert next(iter(query.values())) in asked.complaints[0]


@pytest.mark.parametrize(("members", "flows"), [(10, "flows"), (11, "matrix")])
def test_it_shows_a_matrix_above_ten_members(members: int, flows: str) -> None:
    assert ask(facts(members=members)).choice.flows == flows


def test_it_begins_with_the_typical_day_where_nothing_has_a_date() -> None:
    undated = facts(None, None)
    assert ask(undated).choice.period.kind == "typical"
    assert ask(undated, period="week").choice.period.starts_on == TODAY


def test_it_gives_the_full_address_back() -> None:
    choice = ask(period="month", on="2025-06-11", view="production", tolerance="0.1").choice
    parts = dict(part.split("=") for part in query_of(choice).split("&"))
    assert parts["on"] == "2025-06-01"
    assert ask(**parts).choice == choice


def test_the_last_day_is_read_on_the_clock_of_the_group() -> None:
    known = facts(date(2025, 6, 2), date(2025, 6, 9))
    assert ask(known).choice.period.last_on == date(2025, 6, 8)
    assert ask(known).choice.period.ends_on - timedelta(days=7) == date(2025, 6, 2)
