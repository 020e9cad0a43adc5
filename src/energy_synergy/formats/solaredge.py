"""SolarEdge monitoring: energies of a site as its programming interface answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.limits import read_bounded
from energy_synergy.files.refused import refusal
from energy_synergy.files.times import read_labels
from energy_synergy.formats.base import Format, ReadResult
from energy_synergy.formats.parsing.columns import Column
from energy_synergy.formats.parsing.grid import not_this_layout
from energy_synergy.formats.parsing.json_tree import branches, cell_at, looks_like_json, read_json, text_at
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import CERTAIN, note_zone
from energy_synergy.formats.parsing.net_meter import note_no_data, note_own_use_unknown, whole_or_border
from energy_synergy.formats.parsing.readings import Readings, series_of
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_bad_time, note_never_shown
from energy_synergy.formats.parsing.stamps import starts_of, zone_needed
from energy_synergy.formats.parsing.values import Source, value_numbers
from energy_synergy.formats.parsing.words import unit_in
from energy_synergy.metering.series import Direction

LOOK = re.compile(rb'"(?:energy|energyDetails|power|powerDetails|sitesEnergy)"\s*:\s*\{')
MINUTES = {"QUARTER_OF_AN_HOUR": 15, "FIFTEEN_MINUTES": 15, "HOUR": 60}
TYPES = {"Production": "production", "Consumption": "consumption", "FeedIn": "fed_in", "Purchased": "drawn"}


@dataclass(frozen=True, slots=True)
class Values:
    """A list of values in the file: of which meter and type, in which unit, how long each [min], first number."""

    meter: str
    type: str
    unit: str
    minutes: int
    items: list[dict[str, Any]]
    first: int


class Solaredge(Format):
    """SolarEdge: answer of the monitoring API, energy or energyDetails of a site by quarter-hour or hour (JSON)."""

    name: ClassVar[str] = "solaredge"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 for an answer that names an energy and a unit of time, else 0.0. Never raises."""
        return CERTAIN if looks_like_json(head) and LOOK.search(head) and b'"timeUnit"' in head else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole answer.

        Raises FileRefused for another file, for days or months, and for naive times without a zone.
        """
        report = Report(file_name, has_lines=False)
        tree = read_json(read_bounded(stream, self.MAX_BYTES))
        note_zone(self, report)
        meters: dict[str, dict[str, Values]] = {}
        for one in _values(tree, stem(file_name)):
            meters.setdefault(one.meter, {}).setdefault(TYPES.get(one.type, one.type), one)
        if not meters:
            raise not_this_layout(file_name)
        if report.timezone is None:
            raise zone_needed()
        found: list[Readings] = []
        for meter, by_type in meters.items():
            used = whole_or_border(by_type)
            note_series_left_out([f"{meter} {one.type}" for key, one in by_type.items() if key not in used], report)
            if used and not {"production", "consumption"} & used.keys():
                note_own_use_unknown(meter, report)
            found += [self._readings(by_type[key], way, report) for key, way in used.items()]
        return report.result(self.name, series_of(found, self, report))

    def _readings(self, values: Values, direction: Direction, report: Report) -> Readings:
        """Return the readings of a list; one without a value, or with null, is missing."""
        count = len(values.items)
        report.rows += count
        lines = np.arange(values.first, values.first + count, dtype=np.int64)
        texts = [text_at(item, "date") for item in values.items]
        labels = read_labels(texts, "ymd")
        good = labels.is_valid.copy()
        for place in np.flatnonzero(~good).tolist():
            expected = marked("a time such as 30/06/2025 13:45")
            note_bad_time(int(lines[place]), "date", texts[place], expected, report)
        cells, column = [cell_at(item, "value") for item in values.items], Column(0, "value", "value")
        (numbers,) = value_numbers([cells], [column], self, report, Source(lines, good, True), is_blank_noted=False)
        blank = [place for place, cell in enumerate(cells) if cell == ""]
        note_no_data(len(blank), int(lines[blank[0]]) if blank else 0, values.meter, report)
        local, offset, lines, numbers = labels.local[good], labels.offset[good], lines[good], numbers[good]
        step = values.minutes * 60
        found = starts_of(local, offset, lines, step, self.stamp or "start", report.timezone, report)
        hidden = found.never_shown & ~np.isnan(numbers)
        note_never_shown(lines[hidden], local[hidden], report)
        kept = ~found.never_shown
        lengths = np.full(int(kept.sum()), step, dtype=np.int64)
        unit = self.unit or values.unit
        return Readings(values.meter, direction, found.utc[kept], lengths, numbers[kept], unit, lines[kept])


def _values(tree: Any, usual: str) -> Iterator[Values]:
    """Yield the lists of values of an answer, with the meter that each belongs to."""
    first = 1
    for key in ("energyDetails", "energy", "sitesEnergy", "powerDetails", "power"):
        node = tree.get(key) if isinstance(tree, dict) else None
        if not isinstance(node, dict):
            continue
        minutes, unit = _minutes(text_at(node, "timeUnit")), unit_in(text_at(node, "unit"))
        lists = [(usual, text_at(one, "type"), branches(one, "values")) for one in branches(node, "meters")]
        for site in branches(node, "siteEnergyList"):
            lists.append((text_at(site, "siteId") or usual, "Production", branches(site.get("energyValues"), "values")))
        if key in ("energy", "power"):
            lists.append((usual, "Production", branches(node, "values")))
        for meter, kind, items in lists:
            if items:
                yield Values(meter, kind, unit or ("W" if key.startswith("power") else "Wh"), minutes, items, first)
            first += len(items)
        return


def _minutes(unit_of_time: str) -> int:
    if unit_of_time not in MINUTES:
        raise refusal(
            "step_too_long",
            marked("The file holds one value for each {unit_of_time}; quarter-hours or hours can be read."),
            advice=marked("Ask for timeUnit=QUARTER_OF_AN_HOUR, at most a month at a time."),
            unit_of_time=unit_of_time or "?",
        )
    return MINUTES[unit_of_time]
