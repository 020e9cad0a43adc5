"""Numbers as people read them: MWh, percent, kilowatts."""

from __future__ import annotations

from collections.abc import Sequence

MWH_FROM_KWH = 10_000


def energy(energy_kwh: float | None) -> str:
    """Return an energy in kWh, or in MWh where kWh would be long.

    >>> energy(1234.56), energy(4194785.73), energy(None)
    ('1,234.6 kWh', '4,194.8 MWh', '–')
    """
    if energy_kwh is None:
        return "–"
    if abs(energy_kwh) >= MWH_FROM_KWH:
        return f"{energy_kwh / 1000:,.1f} MWh"
    return f"{energy_kwh:,.1f} kWh"


def energies(rows: Sequence[Sequence[float]]) -> tuple[str, list[list[str]]]:
    """Return the unit that fits the largest energy of a table, and every cell in it.

    >>> energies([[12_000, 340], [0, 5]])
    ('MWh', [['12.0', '0.3'], ['0.0', '0.0']])
    """
    is_large = max((abs(value) for row in rows for value in row), default=0.0) >= MWH_FROM_KWH
    divisor = 1000 if is_large else 1
    return "MWh" if is_large else "kWh", [[f"{value / divisor:,.1f}" for value in row] for row in rows]


def power(power_kw: float | None) -> str:
    """Return a power in kW.

    >>> power(975.612)
    '975.6 kW'
    """
    return "–" if power_kw is None else f"{power_kw:,.1f} kW"


def percent(fraction: float | None) -> str:
    """Return a fraction as percent; nothing is rounded up to all or down to none.

    >>> percent(0.609851), percent(0.99999), percent(0.00001), percent(None)
    ('61.0 %', '> 99.9 %', '< 0.1 %', '–')
    """
    if fraction is None:
        return "–"
    if 0.9995 <= fraction < 1:
        return "> 99.9 %"
    if 0 < fraction < 0.0005:
        return "< 0.1 %"
    return f"{fraction * 100:.1f} %"
