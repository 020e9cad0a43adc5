"""The forms of the visitor's own account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.accounts.forms import PASSWORD_RULES
from energy_synergy.web.db.models import Group
from energy_synergy.web.db.models.people import Theme
from energy_synergy.web.fields import LineField

TEXT = {"class": "form-control"}
LIVES = {"30": timedelta(days=30), "90": timedelta(days=90), "365": timedelta(days=365), "never": None}


class ProfileForm(forms.Form):
    """How the site addresses somebody, on all of their devices."""

    name = LineField(
        label=_("Name"), max_length=120, required=False, widget=forms.TextInput({**TEXT, "autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mails"),
        choices=[("", _("As in my browser")), *settings.LANGUAGES],
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )
    theme = forms.ChoiceField(
        label=_("Light or dark"),
        choices=Theme.choices,
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )


class KeyForm(forms.Form):
    """What a new key may do, where, and how long."""

    name = LineField(
        label=_("What is it for?"),
        max_length=80,
        help_text=_("For instance: nightly import of the workshop."),
        widget=forms.TextInput({**TEXT, "autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("What may it do?"),
        initial="read",
        choices=[
            ("read", _("Read: everything that you see")),
            ("write", _("Read and write: bring in data, change companies and profiles")),
            ("manage", _("Everything that you may do, invitations and settings of groups included")),
        ],
        widget=forms.RadioSelect({"class": "form-check-input"}),
    )
    group = forms.ModelChoiceField(
        label=_("Where?"),
        queryset=Group.objects.none(),
        required=False,
        empty_label=_("In all my groups"),
        widget=forms.Select({"class": "form-select"}),
    )
    life = forms.ChoiceField(
        label=_("How long?"),
        initial="90",
        choices=[("30", _("30 days")), ("90", _("90 days")), ("365", _("A year")), ("never", _("Until I revoke it"))],
        widget=forms.Select({"class": "form-select"}),
    )

    def __init__(self, *args: Any, groups: QuerySet[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups.order_by("name", "id")  # type: ignore[attr-defined]


class FirstAccountForm(forms.Form):
    """The account of whoever runs the site."""

    name = LineField(label=_("Your name"), max_length=120, widget=forms.TextInput({**TEXT, "autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput({**TEXT, "autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=PASSWORD_RULES,
        widget=forms.PasswordInput({**TEXT, "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput({**TEXT, "autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return found
