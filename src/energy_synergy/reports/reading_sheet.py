"""An empty sheet of readings to fill in: a row for each quarter-hour of a period, as a text or as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from energy_synergy.timeline import Timeline

BYTE_ORDER_MARK = "\ufeff"
SEPARATORS = {"en": ",", "fr": ";"}
TIME_TEXTS = {"en": "%Y-%m-%d %H:%M", "fr": "%d/%m/%Y %H:%M"}
TIME_CELLS = {"en": "yyyy-mm-dd hh:mm", "fr": "dd/mm/yyyy hh:mm"}
TIME_WIDTH, VALUE_WIDTH = 18, 22


@dataclass(frozen=True, slots=True)
class ReadingSheet:
    """A sheet to fill in: the heads of its columns, the first for the time, and the period."""

    heads: tuple[str, ...]
    name: str
    timeline: Timeline
    language: str

    @property
    def starts(self) -> Iterable[datetime]:
        """What the clock on the wall shows at each quarter-hour; in autumn an hour comes twice, in order."""
        return (self.timeline.start_of(slot).replace(tzinfo=None) for slot in range(self.timeline.slots))


def as_csv(sheet: ReadingSheet) -> bytes:
    """Return the sheet as text, as spreadsheet programs of the language expect it."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=SEPARATORS[sheet.language], lineterminator="\r\n")
    writer.writerow(sheet.heads)
    blank = [""] * (len(sheet.heads) - 1)
    writer.writerows([start.strftime(TIME_TEXTS[sheet.language]), *blank] for start in sheet.starts)
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


def as_xlsx(sheet: ReadingSheet) -> bytes:
    """Return the sheet as a workbook with typed times."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet.name[:31])
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": TIME_CELLS[sheet.language]})
        page.set_column(0, 0, TIME_WIDTH)
        page.set_column(1, len(sheet.heads) - 1, VALUE_WIDTH)
        page.freeze_panes(1, 1)
        for place, head in enumerate(sheet.heads):
            page.write_string(0, place, head, bold)
        for row, start in enumerate(sheet.starts, 1):
            page.write_datetime(row, 0, start, moment)
    return stream.getvalue()
