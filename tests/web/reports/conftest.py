"""A stored year of three companies, and what its files hold."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from django.test import Client

from tests.web.balance.conftest import stored
from tests.web.overview.conftest import river, window_of

__all__ = ["river", "stored", "window_of"]

WEEK = "period=week&on=2025-06-09"
YEAR = "period=year&on=2025-06-09"


def workbook(client: Client, address: str) -> Any:
    """Return a workbook that the site sends, opened."""
    answer = client.get(address)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def rows_of(page: Any) -> dict[Any, list[Any]]:
    """Return the rows of a sheet by their first cell, of two that begin alike the first."""
    return {row[0]: list(row[1:]) for row in reversed(list(page.iter_rows(values_only=True)))}
