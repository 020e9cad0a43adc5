"""The rows of a tariff in a file: what each column holds, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.files.numbers import DecimalMark, signed_number
from energy_synergy.tariffs.base import TariffPart
from energy_synergy.tariffs.flat import Flat
from energy_synergy.tariffs.runs import read_months, read_weekdays, runs_text, weekdays_text
from energy_synergy.tariffs.spot_indexed import SpotIndexed
from energy_synergy.tariffs.tariff import PART_NAMES, Tariff
from energy_synergy.tariffs.time_of_use import TimeOfUse

COLUMNS = (
    "company",
    "title",
    "currency",
    "first_day",
    "last_day",
    "part",
    "kind",
    "band",
    "price",
    "times",
    "weekdays",
    "months",
    "factor",
    "spread",
    "floor",
    "cap",
    "holidays_of",
)
NUMBERS = ("price", "factor", "spread", "floor", "cap")
AMOUNTS = ("base_fee_per_month", "peak_price_per_kw_month", "vat_percent")
# A time-of-use price is told by a row for each band, and by one of this kind for every other time.
OTHER = "other"
KINDS = (Flat.name, TimeOfUse.name, OTHER, SpotIndexed.name)
OF_A_BAND, OF_SPOT = ("band", "times", "weekdays", "months"), ("factor", "spread", "floor", "cap")
FIELDS = {"factor": "factor", "spread": "spread_per_kwh", "floor": "floor_per_kwh", "cap": "cap_per_kwh"}
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
EUROPEAN_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
ONE_DAY = timedelta(days=1)
# Which columns mean nothing in a row of a kind: what stands there would be lost in silence.
UNUSED = {
    "": (*OF_A_BAND, *OF_SPOT, "holidays_of"),
    Flat.name: (*OF_A_BAND, *OF_SPOT, "holidays_of"),
    TimeOfUse.name: OF_SPOT,
    OTHER: (*OF_A_BAND, *OF_SPOT),
    SpotIndexed.name: (*OF_A_BAND, "price", "holidays_of"),
}


class CellRefused(InvalidValue):
    """A cell of a file of tariffs that cannot be read; it knows its line and its column."""

    code = "tariff_cell"

    def __init__(self, sentence: str, row: Row, column: str, **values: object) -> None:
        super().__init__(sentence, **{"line": row.line, "column": column, "value": row.text(column)[:80], **values})
        self.line, self.column = row.line, column


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: its line, counted from 1, its cells by column, and the decimal mark of the file."""

    line: int
    cells: Mapping[str, str]
    mark: DecimalMark

    def text(self, column: str) -> str:
        """Return a cell, empty where it is not there."""
        return self.cells.get(column, "").strip()

    def number(self, column: str) -> float | None:
        """Return the number of a cell, None for an empty one.

        Raises CellRefused for what is no number.
        """
        if not self.text(column):
            return None
        number = signed_number(self.text(column), self.mark)
        if number is None:
            raise CellRefused(marked("Line {line}, column {column}: {value} is not a number."), self, column)
        return number

    def needed(self, column: str) -> float:
        """Return the number of a cell that must not be empty."""
        number = self.number(column)
        if number is None:
            raise CellRefused(marked("Line {line}, column {column}: the number is missing."), self, column)
        return number

    def day(self, column: str) -> date | None:
        """Return the day of a cell, None for an empty one."""
        text = self.text(column)
        iso, european = ISO_DAY.fullmatch(text), EUROPEAN_DAY.fullmatch(text)
        try:
            if iso:
                return date(int(iso[1]), int(iso[2]), int(iso[3]))
            if european:
                return date(int(european[3]), int(european[2]), int(european[1]))
        except ValueError:
            pass
        else:
            if not text:
                return None
        raise CellRefused(
            marked("Line {line}, column {column}: {value} is not a day. Write it as 2026-01-31 or 31/01/2026."),
            self,
            column,
        )


def body_of(rows: Sequence[Row], currency: str) -> dict[str, Any]:
    """Return the tariff that rows tell, as the table that `read_tariff` takes.

    Raises CellRefused for a cell that cannot be read, or that means nothing in its row.
    """
    first = rows[0]
    if not first.text("company"):
        raise CellRefused(marked("Line {line}, column {column}: the name of the company is missing."), first, "company")
    last_day = first.day("last_day")
    body: dict[str, Any] = {
        "title": first.text("title"),
        "currency": first.text("currency").upper() or currency,
        "active_from": first.day("first_day"),
        # 9999-12-31 is how other systems write that it never ends.
        "active_to": None if last_day in (None, date.max) else last_day + ONE_DAY,
    }
    by_part: dict[str, list[Row]] = {}
    for row in rows:
        by_part.setdefault(row.text("part").casefold(), []).append(row)
    for name, told in by_part.items():
        if name not in (*PART_NAMES, *AMOUNTS):
            raise CellRefused(
                marked("Line {line}, column {column}: {value} is no part of a tariff. Known parts: {known}."),
                told[0],
                "part",
                known=", ".join((*PART_NAMES, *AMOUNTS)),
            )
        body[name] = _amount(told) if name in AMOUNTS else _part(told)
    return body


def _amount(rows: Sequence[Row]) -> float:
    _refuse_second(rows)
    _refuse_unused(rows[0], "")
    if rows[0].text("kind"):
        raise CellRefused(
            marked("Line {line}, column {column}: {value} means nothing here. Leave it empty."), rows[0], "kind"
        )
    return rows[0].needed("price")


def _part(rows: Sequence[Row]) -> dict[str, Any]:
    kinds = [_kind(row) for row in rows]
    for row, kind in zip(rows, kinds, strict=True):
        _refuse_unused(row, kind)
    if set(kinds) <= {TimeOfUse.name, OTHER}:
        return _time_of_use(rows, kinds)
    _refuse_second(rows)
    if kinds[0] == SpotIndexed.name:
        told = {FIELDS[column]: rows[0].number(column) for column in OF_SPOT}
        return {"name": SpotIndexed.name, **{field: value for field, value in told.items() if value is not None}}
    return {"name": Flat.name, "price_per_kwh": rows[0].needed("price")}


def _kind(row: Row) -> str:
    kind = row.text("kind").casefold() or Flat.name
    if kind not in KINDS:
        raise CellRefused(
            marked("Line {line}, column {column}: {value} is no kind of price. Known kinds: {known}."),
            row,
            "kind",
            known=", ".join(KINDS),
        )
    return kind


def _time_of_use(rows: Sequence[Row], kinds: Sequence[str]) -> dict[str, Any]:
    others = [row for row, kind in zip(rows, kinds, strict=True) if kind == OTHER]
    _refuse_second(others)
    calendars = {row.text("holidays_of").upper(): row for row in rows if row.text("holidays_of")}
    if len(calendars) > 1:
        raise CellRefused(
            marked("Line {line}, column {column}: the holidays of one price are those of one country, not of two."),
            list(calendars.values())[1],
            "holidays_of",
        )
    body: dict[str, Any] = {
        "name": TimeOfUse.name,
        "bands": [_band(row) for row, kind in zip(rows, kinds, strict=True) if kind != OTHER],
        "holidays_of": next(iter(calendars), ""),
    }
    return body | ({"other_price_per_kwh": others[0].needed("price")} if others else {})


def _band(row: Row) -> dict[str, Any]:
    try:
        weekdays, months = read_weekdays(row.text("weekdays")), read_months(row.text("months"))
    except InvalidValue as refused:
        column = "weekdays" if refused.values["text"] == row.text("weekdays") else "months"
        raise CellRefused(refused.sentence, row, column, **refused.values) from refused
    return {
        "name": row.text("band"),
        "price_per_kwh": row.needed("price"),
        "times": read_times(row.text("times")),
        "weekdays": weekdays,
        "months": months,
    }


def read_times(text: str) -> tuple[str, ...]:
    """Return the spans of a text such as 06:00-09:00 22:00-24:00.

    >>> read_times("6:00 - 9:00, 22:00-24:00")
    ('6:00-9:00', '22:00-24:00')
    """
    return tuple(re.sub(r"\s*[-–]\s*", "-", text).replace(",", " ").replace("+", " ").split())


def _refuse_second(rows: Sequence[Row]) -> None:
    if len(rows) > 1:
        raise CellRefused(
            marked("Line {line}, column {column}: {value} is told twice for the same tariff. Keep one of the rows."),
            rows[1],
            "part",
        )


def _refuse_unused(row: Row, kind: str) -> None:
    for column in UNUSED[kind]:
        if row.text(column):
            raise CellRefused(
                marked("Line {line}, column {column}: {value} means nothing here. Leave it empty."), row, column
            )


def rows_of_tariff(company: str, tariff: Tariff, decimal_mark: str = ",") -> Iterator[dict[str, str]]:
    """Yield the rows of a tariff as cells by column; amounts that are 0 are left out."""
    head = {
        "company": company,
        "title": tariff.title,
        "currency": tariff.currency,
        "first_day": tariff.active_from.isoformat() if tariff.active_from else "",
        "last_day": (tariff.active_to - ONE_DAY).isoformat() if tariff.active_to else "",
    }
    for name in PART_NAMES:
        part = getattr(tariff, name)
        for cells in () if part is None else _cells(part):
            yield {**head, "part": name, **{key: _text(value, decimal_mark) for key, value in cells.items()}}
    for name in AMOUNTS:
        if getattr(tariff, name):
            yield {**head, "part": name, "price": _text(getattr(tariff, name), decimal_mark)}


def _cells(part: TariffPart) -> Iterator[dict[str, str | float | None]]:
    if isinstance(part, Flat):
        yield {"kind": part.name, "price": part.price_per_kwh}
    elif isinstance(part, SpotIndexed):
        yield {"kind": part.name, **{column: getattr(part, field) for column, field in FIELDS.items()}}
    elif isinstance(part, TimeOfUse):
        for band in part.bands:
            yield {
                "kind": part.name,
                "band": band.name,
                "price": band.price_per_kwh,
                "times": " ".join(span.replace(" ", "") for span in band.times),
                "weekdays": weekdays_text(band.weekdays),
                "months": runs_text(band.months),
                "holidays_of": part.holidays_of,
            }
        if part.other_price_per_kwh is not None:
            yield {"kind": OTHER, "price": part.other_price_per_kwh, "holidays_of": part.holidays_of}
    else:
        raise InvalidValue(marked("A price of the kind {kind} cannot be written to a file of rows."), kind=part.name)


def _text(value: str | float | None, decimal_mark: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    text = repr(float(value))
    plain = f"{value:.15f}".rstrip("0") if "e" in text else text
    return plain.removesuffix(".0").rstrip(".").replace(".", decimal_mark)
