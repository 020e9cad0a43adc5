"""The country scheme of a group: what it says, what of the group does not fit, and which facts it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from energy_synergy.schemes.catalogue import schemes, whole_scheme
from energy_synergy.schemes.check import check_group
from energy_synergy.schemes.facts import GroupFacts
from energy_synergy.schemes.local_fees import LocalFee, local_fees
from energy_synergy.schemes.records import Scheme
from energy_synergy.web.db.models import Group
from energy_synergy.web.queries.findings import FindingLine, finding_lines
from energy_synergy.web.queries.scheme_facts import load_group_facts
from energy_synergy.web.queries.scheme_words import conditions, spoken, told, topic_words

LACKS_FACTS = "_unknown"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One thing that a scheme says; `when` is under which answers, `valid_to` is exclusive."""

    topic: str
    words: str
    when: str
    note: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class FeeLine:
    """What a company still pays of the grid fee on shared energy, as a fraction; None where it is not known."""

    company: str
    factor: float | None


@dataclass(frozen=True, slots=True)
class SchemePage:
    """The scheme of a group on a day; without one there is nothing else.

    `unchecked` is how many checks lack facts.
    """

    day: date
    scheme: Scheme | None = None
    label: str = ""
    statements: tuple[StatementLine, ...] = ()
    findings: tuple[FindingLine, ...] = ()
    unchecked: int = 0
    fees: tuple[FeeLine, ...] = ()
    locality: str | None = None
    facts: GroupFacts | None = None

    @property
    def errors(self) -> int:
        """How many bounds are broken."""
        return sum(line.is_blocking for line in self.findings)

    @property
    def warnings(self) -> int:
        """How many bounds may be broken."""
        return sum(line.is_warning for line in self.findings)

    @property
    def open_ones(self) -> int:
        """How many findings tell what cannot be checked, is not known or is worth knowing."""
        return len(self.findings) - self.errors - self.warnings

    @property
    def has_known_fee(self) -> bool:
        """Tell whether the grid fee on shared energy is known for any company."""
        return any(fee.factor is not None for fee in self.fees)


def load_scheme(group: Group, day: date) -> SchemePage:
    """Return the scheme of a group as its page shows it; four queries, none without a scheme."""
    if group.scheme not in schemes():
        return SchemePage(day)
    scheme, facts = whole_scheme(group.scheme), load_group_facts(group, day)
    found = local_fees(facts, scheme.on(day))
    findings = check_group(facts, scheme, on=day)
    return SchemePage(
        day=day,
        scheme=scheme,
        label=spoken(scheme.label),
        statements=statement_lines(scheme.on(day)),
        findings=finding_lines(findings, group.timezone),
        unchecked=sum(one.code.endswith(LACKS_FACTS) for one in findings),
        fees=tuple(_fee(fee) for fee in found.fees),
        locality=found.locality,
        facts=facts,
    )


def statement_lines(scheme: Scheme) -> tuple[StatementLine, ...]:
    """Return what a scheme says, statement by statement, in the active language."""
    return tuple(
        StatementLine(
            topic=topic_words(topic),
            words=told(one),
            when=conditions(one, scheme),
            note=spoken(one.note),
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            source=one.source,
            confidence=one.confidence,
        )
        for topic, one in scheme.statements()
    )


def scheme_choices(country: str) -> list[tuple[str, str]]:
    """Return every scheme by its name with its label, those of a country first."""
    known = [whole_scheme(name) for name in schemes()]
    ordered = sorted(known, key=lambda one: (one.country != country, one.country == "EU", spoken(one.label)))
    return [(one.name, spoken(one.label)) for one in ordered]


def _fee(fee: LocalFee) -> FeeLine:
    return FeeLine(fee.member, fee.factor)
