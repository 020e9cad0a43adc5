"""The form of an agreement: its key and its price with their fields, a row for each company, its days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.findings import Finding
from energy_synergy.registry import Option
from energy_synergy.usecases.agreement_dates import AgreementEndsWrongly
from energy_synergy.usecases.agreements import BY_SLOT, Party, WrittenKey, read_rule, write_rule
from energy_synergy.web.db.agreements import AgreementDetails, AgreementEndsBeforeStart
from energy_synergy.web.db.models import Agreement, Group
from energy_synergy.web.fields import SELECT, TEXT, LineField, NumberField
from energy_synergy.web.pages.agreements.choices import (
    FILE,
    KEPT,
    OWN_FILE,
    STORED,
    OfferedOption,
    form_fields,
    form_name,
    member_fields,
    offered_keys,
    offered_rules,
    offers,
    stored_fields,
    told_fields,
)
from energy_synergy.web.pages.agreements.own_key import DayKeyNeedsStart, read_own_key
from energy_synergy.web.pages.members.forms import DayField
from energy_synergy.web.queries.agreements import ONE_DAY

PLACES = {AgreementEndsBeforeStart: "last_on", AgreementEndsWrongly: "last_on", DayKeyNeedsStart: "first_on"}
INTERVALS = ((15, _("15 minutes")), (60, _("60 minutes")))
WHOLE = 1_000_000
SUM_SLACK = 1e-7
COLUMNS = ("shares", "ranks", "giving_ranks")


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company with its fields: share of the surplus in percent, rank when receiving, rank when giving."""

    name: str
    cells: tuple[tuple[str, forms.BoundField], ...]


class AgreementForm(forms.Form):
    """What an agreement says."""

    title = LineField(label=_("Name"), max_length=120, widget=forms.TextInput({**TEXT, "autocomplete": "off"}))
    first_on = DayField(
        label=_("First day"),
        required=False,
        help_text=_("A draft may leave it open. The agreement in force on that day ends then."),
    )
    last_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: open."))
    interval_minutes = forms.TypedChoiceField(
        label=_("Interval of sharing"),
        coerce=int,
        choices=INTERVALS,
        widget=forms.Select(SELECT),
        help_text=_("As the country demands: hourly in Italy and Spain, else quarter-hours."),
    )
    note = forms.CharField(
        label=_("Note to the members"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({**TEXT, "rows": 3}),
    )
    key = forms.ChoiceField(label=_("Who receives the surplus?"))
    rule = forms.ChoiceField(label=_("At which price?"))
    file = forms.FileField(label=_("File (CSV)"), required=False, widget=forms.FileInput({"class": "form-control"}))
    file_may_sum_below_one = forms.BooleanField(
        label=_("Shares may sum to less than 100 %, as in France; the rest goes to the grid"),
        required=False,
    )

    gives_first = forms.BooleanField(
        label=_("Where there is too much, the surplus of some companies goes first"),
        required=False,
        widget=forms.CheckboxInput({"data-needs": "giving_ranks"}),
    )

    def __init__(self, parties: Sequence[Party], *args: Any, stored: Mapping[str, Any] | None = None, **names: Any):
        super().__init__(*args, **names)
        self.parties, self.keys, self.rules = parties, offered_keys(), offered_rules()
        self.stored_key = stored if stored and stored.get("name") not in self.keys else None
        extra = [(STORED, STORED)] if self.stored_key else []
        self.fields["key"].choices = [(name, name) for name in (*self.keys, FILE)] + extra  # type: ignore[attr-defined]
        self.fields["rule"].choices = [(name, name) for name in self.rules]  # type: ignore[attr-defined]
        self.fields.update(form_fields("sharing", self.keys))
        self.fields.update(form_fields("pricing", self.rules))
        for one in parties:
            for column in COLUMNS:
                self.fields[f"{column}-{one.number}"] = NumberField(label=one.name, example="25", required=False)

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields that every agreement has."""
        return [self[name] for name in ("title", "first_on", "last_on", "interval_minutes", "note")]

    @property
    def key_offers(self) -> list[OfferedOption]:
        """The keys."""
        chosen = self["key"].value()
        own = (self["file"], self["file_may_sum_below_one"])
        found = offers(self, "sharing", "key", self.keys)
        found.append(OfferedOption(FILE, str(OWN_FILE[0]), str(OWN_FILE[1]), chosen == FILE, own))
        if self.stored_key:
            found.append(OfferedOption(STORED, str(KEPT[0]), str(KEPT[1]), chosen == STORED))
        return found

    @property
    def rule_offers(self) -> list[OfferedOption]:
        """The price rules."""
        return offers(self, "pricing", "rule", self.rules)

    @property
    def rows(self) -> list[CompanyRow]:
        """The companies with their fields."""
        return [
            CompanyRow(one.name, tuple((column, self[f"{column}-{one.number}"]) for column in COLUMNS))
            for one in self.parties
        ]

    def told(self, group: Group) -> tuple[AgreementDetails, tuple[Finding, ...]]:
        """Return what was told, and what was found in a file of coefficients.

        Raises InvalidValue, or another refusal, for what does not fit.
        """
        told = self.cleaned_data
        end = told["last_on"] and told["last_on"] + ONE_DAY
        key, found = self._key(group, end)
        name = told["rule"]
        rule = write_rule(read_rule({"name": name, **told_fields("pricing", self.rules[name], told)}))
        details = AgreementDetails(
            title=told["title"],
            key=key,
            rule=rule,
            interval_minutes=told["interval_minutes"],
            active_from=told["first_on"],
            active_to=end,
            note=told["note"],
        )
        return details, found

    def _key(self, group: Group, end: Any) -> tuple[WrittenKey, tuple[Finding, ...]]:
        told = self.cleaned_data
        name = told["key"]
        if name == STORED and self.stored_key:
            return WrittenKey(dict(self.stored_key)), ()
        if name == FILE:
            return read_own_key(
                group,
                told["file"].read(),
                first_on=told["first_on"],
                end=end,
                may_sum_below_one=told["file_may_sum_below_one"],
            )
        cls = self.keys[name]
        record = {"name": name, **told_fields("sharing", cls, told)}
        for field in self._needs(cls):
            entries = {str(one.number): self._entry(field, one) for one in self.parties}
            record[field] = entries
        return WrittenKey(record), ()

    def _needs(self, cls: type[Option]) -> tuple[str, ...]:
        """Return the fields of a key that every company has an entry for."""
        gives_first = self.cleaned_data.get("gives_first")
        return tuple(field for field in member_fields(cls) if gives_first or field != "giving_ranks")

    def _entry(self, field: str, party: Party) -> Any:
        value = self.cleaned_data.get(f"{field}-{party.number}")
        if value is None:
            return 0.0 if field == "shares" else None
        return value / 100 if field == "shares" else int(value) if float(value).is_integer() else value

    def clean(self) -> dict[str, Any]:
        """Ask for the file of a key from a file, and for a rank of every company where one has a rank."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        name = told.get("key")
        if name == FILE and not told.get("file"):
            self.add_error("file", _("Choose the file with the coefficients."))
        needs = self._needs(self.keys[name]) if name in self.keys else ()
        ranked = [field for field in ("ranks", "giving_ranks") if field in needs]
        if any(told.get(f"{field}-{one.number}") is None for field in ranked for one in self.parties):
            self.add_error("key", _("Give every company a rank: 1 comes first, equal ranks share."))
        if "shares" in needs:
            self._check_sum(told)
        return told

    def _check_sum(self, told: dict[str, Any]) -> None:
        """Say to what the shares sum, in percent as they were written."""
        total = fsum(told.get(f"shares-{one.number}") or 0.0 for one in self.parties)
        may_be_less = told.get(form_name("sharing", told["key"], "may_sum_below_one"))
        if total > 100 + SUM_SLACK or (total < 100 - SUM_SLACK and not may_be_less):
            sentence = _("The shares sum to %(total)s %%, not to 100 %%. Correct them so that they do.")
            self.add_error("key", forms.ValidationError(sentence, params={"total": f"{total:.8g}"}))


def equal_shares(count: int) -> list[float]:
    """Return parts in percent that sum to exactly 100, as equal as four decimals allow."""
    each, rest = divmod(WHOLE, count) if count else (0, 0)
    return [(each + (place < rest)) / 10_000 for place in range(count)]


def initial_of(row: Agreement | None, parties: Sequence[Party], *, interval_minutes: int = 15) -> dict[str, Any]:
    """Return what the form shows first: a draft, or the usual choice."""
    key: Mapping[str, Any] = row.key if row else {"name": "pro_rata"}
    rule: Mapping[str, Any] = row.rule if row else {"name": "mid_market_rate"}
    shares = [f"{one:.10g}" for one in equal_shares(len(parties))]
    shown: dict[str, Any] = {f"shares-{one.number}": text for one, text in zip(parties, shares, strict=True)}
    shown |= {f"ranks-{one.number}": place for place, one in enumerate(parties, 1)}
    for column in COLUMNS:
        entries = key.get(column)
        if isinstance(entries, Mapping) and BY_SLOT not in entries:
            factor = 100 if column == "shares" else 1
            shown |= {f"{column}-{number}": f"{factor * value:.10g}" for number, value in entries.items()}
    shown |= stored_fields("sharing", key, offered_keys()) | stored_fields("pricing", rule, offered_rules())
    shown |= {
        "gives_first": "giving_ranks" in key,
        "key": key["name"] if key["name"] in offered_keys() else STORED,
        "rule": rule["name"],
        "interval_minutes": row.interval_minutes if row else interval_minutes,
    }
    if row:
        shown |= {"title": row.title, "note": row.note, "first_on": row.active_from}
        shown["last_on"] = row.active_to and row.active_to - ONE_DAY
    return shown


class EndForm(forms.Form):
    """The last day of an agreement."""

    last_on = DayField(label=_("Last day"))


class PublishForm(forms.Form):
    """That somebody publishes what the page showed."""

    seen = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    all_the_same = forms.BooleanField(label=_("Publish all the same"), required=False)
