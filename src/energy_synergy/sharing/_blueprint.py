"""Copy this file to `<name>.py` to add a sharing key; the file's name is the key's name.

Nothing else is to be touched: the menu, the command line, the docs table and the tests find the file.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from pydantic import Field

from energy_synergy.sharing.base import Array, PooledKey, Span, fraction, row_sums


class Blueprint(PooledKey):
    """Say in one line what the key does; this line is its description everywhere.

    Then the formula, and the source with year and page. This one shares in proportion to the deficit, each member
    up to a cap per slot.
    """

    name: ClassVar[str] = "_blueprint"
    span: ClassVar[Span] = "slot"  # "window" when a slot's result depends on other slots or on its place in time
    is_complete: ClassVar[bool] = False  # whether it always moves min(sum surplus, sum deficit)

    cap_kwh: float = Field(default=5.0, ge=0, description="The most that a member receives in one slot [kWh]")

    def receive(self, pool_kwh: Array, deficit_kwh: Array) -> Array:
        """Return what each member receives [kWh], (T, M)."""
        wanted = np.minimum(deficit_kwh, self.cap_kwh)
        received: Array = wanted * fraction(pool_kwh, row_sums(wanted))[:, None]
        return received
