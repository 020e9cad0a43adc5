"""Agreements: the sharing key and the price rule of a group, written down by the numbers of its companies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import numpy as np

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.pricing.base import PriceRule
from energy_synergy.registry import option, option_class, options
from energy_synergy.sharing.base import Ranks, SharingKey
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.agreed_slots import Array, SlotCoefficients

Record = Mapping[str, Any]
BY_SLOT = "by_slot"


class AgreementLacksMember(InvalidValue):
    """A company that belongs to the group has no entry in the key that was agreed."""

    code = "agreement_lacks_member"


class AgreementNamesStranger(InvalidValue):
    """The key that was agreed has an entry for a company that is not in the group."""

    code = "agreement_names_stranger"


@dataclass(frozen=True, slots=True)
class Party:
    """A company as an agreement sees it, and from when until when it belongs to the group (None is open)."""

    number: int
    name: str
    active_from: datetime | None = None
    active_to: datetime | None = None

    def belongs(self, starts_at: datetime, ends_at: datetime | None) -> bool:
        """Tell whether it belongs to the group at any time from one instant to another (None is open)."""
        is_before = self.active_to is not None and self.active_to <= starts_at
        is_after = ends_at is not None and self.active_from is not None and self.active_from >= ends_at
        return not is_before and not is_after


@dataclass(frozen=True, eq=False)
class WrittenKey:
    """A key as it is kept: `{name, <fields>}`, and apart from it the coefficients of each slot where it has some.

    A field with one entry a member is a table by the company's number, one with an entry a pair a table of tables. One
    with coefficients for each slot is `{"by_slot": <dimensions>, "companies": [...]}`.
    """

    record: dict[str, Any]
    coefficients: SlotCoefficients | None = None


def write_key(key: SharingKey, companies: Sequence[int], *, first_index: int | None = None) -> WrittenKey:
    """Return a key whose members are the companies of these numbers, in their order, as it is kept.

    `first_index` is the slot, counted from the Unix epoch, of the first row of a key with coefficients for each slot.
    Raises InvalidValue for a key that has not one entry for each company.
    """
    record: dict[str, Any] = {"name": key.name}
    found: SlotCoefficients | None = None
    for field in type(key).model_fields:
        value = getattr(key, field)
        if isinstance(value, np.ndarray):
            dimensions = 1 if key.mixes_givers else 2
            _refuse_unless_each(value.shape[-1], companies, field)
            if value.ndim > dimensions:
                found = _of_slots(value, companies, first_index)
                record[field] = {BY_SLOT: dimensions, "companies": list(companies)}
            else:
                record[field] = _pairs(value, companies)
        elif field in key.member_fields and value:
            _refuse_unless_each(len(value), companies, field)
            record[field] = {str(number): one for number, one in zip(companies, value, strict=True)}
        elif field not in key.member_fields:
            record[field] = key.model_dump(mode="json", include={field})[field]
    return WrittenKey(record, found)


def _of_slots(values: Array, companies: Sequence[int], first_index: int | None) -> SlotCoefficients:
    if first_index is None:
        raise InvalidValue(marked("Say from which quarter of an hour the coefficients hold."))
    return SlotCoefficients(tuple(companies), first_index, values)


def _pairs(values: Array, companies: Sequence[int]) -> dict[str, dict[str, float]]:
    return {
        str(giver): {str(receiver): float(one) for receiver, one in zip(companies, row, strict=True)}
        for giver, row in zip(companies, values, strict=True)
    }


def _refuse_unless_each(entries: int, companies: Sequence[int], field: str) -> None:
    if entries != len(companies):
        raise InvalidValue(
            marked("The key has {entries} {field} for {members} members. Give one for each member."),
            entries=entries,
            field=field,
            members=len(companies),
        )


def write_rule(rule: PriceRule) -> dict[str, Any]:
    """Return a price rule as it is kept."""
    return {"name": rule.name, **rule.model_dump(mode="json")}


def read_rule(record: Record) -> PriceRule:
    """Return the price rule of a record.

    Raises UnknownName for a rule that is not there, InvalidValue for fields that do not fit.
    """
    return cast(PriceRule, option("pricing", *_name(record, "pricing"), **_fields(record)))


def read_key(
    record: Record,
    parties: Sequence[Party],
    span: tuple[datetime, datetime | None],
    coefficients: Array | None = None,
) -> SharingKey:
    """Return the key of a record for the members of a window, in their order.

    `span` is the time for which it is wanted. A company that does not belong to the group then takes no part and needs
    no entry. `coefficients` are those of each interval of the span for a key that has them, (T, C) or (T, C, C).
    Raises AgreementLacksMember or AgreementNamesStranger where companies and entries do not fit each other, UnknownName
    for a key that is not there, InvalidValue for fields that do not fit.
    """
    (name,) = _name(record, "sharing")
    cls = option_class("sharing", name)
    fields: dict[str, Any] = {}
    for field, value in _fields(record).items():
        is_table = isinstance(value, Mapping) and field in cls.model_fields
        fields[field] = _laid_out(cls, field, value, parties, span, coefficients) if is_table else value
    return cast(SharingKey, option("sharing", name, **fields))


def entries_of(record: Record) -> frozenset[int]:
    """Return the numbers of the companies that a key has an entry for; none for a key without entries."""
    return frozenset(number for value in record.values() if isinstance(value, Mapping) for number in _numbers(value))


def _numbers(value: Mapping[str, Any]) -> Iterable[int]:
    try:
        numbers = [int(number) for number in (value["companies"] if BY_SLOT in value else value)]
    except (KeyError, TypeError, ValueError) as error:
        raise _misnumbered() from error
    if len(set(numbers)) < len(numbers):
        raise _misnumbered()
    return numbers


def _misnumbered() -> InvalidValue:
    return InvalidValue(marked("The entries of a key stand under the numbers of companies, each once."))


def slot_table(record: Record) -> tuple[tuple[int, ...], int] | None:
    """Return the companies of the coefficients of each slot, and 1 for shares or 2 for pairs; None for another key."""
    table = next((value for value in record.values() if isinstance(value, Mapping) and BY_SLOT in value), None)
    if table is None:
        return None
    if table[BY_SLOT] not in (1, 2):
        raise _misnumbered()
    return tuple(_numbers(table)), int(table[BY_SLOT])


def _laid_out(
    cls: type[Any],
    field: str,
    value: Mapping[str, Any],
    parties: Sequence[Party],
    span: tuple[datetime, datetime | None],
    coefficients: Array | None,
) -> Any:
    told = list(_numbers(value))
    _refuse_misfits(told, parties, span)
    if BY_SLOT in value:
        return _columns(told, parties, coefficients, 2 if value[BY_SLOT] == 2 else 1)
    by_number = dict(zip(told, value.values(), strict=True))
    if any(isinstance(one, Mapping) for one in by_number.values()):
        return _pair_table(by_number, parties)
    return tuple(by_number.get(one.number, _of_nobody(cls, field, by_number.values())) for one in parties)


def _of_nobody(cls: type[Any], field: str, entries: Iterable[Any]) -> Any:
    """Return the entry of a company that takes no part: nothing of the surplus, or the last rank."""
    if cls.model_fields[field].annotation != Ranks:
        return 0.0
    return max((one for one in entries if isinstance(one, int)), default=1)


def _refuse_misfits(told: Sequence[int], parties: Sequence[Party], span: tuple[datetime, datetime | None]) -> None:
    known = {one.number for one in parties}
    if strangers := sorted(set(told) - known):
        raise AgreementNamesStranger(
            marked(
                "The key has an entry for a company that is not in the group any more (number {numbers}). Draft an "
                "agreement without it."
            ),
            numbers=", ".join(map(str, strangers)),
        )
    lacking = [one.name for one in parties if one.belongs(*span) and one.number not in told]
    if lacking:
        raise AgreementLacksMember(
            marked("The key has no entry for {members}. Draft an agreement in which every member has one."),
            members=", ".join(lacking),
        )


def _columns(told: list[int], parties: Sequence[Party], coefficients: Array | None, dimensions: int) -> Array:
    if coefficients is None or coefficients.shape[1:] != (len(told),) * dimensions:
        raise InvalidValue(marked("The coefficients of each slot are missing."))
    places = [told.index(one.number) if one.number in told else len(told) for one in parties]
    padded = np.pad(coefficients, ((0, 0), *((0, 1),) * dimensions))
    return padded[:, places] if dimensions == 1 else padded[:, places][:, :, places]


def _pair_table(by_number: Mapping[int, Any], parties: Sequence[Party]) -> list[list[float]]:
    if not all(isinstance(row, Mapping) for row in by_number.values()):
        raise _misnumbered()
    rows = {giver: dict(zip(_numbers(row), row.values(), strict=True)) for giver, row in by_number.items()}
    strangers = {to for row in rows.values() for to in row} - set(rows)
    if strangers:
        raise AgreementNamesStranger(
            marked("The key gives energy to a company that has no entry of its own (number {numbers})."),
            numbers=", ".join(map(str, sorted(strangers))),
        )
    return [[rows.get(giver.number, {}).get(to.number, 0.0) for to in parties] for giver in parties]


def _name(record: Record, family: str) -> tuple[str]:
    name = record.get("name")
    if not isinstance(name, str):
        raise InvalidValue(
            marked("An agreement names its key and its price rule. Known names: {known}."),
            known=", ".join(options(family)),
        )
    return (name,)


def _fields(record: Record) -> dict[str, Any]:
    return {field: value for field, value in record.items() if field != "name"}


def changes_inside(record: Record, parties: Sequence[Party], timeline: Timeline) -> tuple[datetime, ...]:
    """Return when, inside a timeline, a company without an entry in the key joins or leaves, in order."""
    entries = entries_of(record)
    if not entries:
        return ()
    moments = {
        moment
        for one in parties
        if one.number not in entries
        for moment in (one.active_from, one.active_to)
        if moment is not None and timeline.starts_at < moment < timeline.ends_at
    }
    return tuple(sorted(moments))
