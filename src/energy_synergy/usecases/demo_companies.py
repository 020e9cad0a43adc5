"""The eight companies of the demo group: what they use, what they produce, and which of their readings got lost."""

from __future__ import annotations

from dataclasses import dataclass

from energy_synergy.errors import marked
from energy_synergy.metering.series import Direction

HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
SUMMER_CLOSING = ((8, 4), (8, 24))
WINTER_CLOSING = ((12, 24), (12, 31))


@dataclass(frozen=True, slots=True)
class Load:
    """How a company uses energy.

    `curve` names a profile of the catalogue or holds 24 hourly values; `base` is the share of the mean that never
    stops; `saturday` and `sunday` scale the rest (public holidays and closings count as Sundays); `heating` and
    `cooling` are the relative increase per 10 K below 15 and above 20 degrees Celsius.
    """

    annual_mwh: float
    curve: str | tuple[float, ...]
    base: float
    saturday: float = 1.0
    sunday: float = 1.0
    heating: float = 0.0
    cooling: float = 0.0
    noise: float = 0.03
    is_closing: bool = False


@dataclass(frozen=True, slots=True)
class Plant:
    """A photovoltaic plant; azimuth 90 is east, 180 south."""

    peak_kwp: float
    tilt_degrees: float = 12.0
    azimuth_degrees: float = 180.0


@dataclass(frozen=True, slots=True)
class Turbine:
    """A run-of-river plant: its power at the river's mean flow, and the most it can turn into power [kW]."""

    mean_kw: float
    largest_kw: float


@dataclass(frozen=True, slots=True)
class Company:
    """One member of the demo group."""

    name: str
    sector: str
    load: Load
    plant: Plant | Turbine | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Readings that never arrived: `count` slots from a local time on."""

    company: str
    direction: Direction
    month: int
    day: int
    hour: int
    count: int


DAIRY = (
    0.60, 0.60, 0.61, 0.70, 0.88, 1.00, 1.03, 1.02, 1.02, 1.02, 1.01, 1.02,
    1.00, 0.98, 0.85, 0.75, 0.74, 0.73, 0.72, 0.75, 0.75, 0.71, 0.66, 0.62,
)  # fmt: skip
FOUNDRY = (
    0.98, 1.00, 1.00, 0.96, 0.86, 0.50, 0.27, 0.28, 0.35, 0.35, 0.35, 0.35,
    0.35, 0.35, 0.35, 0.31, 0.20, 0.14, 0.14, 0.17, 0.34, 0.70, 0.93, 0.95,
)  # fmt: skip

COMPANIES = (
    Company("Laiterie Valmont", marked("Food industry"), Load(1450, DAIRY, 0.7, sunday=0.95, cooling=0.12), Plant(250)),
    Company(
        "Fonderie Arvel",
        marked("Metal"),
        Load(900, FOUNDRY, 0.3, saturday=0.0, sunday=0.0, noise=0.05, is_closing=True),
    ),
    Company(
        "Nordal Logistique",
        marked("Logistics"),
        Load(780, "factory_two_shifts", 0.42, saturday=0.45, sunday=0.4, heating=0.08, cooling=0.1),
        Plant(940, tilt_degrees=10),
    ),
    Company(
        "Marché Panier Vert",
        marked("Retail"),
        Load(720, "food_shop", 0.6, saturday=1.05, sunday=0.6, cooling=0.2),
        Plant(185, azimuth_degrees=200),
    ),
    Company(
        "Hôtel Belvédère",
        marked("Hotel"),
        Load(500, "hotel", 0.55, saturday=1.15, sunday=1.1, heating=0.2, cooling=0.15, noise=0.05),
    ),
    Company(
        "Bureaux Hélios",
        marked("Offices"),
        Load(310, "office", 0.35, saturday=0.0, sunday=0.0, heating=0.15, cooling=0.25),
        Plant(62),
    ),
    Company(
        "Menuiserie Vautrin",
        marked("Wood"),
        Load(260, "factory_one_shift", 0.2, saturday=0.0, sunday=0.0, noise=0.08, is_closing=True),
        Plant(120, tilt_degrees=20, azimuth_degrees=130),
    ),
    Company("Hydro du Moulin", marked("Producer"), Load(35, "flat", 1.0, noise=0.01), Turbine(180, 205)),
)

GAPS = (
    Gap("Menuiserie Vautrin", "consumption", 6, 11, 2, 13),
    Gap("Hôtel Belvédère", "consumption", 2, 18, 14, 6),
    Gap("Hydro du Moulin", "production", 10, 7, 9, 24),
)
