"""The compensation: who gains gives part of it to who would be worse off than alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
CRUMB = 1e-12


def compensate(savings: Array) -> Array:
    """Return what each member is paid [currency], (M,), summing to 0, so that nobody is left below zero.

    Whoever would lose is lifted to zero, and those who gain pay for it in proportion to their gain. It takes a sum of
    savings of 0 or more; otherwise nobody can be lifted and nothing is paid.
    """
    gains = np.maximum(savings, 0.0)
    # A group that gains nothing may seem to lose a crumb of rounding, and its members may still lose to each other.
    whole, left = gains.sum(), savings.sum()
    if left < -CRUMB * whole or whole <= 0 or (savings >= 0).all():
        return np.zeros_like(savings)
    paid: Array = gains * (max(left, 0.0) / whole) - savings
    return paid
