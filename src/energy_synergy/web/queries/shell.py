"""The frame of every page: which groups there are and which one is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest

from energy_synergy.web.access import May, groups_of, is_admin, may
from energy_synergy.web.db.models import Group

MOST_LISTED = 30
MENU_RIGHTS = (May.SEE_ALL, May.INVITE, May.MANAGE, May.AUDIT)


@dataclass(frozen=True, slots=True)
class ShellGroup:
    """A group in the switch of groups; `initials` stand for it where there is little room.

    `rights` are those of the visitor that the menu asks for, in the open group alone.
    """

    slug: str
    name: str
    company_count: int
    is_demo: bool
    is_open: bool
    is_archived: bool = False
    rights: frozenset[May] = frozenset()

    @property
    def initials(self) -> str:
        """Up to two first letters of its words that begin with a letter."""
        letters = [word[0] for word in self.name.split() if word[0].isalpha()]
        return "".join((letters[:1] + letters[-1:]) if len(letters) > 1 else letters).upper()


@dataclass(frozen=True, slots=True)
class Shell:
    """The groups that the visitor may see, by name; the open one is always among them."""

    groups: tuple[ShellGroup, ...]
    runs_site: bool = False

    @property
    def group(self) -> ShellGroup | None:
        """The open group, if the page belongs to one."""
        return next((group for group in self.groups if group.is_open), None)


def load_shell(request: HttpRequest) -> Shell:
    """Return what the frame of a page shows; one query."""
    match = request.resolver_match
    slug = match.kwargs.get("slug") if match else None
    rows = (
        groups_of(request)
        .filter(Q(archived_at=None) | Q(slug=slug))
        .annotate(companies=Count("memberships"))
        .order_by("name", "id")
    )
    groups = [_group(request, row, row.companies, is_open=row.slug == slug) for row in rows]
    listed = groups[:MOST_LISTED]
    groups_shown = tuple(listed + [group for group in groups[MOST_LISTED:] if group.is_open])
    return Shell(groups_shown, runs_site=is_admin(request))


def _group(request: HttpRequest, row: Group, companies: int, *, is_open: bool) -> ShellGroup:
    rights = frozenset(right for right in MENU_RIGHTS if is_open and may(request, row, right))
    return ShellGroup(row.slug, row.name, companies, row.is_demo, is_open, row.archived_at is not None, rights)
