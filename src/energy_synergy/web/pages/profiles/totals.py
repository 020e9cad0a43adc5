"""Own profiles where an annual total is told: which can be chosen, and what the estimate copies of them."""

from __future__ import annotations

import re
from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from energy_synergy.metering.series import DIRECTIONS
from energy_synergy.ports import AnnualTotal, Saved
from energy_synergy.usecases.ingest import ingest_annual_total
from energy_synergy.web.access import May, actor, may, user_id
from energy_synergy.web.db.models import Group, OwnProfile, OwnProfileVersion
from energy_synergy.web.db.own_profiles import latest_version, link_estimate, visible_profiles
from energy_synergy.web.queries.profile_uses import OWN
from energy_synergy.web.wiring import group_store

KEY = re.compile(rf"{OWN}:(?P<number>[0-9]{{1,12}}):(?P<direction>production|consumption)")


def own_choices(request: HttpRequest, group: Group) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the profiles of the group that the visitor sees, once for each direction that they fit; one query."""
    rows = _seen(request, group).filter(archived_at=None).order_by("name", "id")
    words = {"consumption": _("consumption"), "production": _("production")}
    choices = [
        (f"{OWN}:{row.pk}:{direction}", f"{row.name} ({words[direction]})")
        for row in rows
        for direction in reversed(DIRECTIONS)
        if row.direction in ("", direction)
    ]
    return [(_("Profiles of this group"), choices)] if choices else []


@transaction.atomic
def keep_total(request: HttpRequest, group: Group, company_id: int, total: AnnualTotal) -> Saved:
    """Save an annual total; one that names an own profile by its choice gets a copy of its latest version.

    Raises what `ingest_annual_total` raises, and Http404 for a profile that the visitor does not see any more.
    """
    own = _version_of(request, group, total.profile)
    copied = replace(total, profile=own.option, fields=own.fields) if own else total
    saved = ingest_annual_total(
        copied, store=group_store(), company_id=company_id, now=timezone.now(), recorded_by=actor(request)
    )
    if own:
        link_estimate(saved.import_id, own)
    return saved


def _version_of(request: HttpRequest, group: Group, key: str) -> OwnProfileVersion | None:
    """Return the latest version of the own profile that a choice names, None where it names one of the catalogue."""
    found = KEY.fullmatch(key)
    if found is None:
        return None
    row = _seen(request, group).filter(pk=int(found["number"])).first()
    if row is None:
        raise Http404
    return latest_version(row)


def _seen(request: HttpRequest, group: Group) -> QuerySet[OwnProfile]:
    return visible_profiles(group, user_id=user_id(request), sees_all=may(request, group, May.MANAGE))
