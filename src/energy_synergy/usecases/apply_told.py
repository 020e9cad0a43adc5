"""Reading a file as it was told: the reader's part, then what is mended, then what is noted about both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import read_file
from energy_synergy.metering.checks.base import run_checks
from energy_synergy.metering.mend import with_filled_gaps, with_thousandths, without_spikes
from energy_synergy.metering.series import Series
from energy_synergy.usecases.remedies import remedy
from energy_synergy.usecases.told import Told

Mend = Callable[[Series], tuple[Series, int]]
MENDS: Mapping[tuple[str, str], tuple[Mend, str]] = {
    ("spikes", "missing"): (
        without_spikes,
        marked("{meter}: {count} values far above all others count as missing, as you asked."),
    ),
    ("spikes", "thousandth"): (
        with_thousandths,
        marked("{meter}: {count} values far above all others were divided by 1,000, as you asked."),
    ),
    ("gaps", "interpolated"): (
        with_filled_gaps,
        marked("{meter}: {count} missing readings were filled by a straight line, as you asked."),
    ),
}
NOTED_BY_READER = ("doubles", "negatives")
READING, CHECKING = 0.7, 0.9


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds as it was told: the reader's result, the series after mending, and all findings."""

    result: ReadResult
    series: tuple[Series, ...]
    findings: tuple[Finding, ...]


def no_note(progress: float) -> None:
    """Take no note of how far a check is."""


def read_as_told(
    source: BinaryIO, told: Told, *, timezone: str, file_name: str = "", note: Callable[[float], None] = no_note
) -> Reading:
    """Read a file with what was told of it, mend what was asked, and check the readings.

    `note` is told from time to time how far it is, from 0 to 1.
    Raises FileRefused when the file cannot be read, InvalidValue for something told that no format takes.
    """
    source.seek(0)
    result = read_file(source, told.format or None, file_name=file_name, **told.reader_hints(timezone))
    note(READING)
    series, noted = _mended(result.series, told)
    note(CHECKING)
    findings = (*_told_findings(told), *noted, *result.findings, *run_checks(series, timezone))
    return Reading(result, series, findings)


def _mended(series: tuple[Series, ...], told: Told) -> tuple[tuple[Series, ...], list[Finding]]:
    """Return the series after the remedies that change readings; spikes go before the gaps that they leave."""
    noted = []
    for key, (mend, sentence) in MENDS.items():
        if told.rule(key[0]) != key[1]:
            continue
        pairs = [mend(one) for one in series]
        series = tuple(one for one, _ in pairs)
        noted += [_mend_finding(key, sentence, one.meter, count) for one, count in pairs if count]
    return series, noted


def _mend_finding(key: tuple[str, str], sentence: str, meter: str, count: int) -> Finding:
    values = {"meter": meter, "count": count}
    return Finding(f"{key[0]}_told", Severity.INFO, sentence, values, Place(meter=meter), count)


def _told_findings(told: Told) -> list[Finding]:
    """Note the remedies that nothing else notes, so that the import says for ever how its file was read."""
    cells = sum(fix.kind == "cell" for fix in told.fixes)
    noted = [
        Finding(f"{fix.kind}_told", Severity.INFO, one.sentence, one.values)
        for fix in told.fixes
        if fix.kind not in (*NOTED_BY_READER, "spikes", "gaps", "leave_out", "cell")
        for one in [remedy(fix)]
    ]
    if cells:
        sentence = marked("{count} cells were corrected by hand.")
        noted.append(Finding("cells_corrected", Severity.INFO, sentence, {"count": cells}, count=cells))
    return noted


def as_left_out(finding: Finding, told: Told) -> Finding:
    """Return a finding of a row that is left out on request: it no longer blocks."""
    if finding.severity is Severity.ERROR and finding.code in told.left_out:
        return replace(finding, severity=Severity.WARNING)
    return finding
