"""Who calls: a program with a key, somebody who signed in, or the local owner; what changes things is not forged."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext
from ninja.errors import AuthenticationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from energy_synergy.web.access import Visitor, is_known, is_local_owner, visitor
from energy_synergy.web.api.idempotency import HEADER as IDEMPOTENCY_KEY
from energy_synergy.web.api.refusals import Refused

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OWN_FETCHES = ("same-origin", "none")
# What a page of any other site may send from a browser without being asked first.
SENT_UNASKED = ("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data")


class ApiKey(AuthBase):
    """A key in the header `Authorization: Bearer es_...`; a key that does not count is refused, not passed over."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "An API key of your account, with the scopes read, write or manage."

    def __call__(self, request: HttpRequest) -> Visitor | None:
        """Return the caller, if a key is shown."""
        if "Authorization" not in request.headers:
            return None
        if not is_known(request):
            raise AuthenticationError
        return visitor(request)


class Session(AuthBase):
    """The cookie of somebody who signed in on the pages; what changes something carries the header X-CSRFToken."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "sessionid"
    openapi_description = "The session of the pages; changes need the header X-CSRFToken."

    def __call__(self, request: HttpRequest) -> Visitor | None:
        """Return the caller, if one is signed in or sits at this machine."""
        if not is_known(request):
            return None
        if request.method not in SAFE_METHODS and _is_forged(request):
            raise Refused(403, "forged_request", gettext("This may come from a page of another site. Use an API key."))
        return visitor(request)


def _is_forged(request: HttpRequest) -> bool:
    """Tell whether a page of another site may have made the browser send this.

    Somebody who signed in proves it with the token of the pages. The local owner has none: there the request must say
    that it comes from here, or be one that a browser does not send for another site without asking.
    """
    if not is_local_owner(request):
        return check_csrf(request) is not None
    origin, fetch = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
    if fetch not in OWN_FETCHES or origin not in (None, f"{request.scheme}://{request.get_host()}"):
        return True
    return origin is None and request.content_type in SENT_UNASKED and IDEMPOTENCY_KEY not in request.headers


AUTH = [ApiKey(), Session()]
