"""The forms about people and their roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.db.models import CompanyRole, GroupRole
from energy_synergy.web.fields import SELECT, TEXT

LONGEST_MESSAGE = 2000
# What each role means, in the words of who has to choose one.
MEANINGS: dict[str, str | Promise] = {
    GroupRole.Role.MANAGER.value: _("runs the group, sees and changes everything in it"),
    GroupRole.Role.ANALYST.value: _("reads everything in the group and changes nothing"),
    CompanyRole.Role.EDITOR.value: _("brings the data of one company in and decides who sees it"),
    CompanyRole.Role.VIEWER.value: _("reads one company and the totals of the group"),
}
ROLE_LABELS = {**dict(CompanyRole.Role.choices), **dict(GroupRole.Role.choices)}


def role_choices(roles: Iterable[str]) -> list[tuple[str, str]]:
    """Return roles with their names and what they mean."""
    return [(role, f"{ROLE_LABELS[role]} – {MEANINGS[role]}") for role in roles]


class InvitationForm(forms.Form):
    """Whom to invite, to what."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    company = forms.TypedChoiceField(
        label=_("Company"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("For a company editor or viewer."),
        widget=forms.Select(SELECT),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("The link is sent there. Without an address you hand it over yourself."),
        widget=forms.EmailInput({**TEXT, "autocomplete": "off"}),
    )
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea({**TEXT, "rows": "3"}),
    )

    def __init__(self, companies: Iterable[tuple[int, str]], roles: Iterable[str], *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        known = list(companies)
        blank = [] if len(known) == 1 and GroupRole.Role.MANAGER.value not in roles else [("", "–")]
        self.fields["company"].choices = [*blank, *known]  # type: ignore[attr-defined]
        self.fields["role"].choices = role_choices(roles)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a company where the role is one in a company, and drop it where it is not."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        is_of_company = told.get("role") in CompanyRole.Role.values
        if is_of_company and "company" not in self.errors and told.get("company") is None:
            self.add_error("company", _("Choose the company that this person belongs to."))
        if not is_of_company:
            told["company"] = None
        return told


class RoleForm(forms.Form):
    """Another role for somebody who has one: in the group, or for a company of it."""

    company = forms.IntegerField(required=False)
    role = forms.ChoiceField(choices=list(ROLE_LABELS.items()), required=False)


class AccountForm(forms.Form):
    """Whether an account may sign in, and whether it runs the site."""

    is_active = forms.BooleanField(required=False)
    is_admin = forms.BooleanField(required=False)
