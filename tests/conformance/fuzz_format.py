"""Feed one format with bytes that reach into ever more of its code: `fuzz_format.py NAME CORPUS [libFuzzer options]`.

It ends with an error at the first input that the format neither reads into something well formed nor refuses.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["energy_synergy.formats"]):
    from energy_synergy.testing.format_suite import check_never_raises

NAME = sys.argv.pop(1)


def feed(data: bytes) -> None:
    """Read bytes as a file of the format."""
    check_never_raises(NAME, data, timezone="Europe/Paris", direction="consumption")


atheris.Setup(sys.argv, feed)
atheris.Fuzz()
