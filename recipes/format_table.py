"""Write the table of formats in the guide anew from the formats themselves.

Run it from the root of the checkout after a format was added: `python recipes/format_table.py`.
"""

from __future__ import annotations

from pathlib import Path

from energy_synergy.registry import family

GUIDE = Path(__file__).parents[1] / "docs" / "guide" / "formats.md"
BEGIN, END = "<!-- formats: begin -->\n", "<!-- formats: end -->\n"


def table() -> str:
    """Return the table of all formats, those that know their own clock first."""
    rows = [(getattr(cls, "its_zone", None) or "", name, cls.summary()) for name, cls in family("formats").items()]
    ordered = sorted(rows, key=lambda row: (not row[0], row[1]))
    lines = [f"| `{name}` | {summary} | {clock or 'in the file, or the group’s'} |" for clock, name, summary in ordered]
    return "\n".join(["| format | what it is | clock of times without an offset |", "|---|---|---|", *lines, ""])


def written(text: str) -> str:
    """Return the guide with the table as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    GUIDE.write_text(written(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
