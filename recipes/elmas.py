"""Mean days of French business sectors from ELMAS: shop, food shop, restaurant, hotel, school, farm.

ELMAS (Bellinguer et al. 2023, Scientific Data, doi:10.1038/s41597-023-02542-z, CC BY 4.0) gives the hourly load of
18 classes of French companies over 2018, on the local clock. Download it, write its hourly class profiles as a CSV
with a `Time` column and one column per class, and run: python recipes/elmas.py HOURLY.csv.gz
"""

from __future__ import annotations

import csv
import gzip
import sys

import numpy as np
from catalogue_file import head, write_profile

SOURCE = (
    "Hourly means of the class “{sector}” in ELMAS: a one-year dataset of hourly electrical load profiles from "
    "424 French industrial and tertiary sectors (Bellinguer et al., Scientific Data, 2023, "
    "doi:10.1038/s41597-023-02542-z), scaled to 1 kWh."
)

PROFILES = {
    "shop": (
        "Trades (non-food)",
        ("Shop", "Commerce"),
        ["G46", "G47"],
        "Shop or wholesale other than food",
        "Commerce ou gros hors alimentation",
    ),
    "food_shop": (
        "Trades (food)",
        ("Food shop", "Commerce alimentaire"),
        ["G47"],
        "Food shop with refrigeration",
        "Commerce alimentaire avec froid",
    ),
    "restaurant": (
        "Restaurants",
        ("Restaurant", "Restaurant"),
        ["I56"],
        "Restaurant or canteen serving midday and evening",
        "Restaurant ou cantine, midi et soir",
    ),
    "hotel": (
        "Hotels",
        ("Hotel", "Hôtel"),
        ["I55"],
        "Hotel, with a morning and an evening peak",
        "Hôtel, avec une pointe le matin et une le soir",
    ),
    "school": (
        "Education",
        ("School", "Établissement scolaire"),
        ["P85"],
        "School or training centre, holidays included",
        "Établissement d’enseignement, vacances comprises",
    ),
    "farm": (
        "Livestock farming",
        ("Farm", "Exploitation agricole"),
        ["A01"],
        "Livestock farm, with milking and cooling",
        "Élevage, avec traite et refroidissement",
    ),
}


def main(path: str) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    hours = np.array([int(row["Time"][11:13]) for row in rows])
    for name, (sector, labels, sectors, english, french) in PROFILES.items():
        load = np.array([float(row[sector]) for row in rows])
        curve = np.bincount(hours, weights=load, minlength=24) / np.bincount(hours, minlength=24)
        texts = (f"{english}; mean day, weekends included.", f"{french} ; jour moyen, week-ends compris.")
        about = head(labels, texts, sectors, source=SOURCE.format(sector=sector), is_ours=False, licence="CC BY 4.0")
        write_profile(name, about, [curve])


if __name__ == "__main__":
    main(sys.argv[1])
