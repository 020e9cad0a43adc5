"""SDAT-CH E66: validated metered data as Swiss grid operators send them, in XML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import BinaryIO, ClassVar

from energy_synergy.errors import marked
from energy_synergy.files.limits import read_bounded
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import decode
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format, ReadResult
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.named_formats import CERTAIN, note_zone
from energy_synergy.formats.parsing.readings import Readings, series_of
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.sdat_blocks import Document
from energy_synergy.formats.parsing.sdat_readings import readings_of

ROOT = re.compile(r"ValidatedMeteredData(?:_([0-9]{2}))?")
AGGREGATED = re.compile(r"Aggregated[A-Za-z]{1,40}(?:_[0-9]{2})?")
IN_HEAD = re.compile(rb"<(?:[A-Za-z0-9_.-]{1,40}:)?(Validated|Aggregated)MeteredData(?:_[0-9]{2})?[\s>/]")
VERSIONS = {"12", "13", "14", "15", "16"}
# Active energy and active power; 2404050010123 and 2404050010124 are the shares of a community and of the grid in it.
PRODUCTS = {"8716867000030", "8716867000016"}
UNITS = {"KWH": "kWh", "MWH": "MWh", "WHR": "Wh", "WH": "Wh", "KWT": "kW", "KW": "kW", "MAW": "MW", "WTT": "W"}


class SdatE66(Format):
    """SDAT-CH E66 (Switzerland): validated metered data, an interval and numbered observations per meter (XML)."""

    name: ClassVar[str] = "sdat_e66"
    its_zone: ClassVar[str | None] = "Europe/Zurich"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 for validated metered data, 0.9 for aggregates, which are refused by name. Never raises."""
        try:
            found = IN_HEAD.search(decode(head[:8_192])[0])
        except FileRefused:
            return 0.0
        return 0.0 if found is None else CERTAIN if found[1] == b"Validated" else 0.9

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read the whole active energy of each meter; its shares and other products are left out by name.

        Raises FileRefused for another document, or one without such energy.
        """
        report = Report(file_name, has_lines=False)
        note_zone(self, report)
        document = Document(read_bounded(stream, self.MAX_BYTES))
        found: list[Readings] = []
        left_out: list[str] = []
        for block in document.blocks():
            report.rows += len(block.sequences)
            unit = UNITS.get(block.unit.upper())
            if block.meter and block.direction and block.product in PRODUCTS and unit:
                found.append(readings_of(block, block.direction, self.unit or unit, self, report))
            else:
                left_out.append(f"{block.meter or '?'} {block.product or '?'} {block.unit}".strip())
        _check(document, report)
        if not found:
            raise _only_shares(left_out)
        series = series_of(found, self, report)
        note_series_left_out(left_out, report)
        return report.result(self.name, series)


def _check(document: Document, report: Report) -> None:
    """Refuse another document, and note a version that is not known."""
    root = ROOT.fullmatch(document.root)
    if root is None or document.type not in ("", "E66"):
        raise _other(document)
    if root[1] and root[1] not in VERSIONS:
        report.add(
            "version_unknown",
            Severity.WARNING,
            marked("The document is of version {version}; versions 1.2 to 1.6 are known."),
            advice=marked("Check one value against the portal of the grid operator."),
            version=f"{root[1][0]}.{root[1][1]}",
        )


def _other(document: Document) -> FileRefused:
    if AGGREGATED.fullmatch(document.root) or document.type == "E31":
        return refusal(
            "aggregated_data",
            marked("The document (E31) holds sums over many meters, not the readings of one."),
            advice=marked("Give the documents of type E66 (validated metered data), one or several per meter."),
        )
    return refusal(
        "not_e66",
        marked("The XML is no SDAT document of type E66; it is {found}."),
        advice=marked("Give the documents of type E66 (validated metered data), one or several per meter."),
        found=" ".join(filter(None, (document.root[:60], document.type))) or "-",
    )


def _only_shares(left_out: Sequence[str]) -> FileRefused:
    return refusal(
        "only_shares",
        marked("The document holds no whole active energy of a meter (8716867000030); it holds: {kinds}."),
        advice=marked("Shares of a community or of the grid are parts. Give the document with the whole energy too."),
        kinds=", ".join(sorted(set(left_out))[:6]) or "-",
    )
