"""When agreements are in force."""

from __future__ import annotations

from datetime import date

import pytest

from energy_synergy.timeline import Timeline
from energy_synergy.usecases.agreement_dates import (
    AgreementEndsWrongly,
    AgreementOverlaps,
    AgreementStartsInThePast,
    Run,
    Term,
    ended_by,
    gaps_between,
    refuse_end,
    runs_over,
)

TODAY = date(2026, 1, 5)
OLD = Term(1, "Old", date(2025, 1, 1))
COMING = Term(2, "Coming", date(2026, 3, 1))


def test_it_ends_the_agreement_in_force_on_its_first_day() -> None:
    assert ended_by(Term(3, "New", date(2026, 2, 1)), [OLD], today=TODAY) == OLD


def test_it_ends_none_where_none_is_in_force() -> None:
    over = Term(1, "Old", date(2025, 1, 1), date(2025, 6, 1))

    assert ended_by(Term(3, "New", date(2025, 6, 1)), [over], today=TODAY) is None


@pytest.mark.parametrize("active_to", [None, date(2026, 3, 2)])
def test_it_refuses_an_agreement_over_one_that_comes(active_to: date | None) -> None:
    with pytest.raises(AgreementOverlaps, match="Coming"):
        ended_by(Term(3, "New", date(2026, 2, 1), active_to), [OLD, COMING], today=TODAY)


def test_it_takes_an_agreement_that_ends_when_another_begins() -> None:
    assert ended_by(Term(3, "New", date(2026, 2, 1), date(2026, 3, 1)), [OLD, COMING], today=TODAY) == OLD


def test_it_refuses_to_replace_what_was_in_force_before_today() -> None:
    with pytest.raises(AgreementStartsInThePast, match="Old"):
        ended_by(Term(3, "New", date(2026, 1, 4)), [OLD], today=TODAY)


def test_it_takes_a_past_start_where_none_was_in_force() -> None:
    assert ended_by(Term(3, "New", date(2025, 1, 1)), [], today=TODAY) is None


@pytest.mark.parametrize(
    ("term", "active_to"),
    [
        (COMING, date(2026, 3, 1)),
        (OLD, date(2026, 1, 4)),
        (Term(1, "Old", date(2025, 1, 1), date(2026, 2, 1)), date(2026, 2, 2)),
    ],
)
def test_it_refuses_an_end_before_the_start_in_the_past_or_later_than_known(term: Term, active_to: date) -> None:
    with pytest.raises(AgreementEndsWrongly):
        refuse_end(term, active_to, today=TODAY)


def test_it_tells_the_days_between_two_agreements() -> None:
    first = Term(1, "Old", date(2025, 1, 1), date(2025, 6, 1))

    (gap,) = gaps_between([COMING, first])

    assert gap.code == "agreement_gap"
    assert gap.values["first_on"] == date(2025, 6, 1)
    assert gaps_between([Term(1, "Old", date(2025, 1, 1), date(2026, 3, 1)), COMING]) == ()


def test_it_lays_agreements_out_over_the_slots_of_local_days() -> None:
    timeline = Timeline.from_days(date(2025, 6, 1), date(2025, 6, 5), "Europe/Paris")
    terms = [Term(2, "B", date(2025, 6, 3), date(2025, 6, 4)), Term(1, "A", date(2025, 1, 1), date(2025, 6, 2))]

    assert runs_over(terms, timeline) == (Run(0, 96, 1), Run(96, 192, None), Run(192, 288, 2), Run(288, 384, None))
    assert runs_over([], timeline) == (Run(0, 384, None),)
