"""Values with a substitute beside them, as the portals of Austrian grid operators give them."""

from __future__ import annotations

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Floats, looks_like_number
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.named_table import NamedTable
from energy_synergy.formats.parsing.report import Report
from energy_synergy.metering.series import Qualities, Quality


def with_substitutes(table: NamedTable, key: str, beside: str, report: Report) -> tuple[Floats, Qualities]:
    """Return the values of a column (N,) and where they come from (N,); a blank one is replaced by its substitute.

    The column `beside` holds either the substitutes or a mark at the values that are substitutes. A row that holds
    both a value and a substitute keeps the value, and is noted.
    """
    table.expect_comma(key, *([beside] if table.has(beside) else []))
    texts = table.texts(beside)
    is_marked = np.array([bool(text) and not looks_like_number(text) for text in texts], dtype=np.bool_)
    if not table.has(beside) or is_marked.any():
        (numbers,) = table.numbers(key)
        return numbers, np.where(is_marked, Quality.SUBSTITUTED, Quality.MEASURED).astype(np.uint8)
    measured, substitute = table.numbers(key, beside, is_blank_noted=False)
    is_substitute = np.isnan(measured) & ~np.isnan(substitute)
    numbers = np.where(is_substitute, substitute, measured)
    table.note_missing(numbers, key)
    _note_both(table, measured, substitute, beside, report)
    return numbers, np.where(is_substitute, Quality.SUBSTITUTED, Quality.MEASURED).astype(np.uint8)


def _note_both(table: NamedTable, measured: Floats, substitute: Floats, beside: str, report: Report) -> None:
    rows = np.flatnonzero(table.good & ~np.isnan(measured) & ~np.isnan(substitute) & (measured != substitute))
    if len(rows):
        report.add(
            "value_and_substitute",
            Severity.WARNING,
            marked("Line {line}: {count} rows hold a measured value and another substitute; the measured one is used."),
            line=int(table.lines[rows[0]]),
            column=table.name(beside),
            value=f"{substitute[rows[0]]:g}",
            count=len(rows),
            advice=marked("If the grid operator bills the substitute, clear the measured value of these rows."),
        )
