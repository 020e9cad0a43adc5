"""Sharing keys that are to be compared with coefficients from a file of the group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.findings import Finding
from energy_synergy.sharing.key_file import FixedKey, read_key_file
from energy_synergy.timeline import Timeline

FILE = "file"


class KeyFileTold(InvalidValue):
    """A file of coefficients cannot be used for the sharing key that names it."""

    code = "key_file_told"

    def __init__(self, sentence: str, findings: tuple[Finding, ...] = (), **values: object) -> None:
        super().__init__(sentence, **values)
        self.findings = findings


def fields_of_files(
    asked: Mapping[str, Mapping[str, Any]],
    members: Sequence[str],
    timeline: Timeline | None,
    *,
    timezone: str,
    interval_slots: int = 1,
) -> tuple[dict[str, Mapping[str, Any]], tuple[Finding, ...]]:
    """Return the fields of the keys asked for, those of a `file` read from it for the window, and what it lacks.

    Raises KeyFileTold, which names the key and the file: one that cannot be read, does not cover the window, or holds
    coefficients of another kind of key.
    """
    found: dict[str, Mapping[str, Any]] = dict(asked)
    findings: list[Finding] = []
    for name, fields in asked.items():
        if FILE not in fields:
            continue
        file, others = str(fields[FILE]), {field: value for field, value in fields.items() if field != FILE}
        try:
            open_sum = others.get("may_sum_below_one") is True
            told = read_key_file(Path(file).read_bytes(), members, timezone=timezone, may_sum_below_one=open_sum)
            fixed = cast(FixedKey, name) if name in get_args(FixedKey) else "static"
            key = told.key(timeline, interval_slots=interval_slots, fixed_key=fixed)
        except OSError as error:
            raise _unread(name, file, error.strerror or str(error)) from error
        except EnergySynergyError as error:
            raise _unread(name, file, str(error), getattr(error, "findings", ())) from error
        if key.name != name:
            sentence = marked("{file} holds coefficients of {found}, not of {key}. Name it with that key.")
            raise KeyFileTold(sentence, file=file, found=key.name, key=name)
        found[name] = {field: getattr(key, field) for field in key.model_fields_set} | others
        findings += told.findings
    return found, tuple(findings)


def _unread(key: str, file: str, reason: str, findings: tuple[Finding, ...] = ()) -> KeyFileTold:
    return KeyFileTold(marked("{key}, {file}: {reason}"), findings, key=key, file=file, reason=reason)
