"""By which agreements the energy of a window is shared, for its page."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext

from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.option_words import key_label
from energy_synergy.web.queries.overview_records import SharedBy
from energy_synergy.web.queries.window_key import KeyRun
from energy_synergy.web.words import translated

SLOT_MINUTES = 15


def shared_by(window: GroupWindow, *, names_companies: bool) -> tuple[SharedBy, ...]:
    """Return the agreements of a window in order; a reason that names companies only where these may be named."""
    timeline = window.timeline
    lines = []
    for run in window.key_runs:
        if run.agreement is None:
            continue
        whole = timeline is None or (run.first_slot == 0 and run.end_slot == timeline.slots)
        period = window.choice.period
        first_on = period.starts_on if timeline is None else timeline.start_of(run.first_slot).date()
        last_on = timeline.start_of(run.end_slot - 1).date() if timeline else period.ends_on - timedelta(days=1)
        title = gettext(run.agreement.term.title) if window.facts.is_demo else run.agreement.term.title
        lines.append(
            SharedBy(
                agreement_id=run.agreement.term.number,
                title=title,
                key=key_label(str(run.agreement.key.get("name", ""))),
                first_on=first_on,
                last_on=last_on,
                is_whole=whole,
                is_hourly=run.agreement.interval_minutes > SLOT_MINUTES,
                reason=_reason(run, names_companies=names_companies),
            )
        )
    return tuple(lines)


def _reason(run: KeyRun, *, names_companies: bool) -> str:
    if run.refusal is None:
        return ""
    if names_companies:
        return translated(run.refusal)
    return gettext("The key of the agreement does not fit the members or the days.")
