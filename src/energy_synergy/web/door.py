"""The door of the site: whoever is not known is led to the sign-in."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from energy_synergy.web.access import API, is_known

# Pages that somebody who is not known may open; whatever else is asked for leads to the sign-in.
PUBLIC = frozenset(
    (
        "about",
        "set_language",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_confirm_email",
        "account_email_verification_sent",
        "mfa_authenticate",
        "mfa_trust",
        "invitation",
        "template_file",
    )
)


class SignInDoor:
    """Leads whoever is not known to the sign-in, whether the page is there or not; programs get a 401 from the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, arguments: object, names: object) -> HttpResponse | None:
        """Answer in place of a page that the visitor may not open."""
        match = request.resolver_match
        is_public = match is not None and match.url_name in PUBLIC
        if is_public or request.path.startswith(API) or is_known(request):
            return None
        return _to_sign_in(request)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    # Whoever asks for nothing in particular is led where they belong once they are known.
    is_asked = request.method == "GET" and request.path != "/"
    address = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}" if is_asked else settings.LOGIN_URL
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"HX-Redirect": address})
    return HttpResponse(status=HTTPStatus.FOUND, headers={"Location": address})
