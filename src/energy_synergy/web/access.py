"""The one door: who may see and change what. For now one local owner may everything, a stranger nothing."""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from energy_synergy.web.db.models import Company, Group

OWNER = "owner"


class OwnerDoor:
    """Asks for the owner's password when the site has one (HTTP Basic); without one the site serves loopback only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_owner(request):
            return self.get_response(request)
        return HttpResponse(
            "Sign in as the owner.",
            status=401,
            content_type="text/plain; charset=utf-8",
            headers={"WWW-Authenticate": 'Basic realm="Energy Synergy", charset="UTF-8"'},
        )


def is_owner(request: HttpRequest) -> bool:
    """Tell whether the request comes from the owner of the site."""
    if not settings.OWNER_PASSWORD:
        return True
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return False
    try:
        _name, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return secrets.compare_digest(password.encode(), settings.OWNER_PASSWORD.encode())


def actor(request: HttpRequest) -> str:
    """Return who acts, as it is written beside what they did."""
    return OWNER if is_owner(request) else ""


def group_or_404(request: HttpRequest, slug: str) -> Group:
    """Return a group that the visitor may see.

    Raises Http404 for a group that is not there and for one that the visitor may not see, without a difference.
    """
    group = Group.objects.filter(slug=slug).first() if is_owner(request) else None
    if group is None:
        raise Http404
    return group


def groups_of(request: HttpRequest) -> frozenset[str]:
    """Return the slugs of the groups that the visitor may see."""
    return frozenset(Group.objects.values_list("slug", flat=True)) if is_owner(request) else frozenset()


def company_or_404(request: HttpRequest, group: Group, company_id: int) -> Company:
    """Return a company of a group whose data the visitor may change.

    Raises Http404 for a company that is not in the group and for one that the visitor may not change.
    """
    company = Company.objects.filter(pk=company_id, memberships__group=group).first() if is_owner(request) else None
    if company is None:
        raise Http404
    return company
