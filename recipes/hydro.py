"""Twelve weights of a run-of-river plant, constant within a day.

The weights are an assumption of our own: high water from late autumn to spring, low water from July to September, as on
a small river fed by rain in the west of Europe. Run: python recipes/hydro.py
"""

from __future__ import annotations

import numpy as np
from catalogue_file import OURS, head, write_profile

DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
FLOW = np.array([1.25, 1.25, 1.30, 1.30, 1.20, 0.95, 0.65, 0.50, 0.55, 0.80, 1.05, 1.20])


def main() -> None:
    about = head(
        ("Hydro", "Hydraulique"),
        (
            "Run-of-river plant, constant within a day, by month: high water in spring, low water in late summer.",
            "Centrale au fil de l’eau, constante dans la journée, par mois : hautes eaux au printemps, basses en été.",
        ),
        ["D35.1"],
        source=OURS.format(recipe="hydro.py"),
        is_ours=True,
        direction="production",
    )
    write_profile("hydro", about, [np.ones(96)], list(FLOW / np.average(FLOW, weights=DAYS)))


if __name__ == "__main__":
    main()
