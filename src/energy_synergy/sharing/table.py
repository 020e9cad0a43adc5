"""A table of coefficients as a field of an option."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array


class CoefficientsRefused(InvalidValue):
    """A coefficient is no number from 0 to 1, or together they are more than there is to share."""

    code = "coefficients_refused"


def as_table(values: Any) -> Array:
    """Return coefficients from 0 to 1 as an array that nobody writes into.

    Raises CoefficientsRefused for anything else.
    """
    try:
        table = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise CoefficientsRefused(marked("The coefficients are no table of numbers with equal rows.")) from error
    if not bool(((table >= 0) & (table <= 1)).all()):
        place = tuple(int(number) + 1 for number in np.argwhere(~((table >= 0) & (table <= 1)))[0])
        raise CoefficientsRefused(marked("The coefficient at {place} is no number from 0 to 1."), place=place)
    view = table.view()
    view.flags.writeable = False
    return view


NESTED_NUMBERS = {"type": "array", "items": {"type": "array", "items": {"type": "number", "minimum": 0, "maximum": 1}}}
Table = Annotated[
    Array,
    BeforeValidator(as_table),
    PlainSerializer(lambda table: table.tolist(), when_used="json"),
    WithJsonSchema(NESTED_NUMBERS),
]
