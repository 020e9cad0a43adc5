"""The direction of a file that does not say it in any column: told, or in the file's name, or assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from energy_synergy.errors import marked
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_table import NamedTable
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.words import direction_in
from energy_synergy.metering.series import Direction


def told_direction(
    hints: Format, report: Report, usual: Direction = "consumption", *, says_nothing: str = ""
) -> Direction:
    """Return the direction that was told or that the file's name says, else the usual one, and note which it was.

    A word of the name that `says_nothing` of it (lower case) is left aside, as Lastgang is called what is fed in too.
    """
    if hints.direction:
        return hints.direction
    name = stem(report.file_name).replace("_", " ").lower()
    found, _ = direction_in(name.replace(says_nothing, " ") if says_nothing else name)
    if found:
        report.add(
            "direction_from_file_name",
            Severity.INFO,
            marked("The name of the file says that the values are {direction}."),
            direction=found,
        )
    else:
        report.add(
            "direction_assumed",
            Severity.WARNING,
            marked("The file does not say whether its values are drawn or fed in; {direction} was assumed."),
            advice=marked("Give the direction if it is the other: exports of both kinds look alike."),
            direction=usual,
        )
    report.detected["direction"] = found or usual
    return found or usual


def directed(table: NamedTable, keys: Iterable[str], report: Report) -> Iterator[tuple[str, Direction]]:
    """Yield those columns of values that a table has, each with its direction: that of its key, else the one told."""
    known: Mapping[str, Direction] = {"consumption": "consumption", "production": "production"}
    for key in keys:
        if table.has(key):
            yield key, known.get(key) or told_direction(table.hints, report)
