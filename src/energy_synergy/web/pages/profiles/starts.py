"""What a profile can be started from: the catalogue, and the profiles that the visitor sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from energy_synergy.profiles.calendar import Calendar
from energy_synergy.web.db.models import Group
from energy_synergy.web.db.own_profiles import calendar_of_version, latest_version, visible_profiles
from energy_synergy.web.pages.profiles.rights import profile_or_404
from energy_synergy.web.queries.profile_page import catalogue_calendar
from energy_synergy.web.queries.profile_records import ProfileRights
from energy_synergy.web.queries.profile_uses import CATALOGUE, OWN
from energy_synergy.web.queries.profiles import ready_profiles
from energy_synergy.web.sectors import section_of
from energy_synergy.web.words import in_language

NUMBER = re.compile(r"[0-9]{1,12}")
Choices = list[tuple[str, Any]]


def start_choices(group: Group, rights: ProfileRights) -> Choices:
    """Return what to start from for a form: own profiles, then the catalogue by direction; one query."""
    rows = visible_profiles(group, user_id=rights.user_id, sees_all=rights.manages).filter(archived_at=None)
    own: Choices = [(f"{OWN}:{row.pk}", row.name) for row in rows.order_by("name", "id")]
    ready = ready_profiles()
    by_direction: Choices = [
        (title, sorted(_options(ready, direction), key=lambda choice: str(choice[1])))
        for direction, title in (("consumption", _("Consumption")), ("production", _("Production")))
    ]
    return [*([(_("Profiles of this group"), own)] if own else []), *by_direction]


def _options(ready: dict[str, Any], direction: str) -> Choices:
    return [
        (f"{CATALOGUE}:{name}", in_language(cls.label)) for name, cls in ready.items() if cls.direction == direction
    ]


@dataclass(frozen=True, slots=True)
class Start:
    """A profile that another one begins from."""

    calendar: Calendar
    name: str
    direction: str
    sector: str
    description: str


def started(group: Group, rights: ProfileRights, key: str) -> Start:
    """Return the profile that a key names.

    Raises Http404 for a key that names nothing that the visitor sees.
    """
    kind, _colon, name = key.partition(":")
    ready = ready_profiles()
    if kind == CATALOGUE and name in ready:
        cls = ready[name]
        sector = section_of(cls.sectors[0]) if cls.sectors else ""
        return Start(
            catalogue_calendar(name), in_language(cls.label), cls.direction or "", sector, in_language(cls.description)
        )
    if kind == OWN and NUMBER.fullmatch(name):
        row = profile_or_404(group, int(name), rights)
        calendar = calendar_of_version(latest_version(row))
        return Start(calendar, row.name, row.direction, row.sector, row.description)
    raise Http404
