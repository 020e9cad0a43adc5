"""The ledger of findings: which two are the same trouble, and the reason with which one is resolved."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.findings import Finding

LONGEST_REASON = 500
STATES = ("open", "resolved")


class ReasonNeeded(InvalidValue):
    """A finding is resolved with a reason, so that nobody has to ask later."""

    code = "reason_needed"


def key_of(finding: Finding, meter: str) -> str:
    """Return a digest of what a finding is about: the same whenever the same trouble of a company comes again.

    It holds the kind, the meter as it is stored, where it begins (instant, line, column) and the value; not the name
    of the file, counts or the end, which change while the trouble stays.
    """
    place = finding.place
    begins = place.starts_at and place.starts_at.timestamp()
    # Where a finding tells no place at all, its sentence is all there is to tell it from others.
    sentence = "" if begins is not None or place.line is not None else finding.sentence
    about = [finding.code, meter, begins, place.sheet, place.line, place.column, finding.value, sentence]
    return hashlib.sha256(json.dumps(about).encode()).hexdigest()[:32]


def checked_reason(reason: str) -> str:
    """Return a reason on one line.

    Raises ReasonNeeded for none and for one that is too long.
    """
    told = " ".join(reason.split())
    if not told:
        raise ReasonNeeded(marked("Say why it is resolved: a few words are enough."))
    if len(told) > LONGEST_REASON:
        raise ReasonNeeded(marked("A reason has {most} characters at most."), most=LONGEST_REASON)
    return told


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which findings somebody wants to see; nothing said is all. Days are local ones, both included."""

    company_id: int | None = None
    meter: str = ""
    code: str = ""
    severity: str = ""
    state: str = ""
    import_id: int | None = None
    first_on: date | None = None
    last_on: date | None = None
