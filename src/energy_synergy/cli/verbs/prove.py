"""Prove a kept result of the market: every promise checked again on nothing but the numbers of its file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from energy_synergy.cli.output import Output
from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.trading.kept import KeptMarket, digest_of, read_market
from energy_synergy.trading.proof import Check, holds, prove
from energy_synergy.usecases.sources import missing_file

WORDS = {True: "holds", False: "DOES NOT HOLD", None: "not promised"}


class NoSuchResult(EnergySynergyError):
    """The file to prove is not there, or cannot be read."""

    code = "no_such_result"


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    parser.add_argument("file", metavar="FILE", help="a kept result, as the page of the proofs sends it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace, output: Output) -> int:
    """Check every promise of a kept result; exit code 2 when one does not hold."""
    body = _body(Path(arguments.file))
    kept = read_market(body)
    checks = prove(kept)
    is_sound = holds(checks)
    if output.is_json:
        output.json(_as_json(kept, digest_of(body), checks))
    else:
        output.line(f"{kept.header['group']}: {len(kept.members)} companies, {len(kept.production_kwh):,} intervals.")
        output.line(f"SHA-256 {digest_of(body)}")
        output.table(
            ["Promise", "", "Largest deviation", "Allowed", "Unit"], [_row(check) for check in checks], text_columns=2
        )
        output.line("Every promise holds." if is_sound else "A promise does not hold: do not settle by this result.")
    return 0 if is_sound else 2


def _body(path: Path) -> bytes:
    if not path.exists():
        sentence, near = missing_file(path)
        raise NoSuchResult(sentence, file=str(path), near=near)
    try:
        return path.read_bytes()
    except OSError as error:
        raise NoSuchResult(marked("The file {file} cannot be read."), file=str(path)) from error


def _row(check: Check) -> list[str]:
    return [check.sentence, WORDS[check.holds], f"{check.deviation:.2g}", f"{check.tolerance:.2g}", check.unit]


def _as_json(kept: KeptMarket, digest: str, checks: tuple[Check, ...]) -> dict[str, Any]:
    return {
        "group": kept.header["group"],
        "digest": digest,
        "is_sound": holds(checks),
        "checks": [
            {
                "code": check.code,
                "sentence": check.sentence,
                "deviation": check.deviation if check.deviation < float("inf") else None,
                "tolerance": check.tolerance,
                "unit": check.unit,
                "holds": check.holds,
                "interval": check.slot,
                "member": None if check.member is None else kept.members[check.member],
            }
            for check in checks
        ],
    }
