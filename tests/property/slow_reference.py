"""A second kernel, written anew in plain Python loops from the definitions: obviously right, and slow.

Not one line is shared with the product. Energies are nested lists, slots x members [kWh], None where missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Row = list[float]
Spec = dict[str, Any]
Rule = Callable[[float, Row, Spec], Row]
FLOWS = ("self_consumed", "surplus", "deficit", "given", "received", "grid_export", "grid_import")


def pro_rata(pool: float, deficits: Row, spec: Spec) -> Row:
    """Split the pool in proportion to the deficits."""
    wanted = sum(deficits)
    if wanted == 0:
        return [0.0 for _ in deficits]
    return [deficit if pool >= wanted else deficit * pool / wanted for deficit in deficits]


def equal(pool: float, deficits: Row, spec: Spec) -> Row:
    """Split the pool evenly, round after round, among those who still want something."""
    return static_iterative(pool, deficits, {"shares": [1.0 for _ in deficits]})


def static_iterative(pool: float, deficits: Row, spec: Spec) -> Row:
    """Split the pool by the shares of those who still want something, until a round fills nobody."""
    received = [0.0 for _ in deficits]
    hungry = [place for place, deficit in enumerate(deficits) if deficit > 0 and spec["shares"][place] > 0]
    rest = pool
    while hungry and rest > 0:
        whole = sum(spec["shares"][place] for place in hungry)
        portions = {place: rest * spec["shares"][place] / whole for place in hungry}
        full = [place for place in hungry if deficits[place] <= portions[place]]
        if not full:
            for place in hungry:
                received[place] = portions[place]
            return received
        for place in full:
            rest -= deficits[place]
            received[place] = deficits[place]
        hungry = [place for place in hungry if place not in full]
    return received


def static(pool: float, deficits: Row, spec: Spec) -> Row:
    """Offer each its fixed part, and its part of the rest in every further round; the last rest is lost."""
    received, rest = [0.0 for _ in deficits], pool
    for _ in range(spec.get("rounds", 1)):
        taken = []
        for place, share in enumerate(spec["shares"]):
            taken.append(min(share * rest, deficits[place] - received[place]))
            received[place] += taken[-1]
        rest -= sum(taken)
    return received


def slot_shares(pool: float, deficits: Row, spec: Spec) -> Row:
    """Offer each its part of this slot."""
    return [min(share * pool, deficit) for share, deficit in zip(spec["shares"][spec["row"]], deficits, strict=True)]


def cascade(pool: float, deficits: Row, spec: Spec) -> Row:
    """Serve one rank after the other."""
    received, rest = [0.0 for _ in deficits], pool
    for rank in sorted(set(spec["ranks"])):
        places = [place for place, own in enumerate(spec["ranks"]) if own == rank]
        for place, amount in zip(places, pro_rata(rest, [deficits[p] for p in places], {}), strict=True):
            received[place] = amount
        rest = max(0.0, pool - sum(received))
    return received


def hybrid(pool: float, deficits: Row, spec: Spec) -> Row:
    """Offer each its fixed part, then split what is left in proportion to what is still wanted."""
    first = [min(share * pool, deficit) for share, deficit in zip(spec["shares"], deficits, strict=True)]
    still = [deficit - amount for deficit, amount in zip(deficits, first, strict=True)]
    second = pro_rata(max(0.0, pool - sum(first)), still, {})
    return [a + b for a, b in zip(first, second, strict=True)]


RULES: dict[str, Rule] = {
    "pro_rata": pro_rata,
    "equal": equal,
    "static": static,
    "static_iterative": static_iterative,
    "slot_shares": slot_shares,
    "cascade": cascade,
    "hybrid": hybrid,
}


def contracts(surplus: Row, deficits: Row, spec: Spec) -> list[Row]:
    """Return who gives how much to whom by coefficients, giver x receiver."""
    table = spec["coefficients"]
    if isinstance(table[0][0], list):
        table = table[spec["row"]]
    flows = [[coefficient * s for coefficient in row] for row, s in zip(table, surplus, strict=True)]
    for receiver, deficit in enumerate(deficits):
        offered = sum(row[receiver] for row in flows)
        if offered > deficit:
            for row in flows:
                row[receiver] *= deficit / offered
    return flows


def pooled(surplus: Row, received: Row, spec: Spec) -> list[Row]:
    """Return who gives how much to whom from one pool, giver x receiver."""
    moved = sum(received)
    if spec.get("giving_ranks"):
        given = cascade(moved, surplus, {"ranks": spec["giving_ranks"]})
    else:
        given = pro_rata(moved, surplus, {})
    return [[amount * r / moved if moved > 0 else 0.0 for r in received] for amount in given]


def exchange(name: str, surplus: Row, deficits: Row, spec: Spec) -> list[Row]:
    """Return who gives how much to whom in one slot, giver x receiver."""
    if name == "full_dynamic":
        return contracts(surplus, deficits, spec)
    return pooled(surplus, RULES[name](sum(surplus), deficits, spec), spec)


def own_use(quarters: list[tuple[float | None, float | None]]) -> tuple[float, float, float] | None:
    """Return production, consumption and own use of one member, None where a reading is missing."""
    if any(p is None or c is None for p, c in quarters):
        return None
    known = [(p or 0.0, c or 0.0) for p, c in quarters]
    return sum(p for p, _ in known), sum(c for _, c in known), sum(min(pair) for pair in known)


def share_slot(name: str, members: list[list[tuple[float | None, float | None]]], spec: Spec) -> tuple[dict, list[Row]]:
    """Return the flows of one slot or hour, a list over the members for each, and who gave to whom."""
    netted = [own_use(quarters) for quarters in members]
    own = [0.0 if one is None else one[2] for one in netted]
    surplus = [0.0 if one is None else one[0] - one[2] for one in netted]
    deficit = [0.0 if one is None else one[1] - one[2] for one in netted]
    part_given, part_taken = spec.get("taking_part", ([1.0] * len(own), [1.0] * len(own)))
    flows = exchange(
        name,
        [s * part for s, part in zip(surplus, part_given, strict=True)],
        [d * part for d, part in zip(deficit, part_taken, strict=True)],
        spec,
    )
    given = [sum(row) for row in flows]
    received = [sum(row[place] for row in flows) for place in range(len(own))]
    export = [s - g for s, g in zip(surplus, given, strict=True)]
    imported = [d - r for d, r in zip(deficit, received, strict=True)]
    columns = zip(FLOWS, (own, surplus, deficit, given, received, export, imported), strict=True)
    named = {
        name: [None if one is None else value for value, one in zip(column, netted, strict=True)]
        for name, column in columns
    }
    return named, flows


def window(name: str, production: list, consumption: list, spec: Spec, hour: int = 1) -> tuple[dict, list[list[Row]]]:
    """Return every flow of a window, slots x members, and who gave to whom in each slot, giver x receiver."""
    slots, flows = [], []
    for row in range(len(production) // hour):
        rows = range(row * hour, (row + 1) * hour)
        members = [[(production[k][m], consumption[k][m]) for k in rows] for m in range(len(production[0]))]
        slot, matrix = share_slot(name, members, {**spec, "row": row})
        slots.append(slot)
        flows.append(matrix)
    return {flow: [slot[flow] for slot in slots] for flow in FLOWS}, flows


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
