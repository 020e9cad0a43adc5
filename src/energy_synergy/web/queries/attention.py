"""What of a period needs a look: missing readings, estimates, companies without data, problems found at import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from energy_synergy.findings import Severity
from energy_synergy.metering.series import Quality
from energy_synergy.web.db.facts import CompanyFacts, PlacedFinding
from energy_synergy.web.queries.group_window import Flags, GroupWindow
from energy_synergy.web.queries.overview_records import Attention
from energy_synergy.web.queries.seen import OTHERS_ID
from energy_synergy.web.templatetags.es_dates import day
from energy_synergy.web.words import translated

MOST_OF_A_KIND = 5
MOST_NAMES = 3
# A gap of the file is judged anew for the period, with what came in since.
JUDGED_HERE = frozenset(("gap", "missing_readings", "estimated_readings"))


def compute_attention(window: GroupWindow, findings: Iterable[PlacedFinding] = ()) -> tuple[Attention, ...]:
    """Return what needs a look, the most urgent first; nothing of missing readings where all are."""
    is_empty = bool(window.is_unknown.all()) and window.has_source
    return (
        *(() if is_empty else _missing(window)),
        *_without_source(window),
        *_found_at_import(window, findings),
        *_estimated(window),
    )


def _missing(window: GroupWindow) -> Iterator[Attention]:
    if not window.counts[Quality.MISSING]:
        return
    gaps = window.is_of(Quality.MISSING)
    counts = gaps.sum(axis=0)
    ranked = [int(place) for place in np.argsort(-counts, kind="stable") if counts[place]]
    for place in ranked[:MOST_OF_A_KIND]:
        company = window.facts.companies[place]
        yield Attention(
            Severity.WARNING.value, company.name, _gap_sentence(window, gaps[:, place]), _import_url(window, company)
        )
    rest = len(ranked) - MOST_OF_A_KIND
    if rest > 0:
        text = ngettext("{n} more company lacks readings.", "{n} more companies lack readings.", rest)
        yield Attention(Severity.WARNING.value, "", text.format(n=rest), _data_url(window))


def _gap_sentence(window: GroupWindow, is_missing: Flags) -> str:
    places = np.flatnonzero(is_missing)
    first, last, count = int(places[0]), int(places[-1]), len(places)
    if count == len(is_missing):
        return _("No readings in this period.")
    if window.is_coarse:
        return _("Some readings are missing.")
    if window.timeline is None:
        return ngettext(
            "{n} quarter-hour of the day has no reading.", "{n} quarter-hours of the day have no reading.", count
        ).format(n=count)
    starts_at, ends_at = window.timeline.start_of(first), window.timeline.start_of(last + 1)
    values = {"n": count, "day": day(starts_at), "from": f"{starts_at:%H:%M}", "to": f"{ends_at:%H:%M}"}
    is_one_run = last - first + 1 == count
    if is_one_run and starts_at.date() == (ends_at - timedelta(minutes=1)).date():
        return ngettext(
            "{n} quarter-hour is missing on {day}, {from}–{to}.",
            "{n} quarter-hours are missing on {day}, {from}–{to}.",
            count,
        ).format_map(values)
    values["last_day"] = day(ends_at)
    return ngettext(
        "{n} quarter-hour is missing between {day}, {from}, and {last_day}, {to}.",
        "{n} quarter-hours are missing between {day}, {from}, and {last_day}, {to}.",
        count,
    ).format_map(values)


def _without_source(window: GroupWindow) -> Iterator[Attention]:
    bare = ~(window.has_production | window.has_consumption)
    for place in np.flatnonzero(bare)[:MOST_OF_A_KIND].tolist():
        company = window.facts.companies[place]
        text = _("Nothing is known of this company yet: bring in readings, or an annual total with a profile.")
        yield Attention(Severity.WARNING.value, company.name, text, _import_url(window, company))
    rest = int(bare.sum()) - MOST_OF_A_KIND
    if rest > 0:
        text = ngettext("Nothing is known of {n} more company.", "Nothing is known of {n} more companies.", rest)
        yield Attention(Severity.WARNING.value, "", text.format(n=rest), _data_url(window))


def _estimated(window: GroupWindow) -> Iterator[Attention]:
    if not window.is_estimated.any():
        return
    share = window.is_of(Quality.ESTIMATED).mean(axis=0)
    names = [window.facts.companies[place].name for place in np.flatnonzero(share).tolist()]
    if len(names) == 1:
        text = _("All of its values are estimated.") if share.max() == 1 else _("Some of its values are estimated.")
        yield Attention(Severity.INFO.value, names[0], text, _data_url(window))
        return
    listed, rest = ", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
    text = _("Values of {n} companies are estimated: {names}.").format(n=len(names), names=listed)
    if rest > 0:
        text = ngettext(
            "Values of {n} companies are estimated: {names} and {rest} more.",
            "Values of {n} companies are estimated: {names} and {rest} more.",
            rest,
        ).format(n=len(names), names=listed, rest=rest)
    yield Attention(Severity.INFO.value, "", text, _data_url(window))


def _found_at_import(window: GroupWindow, findings: Iterable[PlacedFinding]) -> Iterator[Attention]:
    seen: set[tuple[str, str]] = set()
    for placed in findings:
        key = (placed.company, placed.finding.code)
        if key in seen or not _is_worth_a_look(window, placed) or len(seen) >= MOST_OF_A_KIND:
            continue
        seen.add(key)
        yield Attention(
            placed.finding.severity.value,
            placed.company,
            translated(placed.finding),
            reverse("import_result", args=[window.facts.slug, placed.import_id]),
        )


def _is_worth_a_look(window: GroupWindow, placed: PlacedFinding) -> bool:
    finding, timeline = placed.finding, window.timeline
    if finding.severity is Severity.INFO or finding.code in JUDGED_HERE:
        return False
    starts_at = finding.place.starts_at
    if timeline is None or starts_at is None:
        return True
    return starts_at < timeline.ends_at and (finding.place.ends_at or starts_at) >= timeline.starts_at


def _import_url(window: GroupWindow, company: CompanyFacts) -> str | None:
    if company.id == OTHERS_ID:
        return None
    return f"{reverse('data_import', args=[window.facts.slug])}?company={company.id}"


def _data_url(window: GroupWindow) -> str:
    return reverse("data", args=[window.facts.slug])
