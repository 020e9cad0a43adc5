"""Agreements for tests."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from energy_synergy.registry import option
from energy_synergy.usecases.agreements import write_key, write_rule
from energy_synergy.web.db.agreements import AgreementDetails, draft, publish
from energy_synergy.web.db.models import Agreement, Group


def coming_agreement(group: Group) -> Agreement:
    """Return an agreement that was published and begins in 2199."""
    return agreement_since(group, date(2199, 1, 1), "Coming")


def agreement_since(group: Group, first_on: date, title: str = "Old") -> Agreement:
    """Return an agreement that was published and begins on a day."""
    key, rule = write_key(option("sharing", "pro_rata"), ()), write_rule(option("pricing", "mid_market_rate"))
    told, now = AgreementDetails(title, key, rule, active_from=first_on), timezone.now()
    return publish(draft(group, told, now=now, user_id=None), now=now, user_id=None)
