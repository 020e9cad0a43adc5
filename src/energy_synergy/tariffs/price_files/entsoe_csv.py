"""The CSV export of the ENTSO-E portal since 2025: an area and an auction in each row."""

from __future__ import annotations

from typing import BinaryIO, ClassVar

import numpy as np

from energy_synergy.tariffs.price_files.base import PriceFile, PriceResult
from energy_synergy.tariffs.price_files.file_areas import area_of, areas_to_read
from energy_synergy.tariffs.price_files.notes import Notes
from energy_synergy.tariffs.price_files.plausible import check_size
from energy_synergy.tariffs.price_files.portal_rows import auctions, note_auctions, places_of, portal_table, read_rows
from energy_synergy.tariffs.price_files.quarters import spot_prices
from energy_synergy.tariffs.price_files.sniffing import header_in
from energy_synergy.tariffs.price_files.table import Table, not_prices, read_text


class EntsoeCsv(PriceFile):
    """ENTSO-E portal since 2025: intervals, areas, auctions (sequences) and prices (CSV)."""

    name: ClassVar[str] = "entsoe_csv"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 for a header of the portal with a column of areas, else 0.0. Never raises."""
        places = header_in(head, places_of)
        return 1.0 if places is not None and places.area is not None else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> PriceResult:
        """Read a whole file, each of its areas or the one that was asked for.

        Raises FileRefused when it is not this export, lacks the area or the auction, or holds no price.
        """
        notes = Notes(file_name)
        text, notes.detected["encoding"] = read_text(stream, self.MAX_BYTES)
        table, places = portal_table(text, file_name, notes)
        if places.area is None:
            raise not_prices(file_name)
        written = [area_of(cell) for cell in table.column(places.area)]
        found = tuple(dict.fromkeys(name for name in written if name))
        names = areas_to_read(found, self.area, notes)
        prices = []
        for name in names:
            part = rows_of_area(table, [one == name for one in written])
            labels, is_wanted = auctions(part, places, self)
            note_auctions(labels, is_wanted, notes)
            currency, rows = read_rows(rows_of_area(part, is_wanted.tolist()), places, self, notes)
            prices.append(check_size(spot_prices(name, currency, rows, notes), notes))
        return notes.result(self.name, tuple(prices), found)


def rows_of_area(table: Table, kept: list[bool]) -> Table:
    """Return a table with some of its rows."""
    places = np.flatnonzero(kept).tolist()
    rows, lines = [table.rows[place] for place in places], [table.lines[place] for place in places]
    return Table(table.header, rows, lines, table.is_comma_separated, table.unended_line)
