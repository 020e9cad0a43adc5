"""The rows of a CSV export of the ENTSO-E portal: intervals, prices, the currency, the area and the auction of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import DAY, Bools
from energy_synergy.files.zones import local_from_utc
from energy_synergy.findings import Severity
from energy_synergy.tariffs.price_files.base import PriceFile
from energy_synergy.tariffs.price_files.clock import (
    labels_of,
    lengths_by_ends,
    note_never_shown,
    read_starts,
    zone_of_header,
)
from energy_synergy.tariffs.price_files.notes import Notes
from energy_synergy.tariffs.price_files.price_unit import settled_unit, unit_in
from energy_synergy.tariffs.price_files.quarters import PriceRows
from energy_synergy.tariffs.price_files.table import Table, header_of, not_prices, read_prices, table_from

PRICE = "day-ahead price"
NO_SEQUENCE = "without sequence"


@dataclass(frozen=True, slots=True)
class Portal:
    """The places of the columns of an export; those that a layout lacks are None."""

    times: int
    price: int
    currency: int | None = None
    area: int | None = None
    sequence: int | None = None


def places_of(cells: Sequence[str]) -> Portal | None:
    """Return the columns of a header of the portal, or None for another header."""
    names = [cell.strip().strip('"').lower() for cell in cells]
    prices = [place for place, name in enumerate(names) if name.startswith(PRICE)]
    if not names or not names[0].startswith("mtu") or not prices:
        return None
    by_name = {name: place for place, name in enumerate(names)}
    return Portal(0, prices[0], by_name.get("currency"), by_name.get("area"), by_name.get("sequence"))


def portal_table(text: str, file_name: str, notes: Notes) -> tuple[Table, Portal]:
    """Return the rows of an export and its columns.

    Raises FileRefused where no early line is a header of the portal.
    """
    found = header_of(text, lambda cells: places_of(cells) is not None)
    places = places_of(found[1]) if found else None
    if found is None or places is None:
        raise not_prices(file_name)
    return table_from(text, found[0] + 1, found[1], notes), places


def read_rows(table: Table, places: Portal, hints: PriceFile, notes: Notes) -> tuple[str, PriceRows]:
    """Return the currency of an export and all its rows; those that cannot be used are noted and have length 0.

    Raises FileRefused for an unknown clock or unit.
    """
    header, lines = table.header, np.array(table.lines, dtype=np.int64)
    currency, factor = settled_unit(unit_in(header[places.price]), hints, notes)
    zone = hints.timezone or zone_of_header(header[places.times])
    cells = table.column(places.times)
    spans = [cell.partition(" - ") for cell in cells]
    starts = read_starts([span[0] for span in spans], table.lines, zone, hints.date_order or "dmy", notes)
    lengths = lengths_by_ends(starts, labels_of([span[2] for span in spans], hints.date_order or "dmy"), zone)
    numbers = read_prices(table.column(places.price), table.lines, table, hints.decimal_mark, notes)
    note_never_shown(starts, numbers, table.lines, cells, notes)
    is_good = starts.is_good & _has_currency(table, places, currency, notes)
    rows = PriceRows(starts.utc, lengths, numbers * factor, lines)
    return currency, without_cut_line(rows.only(is_good), table, zone, notes)


def _has_currency(table: Table, places: Portal, currency: str, notes: Notes) -> Bools:
    """Tell which rows are in the currency of the header; a blank cell says nothing else."""
    written = [cell.strip().upper() for cell in table.column(places.currency)]
    good = np.array([cell in ("", "-", "N/A", currency) for cell in written], dtype=np.bool_)
    for place in np.flatnonzero(~good).tolist():
        notes.bad_row(
            "currency_mix",
            marked("Line {line}: the price is in {value}, the column in {currency}; it is left out."),
            line=table.lines[place],
            value=written[place],
            expected=marked("one currency in the whole file"),
            currency=currency,
        )
    return good


def without_cut_line(rows: PriceRows, table: Table, zone: str | None, notes: Notes) -> PriceRows:
    """Return the rows without a last one that may be cut short: of 140.38 only 14 may be left.

    A last line that nothing ends is whole where it ends a day, on the clock of the file or in UTC.
    """
    is_last = rows.lines == table.unended_line
    if table.unended_line is None or not is_last.any():
        return rows
    ends = (rows.starts + rows.lengths)[is_last]
    local = local_from_utc(ends, zone) if zone else ends
    if (ends % DAY == 0).all() or (local % DAY == 0).all():
        return rows
    notes.bad_row(
        "last_line_cut",
        marked("Line {line} has no end, so its price may be cut short; it is left out."),
        line=table.unended_line,
        expected=marked("a file that ends with a whole line"),
        advice=marked("Download the file again."),
    )
    return rows.only(~is_last)


def auctions(table: Table, places: Portal, hints: PriceFile) -> tuple[list[str], Bools]:
    """Return what each row (N,) calls its auction, and which rows are of the one to read."""
    written = [cell.strip().lower() for cell in table.column(places.sequence)]
    wanted = {f"sequence {hints.sequence or 1}"} | (set() if hints.sequence else {"", NO_SEQUENCE})
    return written, np.array([cell in wanted for cell in written], dtype=np.bool_)


def note_auctions(written: list[str], is_wanted: Bools, notes: Notes) -> None:
    """Note the rows of other auctions, which are left out.

    Raises FileRefused where no row is of the auction to read.
    """
    others = sorted({name for name, wanted in zip(written, is_wanted.tolist(), strict=True) if not wanted})
    if not others:
        return
    if not is_wanted.any():
        raise other_auction(", ".join(others))
    notes.add(
        "auction_left_out",
        Severity.INFO,
        marked("Prices of another auction of the same area ({value}) are left out: {count} rows."),
        value=", ".join(others),
        count=int((~is_wanted).sum()),
    )


def other_auction(found: str) -> FileRefused:
    """Return the refusal of a file that lacks the auction to read."""
    return refusal(
        "other_auction",
        marked("The file holds only prices of another auction ({found}), not of the coupled day-ahead auction."),
        advice=marked("Give the number of the auction (sequence) if these prices are meant, or another file."),
        found=found,
    )
