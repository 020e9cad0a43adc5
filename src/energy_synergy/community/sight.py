"""What a member may see of the others: their curves only as far as they agreed, and no total that gives one away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

# Each contributor that subtracts its own part from a total then faces the sum of two others.
FEWEST_CONTRIBUTORS = 3
# What a company exchanges with the group it knows anyway; two companies behind the rest of it hide each other.
FEWEST_HIDDEN = 2
# A contributor stands behind a total only if it has a reading in nearly every slot: where it has none, the total is
# that of the others.
PRESENCE = 0.95


class Visibility(StrEnum):
    """How far the other members see a company: in totals alone, by hours, or by quarters of an hour."""

    TOTALS = "totals"
    HOURLY = "hourly"
    QUARTER_HOUR = "quarter_hour"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a company grants the other members of a group.

    With `is_agreed` it accepts that its part can be worked out from the totals of the group.
    """

    visibility: Visibility = Visibility.TOTALS
    is_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see of a group: everything, or the companies of their own and of others what these grant.

    `own` are numbers of companies, `terms` maps the number of a company to what it grants; one that is not named grants
    nothing.
    """

    is_full: bool = False
    own: frozenset[int] = frozenset()
    terms: Mapping[int, Terms] = field(default_factory=dict)

    def shows(self, company_id: int) -> bool:
        """Tell whether the curve of a company may be shown, at least by hours."""
        return self.is_full or company_id in self.own or self._terms(company_id).visibility != Visibility.TOTALS

    def shows_quarters(self, company_id: int) -> bool:
        """Tell whether the quarters of an hour of a company may be shown."""
        is_open = self._terms(company_id).visibility == Visibility.QUARTER_HOUR
        return self.is_full or company_id in self.own or is_open

    def protects(self, contributors: Iterable[int], steady: Iterable[int]) -> bool:
        """Tell whether a total of these companies would give away one that has not agreed to that.

        `steady` are those of them that stand behind nearly every value: only they hide each other. Own companies count
        as one contributor; those whose curve is shown do not count: both can be subtracted.
        """
        if self.is_full:
            return False
        hidden = frozenset(one for one in contributors if one not in self.own and not self.shows(one))
        if all(self._terms(one).is_agreed for one in hidden):
            return False
        behind = frozenset(steady)
        return len(hidden & behind) + bool(behind & self.own) < FEWEST_CONTRIBUTORS

    def gives_exchange_away(self, others: Iterable[int], steady: Iterable[int]) -> bool:
        """Tell whether what own companies exchange with the group is the curve of one other that has not agreed.

        In each slot a company receives its part of the pool: part of a surplus by part of a deficit. Where two hidden
        companies stand behind that, neither is known from it; where it is one, its surplus or its deficit is.
        """
        if self.is_full:
            return False
        hidden = frozenset(one for one in others if one not in self.own and not self.shows(one))
        if all(self._terms(one).is_agreed for one in hidden):
            return False
        return len(hidden & frozenset(steady)) < FEWEST_HIDDEN

    def _terms(self, company_id: int) -> Terms:
        return self.terms.get(company_id, Terms())


FULL_SIGHT = Sight(is_full=True)
