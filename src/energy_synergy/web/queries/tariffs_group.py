"""The tariffs of a group as one list, the templates that it keeps, and the examples that come with the product."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone

from energy_synergy.tariffs.examples import tariff_examples
from energy_synergy.tariffs.room import holds_on
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.timeline import zone
from energy_synergy.web.access import May, companies_of, may
from energy_synergy.web.db.loading import bonds_in_order
from energy_synergy.web.db.models import Group, Membership, TariffTemplate
from energy_synergy.web.db.tariffs import load_tariffs
from energy_synergy.web.queries.tariff_words import part_text, told_amounts, told_parts
from energy_synergy.web.words import in_language

State = Literal["fits", "none", "two", "currency"]


@dataclass(frozen=True, slots=True)
class CompanyTariffLine:
    """What holds for a company today; `state` says whether the market can use it, the texts are empty where it cannot.

    `has_other` tells whether a tariff is there that held before or will hold.
    """

    id: int
    name: str
    color_index: int
    state: State
    title: str
    currency: str
    energy: str
    fees: str
    feed_in: str
    has_other: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template of the group, or an example; `key` is how addresses and forms name it."""

    key: str
    id: int | None
    title: str
    note: str
    currency: str
    parts: tuple[tuple[str, str], ...]
    amounts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GroupTariffs:
    """The page of a group's tariffs; of one who does not see all companies, `is_whole` is false."""

    group: Group
    lines: tuple[CompanyTariffLine, ...]
    templates: tuple[TemplateLine, ...]
    examples: tuple[TemplateLine, ...]
    is_whole: bool
    may_manage: bool

    @property
    def lacking(self) -> tuple[CompanyTariffLine, ...]:
        """The companies that the market can do nothing with today."""
        return tuple(line for line in self.lines if line.state != "fits")

    @property
    def editable(self) -> tuple[CompanyTariffLine, ...]:
        """The companies whose tariffs the visitor may change."""
        return tuple(line for line in self.lines if line.may_edit)


def load_group_tariffs(request: HttpRequest, group: Group) -> GroupTariffs:
    """Return the tariffs of the companies that the visitor sees and that belong to the group; three queries."""
    bonds = open_bonds(group)
    numbers = [bond.company_id for bond in bonds]
    seen = companies_of(request, group, among=numbers)
    editable = companies_of(request, group, May.EDIT_COMPANY, among=numbers)
    shown = [bond for bond in bonds if bond.company_id in seen]
    held = load_tariffs([bond.company_id for bond in shown])
    today = timezone.now().astimezone(zone(group.timezone)).date()
    lines = []
    for bond in shown:
        tariffs = held.get(bond.company_id, ())
        holding = [one for one in tariffs if holds_on(one, today)]
        lines.append(
            _line(bond, group, holding, has_other=len(tariffs) > len(holding), may_edit=bond.company_id in editable)
        )
    return GroupTariffs(
        group=group,
        lines=tuple(lines),
        templates=tuple(template_line(row) for row in TariffTemplate.objects.filter(group=group).order_by("title")),
        examples=tuple(example_lines(group)),
        is_whole=may(request, group, May.SEE_ALL),
        may_manage=may(request, group, May.MANAGE) and group.archived_at is None,
    )


def state_of(holding: Sequence[Tariff], currency: str) -> State:
    """Return whether the market can use the tariffs that hold on a day."""
    if len(holding) != 1:
        return "two" if holding else "none"
    return "fits" if holding[0].currency == currency else "currency"


def open_bonds(group: Group) -> list[Membership]:
    """Return the bonds of the companies that have not left the group, in order; one query, none once they are loaded.

    What a company pays after it has left is nobody's business here.
    """
    now = timezone.now()
    group.loaded_bonds = bonds_in_order(group)
    return [bond for bond in group.loaded_bonds if bond.active_to is None or bond.active_to > now]


def _line(
    bond: Membership, group: Group, holding: Sequence[Tariff], *, has_other: bool, may_edit: bool
) -> CompanyTariffLine:
    tariff = holding[0] if len(holding) == 1 else None
    return CompanyTariffLine(
        id=bond.company_id,
        name=bond.company.name,
        color_index=bond.company.color_index,
        state=state_of(holding, group.currency),
        title=tariff.title if tariff else "",
        currency=tariff.currency if tariff else "",
        energy=part_text(tariff.energy) if tariff else "",
        fees=" + ".join(part_text(one) for one in (tariff.grid_fee, tariff.levies)) if tariff else "",
        feed_in=part_text(tariff.feed_in) if tariff else "",
        has_other=has_other,
        may_edit=may_edit,
    )


def template_line(row: TariffTemplate) -> TemplateLine:
    """Return a template of a group as a line."""
    tariff = read_tariff(row.body)
    return TemplateLine(
        f"template:{row.pk}", row.pk, row.title, "", tariff.currency, told_parts(tariff), told_amounts(tariff)
    )


def example_lines(group: Group) -> Iterable[TemplateLine]:
    """Yield the examples as lines, in the currency of a group."""
    for one in tariff_examples().values():
        title, note, tariff = in_language(one.label), in_language(one.note), one.tariff
        yield TemplateLine(
            f"example:{one.name}", None, title, note, group.currency, told_parts(tariff), told_amounts(tariff)
        )


def tariff_named(group: Group, key: str) -> Tariff | None:
    """Return the tariff of a template or an example by its key, None for a key of none."""
    kind, _, name = key.partition(":")
    if kind == "template" and name.isdecimal() and len(name) < 19:
        row = TariffTemplate.objects.filter(group=group, pk=int(name)).first()
        return read_tariff(row.body) if row else None
    if kind == "example" and name in tariff_examples():
        one = tariff_examples()[name]
        return one.tariff.model_copy(update={"title": in_language(one.label), "currency": group.currency})
    return None
