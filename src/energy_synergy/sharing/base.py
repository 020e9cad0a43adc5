"""The contract of a sharing key."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.registry import Option

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shared:
    """Energy that changes company: `given_kwh` and `received_kwh` [kWh], (T, M), with equal sums per slot."""

    given_kwh: Array
    received_kwh: Array


class SharingKey(Option, ABC):
    """A rule that moves surplus to deficit inside the group, slot by slot."""

    @abstractmethod
    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        """Return what each member gives and receives [kWh], (T, M).

        For all slots: 0 <= given <= surplus, 0 <= received <= deficit, sum given = sum received.
        """
