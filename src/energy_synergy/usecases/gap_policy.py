"""What a company does about missing readings, as it is written down: a name, or a table with a name and fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from energy_synergy.community.gaps.base import GapPolicy
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.registry import option, options


def gap_policy(told: object) -> GapPolicy | None:
    """Return the policy that a name or a table `{name = ..., <fields>}` says; None for nothing.

    Raises UnknownName for a policy that is not there, InvalidValue for fields that do not fit.
    """
    if not told:
        return None
    table: object = {"name": told} if isinstance(told, str) else told
    if not isinstance(table, Mapping) or not isinstance(table.get("name"), str):
        raise InvalidValue(
            marked("{value} says nothing about missing readings. Give one of these names: {known}."),
            value=repr(told)[:80],
            known=", ".join(options("gaps")),
        )
    fields = {key: value for key, value in table.items() if key != "name"}
    return cast(GapPolicy, option("gaps", table["name"], **fields))


def gap_policy_record(policy: GapPolicy | None) -> dict[str, Any]:
    """Return a policy as plain values, which `gap_policy` reads back."""
    return {} if policy is None else {"name": policy.name, **policy.model_dump()}
