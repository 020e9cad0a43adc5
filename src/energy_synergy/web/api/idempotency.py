"""Requests that may be sent again: one with a known idempotency key gets the answer that was given before."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from energy_synergy.web.access import is_known, user_id, visitor
from energy_synergy.web.api.bodies import digest_of_body
from energy_synergy.web.api.refusals import refuse
from energy_synergy.web.api.request_findings import field_finding
from energy_synergy.web.api.schemas.base import Record
from energy_synergy.web.api.wire import as_json
from energy_synergy.web.db.models import AnsweredRequest

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
KEPT = timedelta(hours=24)
INSTEAD = "_es_kept_instead"
KEPT_HEADERS = ("Content-Type", "Location")


def once(request: HttpRequest, work: Callable[[], HttpResponse], *, takes_file: bool = False) -> HttpResponse:
    """Do the work of a request unless it was done before under the same key; then return the same answer.

    Of two requests at the same time one does the work. A refusal is not kept, because nothing was done: the request is
    judged anew when it comes again.
    """
    key = request.headers.get(HEADER)
    if key is None or not is_known(request):
        return work()
    if not KEY.fullmatch(key):
        problem = gettext("A key has 1 to 200 visible ASCII characters, such as a UUID.")
        return refuse(422, findings=[field_finding(f"header.{HEADER}", "idempotency_key", problem, value=key)])
    fingerprint = _fingerprint(request, takes_file=takes_file)
    row, is_new = _claim(_caller(request), key, fingerprint)
    if not is_new:
        return _known_answer(row, fingerprint)
    try:
        response = work()
    except BaseException:
        row.delete()
        raise
    if response.status_code >= 300:
        row.delete()
    else:
        _keep(request, row, response)
    return response


def _caller(request: HttpRequest) -> str:
    """Return whose keys these are: an account's, apart for its API keys of less reach."""
    who = visitor(request)
    reach = "" if who.scopes is None else f"|{','.join(sorted(who.scopes))}|{who.only_group or ''}"
    return f"{user_id(request) or 'owner'}{reach}"


def _fingerprint(request: HttpRequest, *, takes_file: bool) -> str:
    head = f"{request.method} {request.get_full_path()}\n{request.content_type}\n"
    return hashlib.sha256(head.encode() + digest_of_body(request, is_file=takes_file)).hexdigest()


def _claim(caller: str, key: str, fingerprint: str) -> tuple[AnsweredRequest, bool]:
    """Return the row of a key, and whether it is new and so the caller's to fill."""
    now = timezone.now()
    AnsweredRequest.objects.filter(actor=caller, asked_at__lt=now - KEPT).delete()
    return AnsweredRequest.objects.get_or_create(
        actor=caller, key=key, defaults={"fingerprint": fingerprint, "asked_at": now}
    )


def _known_answer(row: AnsweredRequest, fingerprint: str) -> HttpResponse:
    if row.fingerprint != fingerprint:
        reused = gettext("This idempotency key belongs to another request. Take a new key for each thing to be done.")
        return refuse(422, "idempotency_key_reused", reused)
    if row.status is None:
        waiting = gettext(
            "A request with this idempotency key is being answered. Ask again in a moment; if it stays so, the answer "
            "was broken off: look at what was saved before you send it with another key."
        )
        return refuse(409, "in_flight", waiting, headers={"Retry-After": "1"})
    return HttpResponse(bytes(row.body), status=row.status, headers={**row.headers, REPLAYED: "true"})


def keep_instead(request: HttpRequest, answer: Record) -> None:
    """Keep another answer than the one that is given now, because that holds a secret."""
    setattr(request, INSTEAD, as_json(answer))


def _keep(request: HttpRequest, row: AnsweredRequest, response: HttpResponse) -> None:
    row.status, row.body = response.status_code, getattr(request, INSTEAD, response.content)
    row.headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    row.save(update_fields=["status", "body", "headers"])
