"""The refusal of a whole file."""

from __future__ import annotations

from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding, Place, Severity


class FileRefused(EnergySynergyError):
    """A file that is not the format, too large, or unreadable; `findings` says where and why."""

    code = "file_refused"

    def __init__(self, sentence: str, *, findings: tuple[Finding, ...] = (), **values: object) -> None:
        super().__init__(sentence, **values)
        self.findings = findings


def refusal(code: str, sentence: str, *, advice: str, place: Place = Place(), **values: object) -> FileRefused:  # noqa: B008
    """Return the refusal of a whole file, with its one finding."""
    finding = Finding(code, Severity.ERROR, sentence, values, place, advice=advice)
    return FileRefused(sentence, findings=(finding,), **values)
