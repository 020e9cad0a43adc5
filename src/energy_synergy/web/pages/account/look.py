"""Language and theme from the top bar: kept in the account where it has a choice of its own, else on the device."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_device_language

from energy_synergy.web.access import account
from energy_synergy.web.db.models import User
from energy_synergy.web.db.models.people import Theme


def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages, and return to where it was asked for."""
    user, language = account(request), request.POST.get("language", "")
    if user is not None and user.language and language in dict(settings.LANGUAGES):
        User.objects.filter(pk=user.pk).update(language=language)
    return set_device_language(request)


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark for all devices of the account."""
    user, theme = account(request), request.POST.get("theme", "")
    if user is None or theme not in Theme.values:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    User.objects.filter(pk=user.pk).update(theme=theme)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
