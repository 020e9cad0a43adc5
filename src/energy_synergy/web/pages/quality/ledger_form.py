"""What the address of the ledger asks for, and the way back to it."""

from __future__ import annotations

from datetime import date

from django.utils.http import urlencode

from energy_synergy.findings import Severity
from energy_synergy.usecases.ledger import STATES, LedgerFilter
from energy_synergy.web.pages.address import Address

LONGEST_METER, LONGEST_CODE = 120, 60
MOST = 2**53 - 1
MOST_PAGES = 100_000


def parse_filter(address: Address, today: date) -> LedgerFilter:
    """Return what an address asks for; without a word on it, what is open."""
    query = address.query
    return LedgerFilter(
        company_id=address.whole("company", 0, least=1, most=MOST) or None,
        meter=query.get("meter", "")[:LONGEST_METER],
        code=query.get("kind", "")[:LONGEST_CODE],
        severity=address.one_of("severity", tuple(one.value for one in Severity), ""),
        state=_state(address),
        import_id=address.whole("import", 0, least=1, most=MOST) or None,
        first_on=_day(address, "from", today),
        last_on=_day(address, "to", today),
    )


def page_number(address: Address) -> int:
    """Return which page an address asks for."""
    return address.whole("page", 1, least=1, most=MOST_PAGES)


def _state(address: Address) -> str:
    state = address.one_of("state", (*STATES, "all"), STATES[0])
    return "" if state == "all" else state


def _day(address: Address, name: str, today: date) -> date | None:
    if not address.query.get(name):
        return None
    before = len(address.complaints)
    day = address.day(name, today)
    return day if len(address.complaints) == before else None


def as_query(asked: LedgerFilter) -> str:
    """Return a filter as the part of an address after the question mark."""
    told: dict[str, str | int | date | None] = {
        "company": asked.company_id,
        "meter": asked.meter,
        "kind": asked.code,
        "severity": asked.severity,
        "state": asked.state or "all",
        "import": asked.import_id,
        "from": asked.first_on,
        "to": asked.last_on,
    }
    return urlencode({name: str(value) for name, value in told.items() if value})
