"""The sheet of quarters: which columns it has, and what becomes of it where it would be too long."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.web.queries import report_slots
from energy_synergy.web.queries.company_page import LoadedCompany
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.report_slots import company_slots, group_slots
from tests.web.overview.conftest import ZONE, gap, series, steady

__all__ = ["gap"]

Window = Callable[..., GroupWindow]
GROUP = ["Production", "Consumption", "Used locally", "Surplus", "Deficit"]


def test_the_group_comes_first_and_companies_only_with_a_source(river: Group, window_of: Window) -> None:
    slots = group_slots(window_of(river, {"on": "2025-06-09"}))
    labels = [column.label for column in slots.columns]
    assert labels[:5] == GROUP
    assert labels[5:7] == ["Mill: production", "Farm: production"]
    assert labels[7:] == ["Mill: consumption", "Farm: consumption", "Forge: consumption"]
    assert [len(values) for values in slots.values] == [672] * 10


def test_companies_add_up_to_the_group(river: Group, window_of: Window) -> None:
    slots = group_slots(window_of(river, {"on": "2025-06-09"}))
    np.testing.assert_allclose(np.sum(slots.values[5:7], axis=0), slots.values[0])
    np.testing.assert_allclose(np.sum(slots.values[7:], axis=0), slots.values[1])


def company(window: GroupWindow, *, is_told: bool) -> LoadedCompany:
    return LoadedCompany(whole=window, place=0, seen=window, is_told=is_told, is_own=True)


def test_what_a_company_used_and_made_adds_up(river: Group, window_of: Window) -> None:
    slots = company_slots(company(window_of(river, {"on": "2025-06-09"}), is_told=True))
    used, own, received, bought, made, given, sold = slots.values
    np.testing.assert_allclose(used, own + received + bought)
    np.testing.assert_allclose(made, own + given + sold)


def test_it_adds_up_without_what_is_exchanged(river: Group, window_of: Window) -> None:
    used, own, lacking, made, left = company_slots(company(window_of(river), is_told=False)).values
    np.testing.assert_allclose(used, own + lacking)
    np.testing.assert_allclose(made, own + left)


@pytest.mark.parametrize(("query", "rows"), [({"period": "year"}, 8_760), ({"period": "day", "on": "2025-10-26"}, 25)])
def test_a_sheet_that_would_be_too_long_has_hours(
    river: Group, window_of: Window, query: dict[str, str], rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_of(river, query)
    quarters = group_slots(window)
    monkeypatch.setattr(report_slots, "MOST_CELLS", 1)
    hours = group_slots(window)
    assert (hours.name, len(hours.local_unix), hours.words) == ("Hours", rows, ())
    assert hours.unix is not None
    assert set(np.diff(hours.unix)) == {3_600}
    for name, quarter, hour in zip(hours.columns, quarters.values, hours.values, strict=True):
        assert hour.sum() == pytest.approx(np.nansum(quarter)), name


def test_a_typical_day_has_times_and_no_dates(river: Group, window_of: Window) -> None:
    slots = group_slots(window_of(river, {"period": "typical"}))
    assert slots.unix is None
    assert slots.local_unix.tolist() == [900 * quarter for quarter in range(96)]


def test_a_missing_reading_is_empty_and_said(window_of: Window, gap: slice) -> None:
    readings = steady(1.0, 1)
    readings[gap] = np.nan
    group = Group("One", ZONE, (Member("M", (series("consumption", readings),)),))
    slots = group_slots(window_of(group, {"on": "2025-06-11"}))
    assert [int(np.isnan(slots.values[place]).sum()) for place in (1, 5)] == [13, 13]
    assert [text for text in slots.words[1][1] if text] == ["readings missing"] * 13
    assert [text for text in slots.words[0][1] if not text] == [""] * 13
