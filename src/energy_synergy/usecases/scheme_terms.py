"""The terms that a country scheme sets a market: the interval of sharing, and the fees on energy of the group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.catalogue import scheme, whole_scheme
from energy_synergy.schemes.check import check_group
from energy_synergy.schemes.checks.sharing import check_key
from energy_synergy.schemes.facts import GroupFacts
from energy_synergy.schemes.local_fees import local_fees
from energy_synergy.schemes.records import Scheme
from energy_synergy.tariffs.member_prices import LocalFees
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.units import SLOT
from energy_synergy.usecases.open_market import PLAIN_TERMS, MarketTerms

MINUTES_PER_SLOT = int(SLOT.total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class TermsOfDay:
    """The terms of a market on a day, whether the scheme admits each sharing key, and what the scheme says."""

    terms: MarketTerms = PLAIN_TERMS
    scheme: Scheme | None = None
    facts: GroupFacts = field(default_factory=lambda: GroupFacts(()))
    findings: tuple[Finding, ...] = ()

    @property
    def fees(self) -> tuple[LocalFees, ...]:
        """What is due on energy of the group, of each member of the facts."""
        fees = self.terms.local_fees
        return (fees,) * len(self.facts.members) if isinstance(fees, LocalFees) else fees

    def admits(self, key: str) -> bool | None:
        """Tell whether the scheme admits a sharing key by its name; None without a scheme."""
        if self.scheme is None:
            return None
        return not list(check_key(replace(self.facts, key=key), self.scheme))


def terms_by_scheme(name: str, facts: GroupFacts, spot: SpotPrices | None, *, on: date) -> TermsOfDay:
    """Return the terms of a market by its scheme on a day; fees of each member in the order of the facts.

    Where the scheme leaves the fee on shared energy unknown, all of it is due: a finding says so. The key is chosen
    later, so that the findings do not concern it.
    Raises UnknownName for a scheme that is not there.
    """
    dated = scheme(name, on=on)
    minutes = {one.value for one in dated.interval if one.fits(facts.answers)}
    interval = int(minutes.pop()) if len(minutes) == 1 else MINUTES_PER_SLOT
    shared = replace(facts, key="", interval_minutes=interval)
    fees = local_fees(shared, dated).fees
    terms = MarketTerms(
        shared.currency,
        spot,
        tuple(LocalFees(1.0 if fee.factor is None else fee.factor) for fee in fees),
        max(1, interval // MINUTES_PER_SLOT),
    )
    findings = check_group(shared, whole_scheme(name), on=on)
    is_reduced = any(fee.factor is not None and fee.factor < 1 for fee in fees)
    return TermsOfDay(terms, dated, shared, (*findings, *_unproven(findings)) if is_reduced else tuple(findings))


def _unproven(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Return that a reduced fee was taken although a condition of the scheme is broken or could not be checked."""
    open_conditions = [one for one in findings if one.severity is not Severity.INFO or one.code.endswith("_unknown")]
    if open_conditions:
        yield Finding(
            "scheme_fee_unproven",
            Severity.WARNING,
            marked(
                "The grid fee on shared energy is taken as the scheme reduces it, and {count} of its conditions are "
                "not met or could not be checked: without the reduction everybody gains less."
            ),
            {"count": len(open_conditions)},
            count=len(open_conditions),
            advice=marked("Give the facts that the scheme asks for, or tell the local grid fee in the tariffs."),
        )
