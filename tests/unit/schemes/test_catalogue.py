"""The catalogue of schemes: what each file says, and when."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pydantic import ValidationError

from energy_synergy.errors import UnknownName
from energy_synergy.registry import options
from energy_synergy.schemes.catalogue import scheme, schemes, whole_scheme
from energy_synergy.schemes.checks.same_place import PLACES
from energy_synergy.schemes.records import TOPICS, Scheme

COUNTRIES = {"AT", "BE", "CH", "DE", "ES", "EU", "FR", "IT", "LU", "NO", "PT"}
TODAY = date(2026, 7, 1)


def test_it_works() -> None:
    found = scheme("it_cer", on=TODAY)
    assert (found.interval[0].value, found.same[0].place, found.power_cap[0].kw) == (60, "substation", 1000)


def test_every_country_of_the_table_has_a_scheme() -> None:
    assert {whole_scheme(name).country for name in schemes()} == COUNTRIES
    assert len(schemes()) == 18


@pytest.mark.parametrize("name", schemes())
def test_every_statement_names_its_source_and_its_confidence(name: str) -> None:
    told = whole_scheme(name).statements()
    assert told
    assert all(one.source and one.confidence in "HML" for _, one in told)


@pytest.mark.parametrize("name", schemes())
def test_a_name_begins_with_its_country(name: str) -> None:
    assert name.startswith(whole_scheme(name).country.lower())


@pytest.mark.parametrize("name", schemes())
def test_every_condition_is_an_answer_to_a_question_of_the_scheme(name: str) -> None:
    found = whole_scheme(name)
    answers = {one.name: {answer.value for answer in one.answers} for one in found.question}
    asked = [(key, values) for _, one in found.statements() for key, values in one.when.items()]
    assert [(key, values) for key, values in asked if not set(values) <= answers.get(key, set())] == []
    assert [one.name for one in found.question if one.default and one.default not in answers[one.name]] == []
    assert {key for key, _ in asked} == set(answers)


@pytest.mark.parametrize("name", schemes())
def test_every_key_of_a_scheme_is_a_sharing_key(name: str) -> None:
    admitted = {key for one in whole_scheme(name).keys for key in one.value}
    assert admitted <= set(options("sharing"))


@pytest.mark.parametrize("name", schemes())
def test_a_discount_that_hangs_on_the_locality_names_a_locality(name: str) -> None:
    found = whole_scheme(name)
    assert {one.locality for one in found.discount} <= {"", *(one.name for one in found.locality)}


def test_the_cap_of_france_changes_on_its_day() -> None:
    before, after = scheme("fr_acc_extended", on=date(2025, 2, 20)), scheme("fr_acc_extended", on=date(2025, 2, 21))
    assert 3 in [one.value for one in before.power_cap]
    assert 5 in [one.value for one in after.power_cap]
    assert 3 not in [one.value for one in after.power_cap]


def test_the_area_of_german_sharing_widens_in_2028() -> None:
    before, after = (scheme("de_energy_sharing", on=date(2028, month, 1)) for month in (5, 6))
    assert (len(before.same), len(before.territory)) == (1, 0)
    assert (len(after.same), len(after.territory)) == (0, 1)


def test_a_mistyped_name_is_told_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean it_cer"):
        scheme("it_cre", on=TODAY)


def test_a_name_that_is_near_to_none_lists_them() -> None:
    with pytest.raises(UnknownName, match="at_beg, at_eeg_local"):
        scheme("zzzzzz", on=TODAY)


def test_a_figure_without_a_source_is_refused() -> None:
    table = {"name": "x", "country": "FR", "title": "X", "label": {"en": "X", "fr": "X"}}
    figure = {"value": 60, "unit": "min", "confidence": "H"}
    with pytest.raises(ValidationError, match="source"):
        Scheme.model_validate(table | {"interval": [figure]})


def test_every_topic_is_a_field() -> None:
    assert set(TOPICS) <= set(Scheme.model_fields)


def test_every_place_has_words_in_both_languages() -> None:
    assert all(str(words) == words.en and words.in_language("fr-be") == words.fr for words in PLACES.values())


@pytest.mark.parametrize("name", schemes())
def test_french_punctuation_never_begins_a_line(name: str) -> None:
    texts = re.findall(r"fr='([^']*)'|fr=\"([^\"]*)\"", repr(whole_scheme(name)))
    assert texts
    assert [text for pair in texts for text in pair if re.search(r" [;:!?»%]|\w'\w", text)] == []


def test_an_answer_that_is_none_does_not_count() -> None:
    found = whole_scheme("fr_acc_extended")
    assert found.answers({"area": "moon", "other": "x"}) == {"mainland": "yes"}
    assert found.answers({"area": "rural", "mainland": "no"}) == {"area": "rural", "mainland": "no"}
