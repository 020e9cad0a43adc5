"""German load profiles (Lastgang): a table under a few lines that say meter, unit and register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.times import Labels
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Stamp
from energy_synergy.formats.parsing.german_preamble import direction_said, is_said, meter_said, read_clock, unit_said
from energy_synergy.formats.parsing.head_rows import head_rows
from energy_synergy.formats.parsing.intervals import ends_of_day, interval_lengths
from energy_synergy.formats.parsing.left_out import note_columns_left_out
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.stamps import detect_stamp, step_of
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.formats.parsing.told_direction import told_direction
from energy_synergy.formats.parsing.words import unit_in
from energy_synergy.metering.series import Quality

GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
WHOLE = re.compile(r"[1-9][0-9]{0,2}")
VALUES = {"power", "energy", "value"}
WORDS = {
    **dict.fromkeys(("w", "g", "wahrer wert", "gemessen", "messwert", "ok", "gultig", "220"), Quality.MEASURED),
    **dict.fromkeys(("e", "ersatzwert", "ersatz", "67"), Quality.SUBSTITUTED),
    **dict.fromkeys(("v", "vorlaufig", "vorlaufiger wert", "s", "geschatzt", "p", "prognose"), Quality.ESTIMATED),
}


class Lastgang(NamedText):
    """German load profile (Lastgang): a row per quarter-hour in mean kW or in kWh, under lines on the meter (CSV)."""

    name: ClassVar[str] = "lastgang"
    its_zone: ClassVar[str | None] = "Europe/Berlin"
    headings: ClassVar[Headings] = {
        "date": ("datum", "tag"),
        "clock": ("zeit von", "uhrzeit von", "von", "beginn"),
        "end_clock": ("zeit bis", "uhrzeit bis", "bis", "ende"),
        "time": ("zeitstempel", "datum uhrzeit", "datum zeit", "zeitpunkt", "datum und uhrzeit"),
        "only_clock": ("uhrzeit", "zeit"),
        "power": ("leistung kw", "wirkleistung kw", "lastgang kw", "last kw", "p kw", "leistung in kw", "leistung"),
        "energy": ("wirkarbeit kwh", "arbeit kwh", "energie kwh", "lastgang kwh", "arbeit in kwh", "wirkarbeit"),
        "value": ("wert", "messwert", "wert kw", "wert kwh"),
        "quality": ("status", "statuskennzeichen", "wertestatus", "ersatzwert"),
    }
    optional = tuple(headings)

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the header stands: times and one column of values, which a German load profile alone has."""
        known = {text for texts in cls.headings.values() for text in texts}
        for number, names in enumerate(head_rows(rows).names):
            if known.isdisjoint(names):
                continue
            header = find_header(rows[number : number + 1], cls.headings, cls.optional)
            if header and _has_times(header) and _has_values(header, rows[:number]):
                above = tuple(tuple(str(cell) for cell in row) for row in rows[:number])
                return replace(header, row=number, above=above)
        return None

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return the readings; what the lines above the table say of meter, unit, register and clock counts."""
        note_columns_left_out(table.header, report)
        said = " ".join(cell for row in table.header.above for cell in row if cell)
        read_clock(said, self, report)
        key = next(key for key in ("energy", "power", "value") if table.has(key))
        unit = unit_said(table, key)
        direction = direction_said(f"{said} {table.name(key)}") or told_direction(self, report, says_nothing="lastgang")
        meter = meter_said(said, report)
        labels, ends = _times(table)
        table.expect_comma(key)
        _settle_mark(table, key)
        lengths = None if ends is None else interval_lengths(table, labels, ends, report)
        (numbers,) = table.numbers(key)
        quality = None
        if table.has("quality"):
            quality = qualities(table.texts("quality"), WORDS, table.name("quality"), report)
        rows = np.flatnonzero(table.good)
        stamp = "start" if ends is not None or table.has("clock") or not len(rows) else _stamp(table, labels, report)
        yield table.readings(
            rows,
            labels,
            numbers,
            meter=meter,
            direction=direction,
            unit=unit,
            stamp=stamp,
            lengths=lengths,
            quality=quality,
        )


def _has_times(header: Header) -> bool:
    has = header.places.keys()
    with_date = {"clock", "end_clock", "only_clock"} & has if "date" in has else {"clock", "end_clock"} <= has
    return "time" in has or bool(with_date)


def _has_values(header: Header, above: Sequence[Sequence[str | float]]) -> bool:
    """Tell whether a column holds values that can only be a load profile: by both its times, or by the lines above."""
    has = header.places.keys()
    said = " ".join(str(cell) for row in above for cell in row)
    has_both = {"clock", "end_clock"} <= has and any(unit_in(header.cells[header.places[key]]) for key in VALUES & has)
    return bool(VALUES & has) and (has_both or is_said(said))


def _times(table: NamedTable) -> tuple[Labels, Labels | None]:
    """Return the times of the rows, and those of their ends where the table gives both."""
    if table.has("time"):
        return table.times("time"), None
    date = ["date"] if table.has("date") else []
    if not (table.has("clock") and table.has("end_clock")):
        return table.times(*date, next(key for key in ("clock", "end_clock", "only_clock") if table.has(key))), None
    labels, ends = table.times(*date, "clock"), table.times(*date, "end_clock")
    return labels, ends_of_day(labels, ends) if date else ends


def _stamp(table: NamedTable, labels: Labels, report: Report) -> Stamp:
    """Return what a single time per row names; German load profiles mostly name the end."""
    if table.has("end_clock"):
        return "end"
    local = labels.local[np.flatnonzero(table.good)]
    found = table.hints.stamp or detect_stamp(labels, local, step_of(local, table.hints))
    if found is None:
        report.add(
            "stamp_assumed",
            Severity.WARNING,
            marked("Nothing says whether a time names the start or the end of its interval; the end was assumed."),
            advice=marked("If the first interval of a day is labelled 00:00, the times name the start: say so."),
        )
    report.detected["stamp"] = found or "end"
    return found or "end"


def _settle_mark(table: NamedTable, key: str) -> None:
    """Read 1.261 as thousands where other values of the column have no decimals at all: 985 and 1.261, never 1.26."""
    texts = {text for text in table.texts(key) if text}
    grouped = {text for text in texts if GROUPED.fullmatch(text)}
    others = texts - grouped - {"0"}
    if not table.hints.decimal_mark and grouped and others and all(WHOLE.fullmatch(text) for text in others):
        table.hints = table.hints.model_copy(update={"decimal_mark": "comma"})
