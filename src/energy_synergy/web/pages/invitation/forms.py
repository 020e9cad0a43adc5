"""The one question that an invitation may ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """Whether the company accepts that its part can be worked out from totals; asked of whoever will edit it."""

    agrees = forms.ChoiceField(
        label=_("May the others see totals behind which few companies stand?"),
        choices=[
            ("yes", _("Yes, we agree: the others see the totals of the group in full")),
            ("no", _("No: the others see monthly totals only, wherever fewer than three companies stand behind them")),
        ],
        widget=forms.RadioSelect({"class": "form-check-input"}),
        error_messages={"required": _("Choose yes or no. Both are fine, and you can change it later.")},
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["agrees"]

    @property
    def agrees_given(self) -> bool:
        """Tell whether the answer is yes; no where nothing was asked."""
        return self.cleaned_data.get("agrees") == "yes"
