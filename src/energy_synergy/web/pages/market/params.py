"""What the address of a market page asks for; a part that cannot be understood falls back and says so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from energy_synergy.timeline import zone
from energy_synergy.web.access import group_or_404, sight_of
from energy_synergy.web.db.facts import GroupFacts, load_facts_of
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.dated_choice import as_of_part, parse_dated_choice
from energy_synergy.web.queries.buckets import STEPS
from energy_synergy.web.queries.calendar_period import Choice, data_span, period_head
from energy_synergy.web.queries.market import LoadedMarket, load_market
from energy_synergy.web.queries.overview_records import Step
from energy_synergy.web.queries.table_text import LANGUAGES

MEASURES = ("kwh", "amount")
MOST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and in the visitor's language what could not be understood."""

    row: Group
    facts: GroupFacts
    choice: Choice
    measure: str
    address: Address

    def place_of(self, name: str) -> int:
        """Return the place of the company of which a part of the address is the number.

        Raises Http404 where it names none of the group.
        """
        number = self.address.whole(name, 0, least=0, most=MOST_ID)
        ids = [company.id for company in self.facts.companies]
        if number not in ids:
            raise Http404
        return ids.index(number)


def asked_of(request: HttpRequest, slug: str) -> Asked:
    """Return what a visitor asks for of the market of a group.

    Raises Http404 for a group that the visitor may not see.
    """
    row = group_or_404(request, slug)
    facts, address = load_facts_of(row), Address(request.GET)
    today = timezone.now().astimezone(zone(facts.timezone)).date()
    choice = parse_dated_choice(address, facts, today)
    steps = STEPS[choice.period.kind]
    step = cast(Step, address.one_of("step", steps, steps[0]))
    return Asked(row, facts, replace(choice, step=step), address.one_of("show", MEASURES, MEASURES[0]), address)


def load_asked(request: HttpRequest, asked: Asked) -> LoadedMarket:
    """Return the market that is asked for, as `load_market` does."""
    return load_market(asked.row, asked.facts, asked.choice, sight_of(request, asked.row))


def complain(request: HttpRequest, asked: Asked) -> None:
    """Tell the visitor which parts of the address could not be understood."""
    for complaint in asked.address.complaints:
        messages.warning(request, complaint)


def to_month(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Lead to the month in which the period begins: the page there says why nothing finer is shown."""
    period = asked.choice.period
    head = period_head("month", period.starts_on, data_span(asked.facts, period.starts_on), period.day_type)
    parts = request.GET.copy()
    parts.pop("step", None)
    parts["period"], parts["on"] = head.kind, head.starts_on.isoformat()
    return redirect(f"{request.path}?{parts.urlencode()}")


def query_of(asked: Asked, **more: object) -> str:
    """Return the address that asks for the same again, without a question mark."""
    choice = asked.choice
    steps = STEPS[choice.period.kind]
    parts = {
        "period": choice.period.kind,
        "on": choice.period.starts_on.isoformat(),
        **as_of_part(choice),
        "step": choice.step if choice.step and choice.step != steps[0] else "",
        "show": asked.measure if asked.measure != MEASURES[0] else "",
        **more,
    }
    return urlencode({name: value for name, value in parts.items() if value})


def language_of(request: HttpRequest) -> str:
    """Return the language that a file is asked for in.

    Raises Http404 for one that files are not written in.
    """
    language = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    if language not in LANGUAGES:
        raise Http404
    return language


def file_name(asked: Asked, chart: str) -> str:
    """Return what a file of values is called."""
    head = asked.choice.period
    return f"{asked.row.slug}-market-{chart}-{head.kind}-{head.starts_on.isoformat()}.csv"
