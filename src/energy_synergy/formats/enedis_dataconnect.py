"""Enedis DataConnect (France): the load curve of one meter as the interface returns it."""

from __future__ import annotations

from typing import Any, BinaryIO, ClassVar

from energy_synergy.files.limits import read_bounded
from energy_synergy.files.numbers import Cell
from energy_synergy.formats.base import Format, ReadResult
from energy_synergy.formats.parsing.column_grid import ColumnGrid
from energy_synergy.formats.parsing.enedis import ZONE, refuse_without_curve
from energy_synergy.formats.parsing.enedis_curves import KEYS, curve_readings
from energy_synergy.formats.parsing.json_tree import branches, cell_at, looks_like_json, read_json, text_at
from energy_synergy.formats.parsing.named_formats import note_zone
from energy_synergy.formats.parsing.named_table import NamedTable
from energy_synergy.formats.parsing.readings import series_of
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.told_direction import told_direction

NAMES = {"time": "date", "step": "interval_length", "quality": "measure_type"}
QUANTITIES = {"power": "PA", "energy": "EA"}


class EnedisDataconnect(Format):
    """Enedis DataConnect (France), load curve as the interface returns it: mean W, times that name ends (JSON)."""

    name: ClassVar[str] = "enedis_dataconnect"
    its_zone: ClassVar[str | None] = ZONE

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 where the first bytes hold a meter reading of the interface, else 0.0. Never raises."""
        # Keys in another order may put the usage point behind thousands of readings.
        is_reading = b'"interval_reading"' in head and (b'"usage_point_id"' in head or b'"interval_length"' in head)
        return 1.0 if looks_like_json(head) and is_reading else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read one answer of the interface, or a list of them: it gives seven days at a time.

        Raises FileRefused for what is no JSON, or for daily totals.
        """
        report = Report(file_name, has_lines=False)
        note_zone(self, report)
        columns: dict[str, list[Cell]] = {key: [] for key in (*KEYS, "time", "value", "quality")}
        tree = read_json(read_bounded(stream, self.MAX_BYTES))
        for answer in tree if isinstance(tree, list) else [tree]:
            _add(columns, answer)
        if not columns["time"]:
            refuse_without_curve(())
        columns["way"] = ["PROD" if told_direction(self, report) == "production" else "CONS"] * len(columns["time"])
        grid = ColumnGrid(columns, NAMES)
        table = NamedTable(grid, grid.header, self, report)
        found = curve_readings(table, report, self.stamp or "end")
        return report.result(self.name, series_of(found, self, report))


def _add(columns: dict[str, list[Cell]], answer: Any) -> None:
    """Add the readings of one answer to the columns."""
    reading = answer.get("meter_reading", answer) if isinstance(answer, dict) else None
    kind = reading.get("reading_type") if isinstance(reading, dict) else None
    said = {
        "meter": text_at(reading, "usage_point_id"),
        "quantity": QUANTITIES.get(text_at(kind, "measurement_kind"), text_at(kind, "measurement_kind") or "PA"),
        "unit": text_at(kind, "unit"),
        "begins": text_at(reading, "start"),
        "ends": text_at(reading, "end"),
        "stage": "",
        "way": "",
    }
    points = branches(reading, "interval_reading")
    for key, text in said.items():
        columns[key].extend([text] * len(points))
    usual_step = text_at(kind, "measuring_period")
    columns["step"].extend([text_at(point, "interval_length") or usual_step for point in points])
    columns["time"].extend([text_at(point, "date") for point in points])
    columns["value"].extend([cell_at(point, "value") for point in points])
    columns["quality"].extend([text_at(point, "measure_type") for point in points])
