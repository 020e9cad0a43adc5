"""The keys of stored agreements: the companies that they are for, and their coefficients by days."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT_SECONDS, SLOTS_PER_DAY
from energy_synergy.usecases.agreed_slots import SlotCoefficients
from energy_synergy.usecases.agreement_dates import Term
from energy_synergy.usecases.agreements import Party, Record, slot_table
from energy_synergy.web.db.loading import bonds_in_order
from energy_synergy.web.db.models import Agreement, AgreementCoefficients, AgreementState, Group

ROWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Agreed:
    """A published agreement as windows rest on it: when it holds, its key and its price rule as they are kept."""

    term: Term
    key: Record
    rule: Record
    interval_minutes: int
    published_at: datetime

    @property
    def interval_slots(self) -> int:
        """How many slots an interval of sharing has."""
        return self.interval_minutes // (SLOT_SECONDS // 60)


def parties_of(group: Group) -> Sequence[Party]:
    """Return the companies of a group in the order of its members; one query, none once its bonds are loaded."""
    group.loaded_bonds = bonds_in_order(group)
    return [Party(one.company_id, one.company.name, one.active_from, one.active_to) for one in group.loaded_bonds]


def load_agreed(group: Group) -> tuple[Agreed, ...]:
    """Return the published agreements of a group, the first one first; one query."""
    rows = Agreement.objects.filter(group=group, state=AgreementState.PUBLISHED).order_by("active_from", "pk")
    return tuple(map(agreed_of, rows))


def agreed_of(row: Agreement) -> Agreed:
    """Return a published agreement as windows rest on it."""
    assert row.published_at is not None, "the database keeps no published agreement that never was"
    return Agreed(term_of(row), row.key, row.rule, row.interval_minutes, row.published_at)


def term_of(row: Agreement) -> Term:
    """Return from when until when a published agreement holds."""
    assert row.active_from is not None, "the database keeps no published agreement without a first day"
    return Term(row.pk, row.title, row.active_from, row.active_to)


def load_coefficients(number: int, key: Record, timeline: Timeline | None = None) -> SlotCoefficients | None:
    """Return the coefficients of the agreement of that number for the days of a timeline, or all of them; one query.

    None, without a query, for a key that has none for each slot.
    """
    table = slot_table(key)
    if table is None:
        return None
    rows = AgreementCoefficients.objects.filter(agreement=number).order_by("day_index")
    if timeline is not None:
        first, end = timeline.first_index, timeline.first_index + timeline.slots
        rows = rows.filter(day_index__gte=first // SLOTS_PER_DAY, day_index__lte=end // SLOTS_PER_DAY)
    days = ((day, bytes(values)) for day, values in rows.values_list("day_index", "values"))
    return SlotCoefficients.of_packed(*table, days)


def save_coefficients(agreement: Agreement, coefficients: SlotCoefficients | None) -> None:
    """Store the coefficients of a draft in the place of those that it had."""
    AgreementCoefficients.objects.filter(agreement=agreement).delete()
    if coefficients is not None:
        rows = (
            AgreementCoefficients(agreement=agreement, day_index=day, values=values)
            for day, values in coefficients.packed_days()
        )
        AgreementCoefficients.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def fingerprint(row: Agreement) -> str:
    """Return a word that changes whenever what an agreement says does."""
    told = [row.title, row.note, row.key, row.rule, row.interval_minutes, str(row.active_from), str(row.active_to)]
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
    if slot_table(row.key) is not None:
        for (values,) in (
            AgreementCoefficients.objects.filter(agreement=row).order_by("day_index").values_list("values")
        ):
            digest.update(bytes(values))
    return digest.hexdigest()[:32]
