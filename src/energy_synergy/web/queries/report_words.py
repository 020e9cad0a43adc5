"""What every report says beside its numbers: the sentence of the page, what was analysed, what words mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from energy_synergy.reports.report import Definition, Glossary, Run, Sentence
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_records import Overview, PeriodHead, SharedBy
from energy_synergy.web.queries.seen import OTHERS_ID
from energy_synergy.web.templatetags.es_dates import moment_in, period_title, short_date, slot_before, span_to
from energy_synergy.web.templatetags.es_numbers import percent

RESTING = "partials/resting_words.html"
STRONG = re.compile(r"<b>(.*?)</b>", re.DOTALL)


def sentence_of(html: str) -> Sentence:
    """Return a sentence of a page as runs; what the page sets in bold is strong.

    >>> [(run.text, run.is_strong) for run in sentence_of("<p>It took <b>3&nbsp;MWh</b>\\n of 5.</p>")]
    [('It took ', False), ('3\\xa0MWh', True), (' of 5.', False)]
    """
    pieces = STRONG.split(re.sub(r"<(?!/?b>)[^>]*>", "", html))
    texts = [re.sub(r"[ \t\n\r]+", " ", unescape(piece)) for piece in pieces]
    if texts:
        texts[0], texts[-1] = texts[0].lstrip(), texts[-1].rstrip()
    return tuple(Run(text, is_strong=bool(place % 2)) for place, text in enumerate(texts) if text)


def verdict_of(overview: Overview, unit: str) -> Sentence:
    """Return the sentence that the overview begins with."""
    values = {"verdict": overview.verdict, "kpis": overview.kpis, "period": overview.period, "unit": unit}
    return sentence_of(render_to_string("overview/verdict.html", values))


def title_of_period(period: PeriodHead) -> str:
    """Return the period by name."""
    if period.kind != "typical":
        return period_title(period)
    names = {"weekday": _("Typical weekday"), "weekend": _("Typical weekend day")}
    return names.get(period.day_type, _("Typical day"))


def facts_of(overview: Overview) -> tuple[str, ...]:
    """Return what was analysed, as the head of the page tells it."""
    group, count = overview.group, overview.group.member_count
    facts = [ngettext("%(n)s company", "%(n)s companies", count) % {"n": count}, group.timezone]
    if overview.has_data:
        facts.append(unescape(render_to_string(RESTING, {"completeness": overview.completeness})).strip())
    last_at = slot_before(overview.last_reading_at)
    if last_at:
        facts.append(_("Last reading %(moment)s") % {"moment": moment_in(last_at, group.timezone)})
    return tuple(facts)


def made_text(made_at: datetime) -> str:
    """Return when a report was made."""
    return _("Made with Energy Synergy on {date}").format(date=short_date(made_at))


def page_text() -> str:
    """Return the foot of each page, with places for its number and that of all."""
    return _("Page {page} of {pages}")


def privacy_notes(loaded: LoadedOverview) -> Iterator[str]:
    """Yield what the reader does not see, and why."""
    window = loaded.window
    if any(company.id == OTHERS_ID for company in window.facts.companies):
        yield others_text()
    if window.is_coarse:
        yield _(
            "Fewer than three companies stand behind a total, and one of them has not agreed to be seen: so nothing "
            "finer than a month is told."
        )


def group_notes(loaded: LoadedOverview) -> Iterator[str]:
    """Yield by which agreements energy is shared, and what the reader does not see."""
    yield from agreement_notes(loaded.overview.shared_by)
    yield from privacy_notes(loaded)


def agreement_notes(lines: Iterable[SharedBy]) -> Iterator[str]:
    """Yield by which agreements energy is shared, as the page says it."""
    for line in lines:
        days = "" if line.is_whole else f" ({span_to(line.first_on, line.last_on)})"
        if line.reason:
            sentence = _("The agreement {title} is in force, and energy is shown as shared in proportion to need:")
            yield f"{sentence.format(title=line.title)} {line.reason}{days}"
        else:
            yield _("Shared by the agreement {title}: {key}.").format(title=line.title, key=line.key) + days


def others_text() -> str:
    """Return who stands behind the name of those that are pooled."""
    return _("“Other companies” are those that show the members no curve of their own, added up.")


def group_glossary(overview: Overview) -> Glossary:
    """Return how the quantities of a group are computed."""
    tolerance = percent(overview.tolerance)
    pairs = (
        (_("Used locally"), _("in each quarter-hour the smaller of production and consumption of the whole group")),
        (_("Surplus"), _("production less what is used locally; it goes to the grid")),
        (_("Deficit"), _("consumption less what is used locally; it comes from the grid")),
        (_("Self-sustaining"), _("production lies within ±{share} of consumption").format(share=tolerance)),
        (_("Self-sufficiency"), _("own production used plus energy received in the group, divided by consumption")),
        (_("Self-consumption"), _("own production used plus energy given in the group, divided by production")),
        (_("Shared in the group"), shared_text()),
        (_("Readings"), readings_text()),
    )
    return Glossary(tuple(Definition(term, text) for term, text in pairs))


def shared_text() -> str:
    """Return how energy is shared."""
    return _(
        "each company first uses its own production; what is left then goes to the companies that lack energy in the "
        "same quarter-hour: by the key of the agreement in force, in proportion to what they lack where there is none"
    )


def readings_text() -> str:
    """Return what becomes of readings that are not there."""
    return _(
        "what is missing is never filled in: a company takes no part in the sharing of a quarter-hour in which a "
        "reading of it is missing; estimated values come from an annual total and a profile"
    )
