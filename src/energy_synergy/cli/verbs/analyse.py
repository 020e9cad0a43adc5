"""Analyse the group of a manifest: who has energy left, who needs some, and what the group keeps."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import defaultdict
from datetime import date, datetime

from energy_synergy.cli.arguments import UsageRefused, read_fields
from energy_synergy.cli.numbers import energy, percent, power
from energy_synergy.cli.output import Output
from energy_synergy.community.periods import State
from energy_synergy.errors import marked
from energy_synergy.registry import option, option_class
from energy_synergy.timeline import first_instant, zone
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.usecases.analyse import Analysis, analyse, as_json
from energy_synergy.usecases.manifest import load_manifest

STATE_NAMES = {State.SURPLUS: "surplus", State.SELF_SUSTAINING: "self-sustaining", State.DEFICIT: "deficit"}
DECIMALS = 3


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


def read_moment(text: str | None, timezone: str) -> datetime | None:
    """Return the instant at which a local day begins, or of a local time such as 2025-01-01T12:00.

    Raises UsageRefused for text that is neither.
    """
    if text is None:
        return None
    try:
        if len(text) == len("2025-01-01"):
            return first_instant(date.fromisoformat(text), timezone)
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageRefused(marked("{text} is not a date. Write it as 2025-01-01."), text=text) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone(timezone))


def _show(analysis: Analysis, period_count: int, output: Output) -> None:
    described = as_json(analysis)
    output.heading(analysis.group.name)
    output.line(_window(analysis, described["starts_at"], described["ends_at"]))
    _show_totals(analysis, output)
    _show_members(described["members"], output)
    _show_periods(analysis, described["periods"], period_count, output)


def _window(analysis: Analysis, starts_at: str | None, ends_at: str | None) -> str:
    window = "one typical day" if starts_at is None or ends_at is None else f"{starts_at[:16]} to {ends_at[:16]}"
    return (
        f"{window} ({analysis.group.timezone}), {analysis.result.slots:,} quarter-hours, "
        f"sharing key {analysis.key.name}; readings {percent(analysis.quality['measured'])} measured, "
        f"{percent(analysis.quality['estimated'])} estimated, {percent(analysis.quality['missing'])} missing"
    )


def _show_totals(analysis: Analysis, output: Output) -> None:
    totals, indicators = analysis.totals, analysis.indicators
    output.table(
        ["Group", "Energy"],
        [
            ["Consumption", energy(totals["consumption_kwh"])],
            ["Production", energy(totals["production_kwh"])],
            ["Used by the company that produced it", energy(totals["self_consumed_kwh"])],
            ["Shared between companies", energy(totals["shared_kwh"])],
            ["Surplus of the group", energy(totals["surplus_kwh"])],
            ["Deficit of the group", energy(totals["deficit_kwh"])],
            ["From the grid", energy(totals["grid_import_kwh"])],
            ["To the grid", energy(totals["grid_export_kwh"])],
        ],
    )
    units = {name: option_class("indicators", name).unit for name in indicators}  # type: ignore[attr-defined]
    rows = [[name.replace("_", " "), _indicator(value, units[name])] for name, value in indicators.items()]
    output.table(["Indicator", "Value"], rows)


def _indicator(value: float | None, unit: str) -> str:
    if unit == "fraction":
        return percent(value)
    if unit == "kW":
        return power(value)
    if unit == "kWh":
        return energy(value)
    return "–" if value is None else f"{value:.{DECIMALS}f} {unit}".rstrip()


def _show_members(members: list[dict[str, float]], output: Output) -> None:
    columns = {
        "Consumption": "consumption_kwh",
        "Production": "production_kwh",
        "Own use": "self_consumed_kwh",
        "Received": "received_kwh",
        "Given": "given_kwh",
        "From grid": "grid_import_kwh",
        "To grid": "grid_export_kwh",
    }
    rows = [[str(member["name"]), *(energy(member[key]) for key in columns.values())] for member in members]
    output.table(["Member", *columns], rows)


def _show_periods(analysis: Analysis, periods: list[dict[str, object]], count: int, output: Output) -> None:
    slots: dict[State, int] = defaultdict(int)
    for period in analysis.periods:
        slots[period.state] += period.slots
    rows = [
        [name, f"{slots[state] / SLOTS_PER_HOUR:,.1f} h", percent(slots[state] / analysis.result.slots)]
        for state, name in STATE_NAMES.items()
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


def _period(analysis: Analysis, described: dict[str, object], number: int) -> list[str]:
    period = analysis.periods[number]
    names = [analysis.group.members[member].name for member, _ in period.causes[:1]]
    return [
        STATE_NAMES[period.state],
        str(described["starts_at"])[:16],
        str(described["ends_at"])[:16],
        ", ".join(names) or "–",
        energy(period.energy_kwh),
        power(period.peak_kw),
    ]
