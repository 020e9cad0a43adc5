"""The ledger of findings: what was found, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from energy_synergy.web.api.schemas.base import LINE, Day, Finding, Line, PageQuery, Record, SentNumber

Reason = Annotated[Line, Field(min_length=1, max_length=500, examples=["The meter was replaced that day"])]
MOST_AT_ONCE = 1_000


class LedgerQuery(PageQuery):
    """Which findings; what is left out does not narrow."""

    company: int | None = Field(default=None, ge=1, le=2**53 - 1)
    meter: str | None = Field(default=None, max_length=120, pattern=LINE)
    code: str | None = Field(default=None, max_length=60, pattern=r"^[a-z_]+$")
    severity: Literal["info", "warning", "error"] | None = None
    state: Literal["open", "resolved"] | None = None
    import_id: int | None = Field(default=None, ge=1, le=2**53 - 1)
    first_on: Day | None = Field(default=None, description="First day on which the trouble itself lies")
    last_on: Day | None = Field(default=None, description="Last day on which the trouble itself lies")


class LedgerFinding(Finding):
    """A finding in the ledger; the same trouble that comes again stands there once, with its latest import."""

    id: int
    company_id: int
    import_id: int
    recorded_at: datetime
    is_open: bool
    resolved_at: datetime | None
    resolved_by: str
    reason: str
    other_company_id: int | None = Field(description="The company with which it compares, if with another one")


class ResolveIn(Record):
    """Which findings are resolved, by number or all open ones of a kind, and why."""

    findings: list[SentNumber] = Field(default_factory=list, max_length=MOST_AT_ONCE)
    code: str | None = Field(default=None, max_length=60, pattern=r"^[a-z_]+$", description="Instead: a kind")
    company_id: SentNumber | None = Field(default=None, description="With a kind: of this company alone")
    reason: Reason


class ReopenIn(Record):
    """Which findings are open again."""

    findings: list[SentNumber] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ChangedOut(Record):
    """How many findings were changed; those that were so already do not count."""

    changed: int
