"""Reading and writing the dated tariffs of companies: a change writes a new row, nothing is overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from energy_synergy.community import group as kernel
from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.tariffs.room import room_for
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.web.db.loading import bonds_in_order
from energy_synergy.web.db.models import Company, CompanyTariff, Group, TariffTemplate


class TariffReplaced(EnergySynergyError):
    """A tariff was changed or removed by somebody else in the meantime."""

    code = "tariff_replaced"


class TemplateTitleTaken(EnergySynergyError):
    """A group has a template of this name."""

    code = "template_title_taken"


def tariff_rows(companies: Collection[int], *, as_of: datetime | None = None) -> QuerySet[CompanyTariff]:
    """Return the tariffs of companies that hold now, or that were known at an instant, by company and first day."""
    rows = CompanyTariff.objects.filter(company__in=companies)
    if as_of is None:
        rows = rows.filter(replaced_at=None)
    else:
        rows = rows.filter(Q(replaced_at=None) | Q(replaced_at__gt=as_of), recorded_at__lte=as_of)
    return rows.order_by("company_id", F("active_from").asc(nulls_first=True), "pk")


def load_tariffs(companies: Collection[int], *, as_of: datetime | None = None) -> dict[int, tuple[Tariff, ...]]:
    """Return the tariffs of companies by their numbers, in the order of their first days; one query.

    With `as_of` those that were known at that instant. A company without any is left out.
    """
    found: dict[int, list[Tariff]] = defaultdict(list)
    for company_id, body in tariff_rows(companies, as_of=as_of).values_list("company_id", "body"):
        found[company_id].append(read_tariff(body))
    return {company_id: tuple(tariffs) for company_id, tariffs in found.items()}


def with_tariffs(row: Group, group: kernel.Group, *, as_of: datetime | None = None) -> kernel.Group:
    """Return a group that was loaded, its members with their tariffs; one query, two where its bonds are not loaded."""
    companies = [bond.company_id for bond in bonds_in_order(row)]
    held = load_tariffs(companies, as_of=as_of)
    members = zip(group.members, companies, strict=True)
    return replace(group, members=tuple(replace(one, tariffs=held.get(number, ())) for one, number in members))


@transaction.atomic
def save_tariff(
    company: Company, tariff: Tariff, *, now: datetime, recorded_by: str, replaces: CompanyTariff | None = None
) -> CompanyTariff:
    """Store a tariff of a company; the one that it replaces stays in the history.

    Raises TariffReplaced where somebody else was faster.
    """
    if replaces is not None:
        remove_tariff(replaces, now=now)
    return CompanyTariff.objects.create(
        company=company,
        title=tariff.title,
        active_from=tariff.active_from,
        active_to=tariff.active_to,
        body=tariff.record(),
        recorded_at=now,
        recorded_by=recorded_by,
    )


@transaction.atomic
def put_tariff(
    company: Company, tariff: Tariff, *, now: datetime, recorded_by: str, replaces: CompanyTariff | None = None
) -> tuple[CompanyTariff, bool]:
    """Store a tariff of a company, and cut those that hold at the same time; return it, and whether it is new.

    One that holds just so already stays as it is. Raises TariffReplaced where somebody else was faster.
    """
    if replaces is not None and read_tariff(replaces.body) != tariff:
        remove_tariff(replaces, now=now)
    rows = list(tariff_rows([company.pk]))
    held = [read_tariff(row.body) for row in rows]
    if tariff in held:
        return rows[held.index(tariff)], False
    for place, left in room_for(tariff, held).items():
        remove_tariff(rows[place], now=now)
        for one in left:
            save_tariff(company, one, now=now, recorded_by=recorded_by)
    return save_tariff(company, tariff, now=now, recorded_by=recorded_by), True


def end_tariff(row: CompanyTariff, active_to: date, *, now: datetime, recorded_by: str) -> CompanyTariff:
    """Store that a tariff no longer holds from a day on.

    Raises InvalidValue for a day that is not after its first one, TariffReplaced where somebody else was faster.
    """
    if row.active_from and active_to <= row.active_from:
        raise InvalidValue(
            marked("The tariff holds from {active_from} on. Choose a later day, or remove the tariff."),
            active_from=row.active_from.isoformat(),
        )
    ended = read_tariff({**row.body, "active_to": active_to})
    return save_tariff(row.company, ended, now=now, recorded_by=recorded_by, replaces=row)


def remove_tariff(row: CompanyTariff, *, now: datetime) -> None:
    """Note that a tariff counts no longer; it stays in the history.

    Raises TariffReplaced where somebody else was faster.
    """
    if not CompanyTariff.objects.filter(pk=row.pk, replaced_at=None).update(replaced_at=now):
        raise TariffReplaced(marked("Somebody has changed this tariff in the meantime. Look at it again."))


@transaction.atomic
def save_template(group: Group, tariff: Tariff, *, now: datetime, recorded_by: str) -> TariffTemplate:
    """Keep a tariff without its dates, to be given to companies of the group.

    Raises TemplateTitleTaken, and InvalidValue for a tariff without a title.
    """
    if not tariff.title:
        raise InvalidValue(marked("A template needs a name. Give the tariff one first."))
    if TariffTemplate.objects.filter(group=group, title=tariff.title).exists():
        raise TemplateTitleTaken(marked("The group has a template {title} already."), title=tariff.title)
    body = tariff.model_copy(update={"active_from": None, "active_to": None}).record()
    return TariffTemplate.objects.create(
        group=group, title=tariff.title, body=body, recorded_at=now, recorded_by=recorded_by
    )
