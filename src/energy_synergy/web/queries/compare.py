"""A period beside another: the change of its key figures, and the other's values laid over its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.community.group import Group
from energy_synergy.community.sight import Sight
from energy_synergy.metering.series import Energies
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.queries.buckets import MINUTES, Buckets
from energy_synergy.web.queries.calendar_period import Choice, compared_head, data_span
from energy_synergy.web.queries.group_window import GroupWindow, compute_group_window
from energy_synergy.web.queries.kpis import MOST_MISSING_TO_COMPARE, compute_completeness, compute_kpis
from energy_synergy.web.queries.overview_records import Compare, Comparison, PeriodHead
from energy_synergy.web.queries.seen import TooFewContributors, seen_window
from energy_synergy.web.templatetags.es_dates import period_title
from energy_synergy.web.templatetags.es_numbers import percent

Position = tuple[object, ...]


@dataclass(frozen=True)
class Compared:
    """The period to compare with as somebody may see it; without a window `reason` says why there is none."""

    period: PeriodHead
    window: GroupWindow | None = None
    reason: str = ""


def asked_comparison(facts: GroupFacts, choice: Choice) -> Compared | None:
    """Return which period is asked for, not yet computed; with the reason where no reading lies in it."""
    span = data_span(facts, choice.period.starts_on)
    head = compared_head(choice.period, choice.compare, span)
    if head is None:
        return None
    if span.has_dates and not span.touches(head.starts_on, head.ends_on):
        return Compared(head, reason=_("No readings lie in {period}.").format(period=period_title(head)))
    return Compared(head)


def offered_comparisons(facts: GroupFacts, period: PeriodHead) -> tuple[tuple[Compare, PeriodHead], ...]:
    """Return what a period can be compared with: the one before and, unless it is that, the one a year before."""
    span = data_span(facts, period.starts_on)
    names: tuple[Compare, ...] = ("previous",) if period.kind == "year" else ("previous", "year")
    heads = ((name, compared_head(period, name, span)) for name in names)
    return tuple((name, head) for name, head in heads if head and span.touches(head.starts_on, head.ends_on))


def compute_compared(asked: Compared, group: Group, facts: GroupFacts, choice: Choice, sight: Sight) -> Compared:
    """Return the period that is asked for with its values, unless the visitor may not see it."""
    if asked.reason:
        return asked
    window = compute_group_window(group, facts, replace(choice, period=asked.period))
    try:
        return replace(asked, window=seen_window(window, group, sight))
    except TooFewContributors:
        reason = _("Too few companies stand behind {period} for it to be shown.")
        return replace(asked, reason=reason.format(period=period_title(asked.period)))


def compute_comparison(window: GroupWindow, compared: Compared) -> Comparison:
    """Return the key figures to compare with, or why a change would mislead."""
    reason = compared.reason or _what_is_missing(window, compared)
    if reason or compared.window is None:
        return Comparison(compared.period, None, reason)
    return Comparison(compared.period, compute_kpis(compared.window))


def _what_is_missing(window: GroupWindow, compared: Compared) -> str:
    for one in (compared.window, window):
        missing = compute_completeness(one).missing if one else 0.0
        if one and missing > MOST_MISSING_TO_COMPARE:
            sentence = _("{share} of the readings of {period} are missing, so a change would mislead.")
            return sentence.format(share=percent(missing), period=period_title(one.choice.period))
    return ""


def laid_over(energy_kwh: Energies, now: Buckets, then: Buckets, periods: tuple[PeriodHead, PeriodHead]) -> Energies:
    """Return the energies of another period's buckets [kWh], (B,), at the places of this one's: NaN where none fits.

    Buckets fit that have the same place in their period: the same day of it (in a year the same date) at the same
    time on the clock. What one clock shows twice and the other once fits the first time.
    """
    place_of = {position: place for place, position in enumerate(_positions(then, periods[1]))}
    places = [place_of.get(position, -1) for position in _positions(now, periods[0])]
    found = np.array(places, dtype=np.int64)
    values: Energies = np.where(found >= 0, energy_kwh[np.maximum(found, 0)], np.nan)
    return values


def _positions(buckets: Buckets, period: PeriodHead) -> Iterator[Position]:
    seen: Counter[Position] = Counter()
    for label in buckets.labels:
        position = _position(label, buckets.step_minutes, period)
        seen[position] += 1
        yield *position, seen[position]


def _position(label: str, step_minutes: int, period: PeriodHead) -> Position:
    on, time = label[:10], label[10:]
    day: object = on[5:] if period.kind == "year" else (date.fromisoformat(on) - period.starts_on).days
    # A day may begin at 01:00 where the clock changes at midnight.
    return (day,) if step_minutes >= MINUTES["day"] else (day, time)
