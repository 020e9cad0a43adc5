"""Analyse the group of a manifest: who has energy left, who needs some, and what the group keeps."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, cast

from energy_synergy.cli.arguments import read_fields
from energy_synergy.cli.moments import read_moment
from energy_synergy.cli.numbers import energies, energy, percent, power
from energy_synergy.cli.output import Output
from energy_synergy.community.indicators.base import Indicator
from energy_synergy.community.periods import State
from energy_synergy.registry import option, option_class
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.usecases.analyse import Analysis, analyse, as_json
from energy_synergy.usecases.manifest import load_manifest

STATE_NAMES = {State.SURPLUS: "surplus", State.SELF_SUSTAINING: "self-sustaining", State.DEFICIT: "deficit"}
TOTALS = {
    "consumption_kwh": "Consumption",
    "production_kwh": "Production",
    "self_consumed_kwh": "Used by the company that produced it",
    "shared_kwh": "Shared between companies",
    "surplus_kwh": "Surplus of the group",
    "deficit_kwh": "Deficit of the group",
    "grid_import_kwh": "From the grid",
    "grid_export_kwh": "To the grid",
}
MEMBER_COLUMNS = {
    "consumption_kwh": "Consumption",
    "production_kwh": "Production",
    "self_consumed_kwh": "Own use",
    "received_kwh": "Received",
    "given_kwh": "Given",
    "grid_import_kwh": "From grid",
    "grid_export_kwh": "To grid",
}


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    parser.add_argument("manifest", metavar="GROUP.toml", help="the manifest of the group")
    parser.add_argument("--from", dest="starts_at", metavar="DATE", help="first local day, such as 2025-01-01")
    parser.add_argument("--to", dest="ends_at", metavar="DATE", help="the day after the last one")
    parser.add_argument("--key", default="pro_rata", metavar="NAME", help="sharing key (see: options sharing)")
    parser.add_argument(
        "--set",
        "--key-option",
        dest="fields",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="a field of the key, such as shares=0.5,0.3,0.2; may come several times",
    )
    parser.add_argument(
        "--tolerance",
        type=float,
        default=0.05,
        metavar="FRACTION",
        help="how far production may lie from consumption and still count as self-sustaining (0.05)",
    )
    parser.add_argument("--typical-day", action="store_true", help="one mean day instead of a calendar period")
    parser.add_argument("--periods", type=int, default=10, metavar="N", help="how many periods to list (10)")
    parser.add_argument("--json", action="store_true", help="print one JSON object, with every period")


def run(arguments: Namespace, output: Output) -> int:
    """Read the manifest, analyse, show."""
    key = option("sharing", arguments.key, **read_fields(arguments.fields))
    with output.progress("Reading") as advance:
        manifest = load_manifest(arguments.manifest, on_member=advance)
    timezone = manifest.group.timezone
    analysis = analyse(
        manifest.group,
        starts_at=read_moment(arguments.starts_at, timezone),
        ends_at=read_moment(arguments.ends_at, timezone),
        key=key,
        tolerance=arguments.tolerance,
        is_typical_day=arguments.typical_day,
    )
    if output.is_json:
        output.json(as_json(analysis, manifest.findings))
        return 0
    _show(analysis, arguments.periods, output)
    findings = (*manifest.findings, *analysis.findings)
    if findings:
        output.heading("About the data")
        output.findings(findings)
    return 0


def _show(analysis: Analysis, period_count: int, output: Output) -> None:
    described = as_json(analysis)
    output.heading(analysis.group.name)
    output.line(_window(analysis, described["starts_at"], described["ends_at"]))
    _show_totals(analysis, output)
    _show_members(described["members"], output)
    _show_periods(analysis, described["periods"], period_count, output)


def _window(analysis: Analysis, starts_at: str | None, ends_at: str | None) -> str:
    window = (
        "one typical day" if starts_at is None or ends_at is None else f"{_readable(starts_at)} to {_readable(ends_at)}"
    )
    return (
        f"{window} ({analysis.group.timezone}), {analysis.result.slots:,} quarter-hours, "
        f"sharing key {analysis.key.name}; readings {percent(analysis.quality['measured'])} measured, "
        f"{percent(analysis.quality['estimated'])} estimated, {percent(analysis.quality['missing'])} missing"
    )


def _show_totals(analysis: Analysis, output: Output) -> None:
    amounts = {name: analysis.totals[key] for key, name in TOTALS.items()} | _left_out(analysis)
    unit, cells = energies([list(amounts.values())])
    output.table(["Group", unit], [list(row) for row in zip(amounts, cells[0], strict=True)])
    rows = []
    for name, value in analysis.indicators.items():
        indicator = cast(type[Indicator], option_class("indicators", name))
        if indicator.unit != "kWh":
            rows.append([indicator.label, _indicator(value, indicator.unit)])
    output.table(["Indicator", "Value"], rows)


def _left_out(analysis: Analysis) -> dict[str, float]:
    """Return what was read in quarter-hours in which the member's other reading is missing: no flow holds it [kWh]."""
    sums = analysis.totals
    if not analysis.result.is_provisional.any():
        return {}
    moved = sums["self_consumed_kwh"] + sums["shared_kwh"]
    return {
        "Consumption left out: no production known": max(
            0.0, sums["consumption_kwh"] - moved - sums["grid_import_kwh"]
        ),
        "Production left out: no consumption known": max(0.0, sums["production_kwh"] - moved - sums["grid_export_kwh"]),
    }


def _indicator(value: float | None, unit: str) -> str:
    if unit == "fraction":
        return percent(value)
    if unit == "kW":
        return power(value)
    return "–" if value is None else f"{value:.3f} {unit}".rstrip()


def _show_members(members: list[dict[str, Any]], output: Output) -> None:
    unit, cells = energies([[member[key] for key in MEMBER_COLUMNS] for member in members])
    rows = [[str(member["name"]), *row] for member, row in zip(members, cells, strict=True)]
    output.table([f"Member ({unit})", *MEMBER_COLUMNS.values()], rows)


def _show_periods(analysis: Analysis, periods: list[dict[str, Any]], count: int, output: Output) -> None:
    slots = dict.fromkeys(STATE_NAMES.values(), 0)
    for period in analysis.periods:
        slots[STATE_NAMES[period.state]] += period.slots
    if unknown := analysis.result.slots - sum(slots.values()):
        slots["not known"] = unknown
    rows = [
        [name, f"{count / SLOTS_PER_HOUR:,.1f} h", percent(count / analysis.result.slots)]
        for name, count in slots.items()
    ]
    output.table(["State of the group", "Time", "Share"], rows)
    ranked = sorted(range(len(periods)), key=lambda number: -analysis.periods[number].energy_kwh)[: max(0, count)]
    if ranked:
        output.line(f"{len(ranked)} of {len(periods)} periods, those with the most energy first:")
        output.table(
            ["State", "From", "To", "Mostly", "Energy", "Peak"],
            [_period(analysis, periods[number], number) for number in ranked],
            text_columns=4,
        )


def _period(analysis: Analysis, described: dict[str, Any], number: int) -> list[str]:
    period = analysis.periods[number]
    names = [analysis.group.members[member].name for member, _ in period.causes[:1]]
    return [
        STATE_NAMES[period.state],
        _readable(described["starts_at"]),
        _readable(described["ends_at"]),
        ", ".join(names) or "–",
        energy(period.energy_kwh),
        power(period.peak_kw),
    ]


def _readable(moment: str) -> str:
    """Return a moment without its offset; a time of day stays as it is."""
    return moment[:16].replace("T", " ")
