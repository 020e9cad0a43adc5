"""Columns, series and sheets that a format knows and does not read, because what they hold is no energy of its own."""

from __future__ import annotations

from collections.abc import Iterable

from energy_synergy.errors import marked
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.named_table import Header
from energy_synergy.formats.parsing.report import Report

MOST_NAMES = 12


def note_columns_left_out(header: Header, report: Report) -> None:
    """Note the columns with a heading that the format does not read."""
    known = set(header.places.values())
    names = [name for place, name in enumerate(header.cells) if name and place not in known]
    if names:
        report.add(
            "columns_left_out",
            Severity.INFO,
            marked("These columns were not read: {columns}."),
            count=len(names),
            columns=", ".join(names[:MOST_NAMES]),
        )


def note_series_left_out(names: Iterable[str], report: Report) -> None:
    """Note the series of a file that are not read: other quantities, or parts of the energy that is read."""
    found = sorted(set(names))
    if found:
        report.add(
            "series_left_out",
            Severity.INFO,
            marked("These series are no whole active energy of a meter and were not read: {names}."),
            count=len(found),
            advice=marked("Parts of an energy, reactive energy, meter readings and peaks are never added to it."),
            names=", ".join(name[:80] for name in found[:MOST_NAMES]),
        )


def note_sheets_left_out(names: Iterable[str], report: Report) -> None:
    """Note the sheets of a workbook that are not read."""
    found = list(names)
    if found:
        report.add(
            "sheets_left_out",
            Severity.INFO,
            marked("These sheets hold no readings and were left out: {sheets}."),
            count=len(found),
            sheets=", ".join(found[:MOST_NAMES]),
        )
