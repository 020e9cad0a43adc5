"""Compare every sharing key with every price rule on the readings of a group, as somebody may see it.

Amounts are computed over the whole group. Somebody who does not see every company is told the amounts of the own
companies, what the group shares and gains and at which mean price, and nothing that is made of single amounts of
others: who gains least, how many win, how evenly it is spread. Where a total would give a company away, the gain
and the price of the group are left out as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from energy_synergy.community import group as kernel
from energy_synergy.community.sight import Sight
from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding
from energy_synergy.registry import options
from energy_synergy.trading.choices import Choice as Option
from energy_synergy.trading.compare import Combination, compare
from energy_synergy.usecases.agreements import read_rule
from energy_synergy.usecases.compare import Comparison, compare_group
from energy_synergy.web.db import models
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.queries.calendar_period import Choice, timeline_of
from energy_synergy.web.queries.group_window import GroupWindow, compute_group_window
from energy_synergy.web.queries.market_terms import load_priced_group, terms_of_scheme
from energy_synergy.web.queries.overview import ready_facts
from energy_synergy.web.queries.seen import known_then, seen_window, without_running_month

AGREED = "agreed"
Fields = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class LoadedComparison:
    """A group compared over a period; `window` is as the visitor may see it, `comparison` over the whole group.

    `agreed` is what the published agreement brings, where one holds all the time.
    """

    facts: GroupFacts
    window: GroupWindow
    comparison: Comparison
    sight: Sight
    agreed: Combination | None

    @property
    def is_coarse(self) -> bool:
        """Whether a total would give a company away."""
        return self.window.is_coarse

    def sees(self, place: int) -> bool:
        """Tell whether the visitor may see the amounts of a member: of all, or of the own companies."""
        return self.sight.is_full or self.facts.companies[place].id in self.sight.own


def load_comparison(
    row: models.Group, facts: GroupFacts, choice: Choice, sight: Sight, *, fields: Fields | None = None
) -> LoadedComparison:
    """Return every key with every price over a period, price rules with the fields told.

    Raises TooFewContributors where the visitor may see no period as short as this one.
    """
    facts = ready_facts(row, facts)
    timeline = timeline_of(choice.period, facts.timezone)
    group = _named(load_priced_group(row, timeline, as_of=known_then(choice, sight)), facts)
    whole = compute_group_window(group, facts, choice)
    seen = seen_window(whole, group, sight)
    known = without_running_month(whole, sight) if seen.is_coarse else whole
    on_day = terms_of_scheme(row, whole.timeline)
    comparison = compare_group(
        group,
        known.readings,
        on_day.terms,
        prices={name: (fields or {}).get(name, {}) for name in options("pricing")},
        scheme=row.scheme,
        admits=on_day.admits,
    )
    return LoadedComparison(whole.facts, seen, comparison, sight, _agreed(whole, comparison))


def _named(group: kernel.Group, facts: GroupFacts) -> kernel.Group:
    """Return a group whose members are called as the visitor reads them."""
    named = zip(group.members, facts.companies, strict=True)
    return replace(group, members=tuple(replace(member, name=company.name) for member, company in named))


def _agreed(window: GroupWindow, comparison: Comparison) -> Combination | None:
    """Return what the published agreement brings; None where it does not hold all the time, or cannot be used."""
    agreements = [run.agreement for run in window.key_runs]
    first = agreements[0] if agreements else None
    is_sound = first is not None and all(one is not None and one.rule == first.rule for one in agreements)
    if first is None or not is_sound or any(run.refusal for run in window.key_runs):
        return None
    if window.result.key is None or comparison.terms.interval_slots != 1 or first.interval_slots != 1:
        return None
    try:
        rule = read_rule(first.rule)
    except EnergySynergyError:
        return None
    found = compare(comparison.market, [Option(window.result.key)], [Option(rule)], alone=comparison.alone)
    return found[0]


def reference_of(loaded: LoadedComparison, name: str) -> Combination | None:
    """Return what companies are compared with: the agreement in force, a combination, or None for the grid alone."""
    if name == AGREED:
        return loaded.agreed
    return next((one for one in loaded.comparison.combinations if one.name == name), None)


def own_findings(loaded: LoadedComparison) -> tuple[Finding, ...]:
    """Return the findings that the visitor may read: all, or those that name one of the own companies."""
    if loaded.sight.is_full:
        return loaded.comparison.findings
    own = {company.name for company in loaded.facts.companies if company.id in loaded.sight.own}
    return tuple(finding for finding in loaded.comparison.findings if finding.values.get("member") in own)


def reference_words(loaded: LoadedComparison) -> tuple[tuple[str, str], ...]:
    """Return what companies may be compared with besides the combinations, with its words."""
    agreed = ((AGREED, _("the agreement in force")),) if loaded.agreed is not None else ()
    return (("", _("the grid alone")), *agreed)
