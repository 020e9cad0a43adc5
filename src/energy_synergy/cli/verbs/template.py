"""Write the empty template file, in French or English, to fill with one typical day."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from energy_synergy.cli.output import Output, cannot_write
from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.formats.template_csv import write_template


class FileExists(EnergySynergyError):
    """The file to write is there already."""

    code = "file_exists"


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    parser.add_argument("--lang", choices=("en", "fr"), default="en", help="language of the headings (en)")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write it; left out, it is printed")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def run(arguments: Namespace, output: Output) -> int:
    """Write the template to a file or to stdout."""
    content = write_template(arguments.lang)
    if arguments.output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return 0
    _save(Path(arguments.output), content, arguments.force)
    output.note(f"Wrote {arguments.output}. Fill in its 96 rows, then: energy-synergy inspect {arguments.output}")
    return 0


def _save(path: Path, content: bytes, is_forced: bool) -> None:
    try:
        # A folder is there already too, yet no --force would write over it.
        with path.open("wb" if is_forced or path.is_dir() else "xb") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise FileExists(
            marked("{file} is there already. Choose another name, or add --force to write over it."), file=str(path)
        ) from error
    except OSError as error:
        raise cannot_write(str(path), error) from error
