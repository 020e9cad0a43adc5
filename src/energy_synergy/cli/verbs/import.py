"""Import a folder of meter files, of many companies, into the site."""  # noqa: N999

from __future__ import annotations

import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from energy_synergy.cli.bulk_output import BulkOutput
from energy_synergy.cli.bulk_run import FolderRun, TakeIn, stopped_by_signals
from energy_synergy.cli.output import Output
from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.usecases.bulk_import import BulkImport, Wishes
from energy_synergy.usecases.bulk_lines import Line, summary_of
from energy_synergy.usecases.bulk_store import BulkStore
from energy_synergy.usecases.drop_folder import FoundFile, look_into
from energy_synergy.web.server import prepare

ALL_WELL, SOME_FAILED = 0, 1
USUAL_INTERVAL = 5.0
SHORTEST_INTERVAL, LONGEST_INTERVAL = 0.1, 86_400.0


class GroupArchived(EnergySynergyError):
    """The group to import into can be read and no longer changed."""

    code = "group_archived"


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder; its sub-folders count too")
    parser.add_argument("--group", metavar="SLUG", help="the group, as in its address; all groups if left out")
    parser.add_argument("--good-rows", action="store_true", help="leave bad rows out instead of refusing their file")
    parser.add_argument(
        "--known-meters", action="store_true", help="leave meters of nobody out instead of refusing their file"
    )
    parser.add_argument("--watch", action="store_true", help="keep looking for new files until interrupted")
    parser.add_argument(
        "--interval",
        type=_seconds,
        default=USUAL_INTERVAL,
        metavar="SECONDS",
        help=f"how often to look with --watch ({USUAL_INTERVAL:g})",
    )
    parser.add_argument("--quiet", action="store_true", help="show only the files that need somebody")
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="where the site keeps its data")
    parser.add_argument("--json", action="store_true", help="print one JSON object; with --watch one for each file")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST_INTERVAL <= seconds <= LONGEST_INTERVAL:
        raise ArgumentTypeError(f"{text} is no number of seconds from {SHORTEST_INTERVAL:g} to {LONGEST_INTERVAL:g}")
    return seconds


def run(arguments: Namespace, output: Output) -> int:
    """Import and tell; exit code 0 when all is well, 1 when some files need somebody, 2 for a wrong call."""
    look_into(arguments.folder)
    prepare(arguments.data_dir)
    store: BulkStore = import_module("energy_synergy.web.wiring").bulk_store()
    wishes = Wishes(arguments.group, arguments.good_rows, arguments.known_meters)
    _refuse_archived(store, wishes)
    shown = BulkOutput(output, folder=str(arguments.folder), is_quiet=arguments.quiet, is_stream=arguments.watch)
    going = FolderRun(arguments.folder, _take_in(store, wishes), _after, shown, output.note)
    began = time.monotonic()
    if arguments.watch:
        with stopped_by_signals(going.stop):
            output.note(f"Watching {arguments.folder}. Stop with Ctrl-C.")
            going.watch(arguments.interval, lambda: store.known_companies(wishes.group))
    else:
        going.once()
    shown.end(time.monotonic() - began, going.aside)
    # Who stops a watch asks nothing of the files: they were told when they came.
    return ALL_WELL if arguments.watch or summary_of(shown.lines).is_good else SOME_FAILED


def _refuse_archived(store: BulkStore, wishes: Wishes) -> None:
    if wishes.group is None:
        return
    bonds = [bond for company in store.known_companies(wishes.group) for bond in company.bonds]
    if any(bond.is_archived for bond in bonds):
        raise GroupArchived(
            marked("The group {group} is archived: it can be read and no longer changed."), group=wishes.group
        )


def _take_in(store: BulkStore, wishes: Wishes) -> TakeIn:
    """Return what imports a batch; the modules of the site can only be imported once it is prepared."""
    bulk = import_module("energy_synergy.web.imports.bulk")
    by = import_module("energy_synergy.web.audit").COMMAND_LINE
    going = BulkImport(store, wishes, recorded_by=by, guard=bulk.guarded)

    def take_in(found: Sequence[FoundFile]) -> list[Line]:
        with bulk.database_told():
            return going.take_in(found, now=datetime.now(UTC))

    return take_in


def _after(lines: Sequence[Line]) -> None:
    """Note what came in beside what else is stored."""
    bulk = import_module("energy_synergy.web.imports.bulk")
    with bulk.database_told():
        bulk.note_latest(lines)
