"""The charts of the market as tables: the same numbers as cells, not yet written in any language's way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.web.queries.bucket_tables import bucket_labels, nones
from energy_synergy.web.queries.buckets import calendar_buckets
from energy_synergy.web.queries.market import LoadedMarket
from energy_synergy.web.queries.market_charts import price_lines
from energy_synergy.web.queries.market_page import market_page
from energy_synergy.web.queries.market_reasons import REASONS, reason_words, reasons_of
from energy_synergy.web.queries.market_records import MarketRow
from energy_synergy.web.queries.market_trades import PairView, matrix_view
from energy_synergy.web.queries.seen import too_few_contributors

PRICE_DECIMALS, ENERGY_DECIMALS = 4, 3


def prices_table(loaded: LoadedMarket) -> Table:
    """Return prices and traded energy by the steps of the chart, and why nothing is traded in a step.

    Raises TooFewContributors where the steps would give a company away.
    """
    lines = price_lines(loaded)
    if lines is None:
        raise too_few_contributors()
    unit = f"{loaded.currency}/kWh"
    heads = tuple(
        Column(label, unit, PRICE_DECIMALS)
        for label in (_("Grid price"), _("Group price"), _("Feed-in price"), _("Window from"), _("Window to"))
    )
    columns = [lines.grid, lines.group, lines.feed_in, lines.low, lines.high, lines.traded_kwh]
    labels = bucket_labels(loaded.window, loaded.buckets)
    rows: list[tuple[Cell, ...]] = list(zip(labels, *map(nones, columns), _reasons(loaded), strict=True))
    total = (_("Total"), None, None, None, None, None, float(np.nansum(lines.traded_kwh)), "")
    energy = Column(_("Traded energy"), "kWh", ENERGY_DECIMALS)
    return Table(
        "prices",
        _("Prices and traded energy"),
        (Column(_("Time")), *heads, energy, Column(_("Why nothing is traded"))),
        rows,
        total,
        _prices_note(loaded),
    )


def _prices_note(loaded: LoadedMarket) -> str:
    if loaded.sight.is_full:
        return _(
            "Grid and feed-in price: mean over the companies, by what each lacks or has left over the period. Group "
            "price: mean over the energy traded."
        )
    return _("Grid price, feed-in price and window: of your company. Group price: mean over the energy traded.")


def _reasons(loaded: LoadedMarket) -> list[str]:
    """Return why nothing is traded in each bucket, empty where something is: the reason of most of its slots."""
    codes, words = reasons_of(loaded.market), reason_words()
    by_slot = np.repeat(codes, loaded.interval_slots)
    found = []
    for part in np.split(by_slot, loaded.buckets.firsts[1:].tolist()):
        counts = np.bincount(part, minlength=len(REASONS))
        found.append("" if counts[0] else words[REASONS[int(counts.argmax())]])
    return found


def members_table(loaded: LoadedMarket) -> Table:
    """Return what each company traded, paid, earned and saved."""
    page, unit = market_page(loaded), loaded.currency
    columns = (
        Column(_("Company")),
        Column(_("Received"), "kWh", 1),
        Column(_("Given"), "kWh", 1),
        Column(_("Paid"), unit),
        Column(_("Earned"), unit),
        Column(_("Alone with the grid"), unit),
        Column(_("Saved"), unit),
        Column(_("Saved"), "%", 1),
    )
    rows = [_member(row, row.name) for row in page.rows]
    total = None if page.total is None else _member(page.total, _("Group"))
    note = _("Alone with the grid: what it would pay for what it lacks less what it would earn for what it has left.")
    return Table("members", _("What each company traded and saved"), columns, rows, total, note)


def _member(row: MarketRow, name: str) -> tuple[Cell, ...]:
    part = None if row.part is None else 100 * row.part
    return (name, row.received_kwh, row.given_kwh, row.paid, row.earned, row.alone, row.saving, part)


def matrix_table(loaded: LoadedMarket) -> Table:
    """Return who sold how much to whom, a row for each pair that traded; the largest amount first.

    Raises TooFewContributors where the cells would give a company away.
    """
    matrix = matrix_view(loaded)
    if matrix is None:
        raise too_few_contributors()
    names = matrix.names
    pairs = [
        (names[seller], names[buyer], kwh, matrix.amounts[seller][buyer] or 0.0)
        for seller, row in enumerate(matrix.kwh)
        for buyer, kwh in enumerate(row)
        if kwh
    ]
    pairs.sort(key=lambda pair: (-pair[3], -pair[2], pair[0], pair[1]))
    rows: list[tuple[Cell, ...]] = list(pairs)
    columns = (
        Column(_("Seller")),
        Column(_("Buyer")),
        Column(_("Energy"), "kWh", ENERGY_DECIMALS),
        Column(_("Paid"), loaded.currency),
    )
    total = (_("Total"), "", sum(pair[2] for pair in pairs), sum(pair[3] for pair in pairs))
    return Table("matrix", _("Who traded with whom"), columns, rows, total)


def trades_table(loaded: LoadedMarket, pair: PairView) -> Table:
    """Return what one company sold another, a row for each quarter of an hour in which it did."""
    slots = np.flatnonzero(pair.energy_kwh > 0)
    quarters = calendar_buckets(loaded.timeline, "day", "quarter")
    starts = [quarters.labels[slot] for slot in slots.tolist()]
    labels = bucket_labels(loaded.window, replace(quarters, firsts=slots, labels=starts))
    values = (nones(one[slots]) for one in (pair.energy_kwh, pair.price_per_kwh, pair.amounts))
    rows: list[tuple[Cell, ...]] = list(zip(labels, *values, strict=True))
    columns = (
        Column(_("Time")),
        Column(_("Energy"), "kWh", 4),
        Column(_("Group price"), f"{loaded.currency}/kWh", PRICE_DECIMALS),
        Column(_("Paid"), loaded.currency, 4),
    )
    total = (_("Total"), float(pair.energy_kwh.sum()), None, float(pair.amounts.sum()))
    caption = _("What {seller} sold to {buyer}").format(seller=pair.seller, buyer=pair.buyer)
    return Table("trades", caption, columns, rows, total)


MARKET_TABLES: Mapping[str, Callable[[LoadedMarket], Table]] = {
    "prices": prices_table,
    "members": members_table,
    "matrix": matrix_table,
}
