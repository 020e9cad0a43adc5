"""What a visitor says of a file: which ones, whose, and how their columns and numbers are to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast, get_args
from zoneinfo import available_timezones

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from energy_synergy.formats.base import ColumnLook, Role
from energy_synergy.registry import options
from energy_synergy.units import KNOWN_UNITS
from energy_synergy.usecases.check_file import Checked
from energy_synergy.usecases.told import Told
from energy_synergy.web.db.facts import CompanyFacts

ACCEPTED = ".csv,.txt,.tsv,.xlsx,.xlsm,.zip,.gz"
SELECT = {"class": "form-select"}
MOST_COLUMNS = 150
ROLES: tuple[tuple[Role, object], ...] = (
    ("time", _("Date and time")),
    ("end", _("Date and time of the end")),
    ("date", _("Date")),
    ("clock", _("Time of day")),
    ("consumption", _("Consumption")),
    ("production", _("Production")),
    ("value", _("Energy or power")),
    ("meter", _("Meter")),
    ("direction", _("Direction")),
    ("ignore", _("Not imported")),
)
TIMING: frozenset[Role] = frozenset(("time", "end", "date", "clock"))
ENERGY: frozenset[Role] = frozenset(("consumption", "production", "value"))
CHOICES: Mapping[str, tuple[object, tuple[tuple[str, object], ...]]] = {
    "unit": (_("Unit"), tuple((unit, unit) for unit in KNOWN_UNITS)),
    "decimal_mark": (_("Decimal mark"), (("point", _("point")), ("comma", _("comma")))),
    "date_order": (
        _("Order of a date"),
        (("dmy", _("day, month, year")), ("mdy", _("month, day, year")), ("ymd", _("year, month, day"))),
    ),
    "stamp": (
        _("A time names"),
        (("start", _("the start of its interval")), ("end", _("the end of its interval"))),
    ),
    "direction": (_("Direction"), (("consumption", _("Consumption")), ("production", _("Production")))),
    "step_minutes": (_("Minutes between readings"), tuple((str(n), str(n)) for n in (1, 5, 10, 15, 30, 60))),
    "separator": (
        _("Between the cells"),
        (("comma", _("comma")), ("semicolon", _("semicolon")), ("tab", _("tab")), ("pipe", _("vertical bar"))),
    ),
    "encoding": (_("Encoding"), tuple((name, name) for name in ("utf-8", "cp1252", "utf-16"))),
}


class ManyFiles(forms.ClearableFileInput):
    """A field of several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each of which may be an archive of files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files."""
        found = data if isinstance(data, list | tuple) else [data]
        return [cast(UploadedFile, super(FilesField, self).clean(one, initial)) for one in found]


class FilesForm(forms.Form):
    """Files to look at, and whose they are if that is known."""

    file = FilesField(label=_("Files"), widget=ManyFiles({"class": "form-control", "accept": ACCEPTED}))
    company = forms.TypedChoiceField(
        label=_("Company"), required=False, coerce=int, empty_value=None, widget=forms.Select(SELECT)
    )

    def __init__(self, companies: Iterable[CompanyFacts], *args: object, **kwargs: object) -> None:
        # The page has another form with a company.
        super().__init__(*args, **{"auto_id": "files_%s", **kwargs})  # type: ignore[arg-type]
        self.fields["company"].choices = company_choices(companies)  # type: ignore[attr-defined]


class CompanyForm(forms.Form):
    """Whose an upload is."""

    company = forms.TypedChoiceField(label=_("Company"), coerce=int, widget=forms.Select(SELECT))

    def __init__(self, companies: Iterable[CompanyFacts], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["company"].choices = company_choices(companies)  # type: ignore[attr-defined]


def company_choices(companies: Iterable[CompanyFacts]) -> list[tuple[object, object]]:
    """Return companies to choose from; where there is only one, it is chosen."""
    found: list[tuple[object, object]] = [(one.id, one.name) for one in companies]
    return found if len(found) == 1 else [("", _("Guess it from the file")), *found]


class ColumnsForm(CompanyForm):
    """Whose a file is, what each of its columns holds, and how it is written."""

    def __init__(
        self, companies: Iterable[CompanyFacts], checked: Checked, told: Told, *args: object, **kwargs: object
    ) -> None:
        super().__init__(companies, *args, **kwargs)
        self.told = told
        self.columns = checked.columns[:MOST_COLUMNS]
        self.is_by_day = checked.times_of_day > 0
        known = [choice for choice in self.fields["company"].choices if choice[0]]  # type: ignore[attr-defined]
        self.fields["company"].choices = [("", _("Choose a company")), *known]  # type: ignore[attr-defined]
        for place, column in enumerate(self.columns):
            self.fields[f"role_{place}"] = forms.ChoiceField(
                label=column.header, choices=ROLES, initial=column.role, required=False, widget=forms.Select(SELECT)
            )
        for name, (label, choices) in CHOICES.items():
            self.fields[name] = self._hint(name, label, choices, checked)
        self.fields["timezone"] = forms.ChoiceField(
            label=_("Time zone of times without one"),
            required=False,
            choices=[("", _("that of the group")), *((name, name) for name in _zones())],
            initial=self._told("timezone"),
            widget=forms.Select(SELECT),
        )
        self.fields["format"] = forms.ChoiceField(
            label=_("Layout"),
            required=False,
            choices=[("", _detected(checked.format)), *((name, name) for name in options("formats"))],
            initial=told.format,
            widget=forms.Select(SELECT),
        )

    def _told(self, name: str) -> str:
        return str(self.told.rule(name) or self.told.hints.get(name) or "")

    def _hint(
        self, name: str, label: object, choices: Iterable[tuple[str, object]], checked: Checked
    ) -> forms.ChoiceField:
        found = checked.detected.get(name)
        word = next((str(text) for value, text in choices if value == found), found or "")
        return forms.ChoiceField(
            label=label,  # type: ignore[arg-type]
            required=False,
            choices=[("", _detected(word)), *choices],
            initial=self._told(name),
            widget=forms.Select(SELECT),
        )

    @property
    def rows(self) -> list[tuple[ColumnLook, forms.BoundField]]:
        """The columns, each with its field."""
        return [(column, self[f"role_{place}"]) for place, column in enumerate(self.columns)]

    @property
    def hint_fields(self) -> list[forms.BoundField]:
        """The fields about how the file is written."""
        return [self[name] for name in ("unit", "decimal_mark", "date_order", "stamp", "timezone", "direction")]

    @property
    def rare_fields(self) -> list[forms.BoundField]:
        """The fields that hardly any file needs."""
        return [self[name] for name in ("step_minutes", "separator", "encoding", "format")]

    def clean(self) -> dict[str, Any]:
        """Refuse columns that make no table of readings."""
        cleaned = super().clean() or self.cleaned_data
        roles = self._roles()
        if TIMING.isdisjoint(roles):
            self.add_error(None, _("Say which column holds the date and time."))
        elif "clock" in roles and roles.isdisjoint({"time", "end", "date"}) and not self._is_template(roles):
            self.add_error(None, _("A time of day needs a date beside it."))
        if not self.is_by_day and ENERGY.isdisjoint(roles):
            self.add_error(None, _("Say which column holds production or consumption."))
        return cleaned

    def _is_template(self, roles: set[str]) -> bool:
        return roles <= {"clock", "production", "consumption", "ignore"}

    def _roles(self) -> set[str]:
        return {self.cleaned_data.get(f"role_{place}") or column.role for place, column in enumerate(self.columns)}

    def as_told(self) -> Told:
        """Return what was told, with the remedies chosen before that say nothing of the same thing."""
        data = self.cleaned_data
        chosen = {one.header: data.get(f"role_{place}") or one.role for place, one in enumerate(self.columns)}
        guessed = {one.header: one.role for one in self.columns}
        columns = cast(Mapping[str, Role], chosen) if self.told.columns or chosen != guessed else {}
        names = (*CHOICES, "timezone")
        hints: dict[str, Any] = {name: data[name] for name in names if data.get(name)}
        if "step_minutes" in hints:
            hints["step_minutes"] = int(hints["step_minutes"])
        fixes = tuple(fix for fix in self.told.fixes if fix.kind not in names)
        return Told(data.get("format", ""), hints, columns, fixes)


def _detected(word: str) -> object:
    return lazystr(_("Detected: %(value)s") % {"value": word}) if word else _("Detect")


def _zones() -> list[str]:
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("posix/", "right/")))


assert {role for role, _label in ROLES} == set(get_args(Role))
