"""Write the tables of country schemes in the guide anew from the schemes themselves.

Run it from the root of the checkout after a figure changed: `python recipes/scheme_table.py`. The page is written in
English, with the statements of all dates.
"""

from __future__ import annotations

from pathlib import Path

from energy_synergy.schemes.catalogue import schemes, whole_scheme
from energy_synergy.schemes.checks.same_place import PLACES
from energy_synergy.schemes.records import (
    Discount,
    Distance,
    GridLevels,
    Interval,
    Keys,
    LargeCompanies,
    Locality,
    MinimumGeneration,
    PowerCap,
    Remark,
    Same,
    Scheme,
    Statement,
    Territory,
)

GUIDE = Path(__file__).parents[1] / "docs" / "guide" / "schemes.md"
BEGIN, END = "<!-- schemes: begin -->\n", "<!-- schemes: end -->\n"
HEAD = "| about | what it says | holds | source | confidence |\n|---|---|---|---|---|\n"


def says(one: Statement) -> str:
    """Return what a statement says."""
    match one:
        case Interval():
            return f"{one.value:g} {one.unit}"
        case Keys():
            return "any" if one.is_free else ", ".join(f"`{name}`" for name in one.value)
        case Distance():
            return f"≤ {one.value:g} {one.unit}" + (" between any two" if one.between == "any_two" else "")
        case Same():
            return str(PLACES[one.place])
        case GridLevels():
            return f"{one.lowest} to {one.highest}"
        case Territory():
            return str(one.words)
        case PowerCap():
            large = ", with large companies" if one.only_with_large_companies else ""
            concerns = f", for {one.concerns}" if one.concerns else ""
            return f"≤ {one.value:g} {one.unit} {'for each plant' if one.per == 'plant' else 'in all'}{large}{concerns}"
        case LargeCompanies():
            return one.rule
        case MinimumGeneration():
            return f"≥ {100 * one.value:g} % of the power of the connections"
        case Locality():
            return f"{one.name}: {one.words}"
        case Discount():
            levels = f" at grid levels {', '.join(map(str, one.grid_levels))}" if one.grid_levels else ""
            return (f"-{100 * one.value:g} %" if one.value else "no discount") + levels
        case Remark():
            figure = f": {100 * one.value:g} %" if one.unit == "fraction" and one.value is not None else ""
            plain = f": {one.value:g} {one.unit}".rstrip() if one.value is not None and not figure else figure
            return f"{one.words}{plain}"
    raise TypeError(type(one))


def holds(one: Statement) -> str:
    """Return when a statement holds."""
    answers = [f"{name} {' / '.join(values)}" for name, values in one.when.items()]
    dates = [f"from {one.valid_from}"] if one.valid_from else []
    dates += [f"before {one.valid_to}"] if one.valid_to else []
    return ", ".join(answers + dates) or "always"


def section(scheme: Scheme) -> str:
    """Return the table of one scheme."""
    since = f", in force from {scheme.valid_from}" if scheme.valid_from else ""
    lines = []
    for topic, one in scheme.statements():
        note = f" ({one.note})" if one.note else ""
        cells = (topic.replace("_", " "), says(one) + note, holds(one), one.source, one.confidence)
        lines.append(f"| {' | '.join(cells)} |")
    return f"### `{scheme.name}`: {scheme.label}\n\n{scheme.title}{since}.\n\n{HEAD}" + "\n".join(lines) + "\n"


def written(text: str) -> str:
    """Return the guide with the tables as they are now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n".join(section(whole_scheme(name)) for name in schemes())
    return f"{before}{BEGIN}{tables}{END}{after}"


if __name__ == "__main__":
    GUIDE.write_text(written(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
