"""Every refusal as `{code, message, findings}`, whatever refused: a field, a right, a use case or Django itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_noop
from ninja.errors import AuthenticationError, HttpError, ValidationError

from energy_synergy import findings as floor
from energy_synergy.errors import EnergySynergyError
from energy_synergy.web.access import NotAllowed
from energy_synergy.web.access import Refusal as Why
from energy_synergy.web.api.request_findings import request_findings
from energy_synergy.web.api.schemas.base import Finding, Place, Refusal
from energy_synergy.web.api.wire import JSON, as_json
from energy_synergy.web.words import filled, translated

MOST_FINDINGS = 1_000
CHALLENGE = 'Bearer realm="Energy Synergy"'
SENTENCES: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", gettext_noop("The request cannot be read.")),
    401: (
        "not_signed_in",
        gettext_noop("Show an API key: Authorization: Bearer es_... You make one on your account page."),
    ),
    403: ("not_allowed", gettext_noop("You may not do this.")),
    404: ("not_found", gettext_noop("There is nothing at this address, or you may not see it.")),
    405: (
        "method_not_allowed",
        gettext_noop("This address does not take this method; the header Allow lists those it takes."),
    ),
    413: ("too_large", gettext_noop("The request is too large. Send it in parts.")),
    415: ("unsupported_media_type", gettext_noop("Send the body as {expected} and say so in Content-Type.")),
    422: ("invalid_request", gettext_noop("Some fields of the request do not fit; the findings name them.")),
    500: ("internal_error", gettext_noop("Something went wrong here. Nothing was half-saved; try again later.")),
}
KEY_REFUSED = gettext_noop("This API key does not count: it is mistyped, past its date or withdrawn.")
WHY: Mapping[Why, tuple[str, str]] = {
    Why.ROLE: ("role_missing", gettext_noop("Your role does not allow this. A manager of the group can grant it.")),
    Why.SCOPE: (
        "scope_missing",
        gettext_noop("This API key was made for less. Make one with the scope that this needs."),
    ),
    Why.ARCHIVED: ("group_archived", gettext_noop("The group is archived: it can be read and no longer changed.")),
}


# What is refused because of how things are now, not because of what was sent.
CONFLICTS = (
    "agreement_changed",
    "agreement_closed",
    "agreement_overlaps",
    "agreement_starts_in_the_past",
    "already_member",
    "company_name_taken",
    "invitation_closed",
    "last_manager",
    "meter_has_data",
    "meter_name_taken",
    "name_set_by_managers",
    "no_account_yet",
    "profile_changed",
    "profile_name_taken",
    "site_name_taken",
    "tariff_replaced",
    "template_title_taken",
    "too_many_agreements",
    "too_many_invitations",
    "undo_refused",
)
STATUSES: Mapping[str, int] = {
    **dict.fromkeys(CONFLICTS, 409),
    "too_few_contributors": 403,
    "as_of_needs_full_sight": 403,
}


class Refused(Exception):
    """A refusal that the interface itself raises; the sentence is filled in already."""

    def __init__(self, status: int, code: str, message: str, findings: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.findings = status, code, message, findings


def refuse(
    status: int,
    code: str = "",
    message: str = "",
    *,
    findings: Sequence[Finding] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return a refusal; without a code and a sentence it has those of its status."""
    usual_code, usual_message = SENTENCES.get(status, SENTENCES[400])
    told = Refusal(code=code or usual_code, message=message or gettext(usual_message), findings=list(findings))
    return HttpResponse(as_json(told), status=status, content_type=JSON, headers=headers)


def on_refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer what the interface refused."""
    return refuse(error.status, error.code, error.message, findings=error.findings)


def on_unknown_caller(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer somebody who is not known; a key that does not count is told apart from none."""
    if "Authorization" in request.headers:
        challenge = {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
        return refuse(401, "key_refused", gettext(KEY_REFUSED), headers=challenge)
    return refuse(401, headers={"WWW-Authenticate": CHALLENGE})


def on_not_allowed(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Answer somebody who sees a thing and may not do this with it."""
    if isinstance(error, NotAllowed):
        code, sentence = WHY[error.why]
        return refuse(403, code, gettext(sentence))
    return refuse(403)


def on_not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer for what is not there or not to be seen, without a difference."""
    return refuse(404)


def on_wrong_fields(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a request with fields that do not fit, each of them named."""
    return refuse(422, findings=request_findings(error.errors))


def on_bad_body(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a body that is no JSON."""
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return refuse(400, "not_json", gettext("The body is no JSON."))
    return refuse(error.status_code)


def on_too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    """Answer a body that passes the limit."""
    return refuse(413)


def on_product_refusal(_request: HttpRequest, error: EnergySynergyError) -> HttpResponse:
    """Answer what a use case refused, with its findings."""
    found = [finding_record(one) for one in getattr(error, "findings", ())[:MOST_FINDINGS]]
    return refuse(STATUSES.get(error.code, 422), error.code, translated(error), findings=found)


def finding_record(finding: floor.Finding) -> Finding:
    """Return a finding as the interface tells it, in the caller's language."""
    place = finding.place
    return Finding(
        code=finding.code,
        severity=finding.severity.value,
        message=translated(finding),
        count=finding.count,
        place=Place(
            file=place.file,
            sheet=place.sheet,
            line=place.line,
            column=place.column,
            meter=place.meter,
            starts_at=place.starts_at,
            ends_at=place.ends_at,
        ),
        value=finding.value,
        expected=filled(finding.expected, finding.values) or None,
        advice=filled(finding.advice, finding.values) or None,
    )


HANDLERS: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refused: on_refused,
    AuthenticationError: on_unknown_caller,
    PermissionDenied: on_not_allowed,
    Http404: on_not_found,
    ValidationError: on_wrong_fields,
    HttpError: on_bad_body,
    RequestDataTooBig: on_too_large,
    EnergySynergyError: on_product_refusal,
}
