"""Who traded with whom, as far as a visitor may see it; and one pair slot by slot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.metering.series import Energies
from energy_synergy.trading.explain import Trade, explain_trade
from energy_synergy.trading.matrix import trade_matrix
from energy_synergy.web.queries.market import LoadedMarket

Cells = list[list[float | None]]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """Energies [kWh] and amounts [currency] between companies, seller x buyer; None where the visitor sees nothing.

    Companies that are not shown to the visitor are one, with the number 0.
    """

    ids: tuple[int, ...]
    names: tuple[str, ...]
    kwh: Cells
    amounts: Cells

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was traded."""
        return not any(cell for row in self.kwh for cell in row)


@dataclass(frozen=True, slots=True)
class PairView:
    """What one company sold another over the period, slot by slot (T,)."""

    seller: str
    buyer: str
    trade: Trade
    energy_kwh: Energies
    price_per_kwh: Energies
    amounts: Energies


def matrix_view(loaded: LoadedMarket) -> MatrixView | None:
    """Return the matrix, None where its cells would give another company away."""
    if loaded.is_protected:
        return None
    matrix = trade_matrix(loaded.market)
    places, ids, names = _columns(loaded)
    own = set(loaded.seen_places)

    def pooled(values: Energies) -> Cells:
        return [
            [
                float(values[np.ix_(sellers, buyers)].sum()) if own & {*sellers} or own & {*buyers} else None
                for buyers in places
            ]
            for sellers in places
        ]

    return MatrixView(ids, names, pooled(matrix.energy_kwh), pooled(matrix.amounts))


def _columns(loaded: LoadedMarket) -> tuple[list[list[int]], tuple[int, ...], tuple[str, ...]]:
    companies, sight = loaded.facts.companies, loaded.sight
    shown = [place for place, one in enumerate(companies) if sight.shows_quarters(one.id)]
    others = [place for place, one in enumerate(companies) if not sight.shows_quarters(one.id)]
    places = [[place] for place in shown] + ([others] if others else [])
    ids = tuple(companies[place].id for place in shown) + ((0,) if others else ())
    names = tuple(companies[place].name for place in shown) + ((_("Other companies"),) if others else ())
    return places, ids, names


def may_see_pair(loaded: LoadedMarket, seller: int, buyer: int) -> bool:
    """Tell whether the visitor may see what one member, by its place, sold another slot by slot."""
    if loaded.sight.is_full:
        return True
    ids = [loaded.company(place).id for place in (seller, buyer)]
    is_own = any(one in loaded.sight.own for one in ids)
    return not loaded.is_protected and is_own and all(loaded.sight.shows_quarters(one) for one in ids)


def pair_view(loaded: LoadedMarket, seller: int, buyer: int) -> PairView:
    """Return what one member, by its place, sold another."""
    trade = explain_trade(loaded.market, seller, buyer)
    return PairView(
        loaded.company(seller).name,
        loaded.company(buyer).name,
        trade,
        loaded.by_slot(trade.energy_kwh, is_energy=True),
        loaded.by_slot(trade.group_price_per_kwh, is_energy=False),
        loaded.by_slot(trade.amounts, is_energy=True),
    )
