"""How fast the kernel is: beside a pandas group-by of the same job, and beside the memory of the machine.

The job: 50 members for a year, from readings to what each gives, receives and has left, with all sums. The kernel
writes own use, given and received; the other four are differences that it derives on demand, and "all arrays" asks
for these too. Bytes are counted once for each array that is read or written, although the memory moves more. The
bandwidth beside it is that of a = b + s * c in numpy with `out=`, on arrays larger than the caches, counted in the
same way: b and c read, a written.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from energy_synergy.community.balance import totals
from energy_synergy.community.window import QUANTITIES, compute_window
from energy_synergy.registry import option
from energy_synergy.sharing.base import SharingKey

SLOTS, MEMBERS = 35_040, 50
ROUNDS = 15
LEAST_SPEEDUP = 15.0
LEAST_PART_OF_BANDWIDTH = 0.30
ARRAY_BYTES = SLOTS * MEMBERS * 8
SHARES = [1 / MEMBERS] * MEMBERS
KEYS: dict[str, dict[str, Any]] = {
    "pro_rata": {},
    "equal": {},
    "static": {"shares": SHARES},
    "static_iterative": {"shares": SHARES},
    "hybrid": {"shares": SHARES},
    "cascade": {"ranks": list(range(1, MEMBERS + 1))},
    "slot_shares": {"shares": np.full((SLOTS, MEMBERS), 1 / MEMBERS)},
    "full_dynamic": {"coefficients": np.full((MEMBERS, MEMBERS), 1 / MEMBERS)},
}
# What a window costs when only parts of it are shared, or by the hour: one factor for each member, and for each value.
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "parts by member": {"taking_part": np.full((2, 1, MEMBERS), 0.5)},
    "parts by slot and member": {"taking_part": np.full((2, SLOTS, MEMBERS), 0.5)},
    "hourly": {"interval_slots": 4},
}


def seconds(job: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return the median time of a job [s]; the result of a round is gone before the next one."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = job()
        times.append(time.perf_counter() - start)
        del result
    return statistics.median(times)


def make_group() -> tuple[Any, Any]:
    """Return production and consumption [kWh] of a drawn group, (T, M)."""
    draw = np.random.default_rng(1)
    consumption = draw.gamma(2.0, 2.0, (SLOTS, MEMBERS))
    production = draw.gamma(2.0, 6.0, (SLOTS, MEMBERS)) * (draw.random((SLOTS, MEMBERS)) < 0.3)
    return production, consumption


def triad_bytes_per_second() -> float:
    """Return the bandwidth of a = b + s * c [bytes/s]."""
    a, b, c = (np.ones(3 * SLOTS * MEMBERS) for _ in range(3))

    def job() -> None:
        np.multiply(c, 3.0, out=a)
        np.add(a, b, out=a)

    return 3 * a.nbytes / seconds(job)


def long_table(production: Any, consumption: Any) -> pd.DataFrame:
    """Return one row for each slot and member."""
    return pd.DataFrame(
        {
            "slot": np.repeat(np.arange(SLOTS), MEMBERS),
            "member": np.tile(np.arange(MEMBERS), SLOTS),
            "production": production.ravel(),
            "consumption": consumption.ravel(),
        }
    )


def share_in_pandas(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Do the kernel's job with a group-by over slots and a merge; return flows, sums of slots, sums of members."""
    flows = table.copy()
    flows["own"] = flows[["production", "consumption"]].min(axis=1)
    flows["surplus"] = flows["production"] - flows["own"]
    flows["deficit"] = flows["consumption"] - flows["own"]
    slots = flows.groupby("slot")[["production", "consumption", "surplus", "deficit"]].sum()
    slots["shared"] = slots[["surplus", "deficit"]].min(axis=1)
    pool = slots[["surplus", "deficit", "shared"]].add_prefix("all_")
    flows = flows.merge(pool, left_on="slot", right_index=True)
    flows["given"] = (flows["surplus"] * flows["all_shared"] / flows["all_surplus"]).fillna(0.0)
    flows["received"] = (flows["deficit"] * flows["all_shared"] / flows["all_deficit"]).fillna(0.0)
    flows["grid_export"] = flows["surplus"] - flows["given"]
    flows["grid_import"] = flows["deficit"] - flows["received"]
    return flows, slots, flows.drop(columns=["slot", *pool.columns]).groupby("member").sum()


def check_same(production: Any, consumption: Any, table: pd.DataFrame) -> None:
    """Stop unless both ways give the same energies."""
    flows, slots, members = share_in_pandas(table)
    result = compute_window(production, consumption)
    np.testing.assert_allclose(flows["received"], result.received_kwh.ravel(), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(slots["production"], result.group_production_kwh, rtol=1e-9)
    np.testing.assert_allclose(members["grid_export"], result.member_kwh["grid_export_kwh"], rtol=1e-9)


def run(production: Any, consumption: Any, key: SharingKey, *, is_all: bool) -> Any:
    """Compute the window with its totals, and all arrays if asked to."""
    result = compute_window(production, consumption, key)
    return result, totals(result), [getattr(result, name) for name in QUANTITIES] if is_all else ()


def main() -> None:
    """Print the table."""
    production, consumption = make_group()
    table = long_table(production, consumption)
    check_same(production, consumption, table)
    slow, bandwidth = seconds(lambda: share_in_pandas(table), 5), triad_bytes_per_second()
    print(f"{MEMBERS} members x {SLOTS} slots, 9 arrays of {ARRAY_BYTES / 1e6:.0f} MB")
    print(f"pandas group-by and merge {slow * 1000:.0f} ms; a = b + s * c {bandwidth / 1e9:.1f} GB/s\n")
    print(f"{'key, with totals':<26}{'ms':>7}{'x pandas':>10}{'arrays':>8}{'of bandwidth':>14}")
    is_met = {}
    for name, fields in KEYS.items():
        key = option("sharing", name, **fields)
        for title, is_all, arrays in ((name, False, 5), (f"{name}, all arrays", True, 9)):
            took = seconds(lambda key=key, is_all=is_all: run(production, consumption, key, is_all=is_all))
            part = arrays * ARRAY_BYTES / took / bandwidth
            print(f"{title:<26}{took * 1000:7.1f}{slow / took:10.1f}{arrays:8}{part:14.0%}")
            is_met[title] = slow / took >= LEAST_SPEEDUP and part >= LEAST_PART_OF_BANDWIDTH
    print(f"\n{'pro_rata beside itself':<26}{'ms':>7}{'x plain':>10}")
    plain = seconds(lambda: compute_window(production, consumption))
    for title, fields in VARIANTS.items():
        took = seconds(lambda fields=fields: compute_window(production, consumption, **fields))
        print(f"{title:<26}{took * 1000:7.1f}{took / plain:10.2f}")
    limits = f"{LEAST_SPEEDUP:.0f} x pandas and {LEAST_PART_OF_BANDWIDTH:.0%} of the bandwidth"
    print(f"\npro_rata {'keeps' if is_met['pro_rata'] else 'MISSES'} the budget: {limits}")


if __name__ == "__main__":
    main()
