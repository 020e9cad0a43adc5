"""How a recipe writes one profile of the catalogue: JSON, an hour a line, decimals that sum to exactly 1."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy.typing as npt

from energy_synergy.profiles.curve import DECIMALS, normalise

CATALOGUE = Path(__file__).parents[1] / "src" / "energy_synergy" / "profiles" / "catalogue"
OURS = "Constructed for Energy Synergy from the schedule in recipes/{recipe}; not measured."


def write_profile(
    name: str,
    head: Mapping[str, object],
    curves: Sequence[npt.ArrayLike],
    weights: Sequence[float] = (1.0,),
) -> None:
    """Write `catalogue/<name>.json` from one curve or twelve, and one weight or the weight of a day of each month."""
    fields = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    fields.append('  "weights": [' + ", ".join(f"{weight:.4f}" for weight in weights) + "]")
    fields.append('  "curves": [\n' + ",\n".join(map(_curve, curves)) + "\n  ]")
    (CATALOGUE / f"{name}.json").write_text("{\n" + ",\n".join(fields) + "\n}\n", encoding="utf-8")


def head(
    labels: tuple[str, str],
    descriptions: tuple[str, str],
    sectors: Sequence[str],
    *,
    source: str,
    is_ours: bool,
    licence: str = "Apache-2.0",
    direction: str = "consumption",
) -> dict[str, object]:
    """Return everything of a profile but its curve; texts come as (English, French)."""
    return {
        "direction": direction,
        "label": dict(zip(("en", "fr"), labels, strict=True)),
        "description": dict(zip(("en", "fr"), descriptions, strict=True)),
        "sectors": list(sectors),
        "source": source,
        "is_ours": is_ours,
        "licence": licence,
    }


def _curve(values: npt.ArrayLike) -> str:
    texts = [f"{value:.{DECIMALS}f}" for value in normalise(values)]
    rows = ("      " + ", ".join(texts[first : first + 4]) for first in range(0, 96, 4))
    return "    [\n" + ",\n".join(rows) + "\n    ]"
