"""A report as a PDF: one Typst template, to which the content goes as data and never as source text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date
from functools import cache
from pathlib import Path
from typing import Any

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.reports.chart_records import BalanceChart, HeatChart, LineChart, StackChart
from energy_synergy.reports.charts import FONT, draw
from energy_synergy.reports.numbers import number
from energy_synergy.reports.report import Block, Figure, Glossary, Matrix, Points, Report
from energy_synergy.reports.tables import Bar, Cell, Column, Table, cell_text
from energy_synergy.reports.tokens import COLORS

AUTHOR = "Energy Synergy"
TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
# The fonts that come inside Typst stand in for signs that the typeface of the product lacks.
FALLBACK_FONTS = ["DejaVu Sans Mono", "New Computer Modern", "Libertinus Serif"]
ACCESSIBLE = "ua-1"
NARROWEST, WIDEST_NAME, WIDEST, HEAD_LINES = 6, 24, 36, 3
Data = dict[str, Any]


class FontsMissing(EnergySynergyError):
    """The typeface of the documents is not where it should be."""

    code = "fonts_missing"


def write_pdf(report: Report, fonts: Path) -> bytes:
    """Return a report as a tagged PDF (PDF/UA-1 wherever its letters allow); `fonts` is the folder of the typeface.

    The same report gives the same bytes. Raises FontsMissing when the folder holds no typeface.
    """
    if not any(fonts.glob("*.ttf")):
        raise FontsMissing(
            marked("The typeface of the reports is missing from {folder}. Build it with: pip install --no-deps -e ."),
            folder=str(fonts),
        )
    return _compiled({"report": json.dumps(document(report, fonts), ensure_ascii=False)}, report, fonts)


def _compiled(inputs: Mapping[str, str], report: Report, fonts: Path) -> bytes:
    """Compile the template; a name in letters that no shipped font has is set in a font of the machine.

    A letter that no font has at all is a box on paper: PDF/UA refuses that, so only then the promise is left out.
    """
    import typst

    attempts: Sequence[tuple[bool, list[Any]]] = ((True, [ACCESSIBLE]), (False, [ACCESSIBLE]), (False, []))
    for ignores_system, standards in attempts:
        try:
            return typst.compile(
                TEMPLATE,
                root=TEMPLATE.parent,
                font_paths=_fonts(fonts, is_alone=ignores_system),
                sys_inputs=dict(inputs),
                pdf_standards=standards,
                timestamp=report.made_at.astimezone(UTC),
            )
        except typst.TypstError:
            if not standards:
                raise
    raise AssertionError("the last attempt returns or raises")


@cache
def _fonts(folder: Path, *, is_alone: bool) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=not is_alone, font_paths=[folder])


def document(report: Report, fonts: Path) -> Data:
    """Return what the template shows: every number as text in the language of the report."""
    day = report.made_on
    return {
        "author": AUTHOR,
        "language": report.language,
        "fonts": [FONT, *FALLBACK_FONTS],
        "colors": COLORS,
        "kind": report.kind,
        "title": report.title,
        "subtitle": report.subtitle,
        "facts": report.facts,
        "made": report.made,
        "made-on": {"year": day.year, "month": day.month, "day": day.day},
        "page": report.page,
        "verdict": [{"text": run.text, "strong": run.is_strong} for run in report.verdict],
        "figures": [_figure(one, report.language) for one in report.figures],
        "sections": [
            {
                "title": section.title,
                "lead": section.lead,
                "blocks": [_block(one, report.language, fonts) for one in section.blocks],
            }
            for section in report.sections
        ],
    }


def _figure(figure: Figure, language: str) -> Data:
    amount = figure.amount
    is_percent = amount.unit == "%"
    text = amount.text(language) if is_percent else number(amount.value, amount.decimals, language)
    unit = "" if is_percent or amount.value is None else amount.unit
    return {"label": figure.label, "value": text, "unit": unit, "hint": figure.hint, "color": figure.color}


def _block(block: Block, language: str, fonts: Path) -> Data:
    if isinstance(block, BalanceChart | HeatChart | StackChart | LineChart):
        return {"kind": "chart", "alt": block.alt, "svg": draw(block, language, fonts)}
    if isinstance(block, Table):
        return _table(block, language)
    if isinstance(block, Matrix):
        return _matrix(block, language)
    if isinstance(block, Bar):
        return _bar(block)
    return _points(block) if isinstance(block, Points) else _glossary(block)


def _table(table: Table, language: str) -> Data:
    rows = [_cells(row, table.columns, language) for row in table.rows]
    total = _cells(table.total, table.columns, language) if table.total else None
    lines = [*rows, *([total] if total else [])]
    columns = [
        {
            "head": column.head,
            "kind": _kind([row[place] for row in table.rows]),
            "weight": _weight(column, [line[place] for line in lines], WIDEST if place else WIDEST_NAME),
        }
        for place, column in enumerate(table.columns)
    ]
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": columns,
        "rows": rows,
        "total": total,
        "note": table.note,
    }


def _kind(cells: Sequence[Cell]) -> str:
    """Return how a column is set: as a bar, as words from the left, or as values at the right."""
    known = next((cell for cell in cells if cell is not None), None)
    if isinstance(known, Bar):
        return "bar"
    return "text" if isinstance(known, str | date) else "value"


def _weight(column: Column, texts: Sequence[str | Data], widest: int) -> int:
    """Return how wide a column is beside the others: as its longest text, within bounds, and as its head in lines."""
    longest = max((len(text) for text in texts if isinstance(text, str)), default=0)
    words = column.head.split()
    return max(min(longest, widest), *(len(word) for word in words), len(column.head) // HEAD_LINES, NARROWEST)


def _cells(row: Sequence[Cell], columns: Sequence[Column], language: str) -> list[str | Data]:
    return [
        _bar(cell) if isinstance(cell, Bar) else cell_text(cell, column, language)
        for cell, column in zip(row, columns, strict=True)
    ]


def _bar(bar: Bar) -> Data:
    parts = [{"label": one.label, "color": one.color, "share": one.share, "text": one.text} for one in bar.parts]
    return {"kind": "bar", "parts": parts}


def _matrix(matrix: Matrix, language: str) -> Data:
    largest = max((value or 0.0 for row in matrix.values for value in row), default=0.0) or 1.0
    rows = [
        [
            {
                "text": "" if value is None else number(value, matrix.decimals, language),
                "strength": None if value is None else value / largest,
            }
            for value in row
        ]
        for row in matrix.values
    ]
    return {
        "kind": "matrix",
        "corner": f"{matrix.corner} ({matrix.unit})",
        "names": matrix.rows,
        "columns": matrix.columns,
        "rows": rows,
    }


def _points(points: Points) -> Data:
    listed = [
        {"severity": one.severity, "word": one.severity_word, "subject": one.subject, "sentence": one.sentence}
        for one in points.points
    ]
    return {"kind": "points", "points": listed}


def _glossary(glossary: Glossary) -> Data:
    return {
        "kind": "glossary",
        "definitions": [{"term": one.term, "text": one.text} for one in glossary.definitions],
    }
