"""Make a demo group of eight simulated companies and serve the web site with it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from importlib import import_module

from energy_synergy.cli.address import add_address, opens_browser
from energy_synergy.cli.output import Output
from energy_synergy.web.server import prepare, serve


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    add_address(parser)
    parser.add_argument("--no-serve", action="store_true", help="make the group and stop")


def run(arguments: Namespace, output: Output) -> int:
    """Make the demo group unless it is there, then serve until interrupted."""
    output.note("Preparing the site ...")
    prepare(arguments.data_dir)
    # The tables of the site can only be imported once it is prepared.
    demo = import_module("energy_synergy.web.demo")
    demo.load_demo(output.note)
    if arguments.no_serve:
        return 0
    serve(
        arguments.host,
        arguments.port,
        path=demo.FIRST_PAGE,
        open_browser=opens_browser(arguments),
        data_dir=arguments.data_dir,
    )
    return 0
