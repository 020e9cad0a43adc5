"""Compare sharing keys and prices for the group of a manifest: who wins, who loses, how evenly."""

from __future__ import annotations

import csv
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from energy_synergy.cli.arguments import UsageRefused, read_fields
from energy_synergy.cli.comparison_tables import show_combinations, show_members
from energy_synergy.cli.moments import read_moment
from energy_synergy.cli.numbers import percent
from energy_synergy.cli.output import Output, cannot_write
from energy_synergy.errors import marked
from energy_synergy.trading.compare import Combination
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.usecases.compare import Comparison, compare_manifest
from energy_synergy.usecases.comparison_record import as_record, local_fees_of, member_names, rows_of
from energy_synergy.usecases.manifest import load_manifest

NO_GAIN = "Nobody gains under any of these."
ALONE = "alone"
MOST_USEFUL = "here the group gains most, and among equals whoever gains least gains most"
ADMITTED = ", of what the scheme admits"


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    parser.add_argument("manifest", metavar="GROUP.toml", help="the manifest of the group, with tariffs")
    parser.add_argument("--from", dest="starts_at", metavar="DATE", help="first local day, such as 2025-01-01")
    parser.add_argument("--to", dest="ends_at", metavar="DATE", help="the day after the last one")
    own = ", or by file=CSV with its coefficients"
    for name, family, more in (("key", "sharing", own), ("price", "pricing", "")):
        parser.add_argument(
            f"--{name}",
            nargs="+",
            action="extend",
            default=[],
            metavar="NAME",
            help=f"only these, each with its fields as field=value (see: options {family}){more}; all if left out",
        )
    parser.add_argument("--show", metavar="KEY/PRICE", help="whose members are listed (the most useful combination)")
    parser.add_argument(
        "--against", default=ALONE, metavar="KEY/PRICE", help="what the members are compared with (alone)"
    )
    parser.add_argument("--typical-day", action="store_true", help="compare one typical day of 96 quarter-hours")
    parser.add_argument("--csv", metavar="FILE", help="write every combination and member to a table file")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object: all combinations with all members, whatever --show"
    )


def run(arguments: Namespace, output: Output) -> int:
    """Read the manifest, compare, show."""
    keys, prices = asked(arguments.key), asked(arguments.price)
    with output.progress("Reading") as advance:
        manifest = load_manifest(arguments.manifest, on_member=advance)
    timezone = manifest.group.timezone
    comparison = compare_manifest(
        manifest,
        starts_at=read_moment(arguments.starts_at, timezone),
        ends_at=read_moment(arguments.ends_at, timezone),
        is_typical_day=arguments.typical_day,
        keys=keys,
        prices=prices,
    )
    shown = comparison.find(arguments.show) if arguments.show else comparison.recommended()
    reference = None if arguments.against == ALONE else comparison.find(arguments.against)
    if arguments.csv:
        if Path(arguments.csv).resolve() == Path(arguments.manifest).resolve():
            raise UsageRefused(marked("{file} is the manifest. Give another file to write to."), file=arguments.csv)
        _write_csv(comparison, arguments.csv)
    if output.is_json:
        output.json(as_record(comparison))
        output.findings(comparison.findings, on_stderr=True)
        return 0
    _show(comparison, shown, reference, output, is_chosen_here=not arguments.show and len(comparison.combinations) > 1)
    return 0


def asked(words: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the names of options with the fields that follow each of them.

    Raises UsageRefused for a field without a name before it, and a name that stands twice.
    """
    found: dict[str, dict[str, Any]] = {}
    name = ""
    for word in words:
        if "=" not in word:
            if word in found:
                raise UsageRefused(marked("{word} stands twice. Compare it once, with one set of fields."), word=word)
            name, found[word] = word, {}
        elif not name:
            raise UsageRefused(marked("{word} belongs to no option. Write its name before it."), word=word)
        else:
            found[name] |= read_fields([word])
    return found


def _write_csv(comparison: Comparison, file: str) -> None:
    header, rows = rows_of(comparison)
    try:
        with Path(file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows(rows)
    except OSError as error:
        raise cannot_write(file, error) from error


def _show(
    comparison: Comparison,
    shown: Combination | None,
    reference: Combination | None,
    output: Output,
    *,
    is_chosen_here: bool,
) -> None:
    output.heading(comparison.group.name)
    output.line(_window(comparison))
    show_combinations(comparison, output)
    if shown is not None:
        if is_chosen_here:
            among = ADMITTED if any(comparison.admits(one.key.name) is False for one in comparison.combinations) else ""
            output.line(f"{shown.name}: {MOST_USEFUL}{among}" if shown.winners else NO_GAIN)
        against = "alone with the grid" if reference is None else reference.name
        output.line(f"Members under {shown.name}, against {against}:")
        show_members(comparison, shown, reference, output)
    _show_notes(comparison, output)


def _window(comparison: Comparison) -> str:
    timeline = comparison.timeline
    span = "one typical day"
    if timeline is not None:
        first, end = (timeline.start_of(slot).isoformat()[:16].replace("T", " ") for slot in (0, timeline.slots))
        span = f"{first} to {end}"
    rules = f"; scheme {comparison.scheme}" if comparison.scheme else ""
    hourly = "; shared hour by hour" if comparison.terms.interval_slots == SLOTS_PER_HOUR else ""
    return f"{span} ({comparison.group.timezone}){hourly}\namounts in {comparison.terms.currency}, without VAT{rules}"


def _show_notes(comparison: Comparison, output: Output) -> None:
    options = [one for each in comparison.combinations for one in (each.key, each.rule)]
    assumed = {one.name: one.assumption.format_map(one.values) for one in options if one.assumption}
    output.heading("Assumed, and left out")
    output.line(_local_fees(comparison))
    for name, sentence in assumed.items():
        output.line(f"{name}: {sentence}")
    for one in comparison.skipped:
        output.line(f"{one.name} is left out: {one.reason.format_map(one.values)}")
    if comparison.findings:
        output.heading("About the data")
        output.findings(comparison.findings)


def _local_fees(comparison: Comparison) -> str:
    """Tell which part of the grid fee was taken as due on shared energy, where a tariff tells no local fee itself."""
    names: dict[float, list[str]] = {}
    for name, fees in zip(member_names(comparison), local_fees_of(comparison), strict=True):
        names.setdefault(fees.grid_fee_factor, []).append(name)
    parts = [percent(part) + (f" for {', '.join(whose)}" if len(names) > 1 else "") for part, whose in names.items()]
    return (
        f"grid fee on shared energy, in percent of the full one: {'; '.join(parts)}, unless a tariff tells a local fee"
    )
