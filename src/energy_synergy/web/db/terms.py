"""Writing how far the other members of a group see a company."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from energy_synergy.community.sight import Terms, Visibility
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.web.db.models import Membership


class ShownWithoutAgreement(InvalidValue):
    """A curve would be shown by a company that does not accept to be recognised in totals."""

    code = "shown_without_agreement"


@dataclass(frozen=True, slots=True)
class Changed:
    """The terms of a company before and after a change."""

    before: Terms
    after: Terms


def terms_of(bond: Membership) -> Terms:
    """Return what a company grants the others in one group."""
    return Terms(Visibility(bond.visibility), bond.agreed_at is not None)


def save_terms(bond: Membership, terms: Terms, *, user_id: int | None, now: datetime) -> Changed:
    """Store what a company grants the others of one group; an agreement that was there keeps its date.

    Raises ShownWithoutAgreement.
    """
    if terms.visibility != Visibility.TOTALS and not terms.is_agreed:
        raise ShownWithoutAgreement(
            marked("A company that shows its curve also agrees that it can be worked out from totals.")
        )
    before = terms_of(bond)
    bond.visibility = terms.visibility.value
    if terms.is_agreed and bond.agreed_at is None:
        bond.agreed_at, bond.agreed_by_id = now, user_id
    elif not terms.is_agreed:
        bond.agreed_at = bond.agreed_by_id = None
    bond.save(update_fields=["visibility", "agreed_at", "agreed_by"])
    return Changed(before, terms)
