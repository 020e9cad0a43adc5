"""The bad rows of a file as a file: they are corrected there and sent again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from django.utils.translation import gettext as _

from energy_synergy.files.numbers import looks_like_number
from energy_synergy.files.text import SEPARATORS
from energy_synergy.usecases.bad_rows import BadRow, read_bad_rows
from energy_synergy.usecases.problems import TITLES
from energy_synergy.usecases.told import Told
from energy_synergy.web.queries.table_text import BYTE_ORDER_MARK, plain_cell
from energy_synergy.web.words import filled, translated


def bad_rows_csv(stream: BinaryIO, told: Told, *, timezone: str, file_name: str) -> bytes:
    """Return the bad rows under the header of their file, with one more column that says what is wrong.

    The separator is that of the file, so that the rows read back in once they are right. A cell that a spreadsheet
    would take for a formula begins with an apostrophe; a number below zero is none.
    """
    found = read_bad_rows(stream, told, timezone=timezone, file_name=file_name)
    width = max([len(found.header), *(len(row.cells) for row in found.rows)])
    text = io.StringIO()
    mark = next((mark for name, mark in SEPARATORS.items() if name == found.separator), ",")
    writer = csv.writer(text, delimiter=mark, lineterminator="\r\n")
    writer.writerow([*_padded(map(plain_cell, found.header), width), _("Problem")])
    for row in found.rows:
        writer.writerow([*_padded(map(_neutral, row.cells), width), plain_cell(_reason(row))])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _padded(cells: Iterable[str], width: int) -> list[str]:
    found = list(cells)
    return found + [""] * (width - len(found))


def _neutral(cell: str) -> str:
    return cell if looks_like_number(cell) else plain_cell(cell)


def _reason(row: BadRow) -> str:
    if row.findings:
        return " ".join(translated(finding) for finding in row.findings)
    title = filled(TITLES.get(row.code, row.code), {"count": 1})
    return _("Line {line}: {problem}").format(line=row.line, problem=title)
