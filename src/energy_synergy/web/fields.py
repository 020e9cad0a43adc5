"""Fields that forms of several pages share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web.words import translated

TEXT = {"class": "form-control"}
SELECT = {"class": "form-select"}
SPACES = re.compile(r"[\s\u00a0\u202f'’]")
UNSEEN = ("Cc", "Zl", "Zp")
NUMBER = re.compile(r"[+\-\u2212]?\d{1,15}([.,]\d{1,12})?", re.ASCII)


class LineField(forms.CharField):
    """A name or a word: one line, without characters that nobody sees."""

    def to_python(self, value: object) -> str:
        """Return the text; raises ValidationError where it holds a line break or another control character."""
        text = super().to_python(value) or ""
        if any(unicodedata.category(letter) in UNSEEN for letter in text):
            raise forms.ValidationError(_("A name is one line of plain text."))
        return text


class NumberField(forms.CharField):
    """A number as people write it: a comma or a point before the decimals, blanks between thousands."""

    def __init__(self, *, label: Any, example: str, required: bool = True, help_text: Any = "") -> None:
        widget = forms.TextInput({**TEXT, "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, required=required, max_length=40, help_text=help_text, widget=widget)
        self.example = example

    def clean(self, value: object) -> float | None:
        """Return the number, None for nothing."""
        text = SPACES.sub("", super().clean(value))
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise forms.ValidationError(_("Write a number such as %(example)s."), params={"example": self.example})
        return float(text.replace(",", ".").replace("\u2212", "-"))


def tell(form: forms.Form, refusal: EnergySynergyError, places: Mapping[Any, str]) -> None:
    """Put a refusal beside the field that it speaks of; one that speaks of none goes above the form."""
    form.add_error(
        next((name for kind, name in places.items() if isinstance(refusal, kind)), None), translated(refusal)
    )
