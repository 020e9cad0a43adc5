"""The period of time that a caller asks for, and how an answer names it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext

from energy_synergy.timeline import zone
from energy_synergy.web.api.refusals import Refused
from energy_synergy.web.api.request_findings import field_finding
from energy_synergy.web.api.schemas.analysis import (
    BucketsQuery,
    DatedQuery,
    OverviewQuery,
    PeriodOut,
    PeriodQuery,
    TypicalQuery,
)
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.queries.buckets import STEPS
from energy_synergy.web.queries.calendar_period import (
    Choice,
    data_span,
    default_day,
    default_kind,
    period_head,
    timeline_of,
)
from energy_synergy.web.queries.overview_records import PeriodHead, PeriodKind, Step


def choice_of(facts: GroupFacts, asked: DatedQuery | PeriodQuery) -> Choice:
    """Return what a caller asks for; what is left out follows from the readings."""
    today = timezone.now().astimezone(zone(facts.timezone)).date()
    span = data_span(facts, today)
    kind: PeriodKind = asked.period or default_kind(span)
    if kind == "typical" and not isinstance(asked, PeriodQuery):
        kind = "year"
    day = asked.on or (default_day(kind, span) if span.has_dates else today)
    day_type = asked.day_type if isinstance(asked, PeriodQuery) else "all"
    tolerance = facts.tolerance if asked.tolerance is None else asked.tolerance
    compare = asked.compare if isinstance(asked, OverviewQuery) else "none"
    step = _step(kind, asked.step) if isinstance(asked, BucketsQuery) else None
    return Choice(
        period_head(kind, day, span, day_type), "balance", "flows", tolerance, compare, step, as_of=asked.as_of
    )


def _step(kind: PeriodKind, step: Step | None) -> Step | None:
    """Return the step that is asked for; refuses one that gives fewer than two buckets or too many."""
    if step is not None and step not in STEPS[kind]:
        sentence = gettext("A period of this kind is told by: {known}.").format(known=", ".join(STEPS[kind]))
        raise Refused(422, "step_unfit", sentence, [field_finding("query.step", "step_unfit", sentence, value=step)])
    return step


def typical_choice(facts: GroupFacts, asked: TypicalQuery) -> Choice:
    """Return the mean day of the last year that the readings reach."""
    return choice_of(facts, PeriodQuery(period="typical", day_type=asked.day_type))


def period_out(period: PeriodHead, timezone_name: str) -> PeriodOut:
    """Return a period with its instants on the clock of the group."""
    timeline, clock = timeline_of(period, timezone_name), zone(timezone_name)
    return PeriodOut(
        kind=period.kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        starts_at=timeline.starts_at.astimezone(clock),
        ends_at=timeline.ends_at.astimezone(clock),
        day_type=period.day_type,
        timezone=timezone_name,
    )
