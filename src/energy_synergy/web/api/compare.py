"""Every sharing key with every price rule on the readings of a group."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from ninja import Query, Router

from energy_synergy.trading.compare import Combination
from energy_synergy.usecases.comparison_record import BILL_PARTS, bill_record, fairness_records, member_record
from energy_synergy.web.access import group_or_404, sight_of
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.periods_of_time import choice_of, period_out
from energy_synergy.web.api.refusals import finding_record
from energy_synergy.web.api.schemas.compare import (
    BillOut,
    ChoiceOut,
    CombinationOut,
    CompanyGain,
    CompareOut,
    CompareQuery,
    FairnessOut,
)
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.queries.compare_page import LoadedComparison, load_comparison, own_findings
from energy_synergy.web.queries.compare_page_rows import assumption_lines, compare_row, skipped_lines

router = Router()


@reads(router, "/{group}/compare", CompareOut, summary="Sharing keys and prices compared")
def read_comparison(request: HttpRequest, group: GroupSlug, asked: Query[CompareQuery]) -> CompareOut:
    """Tell what every sharing key with every price rule brings the group and its companies over a period.

    Companies that you do not see are left out; so is what is made of their single amounts.
    """
    row = group_or_404(request, group)
    facts = load_facts_of(row)
    choice = choice_of(facts, asked)
    loaded = load_comparison(row, facts, choice, sight_of(request, row))
    told = [
        one
        for one in loaded.comparison.combinations
        if asked.key in (None, one.key.name) and asked.price in (None, one.rule.name)
    ]
    return CompareOut(
        period=period_out(choice.period, facts.timezone),
        currency=loaded.comparison.terms.currency,
        scheme=loaded.comparison.scheme or None,
        is_coarse=loaded.is_coarse,
        bills_alone=[_bill(loaded, place) for place in _places(loaded)],
        combinations=[_combination(loaded, one) for one in told],
        assumptions=[ChoiceOut.of(line, name=name) for name, line in assumption_lines(loaded).items()],
        skipped=[ChoiceOut.of(line, name=name) for name, line in skipped_lines(loaded).items()],
        findings=[finding_record(finding) for finding in own_findings(loaded)],
    )


def _places(loaded: LoadedComparison) -> Iterable[int]:
    return (place for place in range(len(loaded.facts.companies)) if loaded.sees(place))


def _bill(loaded: LoadedComparison, place: int) -> BillOut:
    company = loaded.facts.companies[place]
    told = bill_record(loaded.comparison.alone, place) or dict.fromkeys((*BILL_PARTS, "net", "vat"))
    parts = {name: told[name] for name in BillOut.model_fields if name in told}
    return BillOut(company_id=company.id, name=company.name, **parts)


def _combination(loaded: LoadedComparison, one: Combination) -> CombinationOut:
    row, is_full = compare_row(loaded, one, None), loaded.sight.is_full
    return CombinationOut(
        key=one.key.name,
        price=one.rule.name,
        promise=one.rule.rule.promise,
        with_compensation=one.is_compensated,
        scheme_admits_key=row.is_admitted,
        shared_kwh=row.shared_kwh,
        total_gain=row.gain,
        group_price_per_kwh=row.price_per_kwh,
        intervals_without_price=row.blocked_slots,
        willingness=one.willingness if is_full else None,
        winners=row.winners,
        losers=row.losers,
        losers_without_compensation=row.unpaid_losers,
        fairness=[FairnessOut(**fair) for fair in fairness_records(one)] if is_full else [],
        companies=[_company(loaded, one, place) for place in _places(loaded)],
    )


def _company(loaded: LoadedComparison, one: Combination, place: int) -> CompanyGain:
    told = member_record(one, loaded.comparison.alone, place)
    energies = {"given_kwh": float(one.given_kwh[place]), "received_kwh": float(one.received_kwh[place])}
    return CompanyGain(company_id=loaded.facts.companies[place].id, **{**told, **energies})
