"""A combination that was compared, as the details of an agreement."""

from __future__ import annotations

from energy_synergy.units import SLOT_SECONDS
from energy_synergy.usecases.agreements import write_key, write_rule
from energy_synergy.web.db.agreements import AgreementDetails
from energy_synergy.web.queries.agreement_words import option_label
from energy_synergy.web.queries.compare_page import LoadedComparison


def details_of_combination(loaded: LoadedComparison, name: str) -> AgreementDetails:
    """Return what an agreement with the key and the price of a combination says; its dates are told later.

    Raises UnknownName for a combination that was not compared, InvalidValue for a key with shares for each slot of the
    period: these are of no use afterwards.
    """
    one = loaded.comparison.find(name)
    return AgreementDetails(
        title=f"{option_label('sharing', one.key.name)}, {option_label('pricing', one.rule.name)}",
        key=write_key(one.key.key, [company.id for company in loaded.facts.companies]),
        rule=write_rule(one.rule.rule),
        interval_minutes=loaded.comparison.terms.interval_slots * SLOT_SECONDS // 60,
    )
