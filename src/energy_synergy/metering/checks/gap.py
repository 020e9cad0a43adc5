"""Missing readings."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import Check, place, runs, when
from energy_synergy.metering.series import Series


class Gap(Check):
    """Readings that are missing inside a series."""

    name: ClassVar[str] = "gap"
    listed: int = Field(10, ge=1, le=1000, description="How many gaps are named one by one, longest first")

    def check(self, series: Series, *, timezone: str) -> tuple[Finding, ...]:
        is_missing = np.isnan(series.energy_kwh)
        if not is_missing.any():
            return ()
        gaps = runs(is_missing)
        longest_first = gaps[np.argsort(gaps[:, 0] - gaps[:, 1], kind="stable")]
        named = sorted((int(first), int(end)) for first, end in longest_first[: self.listed])
        findings = [self._gap(series, timezone, first, end) for first, end in named]
        others = longest_first[self.listed :]
        if len(others):
            findings.append(self._others(series, timezone, len(others), int((others[:, 1] - others[:, 0]).sum())))
        return tuple(findings)

    def _gap(self, series: Series, timezone: str, first: int, end: int) -> Finding:
        return Finding(
            "gap",
            Severity.WARNING,
            marked("{meter}: readings are missing from {starts_at} to {ends_at} ({readings} in all)."),
            {
                "meter": series.meter,
                "readings": end - first,
                "starts_at": when(series, timezone, first),
                "ends_at": when(series, timezone, end),
            },
            place(series, timezone, first, end),
            count=end - first,
            advice=marked("Missing readings never count as zero: import them, or accept a provisional result."),
        )

    def _others(self, series: Series, timezone: str, gap_count: int, readings: int) -> Finding:
        return Finding(
            "gap",
            Severity.WARNING,
            marked("{meter}: more readings are missing ({readings} in all, in shorter gaps: {gaps})."),
            {"meter": series.meter, "readings": readings, "gaps": gap_count},
            place(series, timezone, 0, len(series.energy_kwh)),
            count=readings,
        )
