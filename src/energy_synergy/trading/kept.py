"""A result of the market as plain numbers that can be kept, handed on and checked without the code that made it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.tariffs.member_prices import MemberPrices
from energy_synergy.trading.market import Market
from energy_synergy.trading.matrix import trade_matrix

Array = npt.NDArray[np.float64]
FORMAT, VERSION = "energy-synergy market", 1
HEADER = "header.json"
# Fast and, for prices that repeat, nearly as small as the best.
COMPRESSION = 3
ENERGIES = (
    "production_kwh",
    "consumption_kwh",
    "self_consumed_kwh",
    "given_kwh",
    "received_kwh",
    "grid_export_kwh",
    "grid_import_kwh",
)
PRICES = (
    "buy_price_per_kwh",
    "sell_price_per_kwh",
    "local_fee_per_kwh",
    "local_injection_fee_per_kwh",
)
AMOUNTS = ("paid", "earned", "transfers", "compensation", "savings")
MATRICES = ("traded_kwh", "traded_amounts")


class KeptMarketUnreadable(EnergySynergyError):
    """Bytes are no kept result of the market, or not one that this version reads."""

    code = "kept_market_unreadable"


@dataclass(frozen=True, eq=False)
class KeptMarket:
    """A result of the market: what is told of it, and its numbers.

    `header` holds the group, the members in order, currency, `starts_at` (ISO 8601, None for a typical day),
    `slot_minutes`, key, rule and `promise`. Energies [kWh] are (T, M), NaN where a reading is missing; prices
    [currency/kWh] (T, K), `column_of` (M,) says which column is whose; the local price (T,); amounts [currency] (M,);
    the matrices (M, M), seller x buyer.
    """

    header: Mapping[str, Any]
    production_kwh: Array
    consumption_kwh: Array
    self_consumed_kwh: Array
    given_kwh: Array
    received_kwh: Array
    grid_export_kwh: Array
    grid_import_kwh: Array
    buy_price_per_kwh: Array
    sell_price_per_kwh: Array
    local_fee_per_kwh: Array
    local_injection_fee_per_kwh: Array
    column_of: Array
    group_price_per_kwh: Array
    paid: Array
    earned: Array
    transfers: Array
    compensation: Array
    savings: Array
    traded_kwh: Array
    traded_amounts: Array
    total_gain: Array

    @property
    def members(self) -> Sequence[str]:
        """The names of the members, in order."""
        names: Sequence[str] = self.header["members"]
        return names

    @property
    def currency(self) -> str:
        """The currency of all prices and amounts."""
        return str(self.header["currency"])

    @property
    def promise(self) -> str:
        """Whether nobody is worse off in each "slot", or over the whole "period"."""
        return str(self.header["promise"])

    def of_members(self, prices: Array) -> Array:
        """Return prices (T, K) member by member, (T, M)."""
        columns: Array = prices[:, self.column_of.astype(np.int64)]
        return columns


NUMBERS = tuple(field.name for field in fields(KeptMarket) if field.name != "header")


def keep_market(
    market: Market,
    *,
    group: str,
    members: Sequence[str],
    starts_at: str | None,
    timezone: str,
    told: Mapping[str, Any] | None = None,
) -> KeptMarket:
    """Return a market as plain numbers; `told` is added to the header, such as the agreement that it rests on."""
    result, prices, matrix = market.result, market.open_market.prices, trade_matrix(market)
    header = {
        "format": FORMAT,
        "version": VERSION,
        "group": group,
        "members": list(members),
        "currency": prices.currency,
        "starts_at": starts_at,
        "timezone": timezone,
        "slot_minutes": 15 * result.interval_slots,
        "key": market.key.name,
        "rule": market.rule.name,
        "promise": market.rule.promise,
        **(told or {}),
    }
    return KeptMarket(
        header=header,
        **{name: np.asarray(getattr(result, name), dtype=np.float64) for name in ENERGIES},
        **_prices(prices),
        group_price_per_kwh=market.group_price_per_kwh,
        **{name: np.asarray(getattr(market, name), dtype=np.float64) for name in AMOUNTS},
        traded_kwh=matrix.energy_kwh,
        traded_amounts=matrix.amounts,
        total_gain=np.array([market.total_gain]),
    )


def write_market(kept: KeptMarket) -> bytes:
    """Return a result as a compressed file: `numpy.load` opens it, and `header.json` inside says what it is."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        # A name alone gives every entry the same date, so that equal results are equal bytes.
        archive.writestr(zipfile.ZipInfo(HEADER), json.dumps(kept.header, ensure_ascii=False, sort_keys=True))
        for name in NUMBERS:
            with archive.open(f"{name}.npy", "w", force_zip64=True) as entry:
                np.lib.format.write_array(entry, np.ascontiguousarray(getattr(kept, name)), allow_pickle=False)
    return file.getvalue()


def read_market(body: bytes) -> KeptMarket:
    """Return the result that was written as bytes.

    Raises KeptMarketUnreadable for bytes that are none, that lack a part, or of a version that is not known.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            header = json.loads(archive.read(HEADER))
            arrays = {name: _array(archive, name) for name in NUMBERS}
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError, NotImplementedError) as error:
        raise KeptMarketUnreadable(
            marked("This is no kept result of a market, or it is damaged. Take the file anew.")
        ) from error
    if not isinstance(header, dict) or (header.get("format"), header.get("version")) != (FORMAT, VERSION):
        raise KeptMarketUnreadable(
            marked("This kept result was written by another version. Read it with the version that wrote it.")
        )
    kept = KeptMarket(header=header, **arrays)
    _refuse_unless_it_fits(kept)
    return kept


def digest_of(body: bytes) -> str:
    """Return the SHA-256 of the bytes of a kept result: equal digests are equal results."""
    return hashlib.sha256(body).hexdigest()


def _prices(prices: MemberPrices) -> dict[str, Array]:
    return {
        "buy_price_per_kwh": prices.buy_price_per_kwh,
        "sell_price_per_kwh": prices.sell_price_per_kwh,
        "local_fee_per_kwh": prices.local_fee_per_kwh,
        "local_injection_fee_per_kwh": prices.columns.local_injection_fee,
        "column_of": prices.column_of.astype(np.float64),
    }


def _array(archive: zipfile.ZipFile, name: str) -> Array:
    with archive.open(f"{name}.npy") as entry:
        array = np.lib.format.read_array(entry, allow_pickle=False)
    if array.dtype != np.float64:
        raise ValueError(name)
    return array


def _refuse_unless_it_fits(kept: KeptMarket) -> None:
    """Refuse numbers that are not of one window, one group and one set of tariffs."""
    told = kept.header.get("members")
    members = len(told) if isinstance(told, list) else -1
    slots, columns = len(kept.production_kwh), kept.buy_price_per_kwh.shape[-1]
    shapes = {
        **dict.fromkeys(ENERGIES, (slots, members)),
        **dict.fromkeys(PRICES, (slots, columns)),
        **dict.fromkeys((*AMOUNTS, "column_of"), (members,)),
        **dict.fromkeys(MATRICES, (members, members)),
        "group_price_per_kwh": (slots,),
        "total_gain": (1,),
    }
    is_whole = {"currency", "promise", "rule", "key"} <= kept.header.keys()
    fits = all(getattr(kept, name).shape == shape for name, shape in shapes.items())
    if not is_whole or not fits or not np.isin(kept.column_of, np.arange(columns)).all():
        raise KeptMarketUnreadable(marked("The parts of this kept result do not fit each other. Take the file anew."))
