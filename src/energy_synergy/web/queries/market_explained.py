"""The explained cent: what a company's saving is made of, as the page and the API tell it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.timeline import Ints
from energy_synergy.trading.explain import Account, Line, explain_member, in_whole
from energy_synergy.web.queries.bucket_tables import bucket_labels, nones
from energy_synergy.web.queries.buckets import calendar_buckets
from energy_synergy.web.queries.market import LoadedMarket
from energy_synergy.web.queries.option_words import key_label
from energy_synergy.web.templatetags.es_money import written
from energy_synergy.web.templatetags.es_numbers import HARD_SPACE, number
from energy_synergy.web.words import filled

SLOT_DECIMALS, PERIOD_DECIMALS = 4, 2


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of an account, its amounts rounded so that the lines add up as they are shown."""

    code: str
    label: str
    alone_kwh: float | None
    alone: float
    together_kwh: float | None
    together: float
    difference: float


@dataclass(frozen=True, eq=False)
class ExplainedView:
    """What a company saved over a period, or in one slot of it: lines, sums and sentences.

    The sums of the lines are the totals, in the digits that are shown.
    """

    company_id: int
    company: str
    currency: str
    key: str
    decimals: int
    lines: tuple[LineView, ...]
    alone: float
    together: float
    saving: float
    sentences: tuple[str, ...]
    account: Account


def explained(loaded: LoadedMarket, place: int, slot: int | None = None) -> ExplainedView:
    """Return what a member saved; with `slot`, an interval of the period, in that one alone."""
    rows = slice(None) if slot is None else slice(slot, slot + 1)
    account, decimals = explain_member(loaded.market, place, rows), PERIOD_DECIMALS if slot is None else SLOT_DECIMALS
    lines = _shown(account, decimals)
    return ExplainedView(
        company_id=loaded.company(place).id,
        company=loaded.company(place).name,
        currency=loaded.currency,
        key=" · ".join(dict.fromkeys(key_label(run.key.name) for run in loaded.runs)) or key_label("pro_rata"),
        decimals=decimals,
        lines=lines,
        alone=round(sum(line.alone for line in lines), decimals),
        together=round(sum(line.together for line in lines), decimals),
        saving=round(sum(line.difference for line in lines), decimals),
        sentences=tuple(_sentences(account, lines, loaded.currency, decimals)),
        account=account,
    )


def _shown(account: Account, decimals: int) -> tuple[LineView, ...]:
    """Return the lines with their amounts rounded: both columns and the differences add up to what is shown."""
    lines = account.lines
    whole_alone = round(sum(line.alone for line in lines), decimals)
    alone = in_whole([line.alone for line in lines], whole_alone, decimals)
    together = in_whole([line.together for line in lines], whole_alone + round(account.saving, decimals), decimals)
    return tuple(
        _line(line, before, after, decimals) for line, before, after in zip(lines, alone, together, strict=True)
    )


def _line(line: Line, alone: float, together: float, decimals: int) -> LineView:
    difference = round(together - alone, decimals)
    return LineView(line.code, gettext(line.label), line.alone_kwh, alone, line.together_kwh, together, difference)


def _as_shown(account: Account, lines: tuple[LineView, ...]) -> Account:
    """Return the account with the amounts of its lines as they are shown, so that words and lines say the same."""
    shown = replace(
        account,
        lines=tuple(Line(one.code, one.alone_kwh, one.alone, one.together_kwh, one.together) for one in lines),
        saving=sum(one.difference for one in lines),
    )
    return replace(shown, paid=-shown.of("received").together, earned=shown.of("given").together)


def _sentences(account: Account, lines: tuple[LineView, ...], currency: str, decimals: int) -> Iterator[str]:
    """Yield the account in words, its numbers as the visitor's language writes them."""

    def worded(name: str, value: float) -> str:
        if name.endswith("_kwh"):
            return f"{number(value, 3 if decimals == SLOT_DECIMALS else 1)}{HARD_SPACE}kWh"
        if name.endswith("_price"):
            return f"{written(value, currency, 4)}/kWh"
        return written(value, currency, decimals)

    shown = {words.sentence: words.values for words in _as_shown(account, lines).words}
    for words in account.words:
        # A mean price is one of exact amounts: those of few kWh are too round for it.
        exact = {name: value for name, value in words.values.items() if name == "mean_price"}
        values = {**shown.get(words.sentence, words.values), **exact}
        yield filled(words.sentence, {name: worded(name, value) for name, value in values.items()})


def slots_traded(account: Account) -> Ints:
    """Return the intervals in which a company traded."""
    return np.flatnonzero((account.received_kwh > 0) | (account.given_kwh > 0))


def slots_table(loaded: LoadedMarket, place: int, most: int | None = None) -> Table:
    """Return an account slot by slot: a row for each interval in which the company traded; its amounts sum to it.

    With `most` only the first ones; the total is that of all.
    """
    account = explain_member(loaded.market, place)
    chosen = slots_traded(account)[:most]
    labels = _interval_labels(loaded, chosen)
    columns = (
        account.received_kwh,
        account.given_kwh,
        account.group_price_per_kwh,
        # Each edge of the window binds one side of a trade: the floor who gives, the ceiling who receives.
        np.where(account.given_kwh > 0, account.price_floor_per_kwh, np.nan),
        np.where(account.received_kwh > 0, account.price_ceiling_per_kwh, np.nan),
        account.slot_savings,
    )
    rows: list[tuple[Cell, ...]] = list(zip(labels, *(nones(one[chosen]) for one in columns), strict=True))
    settled = float(loaded.market.transfers[place] + loaded.market.compensation[place])
    if settled:
        rows.append((_("Settled over the whole period"), None, None, None, None, None, settled))
    total = (_("Total"), float(account.received_kwh.sum()), float(account.given_kwh.sum()), None, None, None)
    unit = f"{loaded.currency}/kWh"
    heads = (
        Column(_("Time")),
        Column(_("Received"), "kWh", 4),
        Column(_("Given"), "kWh", 4),
        Column(_("Group price"), unit, 4),
        Column(_("Floor of its window"), unit, 4),
        Column(_("Ceiling of its window"), unit, 4),
        Column(_("Saved"), loaded.currency, 4),
    )
    name = loaded.company(place).name
    caption = _("What {company} saved, interval by interval").format(company=name)
    return Table("slots", caption, heads, rows, (*total, account.saving))


def _interval_labels(loaded: LoadedMarket, chosen: Ints) -> list[str]:
    """Return when some intervals of sharing begin."""
    quarters = calendar_buckets(loaded.timeline, "day", "quarter")
    firsts = chosen * loaded.interval_slots
    labels = [quarters.labels[first] for first in firsts.tolist()]
    return bucket_labels(loaded.window, replace(quarters, firsts=firsts, labels=labels))
