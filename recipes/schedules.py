"""Our own curves, drawn from working hours: offices, factories by shifts, bakery, cold storage, data centre, flat.

Each day is a broken line through (hour, load relative to the full load); the mean day weighs working days and days of
rest as they come in a week. Run: python recipes/schedules.py
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from catalogue_file import OURS, head, write_profile

Points = Sequence[tuple[float, float]]
QUARTER_MIDDLES = (np.arange(96) + 0.5) / 4


class Schedule(NamedTuple):
    labels: tuple[str, str]
    descriptions: tuple[str, str]
    sectors: list[str]
    working_days: int
    working: Points
    rest: Points = ((0, 1.0),)


SCHEDULES = {
    "office": Schedule(
        ("Office", "Bureaux"),
        (
            "Offices worked from 8:00 to 18:00 on five days; mean day, weekends included.",
            "Bureaux occupés de 8 h à 18 h cinq jours par semaine ; jour moyen, week-ends compris.",
        ),
        ["J62", "K", "L", "M", "N82", "O84"],
        5,
        [
            (0, 0.28),
            (6, 0.28),
            (7, 0.45),
            (8.5, 0.9),
            (10, 1.0),
            (12, 0.98),
            (13, 0.9),
            (14, 1.0),
            (16, 0.97),
            (17.5, 0.85),
            (19, 0.5),
            (20.5, 0.33),
            (22, 0.28),
        ],
        [(7, 0.27), (10, 0.32), (16, 0.32), (19, 0.27)],
    ),
    "factory_one_shift": Schedule(
        ("Factory, one shift", "Usine, une équipe"),
        (
            "Workshop or factory with one shift from 7:00 to 16:00 on five days; mean day, weekends included.",
            "Atelier ou usine à une équipe de 7 h à 16 h cinq jours par semaine ; jour moyen, week-ends compris.",
        ),
        ["C", "F43"],
        5,
        [
            (5.5, 0.22),
            (6.5, 0.6),
            (7.5, 1.0),
            (9, 0.98),
            (9.25, 0.85),
            (9.75, 1.0),
            (11.75, 1.0),
            (12.25, 0.72),
            (12.75, 0.72),
            (13.25, 0.98),
            (15.5, 0.95),
            (16.5, 0.55),
            (17.5, 0.3),
            (19, 0.22),
        ],
        [(0, 0.2)],
    ),
    "factory_two_shifts": Schedule(
        ("Factory, two shifts", "Usine, deux équipes"),
        (
            "Factory with two shifts from 6:00 to 22:00 on five days; mean day, weekends included.",
            "Usine à deux équipes de 6 h à 22 h cinq jours par semaine ; jour moyen, week-ends compris.",
        ),
        ["C"],
        5,
        [
            (4.5, 0.25),
            (5.5, 0.65),
            (6.25, 1.0),
            (9, 1.0),
            (9.5, 0.9),
            (10, 1.0),
            (13.5, 1.0),
            (14, 0.82),
            (14.5, 1.0),
            (18, 0.98),
            (18.5, 0.88),
            (19, 0.97),
            (21.5, 0.92),
            (22.25, 0.5),
            (23, 0.27),
            (23.5, 0.25),
        ],
        [(0, 0.22)],
    ),
    "factory_three_shifts": Schedule(
        ("Factory, three shifts", "Usine, trois équipes"),
        (
            "Factory with three shifts round the clock on five days, reduced at weekends; mean day.",
            "Usine à trois équipes jour et nuit cinq jours par semaine, réduite le week-end ; jour moyen.",
        ),
        ["C10", "C17", "C20", "C22", "C24", "C29"],
        5,
        [
            (0, 0.92),
            (5.5, 0.92),
            (6, 0.85),
            (6.5, 1.0),
            (13.5, 1.0),
            (14, 0.88),
            (14.5, 0.99),
            (21.5, 0.96),
            (22, 0.86),
            (22.5, 0.93),
            (24, 0.92),
        ],
        [(0, 0.5)],
    ),
    "bakery": Schedule(
        ("Bakery", "Boulangerie"),
        (
            "Craft bakery with electric ovens from 2:30 in the morning, closed one day a week; mean day.",
            "Boulangerie artisanale, fours électriques dès 2 h 30, fermée un jour par semaine ; jour moyen.",
        ),
        ["C10.7", "G47.24"],
        6,
        [
            (0, 0.32),
            (1.5, 0.4),
            (2.5, 0.85),
            (3.5, 1.0),
            (6, 1.0),
            (7.5, 0.85),
            (9, 0.65),
            (12.5, 0.6),
            (14, 0.42),
            (16, 0.45),
            (18.5, 0.42),
            (19.5, 0.28),
            (21, 0.25),
            (24, 0.32),
        ],
        [(0, 0.2)],
    ),
    "cold_storage": Schedule(
        ("Cold storage", "Entrepôt frigorifique"),
        (
            "Refrigerated warehouse, every day; cooling peaks in the afternoon.",
            "Entrepôt frigorifique, tous les jours ; le froid culmine l’après-midi.",
        ),
        ["H52.1"],
        7,
        [(0, 0.8), (6, 0.8), (8, 0.95), (12, 1.05), (15, 1.15), (18, 1.08), (21, 0.92), (24, 0.8)],
    ),
    "data_centre": Schedule(
        ("Data centre", "Centre de données"),
        (
            "Servers and their cooling, every day; nearly constant.",
            "Serveurs et leur refroidissement, tous les jours ; presque constant.",
        ),
        ["J63"],
        7,
        [(0, 0.97), (5, 0.96), (9, 1.01), (14, 1.04), (18, 1.02), (24, 0.97)],
    ),
    "flat": Schedule(
        ("Constant", "Constant"),
        ("The same power all day, every day.", "La même puissance toute la journée, tous les jours."),
        [],
        7,
        [(0, 1.0)],
    ),
}


def main() -> None:
    for name, schedule in SCHEDULES.items():
        curve = schedule.working_days * _day(schedule.working) + (7 - schedule.working_days) * _day(schedule.rest)
        source = OURS.format(recipe="schedules.py")
        about = head(schedule.labels, schedule.descriptions, schedule.sectors, source=source, is_ours=True)
        write_profile(name, about, [curve])


def _day(points: Points) -> npt.NDArray[np.float64]:
    hours, loads = zip(*points, strict=True)
    return np.interp(QUARTER_MIDDLES, hours, loads)


if __name__ == "__main__":
    main()
