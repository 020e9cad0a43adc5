"""The values behind the overview's charts, as one object of arrays of numbers."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np
import orjson
from django.utils.safestring import SafeString, mark_safe

from energy_synergy.community.bilateral import flow_matrix
from energy_synergy.community.periods import UNKNOWN, Codes
from energy_synergy.metering.series import Energies
from energy_synergy.units import SLOTS_PER_DAY, SLOTS_PER_HOUR
from energy_synergy.web.queries.buckets import STEPS, Buckets, calendar_buckets, month_buckets, typical_buckets
from energy_synergy.web.queries.compare import Compared, laid_over
from energy_synergy.web.queries.group_window import Flags, GroupWindow
from energy_synergy.web.queries.heatmap import HOUR_LABELS, compute_heatmap
from energy_synergy.web.queries.seen import hourly_where_asked
from energy_synergy.web.templatetags.es_dates import period_title

DECIMALS = 4
HOUR_MINUTES = 60
MOST_PIECES = 1_500
COARSER = (SLOTS_PER_HOUR, 3 * SLOTS_PER_HOUR, 6 * SLOTS_PER_HOUR, SLOTS_PER_DAY)
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
Chart = dict[str, Any]


def buckets_of(window: GroupWindow) -> Buckets:
    """Return the buckets that the charts of a period have."""
    kind, step = window.choice.period.kind, window.choice.step
    step = step if step in STEPS[kind] else None
    if window.timeline is None:
        return typical_buckets(step)
    if window.is_coarse:
        return month_buckets(window.timeline)
    return calendar_buckets(window.timeline, kind, step)


def compute_chart(window: GroupWindow, compared: Compared | None = None) -> Chart:
    """Return the object that the page and its JSON address carry; energies are kWh per bucket, null where unknown."""
    buckets, balance = buckets_of(window), window.balance
    unknown = window.is_unknown

    def series(energy_kwh: Energies) -> Energies:
        known = np.where(unknown, np.nan, energy_kwh) if unknown.any() else energy_kwh
        return _rounded(buckets.sums(known))

    return {
        "period": asdict(window.choice.period),
        "step_minutes": buckets.step_minutes,
        "quantity": buckets.quantity,
        "labels": buckets.labels,
        "ends": buckets.ends,
        "production_kwh": series(window.group_production_kwh),
        "consumption_kwh": series(window.group_consumption_kwh),
        "local_kwh": series(balance.local_kwh),
        "surplus_kwh": series(balance.surplus_kwh),
        "deficit_kwh": series(balance.deficit_kwh),
        "missing": buckets.places_of(window.result.is_provisional | unknown),
        "estimated": buckets.places_of(window.is_estimated),
        "ribbon": [] if window.is_coarse else ribbon(window.codes, buckets),
        "compared": _compared(window, buckets, compared),
        "members": _members(window, buckets),
        "heatmap": _heatmap(window),
        "flows": _flows(window),
    }


def _rounded(energy_kwh: Energies) -> Energies:
    return np.ascontiguousarray(np.round(energy_kwh, DECIMALS))


def _compared(window: GroupWindow, buckets: Buckets, compared: Compared | None) -> Chart | None:
    """Return production and consumption of the period to compare with, bucket by bucket of this one."""
    if compared is None or compared.window is None or (compared.window.is_coarse and not window.is_coarse):
        return None
    other = compared.window
    then = buckets_of(replace(other, is_coarse=window.is_coarse))
    periods = (window.choice.period, compared.period)

    def series(energy_kwh: Energies) -> Energies:
        return _rounded(laid_over(then.sums(energy_kwh), buckets, then, periods))

    return {
        "title": period_title(compared.period),
        "production_kwh": series(other.group_production_kwh),
        "consumption_kwh": series(other.group_consumption_kwh),
    }


def _members(window: GroupWindow, buckets: Buckets) -> list[Chart]:
    production = _columns(window, window.result.production_kwh, window.has_production, buckets)
    consumption = _columns(window, window.result.consumption_kwh, window.has_consumption, buckets)
    return [
        {
            "id": company.id,
            "name": company.name,
            "color_index": company.color_index,
            "production_kwh": production[place],
            "consumption_kwh": consumption[place],
        }
        for place, company in enumerate(window.facts.companies)
    ]


def _columns(window: GroupWindow, energy_kwh: Energies, has_source: Flags, buckets: Buckets) -> list[Energies | None]:
    """Return the buckets of each member, None for one without a source."""
    if not has_source.any():
        return [None] * len(has_source)
    if buckets.step_minutes < HOUR_MINUTES:
        energy_kwh = hourly_where_asked(window, energy_kwh)
    sums = _rounded(buckets.sums(energy_kwh).T)
    return [row if has else None for row, has in zip(sums, has_source, strict=True)]


def ribbon(codes: Codes, buckets: Buckets) -> list[list[float]]:
    """Return the states as pieces [from, to, code] on the axis of buckets, what is unknown left out.

    Where there would be too many pieces, neighbouring slots share the state that most of them have.
    """
    firsts = _runs(codes)
    for size in COARSER:
        if len(firsts) <= MOST_PIECES:
            break
        codes = _most_common(codes, size)
        firsts = _runs(codes)
    ends = np.append(firsts[1:], len(codes))
    pieces = zip(buckets.positions(firsts), buckets.positions(ends), codes[firsts].tolist(), strict=True)
    return [[start, end, code] for start, end, code in pieces if code != UNKNOWN]


def _runs(codes: Codes) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.flatnonzero(np.diff(codes, prepend=np.int8(-2))).astype(np.int64)


def _most_common(codes: Codes, size: int) -> Codes:
    """Give each run of `size` slots the state that most of them have."""
    runs = np.arange(len(codes)) // size
    counts = np.zeros((int(runs[-1]) + 1, 4), dtype=np.int64)
    np.add.at(counts, (runs, codes - UNKNOWN), 1)
    common: Codes = (counts.argmax(axis=1) + UNKNOWN).astype(np.int8)[runs]
    return common


def _heatmap(window: GroupWindow) -> Chart:
    if window.is_coarse:
        return {"rows": [], "row_kind": "month", "columns": HOUR_LABELS, "net_kwh": [], "incomplete": []}
    heatmap = compute_heatmap(window)
    return {
        "rows": heatmap.rows,
        "row_kind": heatmap.row_kind,
        "columns": HOUR_LABELS,
        "net_kwh": _rounded(heatmap.net_kwh),
        "incomplete": heatmap.incomplete,
    }


def _flows(window: GroupWindow) -> Chart:
    sums = window.result.member_kwh
    return {
        "names": [company.name for company in window.facts.companies],
        "kwh": _rounded(flow_matrix(window.result)),
        "to_grid_kwh": _rounded(sums["grid_export_kwh"]),
        "from_grid_kwh": _rounded(sums["grid_import_kwh"]),
        "own_kwh": _rounded(sums["self_consumed_kwh"]),
    }


def chart_json(chart: Chart) -> bytes:
    """Return the object as JSON; what is not a number is null."""
    return orjson.dumps(chart, option=orjson.OPT_SERIALIZE_NUMPY)


def chart_script(chart: Chart, element_id: str) -> SafeString:
    """Return the object as an element of a page that runs nothing, in the shape of Django's `json_script`."""
    text = chart_json(chart).decode().translate(ESCAPES)
    return mark_safe(f'<script id="{element_id}" type="application/json">{text}</script>')
