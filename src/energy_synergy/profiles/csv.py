"""A curve from the text of a CSV file of 24 or 96 rows."""

from __future__ import annotations

import csv
import re
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from pydantic import Field, model_validator

from energy_synergy.errors import marked
from energy_synergy.profiles.base import Curve, Profile, Provenance
from energy_synergy.profiles.curve import CurveRefused, normalise

LONGEST_TEXT = 100_000
NUMBER = re.compile(r"[0-9]+([.,][0-9]*)?([eE][+-]?[0-9]{1,2})?")


class Csv(Profile):
    """A curve of your own from a CSV file: 24 or 96 rows; the column is found by itself when only one fits."""

    name: ClassVar[str] = "csv"
    direction: ClassVar[None] = None
    provenance: ClassVar[Provenance] = Provenance(marked("A file of the user."), is_ours=False)
    label: ClassVar = {"en": "From a file", "fr": "Depuis un fichier"}
    description: ClassVar = {
        "en": "A curve of your own from a CSV file of 24 or 96 rows.",
        "fr": "Votre propre courbe, depuis un fichier CSV de 24 ou 96 lignes.",
    }

    text: str = Field(max_length=LONGEST_TEXT, description="Content of the CSV file, with or without headings")
    column: str | None = Field(None, description="Heading of the column, where several columns hold values")

    @classmethod
    def from_file(cls, path: str | Path, *, column: str | None = None) -> Csv:
        """Read the profile from a file.

        Raises CurveRefused for a file that cannot be read or is too long, and for what `normalise` refuses.
        """
        try:
            with Path(path).open(encoding="utf-8-sig", errors="replace") as stream:
                text = stream.read(LONGEST_TEXT + 1)
        except OSError as error:
            raise CurveRefused(
                marked("The file {path} cannot be read: {reason}."), path=path, reason=error.strerror
            ) from error
        if len(text) > LONGEST_TEXT:
            raise CurveRefused(marked("The file {path} is too long for the curve of one day."), path=path)
        return cls(text=text, column=column)

    @model_validator(mode="after")
    def _holds_a_curve(self) -> Csv:
        self.typical_day()
        return self

    @cached_property
    def _curve(self) -> Curve:
        return normalise(_column(_rows(self.text), self.column))

    def typical_day(self) -> Curve:
        """Return the day of the file, (96,), summing to 1 kWh."""
        return self._curve


def _rows(text: str) -> list[list[str]]:
    head = text.lstrip("\ufeff").partition("\n")[0] + "\n" + text[:2000]
    delimiter = next((mark for mark in ";\t" if mark in head), ",")
    rows = csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=delimiter)
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]


def _column(rows: list[list[str]], wanted: str | None) -> list[float]:
    has_headings = bool(rows) and not any(NUMBER.fullmatch(cell) for cell in rows[0])
    headings = rows[0] if has_headings else [str(number + 1) for number in range(len(rows[0]) if rows else 0)]
    body = rows[1:] if has_headings else rows
    found = {heading: _numbers(body, index) for index, heading in enumerate(headings)}
    if wanted is not None:
        return _named(found, wanted)
    curves = {heading: values for heading, values in found.items() if values and any(values)}
    if len(curves) != 1:
        raise CurveRefused(
            marked("The file must hold one column of numbers above zero; it holds {count} ({columns}). Name one."),
            count=len(curves),
            columns=", ".join(curves) or "-",
        )
    return next(iter(curves.values()))


def _named(found: dict[str, list[float] | None], wanted: str) -> list[float]:
    values = found.get(wanted)
    if values is None:
        raise CurveRefused(
            marked("The column {column} is not there or holds something other than numbers. Columns: {columns}."),
            column=wanted,
            columns=", ".join(found),
        )
    return values


def _numbers(rows: list[list[str]], index: int) -> list[float] | None:
    """Return the numbers of a column, or None where one of its cells holds anything else."""
    cells = [row[index] if index < len(row) else "" for row in rows]
    if not all(NUMBER.fullmatch(cell) for cell in cells):
        return None
    return [float(cell.replace(",", ".")) for cell in cells]
