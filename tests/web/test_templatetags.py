"""Numbers, dates and bars are written as the visitor's language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from energy_synergy.web.templatetags import es_dates, es_numbers, es_overview
from energy_synergy.web.templatetags.es_icons import STROKES, icon
from energy_synergy.web.templatetags.es_shell import spoken

THIN, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "12,345.6"), ("fr", f"12{THIN}345,6")], ids=["english", "french"]
)
def test_it_groups_thousands_and_marks_decimals(language: str, text: str) -> None:
    with override(language):
        assert es_numbers.number(12_345.6, 1) == text


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_it_writes_a_dash_for_what_is_unknown(value: float | None) -> None:
    shown = (es_numbers.number(value), es_numbers.percent(value), es_numbers.energy_in(value, "MWh"))
    assert shown == ("–", "–", "–")


def test_it_never_writes_a_negative_zero() -> None:
    assert es_numbers.number(-0.04, 1) == "0.0"


def test_it_writes_a_minus_sign_and_not_a_hyphen() -> None:
    assert es_numbers.number(-3) == "\u22123"


def test_it_keeps_percent_signs_at_their_number_in_french() -> None:
    with override("fr"):
        assert es_numbers.percent(0.953, 1) == f"95,3{THIN}%"


@pytest.mark.parametrize(("fraction", "text"), [(1.0, "100%"), (0.99999, "99.9%"), (0.994, "99.4%"), (0.0, "0.0%")])
def test_only_all_of_the_readings_are_a_hundred_percent(fraction: float, text: str) -> None:
    assert es_numbers.received_percent(fraction) == text


def test_it_shows_the_sign_of_a_change() -> None:
    assert (es_numbers.signed_percent(0.021), es_numbers.signed_percent(-0.021)) == ("+2.1%", "\u22122.1%")


def test_a_column_has_the_unit_of_its_largest_energy() -> None:
    assert (es_numbers.column_unit(120.0, 9_999.0, None), es_numbers.column_unit(120.0, 10_000.0)) == ("kWh", "MWh")


def test_it_carries_minutes_into_hours() -> None:
    assert es_numbers.hours(54.9999) == f"55{HARD}h{HARD}00"


@pytest.mark.parametrize(("language", "text"), [("en", "Mon 8 Jun"), ("fr", f"lun.{HARD}8{HARD}juin")])
def test_it_writes_a_day_with_its_weekday(language: str, text: str) -> None:
    with override(language):
        assert es_dates.day(date(2026, 6, 8)) == text


@pytest.mark.parametrize(
    ("kind", "first", "end", "text"),
    [
        ("day", date(2026, 6, 8), date(2026, 6, 9), "Mon 8 Jun 2026"),
        ("week", date(2026, 6, 8), date(2026, 6, 15), "8 – 14 June 2026"),
        ("week", date(2026, 6, 29), date(2026, 7, 6), "29 June – 5 July 2026"),
        ("week", date(2025, 12, 29), date(2026, 1, 5), "29 December 2025 – 4 January 2026"),
        ("month", date(2026, 6, 1), date(2026, 7, 1), "June 2026"),
        ("year", date(2026, 1, 1), date(2027, 1, 1), "2026"),
    ],
)
def test_it_names_a_period(kind: str, first: date, end: date, text: str) -> None:
    period = SimpleNamespace(kind=kind, starts_on=first, ends_on=end)
    assert es_dates.period_title(period).replace(HARD, " ") == text


def test_an_instant_is_written_on_the_clock_of_its_group() -> None:
    moment = datetime(2026, 6, 14, 21, 45, tzinfo=UTC)
    assert es_dates.local_moment(moment, "Europe/Paris") == "14 Jun 2026, 23:45"


@pytest.mark.parametrize(("language", "text"), [("en", "08:00"), ("fr", f"8{HARD}h")])
def test_it_writes_an_hour_of_the_day(language: str, text: str) -> None:
    with override(language):
        assert es_dates.hour_of_day(8) == text


def test_the_parts_of_a_bar_fill_it() -> None:
    found = es_overview.segments([("own", 1.0), ("group", 0.0), ("grid", 3.0)])
    assert [(one.color, one.start, one.width) for one in found] == [("own", 0.0, 0.25), ("grid", 0.25, 0.75)]


def test_a_bar_of_nothing_has_no_parts() -> None:
    assert es_overview.segments([("own", 0.0)]) == ()


def test_lengths_in_drawings_have_a_point_in_french_too() -> None:
    with override("fr"):
        assert es_numbers.drawn(0.125) == "12.500%"


def test_an_icon_is_hidden_from_screen_readers() -> None:
    assert all('aria-hidden="true"' in icon(name) for name in STROKES)


def test_only_names_of_the_demo_group_are_translated() -> None:
    with override("fr"):
        assert spoken("Retail", False) == "Retail"


def test_the_charts_have_a_word_for_everything_they_say() -> None:
    assert all(es_overview.chart_words().values())


def test_no_word_of_a_page_takes_the_place_of_a_month() -> None:
    with override("fr"):
        assert "mai" in es_dates.long_date(date(2025, 5, 1))
