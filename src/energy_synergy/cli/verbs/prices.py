"""Look into a file of day-ahead prices, or fetch prices from ENTSO-E, and write them as a plain list if asked to."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

import httpx

from energy_synergy.cli.arguments import UsageRefused, read_fields
from energy_synergy.cli.moments import read_moment
from energy_synergy.cli.output import Output, cannot_write
from energy_synergy.connectors.base import PriceSource
from energy_synergy.errors import marked
from energy_synergy.findings import has_errors
from energy_synergy.registry import option
from energy_synergy.tariffs.areas import area as area_of_name
from energy_synergy.tariffs.price_files.base import PER_KWH, PriceResult
from energy_synergy.tariffs.price_files.detect import read_price_file
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.usecases.price_record import price_list_text, price_result_as_json

HINTS = ("area", "currency", "unit", "timezone")
TOKEN, ADDRESS = "ES_ENTSOE_TOKEN", "ES_ENTSOE_URL"


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    parser.add_argument("file", metavar="FILE", nargs="?", help="a file of day-ahead prices (CSV or XML)")
    parser.add_argument("--area", metavar="NAME", help="bidding area to read or to fetch, such as FR or DE-LU")
    parser.add_argument("--currency", metavar="CODE", help="currency of a file that does not say it, such as EUR")
    parser.add_argument("--unit", choices=tuple(PER_KWH), help="what a price is for, where the file does not say it")
    parser.add_argument("--timezone", help="zone of times without an offset")
    parser.add_argument(
        "--set",
        dest="fields",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="another field of the layout (see: options price_files NAME); may come several times",
    )
    parser.add_argument(
        "--fetch", action="store_true", help=f"fetch the area from ENTSO-E; {TOKEN} holds the token of an account"
    )
    parser.add_argument("--from", dest="first", metavar="DAY", help="first day to fetch, 2025-01-01")
    parser.add_argument("--to", dest="end", metavar="DAY", help="the day after the last one to fetch")
    parser.add_argument("--write", metavar="FILE", help="write the prices of one area to this file, by quarter-hours")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace, output: Output) -> int:
    """Read or fetch, show and write prices; exit code 2 when a row is bad or a finding blocks."""
    result = _fetched(arguments, output) if arguments.fetch else _read(arguments, output)
    if arguments.write:
        if arguments.file and Path(arguments.write).resolve() == Path(arguments.file).resolve():
            raise UsageRefused(
                marked("{file} is the file that was read. Give another file to write to."), file=arguments.write
            )
        _write(arguments.write, result)
    if output.is_json:
        output.json(price_result_as_json(result))
    else:
        _show(result, output)
    return 2 if result.bad_rows or has_errors(result.findings) else 0


def _read(arguments: Namespace, output: Output) -> PriceResult:
    if arguments.file is None:
        raise UsageRefused(marked("Name a file of prices, or ask for --fetch with --area, --from and --to."))
    hints = {name: getattr(arguments, name) for name in HINTS if getattr(arguments, name) is not None}
    with output.progress(f"Reading {Path(arguments.file).name}"):
        return read_price_file(Path(arguments.file), **hints, **read_fields(arguments.fields))


def _fetched(arguments: Namespace, output: Output) -> PriceResult:
    if arguments.file is not None or not (arguments.area and arguments.first and arguments.end):
        raise UsageRefused(marked("To fetch, name --area, --from and --to, and no file."))
    token = os.environ.get(TOKEN, "").strip()
    if not token:
        raise UsageRefused(marked("To fetch, set {name} to the token of an account of the platform."), name=TOKEN)
    area = area_of_name(arguments.area)
    address = os.environ.get(ADDRESS, "").strip()
    source: PriceSource = option("connectors", "entsoe", token=token, **({"address": address} if address else {}))
    starts_at, ends_at = (read_moment(text, area.timezone) for text in (arguments.first, arguments.end))
    assert starts_at is not None, "both were told"
    assert ends_at is not None, "both were told"
    with output.progress(f"Fetching {area.name}"), httpx.Client(timeout=30.0) as client:
        return source.fetch_prices(area.name, starts_at, ends_at, client=client)


def _show(result: PriceResult, output: Output) -> None:
    understood = ", ".join(f"{name} {value}" for name, value in result.detected.items())
    output.line(f"Read as {result.format}: {understood}. {result.rows:,} rows.")
    for spot in result.prices:
        _show_area(spot, output)
    output.findings(result.findings)


def _show_area(spot: SpotPrices, output: Output) -> None:
    told = price_result_as_json(PriceResult("", (spot,)))["areas"][0]
    output.heading(spot.area or "No area told")
    output.line(f"{spot.starts_at:%Y-%m-%d %H:%M} to {spot.ends_at:%Y-%m-%d %H:%M} UTC")
    output.line(f"{told['known_slots']:,} of {told['slots']:,} quarter-hours have a price")
    if told["mean_per_kwh"] is not None:
        mean, lowest, highest = (told[f"{name}_per_kwh"] for name in ("mean", "lowest", "highest"))
        output.line(f"mean {mean:.4f} {spot.currency}/kWh, lowest {lowest:.4f}, highest {highest:.4f}")
        output.line(f"below zero in {told['negative_slots'] / 4:g} h")


def _write(file: str, result: PriceResult) -> None:
    if len(result.prices) != 1:
        raise UsageRefused(
            marked("There are prices of {count} areas; name one with --area to write it."), count=len(result.prices)
        )
    try:
        Path(file).write_text(price_list_text(result.prices[0]), encoding="utf-8")
    except OSError as error:
        raise cannot_write(file, error) from error
