"""Which of the combinations compared is the best, by each of several measures: they seldom agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from energy_synergy.community.fairness import MEASURED_LABELS, Measured
from energy_synergy.errors import marked
from energy_synergy.trading.compare import Combination

CRUMB = 1e-6


@dataclass(frozen=True, slots=True)
class Measure:
    """Something of which more is better; `value` returns it, None where it is undefined.

    `unit` is "money", "kWh" or "" for an index of 0 to 1. The label of an index says with `of` what is measured.
    """

    name: str
    label: str
    unit: str
    value: Callable[[Combination], float | None]
    of: str = ""


@dataclass(frozen=True, slots=True)
class Best:
    """The largest value of a measure, and all combinations that reach it, in their order."""

    measure: Measure
    value: float
    combinations: tuple[Combination, ...]


def _jain(measured: Measured) -> Callable[[Combination], float | None]:
    return lambda one: next(fair.jain for fair in one.fairness if fair.measured == measured)


def _least(one: Combination) -> float | None:
    return None if one.least_gain is None else one.least_gain[1]


EVENNESS = marked("Jain index: {measured}")
MEASURES: tuple[Measure, ...] = (
    Measure("total_gain", marked("Gain of the group"), "money", lambda one: one.total_gain),
    Measure("shared_kwh", marked("Energy shared"), "kWh", lambda one: one.shared_kwh),
    Measure("least_gain", marked("Savings of whoever gains least"), "money", _least),
    *(Measure(f"jain_{one.value}", EVENNESS, "", _jain(one), of=MEASURED_LABELS[one]) for one in Measured),
)


def best_of(combinations: Sequence[Combination], measures: Iterable[Measure] = MEASURES) -> tuple[Best, ...]:
    """Return the best by each measure; one that is undefined for all combinations is left out."""
    found = []
    for measure in measures:
        values = [measure.value(one) for one in combinations]
        known = [value for value in values if value is not None]
        if known:
            top = max(known)
            slack = CRUMB * max(1.0, abs(top))
            reached = (
                one
                for one, value in zip(combinations, values, strict=True)
                if value is not None and value >= top - slack
            )
            found.append(Best(measure, top, tuple(reached)))
    return tuple(found)


def most_useful(combinations: Sequence[Combination]) -> Combination | None:
    """Return where the group gains most, and of these where whoever gains least gains most; None of none."""

    def rank(one: Combination) -> tuple[float, float]:
        least = _least(one)
        return round(one.total_gain / CRUMB), -float("inf") if least is None else round(least / CRUMB)

    return max(combinations, key=rank, default=None)
