"""Writing companies and their dated bonds to groups; each change is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from energy_synergy.community.gaps.base import GapPolicy
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.ports import NewMember
from energy_synergy.sharing.participation import check_participation
from energy_synergy.timeline import first_instant
from energy_synergy.usecases.gap_policy import gap_policy_record
from energy_synergy.usecases.registration_id import checked_registration_id
from energy_synergy.web.db import saving
from energy_synergy.web.db.groups import last_date, local_date
from energy_synergy.web.db.models import Company, Group, Invitation, Membership, Upload

ONE_DAY = timedelta(days=1)


class CompanyNameTaken(InvalidValue):
    """Two companies of a group would have the same name."""

    code = "company_name_taken"


class NameSetByManagers(InvalidValue):
    """A company among others whose names are hidden from its people is renamed by those who manage the group."""

    code = "name_set_by_managers"


class AlreadyMember(InvalidValue):
    """A company is in the group already."""

    code = "already_member"


class EndsBeforeStart(InvalidValue):
    """A membership would end before it begins."""

    code = "ends_before_start"


class EndsAlready(InvalidValue):
    """A membership ends before the day on which the company would leave."""

    code = "ends_already"


class EndsInThePast(InvalidValue):
    """A company cannot leave on a day that is over."""

    code = "ends_in_the_past"


@dataclass(frozen=True, slots=True)
class CompanyDetails:
    """What is told of a company besides its energy; all but the name may be empty."""

    name: str
    sector: str = ""
    registration_id: str = ""
    country: str = ""
    size_class: str = ""
    is_public: bool = False


@transaction.atomic
def add_company(group: Group, told: CompanyDetails, *, now: datetime, recorded_by: str) -> Company:
    """Store a new company of a group.

    Raises InvalidRegistrationId, and CompanyNameTaken when the group has a company of that name.
    """
    _refuse_taken_name(told.name, [group.pk])
    number = saving.add_company(group.slug, NewMember(told.name, told.sector), now=now, recorded_by=recorded_by)
    company = Company.objects.get(pk=number)
    _write(company, told)
    return company


@transaction.atomic
def change_company(company: Company, told: CompanyDetails, *, may_rename: bool) -> None:
    """Store what a company is; it is the same in every group that it belongs to.

    Raises InvalidRegistrationId, CompanyNameTaken when one of its groups has another company of that name, and
    NameSetByManagers for another name where `may_rename` is False: its refusal would tell who else is in a group.
    """
    if not may_rename and told.name != company.name:
        raise NameSetByManagers(
            marked("Some companies of the group are hidden from you: ask its manager to rename yours.")
        )
    groups = Membership.objects.filter(company=company).values_list("group_id", flat=True)
    _refuse_taken_name(told.name, groups, but=company.pk)
    _write(company, told)


def told_change(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Return two records of what stands in for missing readings as the audit record tells them."""

    def words(record: Mapping[str, Any]) -> str:
        settings = ", ".join(f"{key} {value}" for key, value in record.items() if key != "name")
        name = record.get("name", "leave_missing")
        return f"{name} ({settings})" if settings else name

    return {"before": words(before), "after": words(after)}


def change_gaps(company: Company, policy: GapPolicy | None) -> None:
    """Store what stands in for the missing readings of a company."""
    company.gaps = gap_policy_record(policy)
    company.save(update_fields=["gaps"])


def _refuse_taken_name(name: str, groups: Iterable[int], *, but: int | None = None) -> None:
    others = Membership.objects.filter(group__in=groups, company__name__iexact=name).exclude(company=but)
    if others.exists():
        raise CompanyNameTaken(
            marked("There is a company named {name} in the group already. Tell them apart by their names."), name=name
        )


def _write(company: Company, told: CompanyDetails) -> None:
    company.name, company.sector = told.name, told.sector
    company.registration_id = checked_registration_id(told.registration_id, told.country)
    company.country, company.size_class, company.is_public = told.country, told.size_class, told.is_public
    company.save(update_fields=["name", "sector", "registration_id", "country", "size_class", "is_public"])


@transaction.atomic
def add_existing_company(group: Group, company: Company) -> None:
    """Let a company of another group belong to this one too, seen by others in totals alone.

    Raises AlreadyMember, and CompanyNameTaken when the group has a company of that name.
    """
    if Membership.objects.filter(group=group, company=company).exists():
        raise AlreadyMember(marked("{name} is in this group already."), name=company.name)
    _refuse_taken_name(company.name, [group.pk])
    Membership.objects.create(group=group, company=company)


@transaction.atomic
def change_membership(bond: Membership, first_on: date | None, last_on: date | None, participation: float) -> None:
    """Let a company belong to a group from one local day to another, both included; None is open.

    `participation` is the fraction of its energy that enters the group.
    Raises EndsBeforeStart, and ParticipationRefused where its groups at one time would have more than all of it.
    """
    if first_on and last_on and last_on < first_on:
        raise EndsBeforeStart(marked("The last day lies before the first one. Swap them, or leave one of them empty."))
    zone_name = bond.group.timezone
    bond.active_from = first_on and first_instant(first_on, zone_name)
    bond.active_to = last_on and first_instant(last_on + ONE_DAY, zone_name)
    if participation != bond.participation:
        bond.participation = participation
        _check_participation(bond)
    bond.save(update_fields=["active_from", "active_to", "participation"])


def _check_participation(bond: Membership) -> None:
    others = Membership.objects.filter(company=bond.company_id, group__archived_at=None).exclude(pk=bond.pk)
    if bond.active_from:
        others = others.filter(Q(active_to=None) | Q(active_to__gt=bond.active_from))
    if bond.active_to:
        others = others.filter(Q(active_from=None) | Q(active_from__lt=bond.active_to))
    factors = {other.group.name: other.participation for other in others.select_related("group")}
    check_participation({**factors, bond.group.name: bond.participation})


@transaction.atomic
def leave_group(bond: Membership, last_on: date, *, today: date) -> None:
    """End a company's membership with a local day that is not over yet.

    Raises EndsInThePast, EndsAlready for a later day than its last one, and EndsBeforeStart for a day before it begins.
    """
    if last_on < today:
        raise EndsInThePast(marked("This day is over. A company leaves today or on a later day."))
    ends_on = last_date(bond.active_to, bond.group.timezone)
    if ends_on is not None and last_on > ends_on:
        raise EndsAlready(
            marked("Its last day in the group is {day} already. Those who manage the group can set a later one."),
            day=ends_on.isoformat(),
        )
    first_on = bond.active_from and local_date(bond.active_from, bond.group.timezone)
    change_membership(bond, first_on, last_on, bond.participation)


@transaction.atomic
def remove_company(group: Group, company: Company) -> None:
    """Remove a company from a group, and altogether where it belongs to no other one."""
    elsewhere = Membership.objects.filter(company=OuterRef("pk")).exclude(group=group)
    gone, _counts = Company.objects.filter(pk=company.pk).exclude(Exists(elsewhere)).delete()
    if gone:
        return
    Membership.objects.filter(group=group, company=company).delete()
    Invitation.objects.filter(group=group, company=company).delete()
    Upload.objects.filter(group=group, company=company).delete()
