"""Enedis R63 (France): load curves of one or several meters in JSON."""

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

KEYS_OF_FILE = (b'"codeFlux"', b'"idPrm"', b'"grandeur"', b'"grandeurPhysique"', b'"contexte"')
NAMES = {"time": "d", "value": "v", "step": "p", "quality": "n"}


class EnedisR63(Format):
    """Enedis R63 (France), load curves of any meters, ordered or subscribed: Wh or W of 5 to 60 minutes (JSON)."""

    name: ClassVar[str] = "enedis_r63"
    its_zone: ClassVar[str | None] = ZONE

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 where the first bytes hold measures of Enedis in JSON, else 0.0. Never raises."""
        # Whatever writes the keys in another order puts some of them behind thousands of points.
        return 1.0 if looks_like_json(head) and sum(key in head for key in KEYS_OF_FILE) > 1 else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read the load curves of all meters in the file.

        Raises FileRefused for what is no JSON, or holds no load curve of active energy.
        """
        report = Report(file_name, has_lines=False)
        note_zone(self, report)
        tree = read_json(read_bounded(stream, self.MAX_BYTES))
        measures = branches(tree, "mesures") or [tree]
        columns: dict[str, list[Cell]] = {key: [] for key in (*KEYS, "time", "value", "quality")}
        for measure in measures:
            for quantity in branches(measure, "grandeur"):
                _add(columns, measure, quantity)
        if not columns["time"]:
            header = tree.get("header") if isinstance(tree, dict) else None
            refuse_without_curve((text_at(header, "codeFlux"),))
        grid = ColumnGrid(columns, NAMES)
        table = NamedTable(grid, grid.header, self, report)
        return report.result(self.name, series_of(curve_readings(table, report), self, report))


def _add(columns: dict[str, list[Cell]], measure: Any, quantity: Any) -> None:
    """Add the points of one quantity of one meter to the columns."""
    period = measure.get("periode")
    said = {
        "meter": text_at(measure, "idPrm"),
        "way": text_at(quantity, "grandeurMetier"),
        "quantity": text_at(quantity, "grandeurPhysique"),
        "stage": text_at(measure, "etapeMetier"),
        "unit": text_at(quantity, "unite"),
        "begins": text_at(period, "dateDebut"),
        "ends": text_at(period, "dateFin"),
    }
    points = branches(quantity, "points")
    for key, text in said.items():
        columns[key].extend([text] * len(points))
    usual_step = text_at(measure, "pas") or text_at(quantity, "pas")
    columns["step"].extend([text_at(point, "p") or usual_step for point in points])
    columns["time"].extend([text_at(point, "d") for point in points])
    columns["value"].extend([cell_at(point, "v") for point in points])
    columns["quality"].extend([text_at(point, "n") for point in points])
