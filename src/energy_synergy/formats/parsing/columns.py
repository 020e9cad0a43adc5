"""Where a table begins and what its columns are, judged by what the cells hold and what the headers say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from energy_synergy.files.numbers import MISSING_TEXTS, Cell, looks_like_number
from energy_synergy.files.times import kind_of, read_clock
from energy_synergy.formats.base import Role
from energy_synergy.formats.parsing.words import (
    DIRECTION,
    END,
    METER,
    START,
    TOTAL,
    UNIT_LABEL,
    VALUE,
    direction_in,
    is_not_energy,
    plain,
    unit_in,
)
from energy_synergy.metering.series import Direction

SAMPLE = 12
DAY_COLUMNS = 20
TIMING: tuple[Role, ...] = ("time", "date", "clock", "end")


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read: where it stands, its header, what it is, and its unit and direction where said."""

    position: int
    header: str
    role: Role
    unit: str | None = None
    direction: Direction | None = None
    is_whole: bool = True
    is_given: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of a table: the row of its header (None without one), its first data row, and its columns.

    `preamble` are the rows above the header; `width` is the number of cells of the header or first data row.
    """

    header_row: int | None
    first_row: int
    width: int
    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    preamble: tuple[tuple[Cell, ...], ...]
    is_start_said: bool = False

    def with_role(self, *roles: Role) -> list[Column]:
        """Return the columns of some roles, in the order of the file."""
        return [column for column in self.columns if column.role in roles]

    def one(self, role: Role) -> Column | None:
        """Return the first column of a role, or None."""
        return next(iter(self.with_role(role)), None)


def outline(rows: Sequence[Sequence[Cell]], roles: Mapping[str, Role] | None = None) -> Outline | None:
    """Return the shape of the table in the first rows of a file, or None when no row begins with a time."""
    return _outline(tuple(tuple(row) for row in rows), tuple((roles or {}).items()))


@lru_cache(maxsize=4)
def _outline(rows: tuple[tuple[Cell, ...], ...], given_roles: tuple[tuple[str, Role], ...]) -> Outline | None:
    # Every format looks at the same first rows in turn, so the last few answers are kept.
    roles = dict(given_roles)
    first = next((row for row in range(len(rows)) if _is_first_data_row(rows, row)), None)
    if first is None:
        return None
    first = _with_bad_rows_above(rows, first)
    header_row, unit_row = _header_row(rows, first)
    width = max(len(rows[first]), len(rows[header_row]) if header_row is not None else 0)
    headers = [_text(rows[header_row], i) if header_row is not None else "" for i in range(width)]
    headers = _told_apart([header or f"column {i + 1}" for i, header in enumerate(headers)])
    units = [unit_in(_text(rows[unit_row], i)) if unit_row is not None else None for i in range(width)]
    body = [row for row in rows[first : first + 4 * SAMPLE] if any(cell != "" for cell in row)]
    stated = next((unit for i in range(width) if (unit := _stated_unit(headers[i], i, body))), None)
    columns = [_column(i, headers[i], units[i] or stated, body, roles) for i in range(width)]
    columns = _times_sorted_out(columns, body)
    preamble = tuple(tuple(row) for row in rows[: first if header_row is None else header_row])
    is_start_said = any(START.search(plain(c.header)) for c in columns if c.role in ("time", "date"))
    return Outline(header_row, first, width, tuple(headers), tuple(columns), preamble, is_start_said)


def _told_apart(headers: list[str]) -> list[str]:
    """Number headers that come again, so that each column can be named; times of a day come again in autumn."""
    counts: Counter[str] = Counter()
    found = []
    for header in headers:
        counts[header] += 1
        is_again = counts[header] > 1 and day_minute(header) is None
        found.append(f"{header} ({counts[header]})" if is_again else header)
    return found


def _text(row: Sequence[Cell], position: int) -> str:
    cell = row[position] if position < len(row) else ""
    return cell.strip() if isinstance(cell, str) else f"{cell:g}"


def _kinds(row: Sequence[Cell]) -> list[str]:
    return [kind_of(cell) if isinstance(cell, str) else "" for cell in row[:8]]


def _is_first_data_row(rows: Sequence[Sequence[Cell]], row: int) -> bool:
    kinds = _kinds(rows[row])
    if not any(kinds) or _day_labels(rows[row]) >= DAY_COLUMNS or len(rows[row]) < 2:
        return False
    following = [other for other in rows[row + 1 : row + 1 + SAMPLE] if not _is_beside(other)]
    for position, kind in enumerate(kinds):
        same = [len(other) > position and _kinds(other)[position] == kind for other in following]
        if kind and sum(same[:3]) >= min(2, len(same)) and sum(same) * 10 >= 6 * len(same):
            return True
    return False


def _is_beside(row: Sequence[Cell]) -> bool:
    """Tell whether a row is blank or a total, and so says nothing about the others."""
    first = next((cell for cell in row if cell != ""), "")
    return first == "" or (isinstance(first, str) and TOTAL.fullmatch(plain(first)) is not None)


def _day_labels(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if isinstance(cell, str) and day_minute(cell) is not None)


def day_minute(text: str) -> int | None:
    """Return the minute of the day that the header of a column names (the start of a range), or None."""
    return read_clock(text.strip().partition("-")[0].partition("–")[0])


def _with_bad_rows_above(rows: Sequence[Sequence[Cell]], first: int) -> int:
    """Return the first row that holds numbers where the first good row does: a bad time makes no header."""
    places = [i for i, cell in enumerate(rows[first]) if looks_like_number(cell)]
    for row in range(first - 1, -1, -1):
        cells = rows[row]
        is_data = len(cells) == len(rows[first]) and any(looks_like_number(cells[i]) for i in places)
        if not is_data or _is_numbered(cells):
            return row + 1
    return 0


def _is_numbered(cells: Sequence[Cell]) -> bool:
    digits = [cell.strip() if isinstance(cell, str) else f"{cell:g}" for cell in cells]
    return any(digits[i : i + 3] == ["1", "2", "3"] for i in range(len(digits)))


def _header_row(rows: Sequence[Sequence[Cell]], first: int) -> tuple[int | None, int | None]:
    above = [row for row in range(first - 1, -1, -1) if any(cell != "" for cell in rows[row])][:2]
    if not above or sum(1 for cell in rows[above[0]] if cell != "") < min(2, len(rows[first])):
        return None, None
    is_unit_row = len(above) == 2 and _is_unit_row(rows[above[0]]) and len(rows[above[1]]) >= 2
    return (above[1], above[0]) if is_unit_row else (above[0], None)


def _is_unit_row(row: Sequence[Cell]) -> bool:
    cells = [cell.strip("[]() ") for cell in row if isinstance(cell, str) and cell]
    return bool(cells) and any(unit_in(cell) and len(cell) <= 5 for cell in cells) and all(len(c) <= 20 for c in cells)


def _stated_unit(header: str, position: int, body: Sequence[Sequence[Cell]]) -> str | None:
    """Return the one unit that a column of units holds, or None."""
    if not UNIT_LABEL.fullmatch(plain(header)):
        return None
    cells = {_text(row, position) for row in body}
    return unit_in(cells.pop()) if len(cells) == 1 else None


def _column(
    position: int, header: str, unit: str | None, body: Sequence[Sequence[Cell]], roles: Mapping[str, Role]
) -> Column:
    unit = unit_in(header) or unit
    direction, is_whole = direction_in(header)
    if header in roles:
        role = roles[header]
        if role == "production" or role == "consumption":
            direction, is_whole = role, True
        return Column(position, header, role, unit, direction, is_whole, is_given=True)
    sample = [row[position] for row in body if len(row) > position]
    return Column(position, header, _role(header, sample, direction), unit, direction, is_whole)


def _role(header: str, sample: Sequence[Cell], direction: Direction | None) -> Role:
    words = plain(header)
    if timing := _timing(sample):
        return timing
    if DIRECTION.search(words) and _tells_direction(sample):
        return "direction"
    if METER.search(words) and not unit_in(header):
        return "meter"
    if is_not_energy(header):
        return "ignore"
    if direction and any(_may_be_value(cell) for cell in sample):
        return direction
    is_number = sum(1 for cell in sample if _may_be_value(cell)) * 2 > len(sample)
    return "value" if is_number and any(looks_like_number(cell) for cell in sample) else "ignore"


def _timing(sample: Sequence[Cell]) -> Role | None:
    """Return what kind of time most cells hold; moments that are all midnight are dates as spreadsheets write them."""
    kinds = [(kind, cell) for cell in sample if isinstance(cell, str) and (kind := kind_of(cell))]
    if len(kinds) * 2 <= len(sample):
        return None
    names = [kind for kind, _ in kinds]
    kind = max(sorted(set(names)), key=names.count)
    if kind == "moment":
        is_midnight = len(kinds) > 1 and all(str(cell).endswith((" 00:00:00", "T00:00:00")) for _, cell in kinds)
        return "date" if is_midnight else "time"
    return "date" if kind == "date" else "clock"


def _may_be_value(cell: Cell) -> bool:
    return looks_like_number(cell) or (isinstance(cell, str) and cell.lower() in MISSING_TEXTS)


def _tells_direction(sample: Sequence[Cell]) -> bool:
    texts = [cell for cell in sample if isinstance(cell, str) and cell]
    return bool(texts) and all(direction_in(text)[0] for text in texts)


def _times_sorted_out(columns: list[Column], body: Sequence[Sequence[Cell]]) -> list[Column]:
    """Keep one time: a moment, or a date with a clock. Another is the end of the interval or the span of the file."""
    if any(c.is_given and c.role in TIMING for c in columns):
        return [replace(c, role="ignore") if c.role in TIMING and not c.is_given else c for c in columns]
    by_role = {role: [c for c in columns if c.role == role] for role in TIMING}
    groups = [by_role["time"]] if by_role["time"] else [by_role["date"], by_role["clock"]]
    keep = {_starting(group, body).position for group in groups if group}
    sorted_out = []
    for column in columns:
        words = plain(column.header)
        if column.role not in by_role:
            sorted_out.append(column)
        elif column.position not in keep:
            sorted_out.append(replace(column, role="ignore"))
        else:
            is_end = column.role == "time" and END.search(words) and not START.search(words)
            sorted_out.append(replace(column, role="end") if is_end else column)
    return sorted_out


def _starting(group: Sequence[Column], body: Sequence[Sequence[Cell]]) -> Column:
    most = max(_distinct(column, body) for column in group)
    moving = [c for c in group if _distinct(c, body) * 2 >= most]
    named = [c for c in moving if START.search(plain(c.header))]
    return (named or [c for c in moving if not END.search(plain(c.header))] or moving)[0]


def _distinct(column: Column, body: Sequence[Sequence[Cell]]) -> int:
    return len({_text(row, column.position) for row in body})


def value_columns(shape: Outline) -> tuple[list[Column], list[Column]]:
    """Return the columns to read as energy, and those that are left out beside them.

    A direction in whole beats what crosses the grid's border, an energy beats a power of the same name,
    and a column that says its direction or unit beats one that says neither. A role that was given settles it.
    """
    candidates = shape.with_role("production", "consumption", "value")
    if given := [c for c in candidates if c.is_given]:
        return given, [c for c in candidates if not c.is_given]
    named = [c for c in candidates if c.direction]
    rest = [c for c in candidates if not c.direction]
    chosen = named or [c for c in rest if c.unit] or [c for c in rest if VALUE.search(plain(c.header))] or rest
    for direction in ("production", "consumption"):
        if any(c.direction == direction and c.is_whole for c in chosen):
            chosen = [c for c in chosen if c.direction != direction or c.is_whole]
    chosen = [c for c in chosen if not _is_power_twin(c, chosen)]
    return chosen, [c for c in candidates if c not in chosen]


def _is_power_twin(column: Column, others: Sequence[Column]) -> bool:
    if column.unit not in ("W", "kW", "MW"):
        return False
    stem = _stem(column.header)
    twins = (other for other in others if other.unit in ("Wh", "kWh", "MWh") and other.direction == column.direction)
    return any(_stem(twin.header) == stem for twin in twins)


def _stem(header: str) -> str:
    dropped = {"w", "kw", "mw", "wh", "kwh", "mwh", "in", "en", "power", "energy", "puissance", "energie", "leistung"}
    return " ".join(word for word in plain(header).split() if word not in dropped)
