"""Fronius Solar.web: energies of a plant and its site, with a line of units below the header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.times import DateOrder, read_labels
from energy_synergy.formats.parsing.left_out import note_columns_left_out
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header
from energy_synergy.formats.parsing.net_meter import note_own_use_unknown, whole_or_border
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.words import unit_in


class FroniusSolarweb(NamedText):
    """Fronius Solar.web: a row per 5 or 15 minutes, production and consumption, or fed in and drawn, in Wh (CSV)."""

    name: ClassVar[str] = "fronius_solarweb"
    headings: ClassVar[Headings] = {
        "time": ("datum und uhrzeit", "date and time", "date et heure", "data e ora", "fecha y hora", "datum en tijd"),
        "production": (
            *("gesamt erzeugung", "pv produktion", "total production", "pv production", "total generation"),
            *("production totale", "production pv", "produzione totale", "produccion total", "totale productie"),
        ),
        "consumption": (
            *("gesamt verbrauch", "verbrauch", "total consumption", "consumption", "consommation totale"),
            *("consommation", "consumo totale", "consumo total", "consumo", "totaal verbruik", "verbruik"),
        ),
        "fed_in": (
            *("energie ins netz eingespeist", "energy to grid", "energy fed into the grid", "energy fed into grid"),
            *("energie injectee dans le reseau", "energie injectee", "energia immessa in rete", "energia a la red"),
        ),
        "drawn": (
            *("energie vom netz bezogen", "energy from grid", "energy drawn from the grid", "energy from the grid"),
            *("energie prelevee du reseau", "energie soutiree", "energia prelevata dalla rete", "energia de la red"),
        ),
    }
    optional = ("production", "consumption", "fed_in", "drawn")

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the header stands, the line of units below it included; it names at least one energy."""
        header = find_header(rows, cls.headings, cls.optional)
        if header is None or len(header.places) < 2 or len(rows) <= header.row + 1:
            return None
        units = tuple(str(cell) for cell in rows[header.row + 1])
        is_right = units and units[0].startswith("[") and units[0].endswith("]")
        return replace(header, row=header.row + 1, above=(*header.above, units)) if is_right else None

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return production and consumption; parts of them are not added, and are read only where these lack."""
        units = table.header.above[-1]
        used = whole_or_border(table.header.places)
        if not {"production", "consumption"} & used.keys():
            note_own_use_unknown(stem(report.file_name), report)
        kept = {key: place for key, place in table.header.places.items() if key in used or key == "time"}
        note_columns_left_out(replace(table.header, places=kept), report)
        texts = table.texts("time")
        labels = read_labels(texts, self.date_order or _order(units[0]))
        report.detected["date_order"] = labels.order
        expected = marked("a time such as 30/06/2025 13:45")
        table.leave_out_bad_times(labels.is_valid, texts, table.name("time"), expected)
        for (key, way), numbers in zip(used.items(), table.numbers(*used), strict=True):
            place = table.header.places[key]
            unit = unit_in(units[place]) if place < len(units) else None
            rows = np.flatnonzero(table.good)
            name = stem(report.file_name)
            yield table.readings(rows, labels, numbers, meter=name, direction=way, unit=unit or "Wh", stamp="start")


def _order(pattern: str) -> DateOrder | None:
    """Return the order of day, month and year in a pattern such as [dd.MM.yyyy HH:mm]."""
    places = {"d": pattern.find("d"), "m": pattern.find("M"), "y": pattern.find("y")}
    found = "".join(sorted(places, key=lambda letter: places[letter]))
    orders: dict[str, DateOrder] = {"dmy": "dmy", "mdy": "mdy", "ymd": "ymd"}
    return orders.get(found) if min(places.values()) >= 0 else None
