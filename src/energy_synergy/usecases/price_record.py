"""What a file of day-ahead prices held, or what was fetched, as plain values and as a list to be read again."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.finding_json import finding_as_json

DECIMALS = 8


def price_result_as_json(result: PriceResult) -> dict[str, Any]:
    """Return what a file held as plain values: layout, what was detected, rows, areas and findings."""
    return {
        "format": result.format,
        "detected": dict(result.detected),
        "rows": result.rows,
        "bad_rows": result.bad_rows,
        "areas": [_spot_as_json(spot) for spot in result.prices],
        "findings": [finding_as_json(finding) for finding in result.findings],
    }


def _spot_as_json(spot: SpotPrices) -> dict[str, Any]:
    known = spot.price_per_kwh[np.isfinite(spot.price_per_kwh)]
    return {
        "area": spot.area,
        "currency": spot.currency,
        "starts_at": spot.starts_at.isoformat(),
        "ends_at": spot.ends_at.isoformat(),
        "slots": len(spot.price_per_kwh),
        "known_slots": spot.known_slots,
        "mean_per_kwh": float(known.mean()) if len(known) else None,
        "lowest_per_kwh": float(known.min()) if len(known) else None,
        "highest_per_kwh": float(known.max()) if len(known) else None,
        "negative_slots": int((known < 0).sum()),
    }


def price_list_text(spot: SpotPrices) -> str:
    """Return prices as a list of quarter-hours that says its unit; blank where a price is unknown."""
    timeline = Timeline(spot.starts_at, len(spot.price_per_kwh), "UTC")
    rows = (
        f"{timeline.start_of(slot):%Y-%m-%dT%H:%MZ},{'' if price != price else f'{price:.{DECIMALS}f}'}\n"
        for slot, price in enumerate(spot.price_per_kwh.tolist())
    )
    return f"start_utc,price ({spot.currency}/kWh)\n{''.join(rows)}"
