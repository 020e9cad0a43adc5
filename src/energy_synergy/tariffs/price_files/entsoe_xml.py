"""Publication documents of ENTSO-E (A44), as the portal exports them and its programming interface answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import BinaryIO, ClassVar

from energy_synergy.errors import marked
from energy_synergy.files.limits import read_bounded
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import decode
from energy_synergy.findings import Severity
from energy_synergy.tariffs.price_files.base import PriceFile, PriceResult
from energy_synergy.tariffs.price_files.document_rows import one_auction, one_resolution, rows_of_series
from energy_synergy.tariffs.price_files.file_areas import area_of, areas_to_read
from energy_synergy.tariffs.price_files.market_document import Document, TimeSeries
from energy_synergy.tariffs.price_files.notes import Notes
from energy_synergy.tariffs.price_files.plausible import check_size
from energy_synergy.tariffs.price_files.price_unit import PriceUnit, currency_differs, settled_unit
from energy_synergy.tariffs.price_files.quarters import no_price, spot_prices

IN_HEAD = re.compile(rb"<(?:[A-Za-z0-9_.-]{1,40}:)?(Publication|Acknowledgement)_MarketDocument[\s>]")
DAY_AHEAD = ("", "A01")


class EntsoeXml(PriceFile):
    """ENTSO-E publication document A44: periods of numbered prices, hours or quarter-hours (XML)."""

    name: ClassVar[str] = "entsoe_xml"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 for a document of ENTSO-E that publishes or acknowledges, else 0.0. Never raises."""
        try:
            return 1.0 if IN_HEAD.search(decode(head[:4_096])[0]) else 0.0
        except FileRefused:
            return 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> PriceResult:
        """Read the day-ahead prices of a document, of each of its areas or the one that was asked for.

        Raises FileRefused for another document, an acknowledgement (code `no_data`), or one without a price.
        """
        notes = Notes(file_name)
        document = Document(read_bounded(stream, self.MAX_BYTES))
        series = list(document.series())
        _check(document)
        kept = _day_ahead(series, notes)
        if not kept:
            raise no_price()
        found = tuple(dict.fromkeys(_area(one) for one in kept))
        prices = []
        for name in areas_to_read(found, self.area, notes):
            own = one_auction([one for one in kept if _area(one) == name], self.sequence, notes)
            currency, factor = _unit(own, self, notes)
            rows = one_resolution(rows_of_series(own, factor, notes), notes)
            prices.append(check_size(spot_prices(name, currency, rows, notes), notes))
        return notes.result(self.name, tuple(prices), found)


def _area(series: TimeSeries) -> str:
    return area_of(series.texts.get("in_Domain.mRID") or series.texts.get("out_Domain.mRID") or "?")


def _check(document: Document) -> None:
    """Refuse what is no publication of prices; an acknowledgement says why there are none."""
    if document.root == "Acknowledgement_MarketDocument":
        raise refusal(
            "no_data",
            marked("ENTSO-E answered without prices: {reason}"),
            advice=marked("Prices of a day are published around 13:00 the day before. Choose another period or area."),
            reason="; ".join(text or code for code, text in document.reasons) or "-",
        )
    if document.root != "Publication_MarketDocument" or document.type not in ("", "A44"):
        raise refusal(
            "not_a44",
            marked("The XML is no document of day-ahead prices (A44); it is {found}."),
            advice=marked("Give the document A44 of ENTSO-E, as its portal exports it."),
            found=" ".join(filter(None, (document.root[:60], document.type))) or "-",
        )


def _day_ahead(series: Sequence[TimeSeries], notes: Notes) -> list[TimeSeries]:
    """Return the series of the day-ahead auction; those of other contracts are left out by name."""
    kept = [one for one in series if one.texts.get("contract_MarketAgreement.type", "") in DAY_AHEAD]
    if len(kept) < len(series):
        notes.add(
            "contract_left_out",
            Severity.INFO,
            marked("Series that are not of the day-ahead auction are left out: {count}."),
            count=len(series) - len(kept),
        )
    return kept


def _unit(series: Sequence[TimeSeries], hints: PriceFile, notes: Notes) -> tuple[str, float]:
    """Return the currency and the factor to currency/kWh of the series of one area, which agree."""
    currencies = list(dict.fromkeys(one.texts.get("currency_Unit.name", "").upper() for one in series))
    units = {one.texts.get("price_Measure_Unit.name", "").upper() for one in series}
    if len(currencies) > 1:
        raise currency_differs(currencies[1] or "?", currencies[0] or "?")
    if units == {"MWH"} or units == {"KWH"}:
        written = PriceUnit(currencies[0] or None, "MWh" if units == {"MWH"} else "kWh")
        return settled_unit(written, hints, notes)
    return settled_unit(None, hints, notes)
