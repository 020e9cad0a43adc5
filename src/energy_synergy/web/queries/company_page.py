"""One company over a period: what it used and produced by itself, what it gave to the group and received from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.community.bilateral import flow_matrix
from energy_synergy.community.group import Group
from energy_synergy.community.sight import Sight
from energy_synergy.metering.series import Energies
from energy_synergy.timeline import zone
from energy_synergy.web.db import models
from energy_synergy.web.db.facts import CompanyFacts, GroupFacts
from energy_synergy.web.db.loading import load_group_of
from energy_synergy.web.queries.calendar_period import Choice, timeline_of
from energy_synergy.web.queries.company_page_records import CompanyFigures, CompanyPage, Partner
from energy_synergy.web.queries.company_window import window_of_one
from energy_synergy.web.queries.group_window import GroupWindow, compute_group_window
from energy_synergy.web.queries.kpis import compute_completeness
from energy_synergy.web.queries.overview import ready_facts
from energy_synergy.web.queries.overview_records import GroupHead
from energy_synergy.web.queries.seen import (
    COARSE_KINDS,
    OTHERS_COLOR,
    OTHERS_ID,
    TooFewContributors,
    gives_exchange_away,
    seen_window,
    without_running_month,
)
from energy_synergy.web.queries.shared_by import shared_by

LEAST_KWH = 1e-9
EXCHANGED = ("received_kwh", "given_kwh", "grid_import_kwh", "grid_export_kwh")


@dataclass(frozen=True)
class LoadedCompany:
    """A company over a period: its place in the whole window, and of the others what the visitor may see.

    `seen` is None where that is nothing in so short a period. With `is_told` what the company exchanges may be shown
    slot by slot; without it only by the month, because it would be the curve of another company.
    """

    whole: GroupWindow
    place: int
    seen: GroupWindow | None
    is_told: bool
    is_own: bool

    @property
    def company(self) -> CompanyFacts:
        """The company."""
        return self.whole.facts.companies[self.place]

    @cached_property
    def alone(self) -> GroupWindow:
        """The company as a group of one, its readings to the last digit: sums of their parts may differ in that."""
        alone = window_of_one(self.whole, self.place)
        readings = alone.readings
        result = replace(
            alone.result,
            group_production_kwh=np.nan_to_num(readings.production_kwh[:, 0]),
            group_consumption_kwh=np.nan_to_num(readings.consumption_kwh[:, 0]),
        )
        return replace(alone, result=result)

    @property
    def is_told_in_sum(self) -> bool:
        """Tell whether what it exchanges over the whole period may be shown."""
        return self.is_told or self.whole.choice.period.kind in COARSE_KINDS

    def exchanged(self, name: str) -> Energies:
        """Return one of its energies in each slot [kWh], (T,), by the name that the window has for it."""
        energy_kwh: Energies = getattr(self.whole.result, name)[:, self.place]
        return energy_kwh

    @cached_property
    def figures(self) -> CompanyFigures:
        """What it used, produced, gave and received."""
        return _figures(self)

    @cached_property
    def partners(self) -> tuple[Partner, ...]:
        """Who gave to it and whom it gave to, the largest first; those that are not shown are one, the last."""
        return _partners(self)


def load_company(row: models.Group, facts: GroupFacts, choice: Choice, sight: Sight, company_id: int) -> LoadedCompany:
    """Return a company of a group over a period, to somebody who may see that company."""
    timeline = timeline_of(choice.period, facts.timezone)
    group = load_group_of(row, timeline.starts_at, timeline.ends_at)
    whole = compute_group_window(group, ready_facts(row, facts), choice)
    place = [company.id for company in facts.companies].index(company_id)
    is_told = not gives_exchange_away(whole, group, sight)
    told = whole if is_told else without_running_month(whole, sight)
    return LoadedCompany(told, place, _seen(whole, group, sight), is_told, company_id in sight.own)


def _seen(whole: GroupWindow, group: Group, sight: Sight) -> GroupWindow | None:
    try:
        return seen_window(whole, group, sight)
    except TooFewContributors:
        return None


def _figures(loaded: LoadedCompany) -> CompanyFigures:
    alone, sums = loaded.alone, loaded.whole.result.member_kwh
    mine: Mapping[str, float] = {name: float(values[loaded.place]) for name, values in sums.items()}
    is_incomplete = bool(np.isnan(loaded.exchanged("received_kwh")).any())
    own, surplus, deficit = mine["self_consumed_kwh"], mine["surplus_kwh"], mine["deficit_kwh"]
    told = {name: mine[name] if loaded.is_told_in_sum else None for name in EXCHANGED}
    return CompanyFigures(
        consumption_kwh=None if alone.lacks_consumption else mine["consumption_kwh"],
        production_kwh=None if alone.lacks_production else mine["production_kwh"],
        own_kwh=own,
        lacking_kwh=deficit,
        left_kwh=surplus,
        **told,
        open_consumption_kwh=max(0.0, mine["consumption_kwh"] - own - deficit) if is_incomplete else 0.0,
        open_production_kwh=max(0.0, mine["production_kwh"] - own - surplus) if is_incomplete else 0.0,
        has_consumption=bool(alone.has_consumption[0]),
        has_production=bool(alone.has_production[0]),
    )


def _partners(loaded: LoadedCompany) -> tuple[Partner, ...]:
    window, figures = loaded.seen, loaded.figures
    if not loaded.is_told_in_sum:
        return ()
    if window is None:
        others = Partner(
            OTHERS_ID, _("Other companies"), OTHERS_COLOR, figures.received_kwh or 0.0, figures.given_kwh or 0.0
        )
        return (others,) if others.received_kwh + others.given_kwh > LEAST_KWH else ()
    place = [company.id for company in window.facts.companies].index(loaded.company.id)
    flows = flow_matrix(window.result)
    found = [
        Partner(one.id, one.name, one.color_index, float(flows[number, place]), float(flows[place, number]))
        for number, one in enumerate(window.facts.companies)
        if number != place and flows[number, place] + flows[place, number] > LEAST_KWH
    ]
    return tuple(sorted(found, key=lambda one: (one.id == OTHERS_ID, -one.received_kwh - one.given_kwh, one.name)))


def compute_company_page(loaded: LoadedCompany) -> CompanyPage:
    """Return what the page of a company says in words and figures."""
    facts, alone = loaded.whole.facts, loaded.alone
    return CompanyPage(
        group=GroupHead(facts.slug, facts.name, facts.timezone, len(facts.companies), facts.is_demo),
        company=loaded.company,
        period=loaded.whole.choice.period,
        has_data=not alone.is_unknown.all(),
        is_own=loaded.is_own,
        is_told=loaded.is_told,
        is_told_in_sum=loaded.is_told_in_sum,
        are_partners_shown=loaded.seen is not None,
        last_reading_at=facts.last_at and facts.last_at.astimezone(zone(facts.timezone)),
        completeness=compute_completeness(alone),
        figures=loaded.figures,
        partners=loaded.partners,
        shared_by=shared_by(loaded.whole, names_companies=False),
    )
