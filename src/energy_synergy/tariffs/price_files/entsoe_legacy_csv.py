"""The CSV export of the ENTSO-E portal as it was until 2025: one area a file."""

from __future__ import annotations

from typing import BinaryIO, ClassVar

from energy_synergy.tariffs.price_files.base import PriceFile, PriceResult
from energy_synergy.tariffs.price_files.file_areas import area_of, only_area
from energy_synergy.tariffs.price_files.notes import Notes
from energy_synergy.tariffs.price_files.plausible import check_size
from energy_synergy.tariffs.price_files.portal_rows import places_of, portal_table, read_rows
from energy_synergy.tariffs.price_files.quarters import spot_prices
from energy_synergy.tariffs.price_files.sniffing import header_in
from energy_synergy.tariffs.price_files.table import read_text


class EntsoeLegacyCsv(PriceFile):
    """ENTSO-E portal until 2025: intervals of CET/CEST or UTC, a price, a currency (CSV)."""

    name: ClassVar[str] = "entsoe_legacy_csv"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 for a header of the portal without a column of areas, else 0.0. Never raises."""
        places = header_in(head, places_of)
        return 1.0 if places is not None and places.area is None else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> PriceResult:
        """Read a whole file of one area.

        Raises FileRefused when it is not this export, or holds no price.
        """
        notes = Notes(file_name)
        text, notes.detected["encoding"] = read_text(stream, self.MAX_BYTES)
        table, places = portal_table(text, file_name, notes)
        written = next((area_of(cell) for cell in table.header if cell.upper().startswith("BZN|")), None)
        name = only_area(written, self.area, notes)
        currency, rows = read_rows(table, places, self, notes)
        spot = check_size(spot_prices(name, currency, rows, notes), notes)
        return notes.result(self.name, (spot,), (name,))
