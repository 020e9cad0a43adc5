"""Distances on the sphere."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

MEAN_RADIUS_KM = 6371.0088  # mean radius of the earth (IUGG)


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the great-circle distance of two places [km] by the haversine formula; coordinates in degrees, WGS 84.

    The sphere differs from the ellipsoid by up to about 0.5 %.

    >>> round(distance_km(48.8566, 2.3522, 43.2965, 5.3698), 1)
    660.5
    """
    lower, upper = radians(latitude), radians(other_latitude)
    half_up, half_across = (upper - lower) / 2, radians(other_longitude - longitude) / 2
    chord = sin(half_up) ** 2 + cos(lower) * cos(upper) * sin(half_across) ** 2
    return 2 * MEAN_RADIUS_KM * asin(sqrt(min(1.0, chord)))
