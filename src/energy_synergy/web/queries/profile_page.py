"""One profile with everything its page shows, and the measured days that it is compared with."""

from __future__ import annotations

from datetime import datetime, timedelta

from energy_synergy.metering.series import Series
from energy_synergy.profiles.as_calendar import as_calendar
from energy_synergy.profiles.base import Profile
from energy_synergy.profiles.calendar import Calendar
from energy_synergy.profiles.measured import MeasuredDays, compute_measured_days
from energy_synergy.registry import option, option_class
from energy_synergy.units import SLOT
from energy_synergy.web.db.loading import Span, load_runs
from energy_synergy.web.db.models import Group, Meter, OwnProfile, OwnProfileVersion, SourceKind
from energy_synergy.web.db.own_profiles import calendar_of_version
from energy_synergy.web.queries.profile_records import Comparable, ProfileCard, ProfilePage, ProfileRights, VersionLine
from energy_synergy.web.queries.profile_uses import load_uses
from energy_synergy.web.queries.profiles import catalogue_card, own_card

# Two years hold every season and kind of day twice; older days say less about now.
COMPARED_SPAN = timedelta(days=731)
ALWAYS: Span = (None, None)


def load_own_page(group: Group, profile: OwnProfile, rights: ProfileRights, version: int | None = None) -> ProfilePage:
    """Return the page of an own profile, with the curves of one version of it, by default the latest.

    A version that is not there gives the latest. Three queries.
    """
    versions = list(profile.versions.order_by("-version"))
    shown = next((one for one in versions if one.version == version), versions[0])
    card = own_card(profile, versions[0], rights, load_uses(group, rights.companies))
    comparable = load_comparable(group, rights, card.direction)
    outdated = {
        use.estimate
        for use in card.uses
        if use.is_in_use and use.version != card.version and use.company_id in rights.importable
    }
    return ProfilePage(
        card=card,
        fields=calendar_of_version(shown).fields(),
        shown_version=shown.version,
        source=profile.duplicated_from,
        versions=tuple(_line(one, shown) for one in versions),
        comparable=comparable,
        compared=_first_compared(card, comparable),
        can_update=frozenset(outdated if rights.edits else ()),
    )


def load_catalogue_page(group: Group, name: str, rights: ProfileRights) -> ProfilePage:
    """Return the page of a profile of the catalogue; two queries."""
    card = catalogue_card(name, load_uses(group, rights.companies))
    comparable = load_comparable(group, rights, card.direction)
    cls = option_class("profiles", name)
    provenance = getattr(cls, "provenance", None)
    return ProfilePage(
        card=card,
        fields=catalogue_calendar(name).fields(),
        shown_version=0,
        source=" ".join(filter(None, (provenance.source, provenance.licence))) if provenance else "",
        versions=(),
        comparable=comparable,
        compared=_first_compared(card, comparable),
    )


def catalogue_calendar(name: str) -> Calendar:
    """Return a profile that needs no field by season and kind of day."""
    profile: Profile = option("profiles", name)
    return as_calendar(profile)


def _line(one: OwnProfileVersion, shown: OwnProfileVersion) -> VersionLine:
    return VersionLine(one.version, one.recorded_at, one.recorded_by, is_shown=one.pk == shown.pk)


def load_comparable(group: Group, rights: ProfileRights, direction: str = "") -> tuple[Comparable, ...]:
    """Return the companies that the visitor sees and that have readings, in one direction or in each; one query."""
    meters = Meter.objects.filter(company__memberships__group=group, company__in=rights.companies).exclude(
        first_at=None
    )
    if direction:
        meters = meters.filter(direction=direction)
    rows = meters.order_by("company__name", "direction").values_list("company_id", "company__name", "direction")
    return tuple(Comparable(*row) for row in dict.fromkeys(rows))


def _first_compared(card: ProfileCard, comparable: tuple[Comparable, ...]) -> str:
    """Return the first company that uses the profile and can be compared with it, as the list of them names it."""
    known = {one.key for one in comparable}
    uses = (f"{use.company_id}:{use.direction}" for use in card.uses)
    return next((key for key in uses if key in known), "")


def load_measured_days(company_id: int, direction: str, timezone: str, *, within: Span = ALWAYS) -> MeasuredDays:
    """Return the whole measured days of the last two years of a company's readings; two queries.

    Those `within` two instants count, each of them open where it is None.

    Of an unnamed meter and named ones, which never add up, those in use count, else the unnamed one.
    """
    having = list(Meter.objects.filter(company_id=company_id, direction=direction).exclude(first_at=None))
    used = [meter for meter in having if meter.source == SourceKind.READINGS]
    chosen = used or [meter for meter in having if not meter.name] or having
    if not chosen:
        return compute_measured_days([], timezone)
    last_at = max(meter.last_at for meter in chosen if meter.last_at)
    ends_at = min(last_at, within[1] or last_at)
    starts_at = max(ends_at - COMPARED_SPAN, within[0] or ends_at - COMPARED_SPAN)
    runs = load_runs(chosen, [(starts_at, ends_at)]) if starts_at < ends_at else {}
    if len(runs) < len(chosen):
        return compute_measured_days([], timezone)
    return compute_measured_days([_series(meter, *runs[meter.pk]) for meter in chosen], timezone)


def _series(meter: Meter, starts_at: datetime, energy_kwh: object, quality: object) -> Series:
    return Series(meter.name, meter.direction, starts_at, SLOT, energy_kwh, quality)  # type: ignore[arg-type]
