"""What the lines above a German load profile say of it: the meter, the unit, the register, the clock."""

from __future__ import annotations

import re
from itertools import pairwise

from energy_synergy.errors import marked
from energy_synergy.files.refused import refusal
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_table import NamedTable
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.words import plain, unit_in
from energy_synergy.metering.series import Direction

POINT = re.compile(r"\b(?:[A-Z]{2}[0-9A-Z]{31}|[0-9]{11})\b")
OBIS = re.compile(r"1-[0-9]{1,2}:([0-9]{1,2})\.[0-9]{1,2}|(?<![0-9.])([1-9])\.29(?:\.[0-9]{1,2})?(?![0-9.])")
DRAWN = re.compile(r"bezug|verbrauch|entnahme")
FED_IN = re.compile(r"einspeis|rucklieferung|erzeugung")
WINTER_TIME = re.compile(r"\b(?:mez|winterzeit|normalzeit|utc 1|utc 01 00|gmt 1)\b")
SUMMER_TIME = re.compile(r"\b(?:mesz|sommerzeit|gesetzliche|ortszeit|lokalzeit)\b")
UNIT_WORDS = ("kw", "kwh", "mw", "mwh", "w", "wh")


def is_said(text: str) -> bool:
    """Tell whether the lines above a table speak of a load profile."""
    words = plain(text)
    return bool(re.search(r"lastgang|zahlpunkt|messlokation|marktlokation|obis", words) or OBIS.search(text))


def meter_said(said: str, report: Report) -> str:
    """Return the metering or market location that the lines above a table name, else the name of the file."""
    if found := POINT.search(said):
        return found[0]
    report.add(
        "meter_assumed",
        Severity.INFO,
        marked("No line above the table names the metering point; the name of the file stands for it."),
    )
    return stem(report.file_name)


def unit_said(table: NamedTable, key: str) -> str:
    """Return the unit that the heading names, or the lines above it.

    Raises FileRefused where neither does: kW and kWh of a quarter-hour differ by four.
    """
    above = [plain(cell) for row in table.header.above for cell in row]
    beside = [cell for label, cell in pairwise(above) if label in ("einheit", "unit")]
    alone = [cell for cell in above if cell in UNIT_WORDS]
    for text in (table.name(key), *beside, *alone, {"power": "kW", "energy": "kWh"}.get(key, "")):
        if unit := unit_in(text):
            return table.hints.unit or unit
    if table.hints.unit:
        return table.hints.unit
    raise refusal(
        "unit_needed",
        marked("Nothing says whether column {column} holds kW or kWh."),
        advice=marked("Give the unit of the values, or add it to the header, such as Leistung [kW]."),
        column=table.name(key),
    )


def direction_said(said: str) -> Direction | None:
    """Return the direction that an OBIS code names, or a word of the lines above the table.

    Raises FileRefused for a register that is no active energy.
    """
    found = {match[0]: int(match[1] or match[2]) for match in OBIS.finditer(said)}
    codes = set(found.values())
    if codes and not codes & {1, 2}:
        raise refusal(
            "not_energy",
            marked("The load profile has the OBIS code {obis}, which is no active energy that is drawn or fed in."),
            advice=marked("Export the register 1.29.0 (drawn) or 2.29.0 (fed in)."),
            obis=", ".join(found),
        )
    words = plain(said)
    is_drawn, is_fed_in = bool(DRAWN.search(words)), bool(FED_IN.search(words))
    if len(codes & {1, 2}) == 1:
        return "consumption" if 1 in codes else "production"
    return None if is_drawn == is_fed_in else "consumption" if is_drawn else "production"


def read_clock(said: str, hints: Format, report: Report) -> None:
    """Take the clock that the lines above the table name: some meters never change to summer time."""
    words = plain(said)
    if hints.timezone or SUMMER_TIME.search(words):
        return
    found = "Etc/GMT-1" if WINTER_TIME.search(words) else "UTC" if re.search(r"\butc\b(?! [0-9])", words) else None
    if found:
        report.timezone = report.detected["timezone"] = found
