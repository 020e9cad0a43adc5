"""Copy this file to add a format: rename it to the format's name, and the class likewise.

Then put a real sample under tests/data/formats/ with the readings that it holds (tests/data/README.md says where each
comes from). Detection, the menu, the command line and the conformance suite take it from there.
"""

from __future__ import annotations

from typing import BinaryIO, ClassVar

from energy_synergy.formats.base import ReadResult, TextFormat
from energy_synergy.formats.parsing.grid import not_this_layout, text_grid
from energy_synergy.formats.parsing.limits import read_bounded
from energy_synergy.formats.parsing.long_layout import read_long
from energy_synergy.formats.parsing.report import Report


class Blueprint(TextFormat):
    """One line that a user reads in the list of formats: who exports such files, and what a row holds."""

    name: ClassVar[str] = "_blueprint"

    @classmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return 1.0 where the first line can only be this format, less where it may be another, 0.0 elsewhere."""
        return 1.0 if head.lstrip(b"\xef\xbb\xbf").startswith(b"Blueprint meter export") else 0.0

    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole file.

        Raises FileRefused when the file is not this format; bad rows become findings.
        """
        report = Report(file_name)
        data = read_bounded(stream, self.MAX_BYTES)
        if not self.sniff(data[: self.HEAD_BYTES], file_name):
            raise not_this_layout(file_name)
        series = read_long(text_grid(data, self, report.detected), self, report)
        return report.result(self.name, series)
