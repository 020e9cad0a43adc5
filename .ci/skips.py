"""Say which tests were skipped, and fail when one was skipped without leave.

The only leave: a test on the real measurements beside the checkout (../shared/data) may skip where they are absent.
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

REAL_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


def skipped_tests(report: Path) -> list[tuple[str, str]]:
    """Return the name and the reason of every skipped test in a JUnit report."""
    cases = ET.parse(report).getroot().iter("testcase")
    return [
        (f"{case.get('classname')}::{case.get('name')}", skip.get("message") or "no reason given")
        for case in cases
        for skip in case.iter("skipped")
    ]


def is_allowed(reason: str) -> bool:
    """Tell whether a skip has leave."""
    return "shared/data" in reason and not REAL_DATA.is_dir()


def main(report: Path) -> int:
    """Print every skip; return 1 when one has no leave or the report is missing."""
    if not report.is_file():
        print("no report: the tests did not run")
        return 1
    skips = skipped_tests(report)
    for name, reason in skips:
        print(f"{'allowed' if is_allowed(reason) else 'NOT ALLOWED'}: {name}: {reason}")
    if not skips:
        print("none")
    return 0 if all(is_allowed(reason) for _, reason in skips) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
