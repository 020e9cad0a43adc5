"""What one file of many brings for one company, under the names of its meters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.series import Quality
from energy_synergy.ports import Dataset
from energy_synergy.usecases.apply_told import Reading
from energy_synergy.usecases.bulk_file import BulkFile
from energy_synergy.usecases.dataset import compute_dataset
from energy_synergy.usecases.ingest import as_of_file, sound_findings
from energy_synergy.usecases.meter_owners import Owned
from energy_synergy.usecases.told import Told


def dataset_of(file: BulkFile, reading: Reading, told: Told, owned: Sequence[Owned], *, is_shared: bool) -> Dataset:
    """Return what a file brings for the company that owns some of its series.

    With `is_shared` it holds readings of others too: what is found of theirs is left out.
    Raises RowsRefused, InvalidValue.
    """
    by_key = {(one.series.direction, one.series.meter): one for one in owned}
    dataset = compute_dataset(one.series for one in owned)
    # A dataset keeps the order in which its meters first came, and calls the only one of a direction nothing.
    series = tuple(replace(one, meter=owner.meter) for one, owner in zip(dataset.series, by_key.values(), strict=True))
    findings = sound_findings(reading, told)
    rows = reading.result.rows
    if is_shared:
        findings = _own_findings(findings, {one.series.meter for one in owned})
        rows = sum(int((one.series.quality != Quality.MISSING).sum()) for one in owned)
    known_as = {one.series.direction: one.own_id for one in owned if one.own_id and not one.meter}
    dataset = replace(dataset, series=series, findings=findings, known_as=known_as)
    return replace(as_of_file(dataset, reading.result, file_name=file.name, sha256=file.sha256), rows=rows)


def _own_findings(findings: Sequence[Finding], meters: Collection[str]) -> tuple[Finding, ...]:
    """Return the findings that a company may see of a file that holds others' readings too."""
    named = [one for one in findings if one.place.meter in meters]
    general = [one for one in findings if one.place.meter is None and one.place.line is None and one.value is None]
    of_rows = sum(one.count for one in findings if one.place.meter is None and one not in general)
    if not of_rows:
        return (*general, *named)
    sentence = marked("{count} findings on single rows are not listed: the file holds readings of other companies too.")
    return (*general, *named, Finding("rows_of_others", Severity.INFO, sentence, {"count": of_rows}, count=of_rows))
