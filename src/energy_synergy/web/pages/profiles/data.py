"""Profiles as data: curves to start from, files, and the measured days of a company."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.metering.series import DIRECTIONS
from energy_synergy.profiles.calendar import Calendar
from energy_synergy.profiles.calendar_csv import write_calendar
from energy_synergy.profiles.measured import MeasuredDays
from energy_synergy.web.access import May, company_or_404, group_or_404, sees_always
from energy_synergy.web.db.models import Membership
from energy_synergy.web.db.own_profiles import calendar_of_version
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.answers import REFUSED, cacheable, csv_file
from energy_synergy.web.pages.profiles.forms import FileForm
from energy_synergy.web.pages.profiles.rights import profile_or_404, profile_rights
from energy_synergy.web.pages.profiles.starts import started
from energy_synergy.web.queries.profile_page import ALWAYS, catalogue_calendar, load_measured_days
from energy_synergy.web.queries.profiles import ready_profiles
from energy_synergy.web.templatetags.es_numbers import written_language
from energy_synergy.web.uploads import passed_limit
from energy_synergy.web.words import translated

DIGITS = 6
LONGEST_NUMBER = 12


@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the curves of a profile that another one can begin from, and its mean day."""
    group = group_or_404(request, slug)
    calendar = started(group, profile_rights(request, group), request.GET.get("from", "")).calendar
    return cacheable(request, JsonResponse(_as_data(calendar)))


@require_POST
def read(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the curves that a file holds, or what is wrong with it; nothing is saved."""
    group_or_404(request, slug, May.EDIT_PROFILES)
    form = FileForm(request.POST, request.FILES)
    if sentence := passed_limit(request):
        return _refused("file_too_long", sentence)
    if not form.is_valid():
        return _refused("no_file", " ".join(str(one) for errors in form.errors.values() for one in errors))
    try:
        return JsonResponse(_as_data(form.read()))
    except EnergySynergyError as refusal:
        return _refused(refusal.code, translated(refusal))


def _refused(code: str, message: str) -> JsonResponse:
    return JsonResponse({"code": code, "message": message, "findings": []}, status=REFUSED)


def _as_data(calendar: Calendar) -> dict[str, object]:
    return {**calendar.fields(), "mean_day": calendar.typical_day().tolist()}


@require_safe
def measured(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the whole measured days of a company whose data the visitor may see, by month and kind of day.

    Of a company that is not theirs those of its membership.
    """
    group = group_or_404(request, slug)
    number, direction = request.GET.get("company", ""), request.GET.get("direction", "")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER) or direction not in DIRECTIONS:
        raise Http404
    company = company_or_404(request, group, int(number))
    bond = Membership.objects.get(group=group, company=company)
    within = ALWAYS if sees_always(request, group, company.pk) else (bond.active_from, bond.active_to)
    days = load_measured_days(company.pk, direction, group.timezone, within=within)
    return cacheable(request, JsonResponse({"days": days.days.tolist(), "energy_kwh": _energies(days)}))


def _energies(measured_days: MeasuredDays) -> list[list[list[float] | None]]:
    """Return the sums by month and kind of day with the digits that a drawing needs; nothing where no day is."""
    return [
        [
            [float(f"{value:.{DIGITS}g}") for value in sums.tolist()] if count else None
            for sums, count in zip(by_kind, counts, strict=True)
        ]
        for by_kind, counts in zip(measured_days.energy_kwh, measured_days.days, strict=True)
    ]


@require_safe
def profile_csv(request: HttpRequest, slug: str, profile_id: int) -> HttpResponse:
    """Return a profile as a file that comes back in without a change."""
    group = group_or_404(request, slug)
    row = profile_or_404(group, profile_id, profile_rights(request, group))
    number = Address(request.GET).whole("version", row.version, least=1, most=row.version)
    version = row.versions.filter(version=number).first()
    if version is None:
        raise Http404
    return _file(calendar_of_version(version), row.name)


@require_safe
def catalogue_csv(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Return a profile of the catalogue as a file."""
    group_or_404(request, slug)
    if name not in ready_profiles():
        raise Http404
    return _file(catalogue_calendar(name), name)


def _file(calendar: Calendar, name: str) -> HttpResponse:
    text = write_calendar(calendar, language="fr" if written_language() == "fr" else "en")
    return csv_file(text.encode("utf-8-sig"), f"{slugify(name) or 'profile'}.csv")
