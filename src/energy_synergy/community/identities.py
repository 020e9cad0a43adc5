"""The guard of the kernel: no energy is made or lost."""

from __future__ import annotations

import numpy as np

from energy_synergy.community.netting import Flags
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import InvariantBroken
from energy_synergy.sharing.base import Array

TOLERANCE = 1e-9


def check_identities(result: WindowResult, *, tolerance: float = TOLERANCE) -> None:
    """Raise InvariantBroken unless the energy of every slot adds up.

    `tolerance` is relative to the larger of the group's production and consumption in the slot. Missing values are
    judged as zero, and must be missing in all derived quantities of the member at once.
    """
    slack = tolerance * np.maximum(result.group_production_kwh, result.group_consumption_kwh)
    _check_missing(result)
    _check_members(result, slack[:, None])
    _check_group(result, slack)


def check_sums(result: WindowResult, *, tolerance: float = TOLERANCE) -> None:
    """Raise InvariantBroken unless the energy of the whole window adds up, member by member: quick, for every page.

    `tolerance` is relative to the larger of the group's production and consumption over the window.
    """
    sums = result.member_kwh
    slack = np.asarray(tolerance * max(sums["production_kwh"].sum(), sums["consumption_kwh"].sum()))
    for name in ("self_consumed_kwh", "given_kwh", "received_kwh", "grid_export_kwh", "grid_import_kwh"):
        _require(f"{name} >= 0", sums[name] >= -slack)
    surplus, deficit = sums["surplus_kwh"], sums["deficit_kwh"]
    _require_equal("surplus = given + export", surplus, sums["given_kwh"] + sums["grid_export_kwh"], slack)
    _require_equal("deficit = received + import", deficit, sums["received_kwh"] + sums["grid_import_kwh"], slack)
    given, received = sums["given_kwh"].sum(keepdims=True), sums["received_kwh"].sum(keepdims=True)
    _require_equal("sum given = sum received", given, received, slack)


def _check_missing(result: WindowResult) -> None:
    missing = np.isnan(result.production_kwh) | np.isnan(result.consumption_kwh)
    _require("provisional slots are those with a missing reading", result.is_provisional == missing.any(axis=1))
    derived = (result.self_consumed_kwh, result.surplus_kwh, result.deficit_kwh, result.given_kwh)
    for values in (*derived, result.received_kwh, result.grid_export_kwh, result.grid_import_kwh):
        _require("a member without a reading has no derived values", np.isnan(values) == missing)


def _check_members(result: WindowResult, slack: Array) -> None:
    own, given, received = result.self_consumed_kwh, result.given_kwh, result.received_kwh
    surplus, deficit = result.surplus_kwh, result.deficit_kwh
    export, imported = result.grid_export_kwh, result.grid_import_kwh
    _require_equal("production = self-consumed + given + export", result.production_kwh, own + given + export, slack)
    _require_equal(
        "consumption = self-consumed + received + import", result.consumption_kwh, own + received + imported, slack
    )
    for name, values in (("given", given), ("received", received), ("export", export), ("import", imported)):
        _require(f"{name} >= 0", np.isnan(values) | (values >= -slack))
    _require("given <= surplus", np.isnan(given) | (given <= surplus + slack))
    _require("received <= deficit", np.isnan(received) | (received <= deficit + slack))
    if result.interval_slots == 1:
        _require("at most one of surplus and deficit", np.isnan(own) | (np.minimum(surplus, deficit) <= slack))


def _check_group(result: WindowResult, slack: Array) -> None:
    given, received = result.over_members(result.given_kwh), result.over_members(result.received_kwh)
    surplus, deficit = result.over_members(result.surplus_kwh), result.over_members(result.deficit_kwh)
    _require_equal("sum given = sum received", given, received, slack)
    _require("sum given <= min(sum surplus, sum deficit)", given <= np.minimum(surplus, deficit) + slack)


def _require_equal(identity: str, left: Array, right: Array, slack: Array) -> None:
    _require(identity, np.isnan(right) | (np.abs(left - right) <= slack))


def _require(identity: str, holds: Flags) -> None:
    if not holds.all():
        place = tuple(int(number) for number in np.argwhere(~holds)[0])
        raise InvariantBroken(f"{identity}: broken at (slot, member) {place}, {np.count_nonzero(~holds)} times")
