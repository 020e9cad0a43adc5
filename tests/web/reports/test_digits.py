"""Page, CSV, workbook and document show the same numbers, digit by digit, in both languages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from energy_synergy.community.group import Group
from energy_synergy.community.sight import FULL_SIGHT
from energy_synergy.reports.numbers import number
from energy_synergy.reports.pdf import document
from energy_synergy.web.db import models
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.pages.overview.params import parse
from energy_synergy.web.queries.company_page import load_company
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import LoadedOverview, compute_overview
from energy_synergy.web.queries.report_company import CompanySource, company_report
from energy_synergy.web.queries.report_group import group_report
from energy_synergy.web.queries.report_tables import unit_of
from energy_synergy.web.templatetags.es_numbers import in_unit

from .conftest import WEEK, rows_of, workbook

Window = Callable[..., GroupWindow]
FONTS: Path = settings.HERE / "static" / "vendor"
MADE_AT = datetime(2026, 1, 5, tzinfo=UTC)
PERIODS = [
    {"period": "day", "on": "2025-10-26"},
    {"period": "week", "on": "2025-03-30"},
    {"period": "month", "on": "2025-06-01"},
    {"period": "year", "on": "2025-06-01"},
    {"period": "typical"},
]


def loaded(window: GroupWindow) -> LoadedOverview:
    return LoadedOverview(window, compute_overview(window))


def block(shown: dict[str, Any], kind: str, place: int = 0) -> dict[str, Any]:
    found = [one for section in shown["sections"] for one in section["blocks"] if one["kind"] == kind]
    return found[place]  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("query", PERIODS, ids=lambda one: one["period"])
def test_the_document_has_the_figures_of_the_page(
    river: Group, window_of: Window, query: dict[str, str], language: str
) -> None:
    with override(language):
        found = loaded(window_of(river, query))
        overview, unit = found.overview, unit_of(found.overview)
        values = {"kpis": overview.kpis, "period": overview.period, "unit": unit, "overview": overview}
        page = render_to_string("overview/kpis.html", values).replace("\u00a0", " ")
        shown = document(group_report(found, MADE_AT), FONTS)
    assert [one["value"] for one in shown["figures"] if one["value"] not in page] == []
    assert len(shown["figures"]) == 6


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("query", PERIODS, ids=lambda one: one["period"])
def test_the_document_has_the_sentence_of_the_page(
    river: Group, window_of: Window, query: dict[str, str], language: str
) -> None:
    with override(language):
        found = loaded(window_of(river, query))
        kpis = found.overview.kpis
        shown = document(group_report(found, MADE_AT), FONTS)
        produced = in_unit(kpis.production_kwh, unit_of(found.overview))
    sentence = "".join(run["text"] for run in shown["verdict"])
    assert produced in sentence
    assert "<" not in sentence
    assert "  " not in sentence
    assert any(run["strong"] and produced in run["text"] for run in shown["verdict"])


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_companies_of_the_document_are_those_of_the_page(river: Group, window_of: Window, language: str) -> None:
    with override(language):
        found = loaded(window_of(river, {"period": "week", "on": "2025-06-09"}))
        unit = unit_of(found.overview)
        rows = {row[0]: row for row in block(document(group_report(found, MADE_AT), FONTS), "table", 1)["rows"]}
        for member in found.overview.members:
            shown = [member.given_kwh, member.received_kwh, member.grid_import_kwh, member.grid_export_kwh]
            assert rows[member.name][4:] == [in_unit(one, unit) for one in shown]


@pytest.mark.parametrize("query", PERIODS, ids=lambda one: one["period"])
def test_the_rows_of_the_document_add_up_to_its_figures(river: Group, window_of: Window, query: dict[str, str]) -> None:
    found = loaded(window_of(river, query))
    table = block(document(group_report(found, MADE_AT), FONTS), "table")
    kpis = found.overview.kpis
    unit = "MWh" if table["columns"][1]["head"].endswith("(MWh)") else "kWh"
    assert table["total"][1:3] == [in_unit(kpis.production_kwh, unit), in_unit(kpis.consumption_kwh, unit)]
    sums = sum(float(row[2].replace(",", "")) for row in table["rows"])
    assert sums == pytest.approx(float(table["total"][2].replace(",", "")), abs=0.05 * len(table["rows"]))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_workbook_has_the_digits_of_the_csv_file(client: Client, stored: DatabaseStore, language: str) -> None:
    query = f"{WEEK}&lang={language}"
    sheet = list(workbook(client, f"/g/river/reports/group.xlsx?{query}").worksheets[1].iter_rows(values_only=True))
    body = client.get(f"/g/river/overview/members.csv?{query}").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body), delimiter=";" if language == "fr" else ","))
    assert list(sheet[0]) == rows[0]
    assert len(sheet) == len(rows) == 5
    for written, told in zip(sheet[1:], rows[1:], strict=True):
        assert written[0] == told[0]
        assert [f"{one:.2f}" for one in written[1:]] == [one.replace(",", ".") for one in told[1:]]


def test_the_quarters_of_the_workbook_are_those_of_the_csv_file(client: Client, stored: DatabaseStore) -> None:
    query = "period=day&on=2025-10-26"
    sheet = workbook(client, f"/g/river/reports/group.xlsx?{query}")["Quarter-hours"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    body = client.get(f"/g/river/overview/balance.csv?{query}&lang=en").content.decode("utf-8-sig")
    told = list(csv.DictReader(io.StringIO(body)))
    assert len(rows) == len(told) == 100
    assert [row[0].strftime("%Y-%m-%dT%H:%M") for row in rows] == [one["Time"][:16] for one in told]
    assert len({row[1] for row in rows}) == 100
    for row, one in zip(rows, told, strict=True):
        assert row[2:4] == pytest.approx((float(one["Production (kWh)"]), float(one["Consumption (kWh)"])), abs=5e-7)


def company_source(stored: DatabaseStore, name: str, query: dict[str, str]) -> CompanySource:
    """Return what the report of a company rests on, for somebody who sees all."""
    row = models.Group.objects.get(slug="river")
    facts = load_facts_of(row)
    choice = parse(query, facts, today=MADE_AT.date()).choice
    return CompanySource(load_company(row, facts, choice, FULL_SIGHT, stored.company_id("river", name)))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("query", PERIODS, ids=lambda one: one["period"])
@pytest.mark.parametrize("name", ["Mill", "Forge"])
def test_a_company_has_the_figures_of_its_page(
    stored: DatabaseStore, name: str, query: dict[str, str], language: str
) -> None:
    with override(language):
        source = company_source(stored, name, query)
        values = {"page": source.page, "figures": source.page.figures, "unit": source.unit}
        page = render_to_string("company/kpis.html", values)
        shown = document(company_report(source, MADE_AT), FONTS)
    assert len(shown["figures"]) == (6 if name == "Mill" else 3)
    assert [one for one in shown["figures"] if one["value"] not in page or one["hint"] not in plain(page)] == []


def plain(html: str) -> str:
    return re.sub("<[^>]*>", "", html)


@pytest.mark.parametrize("query", PERIODS, ids=lambda one: one["period"])
def test_the_rows_of_a_company_add_up_to_its_figures(stored: DatabaseStore, query: dict[str, str]) -> None:
    source = company_source(stored, "Mill", query)
    table = block(document(company_report(source, MADE_AT), FONTS), "table")
    unit = "MWh" if table["columns"][1]["head"].endswith("(MWh)") else "kWh"
    figures = source.page.figures
    used = (figures.consumption_kwh, figures.own_kwh, figures.received_kwh, figures.grid_import_kwh)
    made = (figures.production_kwh, figures.given_kwh, figures.grid_export_kwh)
    assert table["total"][1:] == [in_unit(energy_kwh, unit) for energy_kwh in (*used, *made)]


@pytest.mark.parametrize("query", PERIODS, ids=lambda one: one["period"])
def test_the_bar_of_a_company_says_what_its_sentence_says(stored: DatabaseStore, query: dict[str, str]) -> None:
    source = company_source(stored, "Mill", query)
    shown, cover = document(company_report(source, MADE_AT), FONTS), source.page.figures.cover
    assert cover is not None
    texts = [part["text"] for part in block(shown, "bar")["parts"]]
    assert texts == [f"{cover.own}%", f"{cover.group}%", f"{100 - cover.covered}%"]
    sentence = "".join(run["text"] for run in shown["verdict"])
    assert f"{cover.covered}% of its needs: {cover.own}% own, {cover.group}% from the group" in sentence


def test_a_company_without_production_has_no_columns_of_it(stored: DatabaseStore) -> None:
    report = document(company_report(company_source(stored, "Forge", PERIODS[1]), MADE_AT), FONTS)
    heads = [column["head"].partition(" (")[0] for column in block(report, "table")["columns"]]
    assert heads == ["Day", "Consumption", "Received from the group", "Bought from the grid"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_partners_of_the_workbook_are_those_of_the_csv_file(
    client: Client, stored: DatabaseStore, language: str
) -> None:
    company, query = stored.company_id("river", "Mill"), f"{WEEK}&lang={language}"
    found = workbook(client, f"/g/river/reports/company-{company}.xlsx?{query}")
    sheet = next(page for page in found if page["A2"].value == "Forge")
    body = client.get(f"/g/river/members/{company}/charts/partners.csv?{query}").content.decode("utf-8-sig")
    told = list(csv.reader(io.StringIO(body), delimiter=";" if language == "fr" else ","))[1:]
    written = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [[row[0], *(f"{one:.2f}" for one in row[1:])] for row in written] == [
        [row[0], *(one.replace(",", ".") for one in row[1:])] for row in told
    ]


def test_the_summary_of_the_workbook_is_that_of_the_document(client: Client, stored: DatabaseStore) -> None:
    rows = rows_of(workbook(client, f"/g/river/reports/group.xlsx?{WEEK}")["Summary"])
    page = client.get(f"/g/river/?{WEEK}").content.decode()
    for label in ("Consumption", "Production", "Surplus", "Deficit", "Shared in the group"):
        value, unit = rows[label][:2]
        assert f"{number(value, 1, 'en')} <small>{unit}" in page
