"""A window as somebody may see it: companies that are not shown become one, and small totals become coarse."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext

from energy_synergy.community.group import Group, Member
from energy_synergy.community.pooling import pool
from energy_synergy.community.readings import Readings
from energy_synergy.community.sight import PRESENCE, Sight
from energy_synergy.community.window import DEFAULT_KEY, compute_window
from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.metering.series import Energies, Qualities, Quality
from energy_synergy.sharing.pro_rata import ProRata
from energy_synergy.timeline import Ints, Timeline, first_instant, zone
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.web.db.facts import CompanyFacts, GroupFacts
from energy_synergy.web.queries.calendar_period import Choice
from energy_synergy.web.queries.group_window import Flags, GroupWindow, count_qualities

OTHERS_ID = 0
OTHERS_COLOR = 8
COARSE_KINDS = ("month", "year")
Places = tuple[tuple[int, ...], ...]
Values = TypeVar("Values", Energies, Qualities)


class TooFewContributors(EnergySynergyError):
    """A period is too short to be shown: the totals of the group would give a company away."""

    code = "too_few_contributors"


class AsOfNeedsFullSight(EnergySynergyError):
    """What was known at an instant is told to those who see every company: two instants tell what came between."""

    code = "as_of_needs_full_sight"


def known_then(choice: Choice, sight: Sight) -> datetime | None:
    """Return the instant at which values shall be known, None for now.

    Raises AsOfNeedsFullSight for somebody from whom a company is hidden.
    """
    if choice.as_of is not None and not sight.is_full:
        raise AsOfNeedsFullSight(
            marked("What was known on an earlier day is shown to those who manage or analyse the group.")
        )
    return choice.as_of


def too_few_contributors() -> TooFewContributors:
    """Return the refusal of what is finer than a month."""
    return TooFewContributors(
        marked(
            "Fewer than three companies stand behind a total of this group, and one of them has not agreed to be "
            "seen. So you see months and years of the group, and nothing finer; the others of a month once it is over."
        )
    )


def seen_window(window: GroupWindow, group: Group, sight: Sight) -> GroupWindow:
    """Return what somebody may see of a window.

    Raises TooFewContributors where that is nothing, because the period is shorter than a month.
    """
    if sight.is_full:
        return window
    is_coarse = _is_protected(window, group, sight)
    if is_coarse and window.choice.period.kind not in COARSE_KINDS:
        raise too_few_contributors()
    if is_coarse:
        window = without_running_month(window, sight)
    shown, places = _columns(window.facts, sight)
    facts = _seen_facts(window.facts, shown, places)
    # A tolerance of the visitor's choice would sound out single values: so many hours lie within just so much.
    tolerance = window.facts.tolerance if is_coarse else window.choice.tolerance
    return replace(
        window,
        facts=facts,
        choice=replace(window.choice, tolerance=tolerance),
        readings=_pool_readings(window, places),
        result=pool(window.result, places),
        has_production=_any(window.has_production, places),
        has_consumption=_any(window.has_consumption, places),
        is_coarse=is_coarse,
        hourly=frozenset(one.id for one in facts.companies if one.id and not sight.shows_quarters(one.id)),
    )


def without_running_month(window: GroupWindow, sight: Sight) -> GroupWindow:
    """Return a window in which nothing is known yet of what hidden companies do in a month that is not over.

    A total that grows with each reading would tell the day to whoever looks every day.
    """
    timeline, readings = window.timeline, window.readings
    hidden = [place for place, company in enumerate(window.facts.companies) if not sight.shows(company.id)]
    first = 0 if timeline is None else max(0, timeline.slot_of(_running_month(timeline.timezone)))
    if timeline is None or first >= timeline.slots or not hidden:
        return window
    production, consumption = (
        [place for place in hidden if has_source[place]]
        for has_source in (window.has_production, window.has_consumption)
    )
    masked = replace(
        readings,
        production_kwh=_from(first, production, readings.production_kwh, np.nan),
        consumption_kwh=_from(first, consumption, readings.consumption_kwh, np.nan),
        production_quality=_from(first, production, readings.production_quality, Quality.MISSING),
        consumption_quality=_from(first, consumption, readings.consumption_quality, Quality.MISSING),
    )
    return replace(
        window,
        readings=masked,
        result=compute_window(
            masked.production_kwh,
            masked.consumption_kwh,
            window.result.key or DEFAULT_KEY,
            taking_part=window.result.taking_part,
        ),
        counts=count_qualities(masked, sum(window.counts.values())),
    )


def reaches_running_month(window: GroupWindow) -> bool:
    """Tell whether a window holds days of a month that is not over."""
    timeline = window.timeline
    return timeline is not None and timeline.slot_of(_running_month(timeline.timezone)) < timeline.slots


def _running_month(timezone_name: str) -> datetime:
    today = timezone.now().astimezone(zone(timezone_name)).date()
    return first_instant(today.replace(day=1), timezone_name)


def _from(first: int, places: list[int], values: Values, value: float) -> Values:
    """Return values (T, M) with another one at some places from a slot on."""
    changed = values.copy()
    changed[first:, places] = value
    return changed


def gives_exchange_away(window: GroupWindow, group: Group, sight: Sight) -> bool:
    """Tell whether what the visitor's company gives and receives slot by slot would give another one away."""
    if sight.is_full:
        return False
    ids, sides = _company_ids(window), _presence(window, group)
    if not _mixes_givers(window):
        return sight.gives_exchange_away(ids[np.maximum(*sides) > 0].tolist(), ())
    # Pro rata tells surplus over deficit; another key may tell either of them, so each must hide two companies.
    hiding = [np.maximum(*sides)] if isinstance(window.result.key, ProRata) else sides
    return any(
        sight.gives_exchange_away(ids[present > 0].tolist(), ids[present >= PRESENCE].tolist()) for present in hiding
    )


def _mixes_givers(window: GroupWindow) -> bool:
    """Tell whether what a company receives comes from all givers alike; if not, one pair of companies knows itself."""
    return window.result.key is None or window.result.key.mixes_givers


def _is_protected(window: GroupWindow, group: Group, sight: Sight) -> bool:
    ids, is_mixed = _company_ids(window), _mixes_givers(window)
    return any(
        sight.protects(ids[present > 0].tolist(), ids[present >= PRESENCE].tolist() if is_mixed else ())
        for present in _presence(window, group)
    )


def _company_ids(window: GroupWindow) -> Ints:
    return np.array([company.id for company in window.facts.companies], dtype=np.int64)


def _presence(window: GroupWindow, group: Group) -> tuple[Energies, Energies]:
    """Return the fraction of the slots in which each company stands behind production and behind consumption, (M,)."""
    active = np.array([_active_share(member, window.timeline) for member in group.members])

    def present(has_source: Flags, quality: Qualities) -> Energies:
        return np.where(has_source, np.minimum(active, 1 - (quality == Quality.MISSING).mean(axis=0)), 0.0)

    readings = window.readings
    return (
        present(window.has_production, readings.production_quality),
        present(window.has_consumption, readings.consumption_quality),
    )


def _active_share(member: Member, timeline: Timeline | None) -> float:
    """Return the fraction of a period in which a company belongs to the group."""
    if timeline is None:
        return 1.0
    starts_at, ends_at = timeline.starts_at, timeline.ends_at
    first: datetime = max(starts_at, member.active_from or starts_at)
    last: datetime = min(ends_at, member.active_to or ends_at)
    return max(0.0, (last - first) / (ends_at - starts_at))


def _columns(facts: GroupFacts, sight: Sight) -> tuple[list[int], Places]:
    """Return which members are shown, and which members make each column: each of them, then all others together."""
    shown = [place for place, company in enumerate(facts.companies) if sight.shows(company.id)]
    others = tuple(place for place, company in enumerate(facts.companies) if not sight.shows(company.id))
    alone = tuple((place,) for place in shown)
    return shown, (*alone, others) if others else alone


def _seen_facts(facts: GroupFacts, shown: list[int], places: Places) -> GroupFacts:
    companies = [facts.companies[place] for place in shown]
    if len(places) > len(shown):
        companies.append(CompanyFacts(OTHERS_ID, gettext("Other companies"), "", OTHERS_COLOR))
    return replace(facts, companies=tuple(companies))


def _any(flags: Flags, places: Places) -> Flags:
    return np.array([flags[list(place)].any() for place in places], dtype=np.bool_)


def _pool_readings(window: GroupWindow, places: Places) -> Readings:
    readings, result = window.readings, pool(window.result, places)
    return replace(
        readings,
        members=tuple(" + ".join(readings.members[one] for one in place) for place in places),
        production_kwh=result.production_kwh,
        consumption_kwh=result.consumption_kwh,
        production_quality=_pool_qualities(readings.production_quality, window.has_production, places),
        consumption_quality=_pool_qualities(readings.consumption_quality, window.has_consumption, places),
    )


def _pool_qualities(quality: Qualities, has_source: Flags, places: Places) -> Qualities:
    """Return the weakest quality in each column that is there, (T, len(places)); missing only where all are."""
    pooled = np.full((len(quality), len(places)), Quality.MEASURED, dtype=quality.dtype)
    for column, place in enumerate(places):
        sources = [one for one in place if has_source[one]]
        if sources:
            # The codes rise from missing over measured to the kinds that were made up.
            pooled[:, column] = quality[:, sources].max(axis=1)
    return pooled


def hourly_where_asked(window: GroupWindow, energy_kwh: Energies) -> Energies:
    """Return energies by member [kWh], (T, M), with the mean of the hour for companies that show no more."""
    columns = [place for place, company in enumerate(window.facts.companies) if company.id in window.hourly]
    if not columns:
        return energy_kwh
    shown = energy_kwh.copy()
    firsts = np.arange(0, len(energy_kwh), SLOTS_PER_HOUR)
    sizes = np.diff(firsts, append=len(energy_kwh))
    means = np.add.reduceat(energy_kwh[:, columns], firsts, axis=0) / sizes[:, None]
    shown[:, columns] = np.repeat(means, sizes, axis=0)
    return shown
