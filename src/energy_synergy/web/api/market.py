"""The market of a group: prices, trades, what a saving is made of, and proofs."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from energy_synergy.web.access import company_or_404, group_or_404, sight_of
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.market_records import (
    explained_out,
    kept_out,
    market_out,
    matrix_out,
    pair_out,
    proof_out,
)
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.paging import page_of_rows
from energy_synergy.web.api.periods_of_time import choice_of
from energy_synergy.web.api.schemas.analysis import DatedQuery
from energy_synergy.web.api.schemas.base import Number, Page, PageQuery
from energy_synergy.web.api.schemas.market import (
    ExplainedOut,
    ExplainQuery,
    KeptResultOut,
    MarketOut,
    MarketQuery,
    PairQuery,
    PairTradesOut,
    ProofOut,
    TradeMatrixOut,
)
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.market_records import records_of
from energy_synergy.web.queries.market import LoadedMarket, load_market
from energy_synergy.web.queries.market_proof import prove_now, prove_record, record_of
from energy_synergy.web.queries.market_trades import matrix_view, may_see_pair, pair_view
from energy_synergy.web.queries.seen import too_few_contributors

router = Router()
ResultNumber = Path[Number]


@reads(router, "/{group}/market", MarketOut, summary="Market of a period")
def read_market(request: HttpRequest, group: GroupSlug, asked: Query[MarketQuery]) -> MarketOut:
    """Tell prices, what was traded, and what each company paid, earned and saved.

    Amounts of companies that are not yours are told to who sees every company.
    """
    return market_out(_loaded(request, group, asked))


@reads(router, "/{group}/market/matrix", TradeMatrixOut, summary="Who traded with whom")
def read_trade_matrix(request: HttpRequest, group: GroupSlug, asked: Query[DatedQuery]) -> TradeMatrixOut:
    """Tell what each company sold to each other one, in energy and in money."""
    loaded = _loaded(request, group, asked)
    matrix = matrix_view(loaded)
    if matrix is None:
        raise too_few_contributors()
    return matrix_out(loaded, matrix)


@reads(router, "/{group}/market/trades", PairTradesOut, summary="Trades of two companies")
def read_trades(request: HttpRequest, group: GroupSlug, asked: Query[PairQuery]) -> PairTradesOut:
    """Tell what one company sold another, a quarter of an hour after the other."""
    loaded = _loaded(request, group, asked)
    seller, buyer = _place(loaded, asked.seller), _place(loaded, asked.buyer)
    if not may_see_pair(loaded, seller, buyer):
        raise Http404
    return pair_out(loaded, seller, buyer, pair_view(loaded, seller, buyer))


@reads(router, "/{group}/companies/{company}/market", ExplainedOut, summary="What a saving is made of")
def read_explained(
    request: HttpRequest, group: GroupSlug, company: CompanyId, asked: Query[ExplainQuery]
) -> ExplainedOut:
    """Tell a company's account alone and with the group, line by line; the differences add up to its saving."""
    company_or_404(request, group_or_404(request, group), company)
    loaded = _loaded(request, group, asked)
    place = _place(loaded, company)
    if place not in loaded.seen_places:
        raise Http404
    slot = None if asked.at is None else loaded.interval_at(asked.at)
    if asked.at is not None and slot is None:
        raise Http404
    return explained_out(loaded, place, slot)


@reads(router, "/{group}/market/proof", ProofOut, summary="Promises of the market, checked")
def read_market_proof(request: HttpRequest, group: GroupSlug, asked: Query[DatedQuery]) -> ProofOut:
    """Tell every promise of the market with the largest deviation that the numbers of the period show."""
    return proof_out(prove_now(_loaded(request, group, asked)))


@reads(router, "/{group}/market/results", Page[KeptResultOut], summary="Kept results of the market")
def list_market_results(request: HttpRequest, group: GroupSlug, page: Query[PageQuery]) -> Page[KeptResultOut]:
    """Tell which results are kept, the last one first."""
    return page_of_rows(request, records_of(group_or_404(request, group)), page, kept_out, newest_first=True)


@reads(router, "/{group}/market/results/{result}/proof", ProofOut, summary="A kept result, checked")
def read_kept_proof(request: HttpRequest, group: GroupSlug, result: ResultNumber) -> ProofOut:
    """Tell every promise of a kept result, computed from nothing but its stored bytes."""
    row = group_or_404(request, group)
    record = record_of(row, result)
    if record is None:
        raise Http404
    return proof_out(prove_record(record, is_full=sight_of(request, row).is_full))


def _loaded(request: HttpRequest, group: str, asked: DatedQuery) -> LoadedMarket:
    row = group_or_404(request, group)
    facts = load_facts_of(row)
    return load_market(row, facts, choice_of(facts, asked), sight_of(request, row))


def _place(loaded: LoadedMarket, company_id: int) -> int:
    place = loaded.place_of(company_id)
    if place is None:
        raise Http404
    return place
