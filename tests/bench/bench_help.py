"""What `energy-synergy --help` costs in CPU seconds of its own process; the budget is 0.3 s."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

BUDGET_S = 0.3
ROUNDS = 7
COMMANDS = {
    "an empty Python": ["-c", "pass"],
    "import energy_synergy": ["-c", "import energy_synergy"],
    "energy-synergy --help": [
        "-c",
        "import sys; sys.argv[1:] = ['--help']\nfrom energy_synergy.cli.main import main\nmain()",
    ],
}


def cpu_seconds(arguments: list[str]) -> float:
    """Return the user and system time of one run of Python."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print the median of a few runs of each command."""
    print(f"{'command':<24}{'CPU s':>8}")
    for name, arguments in COMMANDS.items():
        median = statistics.median(cpu_seconds(arguments) for _ in range(ROUNDS))
        print(f"{name:<24}{median:8.3f}")
    verdict = "within" if median <= BUDGET_S else "OVER"
    print(f"{verdict} the budget of {BUDGET_S} s")


if __name__ == "__main__":
    main()
