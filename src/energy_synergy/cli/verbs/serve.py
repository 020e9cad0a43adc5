"""Serve the web site on this machine."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from energy_synergy.cli.address import add_address, opens_browser
from energy_synergy.cli.output import Output
from energy_synergy.web.server import serve


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    add_address(parser)


def run(arguments: Namespace, output: Output) -> int:
    """Serve until interrupted."""
    output.note("Starting the site ...")
    serve(arguments.host, arguments.port, open_browser=opens_browser(arguments), data_dir=arguments.data_dir)
    return 0
