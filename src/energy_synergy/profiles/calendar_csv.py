"""A profile by season and kind of day as a CSV file, and back without a change."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

from energy_synergy.errors import marked
from energy_synergy.metering.series import Direction
from energy_synergy.profiles.as_calendar import WEIGHT_DECIMALS
from energy_synergy.profiles.calendar import MONTHS, Calendar
from energy_synergy.profiles.calendar_headings import (
    DAY_WORDS,
    TIME_HEADINGS,
    TIME_WORD,
    WEIGHT_WORD,
    Heading,
    Language,
    heading_of,
    read_heading,
)
from energy_synergy.profiles.curve import DECIMALS, CurveRefused
from energy_synergy.profiles.pasted import COUNTS, NUMBER, SHOWN, TIME, as_number
from energy_synergy.registry import option
from energy_synergy.units import SLOTS_PER_HOUR

LONGEST_TEXT = 300_000
LONGEST_LINE = 10_000
MARKS: Mapping[Language, tuple[str, str]] = {"en": (",", "."), "fr": (";", ",")}
DIRECTION_WORDS: Mapping[Direction, str] = {"production": "prod", "consumption": "cons"}
Row = tuple[int, list[str]]


def write_calendar(calendar: Calendar, *, language: Language) -> str:
    """Return the file: headings, the weight of each day where there are several, 96 rows of a day of 1 kWh."""
    separator, mark = MARKS[language]
    shapes = [
        (heading_of(season.name, season.months, kind, language), day)
        for season in calendar.seasons
        for kind, day in enumerate((season.weekday, season.saturday, season.sunday))
        if day is not None
    ]
    target = StringIO()
    writer = csv.writer(target, delimiter=separator, lineterminator="\r\n")
    writer.writerow([TIME_WORD[language], *(heading for heading, _ in shapes)])
    if len(shapes) > 1:
        writer.writerow([WEIGHT_WORD[language], *(f"{day.weight:.12g}".replace(".", mark) for _, day in shapes)])
    for quarter, values in enumerate(zip(*(day.curve.tolist() for _, day in shapes), strict=True)):
        hour, part = divmod(quarter, SLOTS_PER_HOUR)
        writer.writerow([f"{hour:02d}:{15 * part:02d}", *(f"{v:.{DECIMALS}f}".replace(".", mark) for v in values)])
    return target.getvalue()


def read_calendar(text: str, *, direction: Direction | None = None) -> Calendar:
    """Return the profile of a file of 24 or 96 rows: one column of values, or one for each kind of day and season.

    Several columns are named as `write_calendar` names them. Without a row of weights a column's sum is the weight of
    its day. Of a column of production and one of consumption that of `direction` counts.
    Raises CurveRefused, which names the line and the column, for anything else.
    """
    if len(text) > LONGEST_TEXT:
        raise CurveRefused(marked("This file is too long for the curves of a profile."))
    rows = _rows(text)
    if not rows:
        raise CurveRefused(marked("The file holds nothing. A profile has 24 or 96 rows of values."))
    has_headings = not any(as_number(cell) is not None for cell in rows[0][1])
    headings = [cell.strip() for cell in rows[0][1]] if has_headings else []
    body = rows[1:] if has_headings else rows
    is_weights = bool(body) and body[0][1][0].lower() in WEIGHT_WORD.values()
    weight_row, body = (body[0], body[1:]) if is_weights else (None, body)
    width = max([len(headings), *(len(cells) for _, cells in body)])
    headings += [str(place + 1) for place in range(len(headings), width)]
    columns = [place for place in range(width) if not _is_beside(headings[place], place, width, body)]
    if len(body) not in COUNTS:
        raise CurveRefused(
            marked("The file has {count} rows of values; a day has 24 (hours) or 96 (quarter-hours)."), count=len(body)
        )
    values = {place: [_number(row, place, headings[place]) for row in body] for place in columns}
    told = {place: read_heading(headings[place]) for place in columns}
    if columns and all(told.values()):
        weights = {place: _number(weight_row, place, headings[place]) for place in columns} if weight_row else None
        return _calendar({place: one for place, one in told.items() if one}, values, weights)
    only = _only_column(headings, values, direction)
    return _made([{"months": list(MONTHS), "weekday": {"values": only}}])


def _rows(text: str) -> list[Row]:
    lines = text.lstrip("\ufeff").splitlines()
    if any(len(line) > LONGEST_LINE for line in lines):
        raise CurveRefused(marked("This file is too long for the curves of a profile."))
    reader = csv.reader(lines, delimiter=_delimiter([line for line in lines if line.strip()]))
    return [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)]


def _delimiter(lines: Sequence[str]) -> str:
    """Return what stands between the cells of most rows; 0,5 alone in its row, under one heading, is a number."""
    body = lines[1:] or lines
    for mark in ";\t":
        if 2 * sum(mark in line for line in body) > len(body):
            return mark
    is_one_column = all("," not in line or NUMBER.fullmatch(line.strip()) for line in lines[:1])
    return "\t" if is_one_column and all(NUMBER.fullmatch(line.strip()) for line in body) else ","


def _is_beside(heading: str, place: int, width: int, body: Sequence[Row]) -> bool:
    """Tell whether a column stands beside the values: the times, or text without a single number."""
    cells = [cells[place] if place < len(cells) else "" for _, cells in body]
    if place == 0 and width > 1 and (heading.lower() in TIME_HEADINGS or all(map(TIME.fullmatch, cells))):
        return True
    return width > 1 and all(as_number(cell) is None for cell in cells) and read_heading(heading) is None


def _number(row: Row, place: int, heading: str) -> float:
    line, cells = row
    cell = cells[place] if place < len(cells) else ""
    number = as_number(cell)
    if number is None:
        raise CurveRefused(
            marked("Line {line}, column {column}: “{value}” is not a number from zero up."),
            line=line,
            column=heading,
            value=cell[:SHOWN],
        )
    return number


def _only_column(
    headings: Sequence[str], values: Mapping[int, list[float]], direction: Direction | None
) -> list[float]:
    used = {headings[place]: column for place, column in values.items() if any(column)}
    if len(used) > 1 and direction:
        of_direction = {name: one for name, one in used.items() if DIRECTION_WORDS[direction] in name.lower()}
        used = of_direction if len(of_direction) == 1 else used
    if not used:
        raise CurveRefused(marked("The file holds no column of numbers with a value above zero."))
    if len(used) > 1:
        raise CurveRefused(
            marked("The file holds several columns of values ({columns}). Keep one, or name them {words}."),
            columns=", ".join(used)[:200],
            words=", ".join(DAY_WORDS["en"]),
        )
    return next(iter(used.values()))


def _calendar(
    told: Mapping[int, Heading], values: Mapping[int, list[float]], weights: Mapping[int, float] | None
) -> Calendar:
    sums = {place: sum(column) for place, column in values.items()}
    largest = max(sums.values()) or 1.0
    seasons: dict[tuple[str, tuple[int, ...]], dict[str, object]] = {}
    for place, heading in told.items():
        season = seasons.setdefault((heading.season, heading.months), {})
        name = DAY_WORDS["en"][heading.kind]
        if name in season:
            raise CurveRefused(marked("Two columns stand for the same day: {day}."), day=name)
        weight = weights[place] if weights else round(sums[place] / largest, WEIGHT_DECIMALS)
        # A day without energy has no shape; it gets a flat one, which counts for nothing.
        season[name] = {"values": values[place] if any(values[place]) else [1.0] * len(values[place]), "weight": weight}
    for (season_name, _), days in seasons.items():
        if "weekday" not in days:
            raise CurveRefused(marked("Season “{season}” has no column {day}."), season=season_name, day="weekday")
    described = [{"name": name, "months": list(months), **days} for (name, months), days in seasons.items()]
    return _made(described)


def _made(seasons: Sequence[Mapping[str, object]]) -> Calendar:
    made: Calendar = option("profiles", Calendar.name, seasons=seasons)
    return made
