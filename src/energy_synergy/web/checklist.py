"""The way from an empty group to a result, ticked from what is stored, until it is walked or put away."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from energy_synergy.web.access import May, may
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.db.models import Group

COOKIE = "es-checklist-away"
COOKIE_SECONDS = 365 * 86_400
MOST_REMEMBERED = 50
LONGEST_NUMBER = 18
# Fewer share nothing with each other.
FEWEST_COMPANIES = 2


@dataclass(frozen=True, slots=True)
class Checklist:
    """How far a group is: its companies, and how many are known, priced and asked to join."""

    slug: str
    companies: int
    with_source: int
    asked: int
    with_tariff: int

    @property
    def has_companies(self) -> bool:
        """Tell whether there are enough companies to share anything."""
        return self.companies >= FEWEST_COMPANIES

    @property
    def has_data(self) -> bool:
        """Tell whether something is known about the energy of each company."""
        return 0 < self.companies == self.with_source

    @property
    def has_result(self) -> bool:
        """Tell whether the overview shows anything."""
        return self.with_source > 0

    @property
    def has_prices(self) -> bool:
        """Tell whether each company has a tariff."""
        return 0 < self.companies == self.with_tariff

    @property
    def is_invited(self) -> bool:
        """Tell whether each company has an account or an open invitation."""
        return 0 < self.companies == self.asked

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.has_companies and self.has_data and self.has_prices and self.is_invited


def checklist_of(request: HttpRequest, group: Group, facts: GroupFacts) -> Checklist | None:
    """Return how far a group is for those who manage it; None once it is done with or put away. No query."""
    if group.is_demo or group.archived_at or not may(request, group, May.MANAGE) or group.pk in _away(request):
        return None
    checklist = Checklist(group.slug, len(facts.companies), facts.with_source, facts.asked, facts.with_tariff)
    return None if checklist.is_complete else checklist


def put_away(request: HttpRequest, response: HttpResponse, group_id: int) -> HttpResponse:
    """Let this browser remember that the checklist of a group is not wanted any more."""
    numbers = [one for one in _away(request) if one != group_id] + [group_id]
    text = ".".join(str(one) for one in numbers[-MOST_REMEMBERED:])
    response.set_cookie(COOKIE, text, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax")
    return response


def _away(request: HttpRequest) -> list[int]:
    texts = request.COOKIES.get(COOKIE, "").split(".")
    return [int(text) for text in texts if text.isdecimal() and len(text) <= LONGEST_NUMBER]
