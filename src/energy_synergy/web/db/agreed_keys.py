"""The keys of stored agreements: the companies that they are for, and their coefficients by days."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_DAY
from energy_synergy.usecases.agreed_slots import SlotCoefficients
from energy_synergy.usecases.agreements import Party, slot_table
from energy_synergy.web.db.loading import bonds_in_order
from energy_synergy.web.db.models import Agreement, AgreementCoefficients, Group

ROWS_AT_ONCE = 100


def parties_of(group: Group) -> Sequence[Party]:
    """Return the companies of a group in the order of its members; no query once its bonds are loaded."""
    return [
        Party(bond.company_id, bond.company.name, bond.active_from, bond.active_to) for bond in bonds_in_order(group)
    ]


def load_coefficients(agreement: Agreement, timeline: Timeline | None = None) -> SlotCoefficients | None:
    """Return the coefficients of an agreement for the days of a timeline, or all of them; one query.

    None, without a query, for an agreement whose key has none for each slot.
    """
    table = slot_table(agreement.key)
    if table is None:
        return None
    rows = AgreementCoefficients.objects.filter(agreement=agreement).order_by("day_index")
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
    for values in AgreementCoefficients.objects.filter(agreement=row).order_by("day_index").values_list("values"):
        digest.update(bytes(values[0]))
    return digest.hexdigest()[:32]
