"""A second kernel, written anew in plain Python loops from the definitions: obviously right, and slow.

Not one line is shared with the product. Energies are nested lists, slots x members [kWh], None where missing.
"""

from __future__ import annotations

from collections.abc import Callable

Row = list[float]
Rule = Callable[[float, Row, list[float]], Row]
FLOWS = ("self_consumed", "surplus", "deficit", "given", "received", "grid_export", "grid_import")


def pro_rata(pool: float, deficits: Row, shares: list[float]) -> Row:
    """Split the pool in proportion to the deficits."""
    wanted = sum(deficits)
    if wanted == 0:
        return [0.0 for _ in deficits]
    return [deficit if pool >= wanted else deficit * pool / wanted for deficit in deficits]


def equal(pool: float, deficits: Row, shares: list[float]) -> Row:
    """Split the pool evenly, round after round, among those who still want something."""
    received = [0.0 for _ in deficits]
    hungry = [place for place, deficit in enumerate(deficits) if deficit > 0]
    rest = pool
    while hungry and rest > 0:
        portion = rest / len(hungry)
        full = [place for place in hungry if deficits[place] - received[place] <= portion]
        if not full:
            for place in hungry:
                received[place] += portion
            return received
        for place in full:
            rest -= deficits[place] - received[place]
            received[place] = deficits[place]
        hungry = [place for place in hungry if place not in full]
    return received


def static(pool: float, deficits: Row, shares: list[float]) -> Row:
    """Offer each its fixed part; what it cannot use is lost to the group."""
    return [min(share * pool, deficit) for share, deficit in zip(shares, deficits, strict=True)]


RULES: dict[str, Rule] = {"pro_rata": pro_rata, "equal": equal, "static": static}


def share_slot(rule: Rule, produced: list[float | None], consumed: list[float | None], shares: list[float]) -> dict:
    """Return the flows of one slot, a list over the members for each."""
    is_known = [p is not None and c is not None for p, c in zip(produced, consumed, strict=True)]
    pairs = [(p, c) if known else (0.0, 0.0) for p, c, known in zip(produced, consumed, is_known, strict=True)]
    own = [min(p, c) for p, c in pairs]
    surplus = [p - o for (p, _), o in zip(pairs, own, strict=True)]
    deficit = [c - o for (_, c), o in zip(pairs, own, strict=True)]
    received = rule(sum(surplus), deficit, shares)
    sold_part = min(1.0, sum(received) / sum(surplus)) if sum(surplus) > 0 else 0.0
    given = [s * sold_part for s in surplus]
    export = [s - g for s, g in zip(surplus, given, strict=True)]
    imported = [d - r for d, r in zip(deficit, received, strict=True)]
    values = (own, surplus, deficit, given, received, export, imported)
    return {
        name: [value if known else None for value, known in zip(column, is_known, strict=True)]
        for name, column in zip(FLOWS, values, strict=True)
    }


def window(name: str, production: list, consumption: list, shares: list[float]) -> dict[str, list]:
    """Return every flow of a window, slots x members."""
    slots = [share_slot(RULES[name], p, c, shares) for p, c in zip(production, consumption, strict=True)]
    return {flow: [slot[flow] for slot in slots] for flow in FLOWS}


def runs(production: list[float], consumption: list[float], tolerance: float) -> list[tuple[str, int, int, float]]:
    """Return (state, first slot, slots, kWh) of consecutive slots in one state."""
    found: list[tuple[str, int, int, float]] = []
    for slot, (p, c) in enumerate(zip(production, consumption, strict=True)):
        state = "self_sustaining" if abs(p - c) <= tolerance * c else "surplus" if p > c else "deficit"
        energy = min(p, c) if state == "self_sustaining" else abs(p - c)
        if found and found[-1][0] == state:
            _, first, count, before = found[-1]
            found[-1] = (state, first, count + 1, before + energy)
        else:
            found.append((state, slot, 1, energy))
    return found
