"""Estimates that readings took the place of: what a company was taken to use before it was measured."""

from __future__ import annotations

from energy_synergy.metering.series import Direction
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option
from energy_synergy.web.db import models


def load_kept_estimates(company_id: int, direction: Direction) -> tuple[Estimate, ...]:
    """Return the estimates of a company whose meters are read from readings now; one query."""
    rows = models.Estimate.objects.filter(
        meter__company=company_id,
        meter__direction=direction,
        meter__source=models.SourceKind.READINGS,
        superseded_at=None,
    )
    return tuple(
        Estimate("", direction, option("profiles", row.profile, **row.fields), row.annual_kwh)
        for row in rows.order_by("meter_id")
    )
