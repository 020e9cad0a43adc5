"""What is told of files that have readings but no lines of them, such as JSON and XML."""

from __future__ import annotations

from energy_synergy.errors import marked

BY_READING: dict[str, str] = {
    "Line {line}, column {column}: the value is missing.": marked("Reading {line}, {column}: the value is missing."),
    "Line {line}, column {column}: {value} is not a number.": marked(
        "Reading {line}, {column}: {value} is not a number."
    ),
    "Line {line}, column {column}: {value} is negative; an energy is zero or more.": marked(
        "Reading {line}, {column}: {value} is negative; an energy is zero or more."
    ),
    "Line {line}, column {column}: {value} is too large to be a reading.": marked(
        "Reading {line}, {column}: {value} is too large to be a reading."
    ),
    "Line {line}, column {column}: {value} is not a date with a time.": marked(
        "Reading {line}, {column}: {value} is not a date with a time."
    ),
    "Line {line}: {value} does not exist; the clock skips this hour in spring.": marked(
        "Reading {line}: {value} does not exist; the clock skips this hour in spring."
    ),
    "Line {line} repeats the time {value} of line {first_line} with the same values.": marked(
        "Reading {line} repeats the time {value} of reading {first_line} with the same values."
    ),
    "Line {line} repeats the time {value} of line {first_line} with other values.": marked(
        "Reading {line} repeats the time {value} of reading {first_line} with other values."
    ),
    "After line {line}, {count} rows are missing: from {starts_at} to {ends_at}.": marked(
        "After reading {line}, {count} readings are missing: from {starts_at} to {ends_at}."
    ),
    "The rows are not in order of time, first at line {line}; they were sorted.": marked(
        "The readings are not in order of time, first at reading {line}; they were sorted."
    ),
    "Line {line}: the time {value} lies more than two months from all others.": marked(
        "Reading {line}: the time {value} lies more than two months from all others."
    ),
    "Line {line}: the time {value} does not fit the step of {minutes} minutes.": marked(
        "Reading {line}: the time {value} does not fit the step of {minutes} minutes."
    ),
    "Line {line}: the interval from {value} begins before the one before it has ended.": marked(
        "Reading {line}: the interval from {value} begins before the one before it has ended."
    ),
    "Line {line}: one of the {registers} registers of {meter} has no row for {value}.": marked(
        "Reading {line}: one of the {registers} registers of {meter} has no reading for {value}."
    ),
}
