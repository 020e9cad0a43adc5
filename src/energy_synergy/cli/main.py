"""Find the verb, read its options, run it, and turn a refusal into a message and an exit code."""

from __future__ import annotations

import ast
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from energy_synergy.cli.arguments import UsageRefused, VerbParser, nearest
from energy_synergy.cli.output import Output
from energy_synergy.errors import EnergySynergyError, marked

VERBS = Path(__file__).parent / "verbs"
DONE, REFUSED, INTERRUPTED = 0, 2, 130
USAGE = """usage: energy-synergy VERB [options]

{verbs}

energy-synergy VERB --help tells what a verb takes. energy-synergy --version tells which version this is.
New here? energy-synergy demo shows a group that is ready made.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 2 refused with a reason; a bug leaves a traceback and 1."""
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    output = Output(is_json="--json" in words)
    try:
        return _run(words, output)
    except EnergySynergyError as refusal:
        output.refusal(refusal)
        return REFUSED
    except KeyboardInterrupt:
        output.note("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _speak_utf8() -> None:
    """Write UTF-8 wherever this process was given another encoding, as a pipe on Windows is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.encoding.lower() != "utf-8" and not stream.isatty():
            stream.reconfigure(encoding="utf-8")


def _run(words: list[str], output: Output) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        output.text(USAGE.format(verbs=_verb_table()))
        return DONE
    if words[0] == "--version":
        output.text(f"energy-synergy {_version()}\n")
        return DONE
    verb = _verb(words[0])
    arguments = parse(verb, words[0], words[1:])
    return int(verb.run(arguments, output))


def _version() -> str:
    try:
        return version("energy-synergy")
    except PackageNotFoundError:
        return "(not installed: run from its sources)"


def verb_names() -> list[str]:
    """Return the names of the verbs, sorted."""
    return sorted(info.name for info in iter_modules([str(VERBS)]))


def _verb_table() -> str:
    return "\n".join(f"  {name:<10} {summary(name)}" for name in verb_names())


def summary(verb_name: str) -> str:
    """Return the first line of a verb's file, without importing it: help must not wait for numpy."""
    tree = ast.parse((VERBS / f"{verb_name}.py").read_text(encoding="utf-8"))
    return (ast.get_docstring(tree) or "").partition("\n")[0]


def _verb(name: str) -> ModuleType:
    known = verb_names()
    if name not in known:
        near = nearest(name, known)
        sentence = (
            marked("There is no verb {name}. Did you mean {near}? The verbs are: {known}.")
            if near
            else marked("There is no verb {name}. The verbs are: {known}.")
        )
        raise UsageRefused(sentence, name=name, near=near, known=", ".join(known))
    return import_module(f"energy_synergy.cli.verbs.{name}")


def parse(verb: ModuleType, name: str, words: Sequence[str]) -> Namespace:
    """Read the words after a verb.

    Raises UsageRefused, which says what was not understood and what to write instead.
    """
    parser: ArgumentParser = VerbParser(prog=f"energy-synergy {name}", description=verb.__doc__)
    verb.configure(parser)
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
