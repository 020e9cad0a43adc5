"""Fluvius (Belgium): quarter-hour totals of the registers of one or several meters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Floats
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import Ints, Labels
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.intervals import interval_lengths
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings, add_up
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.formats.parsing.words import plain
from energy_synergy.metering.series import Direction, Qualities, Quality

# "Geen verbruik" and "Geen gegevens" stand where nothing was read; the volume is blank then.
WORDS = {
    **dict.fromkeys(("uitgelezen", "gevalideerd", "geen verbruik", "geen gegevens"), Quality.MEASURED),
    **dict.fromkeys(("geschat", "berekend"), Quality.ESTIMATED),
}
WAYS: dict[str, Direction] = {"afname": "consumption", "injectie": "production", "productie": "production"}
TARIFFS = ("dag", "nacht", "exclusief nacht")
WHOLE = ("", "actief", "totaal")


class Fluvius(NamedText):
    """Fluvius (Belgium), quarter-hour totals: a row per interval and register, draw and injection in kWh (CSV)."""

    name: ClassVar[str] = "fluvius"
    its_zone: ClassVar[str | None] = "Europe/Brussels"
    headings: ClassVar[Headings] = {
        "date": ("van datum",),
        "clock": ("van tijdstip",),
        "end": ("tot datum",),
        "end_clock": ("tot tijdstip",),
        "ean": ("ean code", "ean"),
        "meter": ("meter", "meter nummer", "meternummer"),
        "register": ("register", "registratie"),
        "volume": ("volume",),
        "unit": ("eenheid",),
        "quality": ("validatiestatus",),
    }
    optional = ("ean", "meter", "quality")

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what each access point drew and injected, its registers of day and night added up.

        Raises FileRefused for an export of a gas meter.
        """
        _refuse_gas(table)
        found = _of_energy(table, report)
        labels, ends = table.times("date", "clock"), table.times("end", "end_clock")
        lengths = interval_lengths(table, labels, ends, report)
        table.expect_comma("volume")
        (volume,) = table.numbers("volume")
        quality = None
        if table.has("quality"):
            quality = qualities(table.texts("quality"), WORDS, table.name("quality"), report)
        names = [ean or meter or stem(report.file_name) for ean, meter in zip(*_names(table), strict=True)]
        registers: dict[tuple[str, Direction], dict[str, list[int]]] = {}
        for row in np.flatnonzero(table.good).tolist():
            word, rest = found[row]
            registers.setdefault((names[row], WAYS[word]), {}).setdefault(f"{word} {rest}", []).append(row)
        for (meter, direction), by_register in registers.items():
            parts = {
                register: _part(table, np.array(rows), labels, lengths, volume, quality, meter, direction)
                for register, rows in by_register.items()
            }
            yield from self._whole(parts, report)

    def _whole(self, parts: dict[str, Readings], report: Report) -> Iterable[Readings]:
        """Return the registers of one access point in one direction as its whole energy.

        A file holds either a row of each tariff for every interval, or only of the one that counted in it.
        """
        whole = [part for register, part in parts.items() if register.partition(" ")[2] in WHOLE]
        tariffs = [part for register, part in parts.items() if register.partition(" ")[2] in TARIFFS]
        yield from whole
        if not tariffs:
            return
        every = np.unique(np.concatenate([one.starts for one in tariffs]))
        is_each_needed = sum(len(np.unique(one.starts)) for one in tariffs) * 2 > 3 * len(every)
        added = add_up(tariffs, self, report, is_each_needed=is_each_needed)
        if whole:
            # A meter was replaced by one with tariffs, or the whole stands beside its parts: it counts once.
            kept = ~np.isin(added.starts, np.concatenate([one.starts for one in whole]))
            added = _kept(added, kept)
        yield added


def _part(
    table: NamedTable,
    rows: Ints,
    labels: Labels,
    lengths: Ints,
    volume: Floats,
    quality: Qualities | None,
    meter: str,
    direction: Direction,
) -> Readings:
    return table.readings(
        rows,
        labels,
        volume,
        meter=meter,
        direction=direction,
        unit="kWh",
        stamp="start",
        lengths=lengths,
        quality=quality,
    )


def _kept(one: Readings, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Readings:
    return replace(
        one,
        starts=one.starts[kept],
        lengths=one.lengths[kept],
        numbers=one.numbers[kept],
        lines=one.lines[kept],
        quality=None if one.quality is None else one.quality[kept],
    )


def _names(table: NamedTable) -> tuple[list[str], list[str]]:
    """Return the access point and the meter of each row; a spreadsheet wrote the number as the formula ="5414..."."""
    return [text.strip('="') for text in table.texts("ean")], table.texts("meter")


def _of_energy(table: NamedTable, report: Report) -> list[tuple[str, str]]:
    """Return the register of each row as its direction and the rest of its name, and leave out what is no energy."""
    units, texts = table.texts("unit"), table.texts("register")
    parted: dict[tuple[str, str], tuple[str, str] | None] = {
        pair: _parted(*pair) for pair in set(zip(texts, units, strict=True))
    }
    has_injection = any(one and one[0] == "injectie" for one in parted.values())
    for pair, one in parted.items():
        if one and one[0] == "productie" and has_injection:
            parted[pair] = None
            _note_gross(pair[0], report)
    note_series_left_out((f"{register} ({unit})" for (register, unit), one in parted.items() if one is None), report)
    found = [parted[pair] for pair in zip(texts, units, strict=True)]
    table.good &= np.array([one is not None for one in found], dtype=np.bool_)
    return [one or ("", "") for one in found]


def _parted(register: str, unit: str) -> tuple[str, str] | None:
    word, _, rest = plain(register).partition(" ")
    return (word, rest) if plain(unit) == "kwh" and word in WAYS and rest in (*TARIFFS, *WHOLE) else None


def _note_gross(register: str, report: Report) -> None:
    report.add(
        "gross_production_left_out",
        Severity.WARNING,
        marked("The register {register} counts all that an installation makes; the injection is a part of it."),
        advice=marked("Only the injection was read. Import the file of the production meter alone if it shall count."),
        register=register,
    )


def _refuse_gas(table: NamedTable) -> None:
    if "m3" in {plain(unit) for unit in set(table.texts("unit"))}:
        raise _gas()


def _gas() -> FileRefused:
    return refusal(
        "gas_file",
        marked("The file holds the cubic metres of a gas meter, not electricity."),
        advice=marked("Download the quarter-hour totals of the electricity meter."),
    )
