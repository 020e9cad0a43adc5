"""Copy this file to add a format: rename it to the format's name, and the class likewise.

1. Say in `headings` how the columns are named (lower case, no accents or marks), and in `its_zone` whose clock it is.
2. Say in `readings` what a row means: meter, direction, unit, whether a time names the start or the end, its quality.
3. Put a real sample into tests/data/formats/<name>/ with its `<sample>.expected.csv` and an `index.json`.
4. Run ./script/test tests/conformance: detection against every other format, damage, mutations and the truth.
5. Say in tests/data/README.md where the sample comes from. Menus, command line, interface and guide have it.

A format that is no table is a subclass of `Format`, with `sniff` and `read`; it gives `Readings` to `series_of` too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report


class Blueprint(NamedText):
    """One line that a user reads in the list of formats: who exports such files, and what a row holds."""

    name: ClassVar[str] = "_blueprint"
    its_zone: ClassVar[str | None] = "Europe/Paris"
    headings: ClassVar[Headings] = {"time": ("blueprint time",), "meter": ("meter",), "consumption": ("energy kwh",)}

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what each meter consumed."""
        labels = table.times("time")
        (energy,) = table.numbers("consumption")
        for (meter,), rows in table.groups("meter").items():
            yield table.readings(rows, labels, energy, meter=meter, direction="consumption", unit="kWh", stamp="start")
