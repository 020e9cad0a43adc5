"""The names that scripts and notebooks rely on."""

import pytest

import energy_synergy as es


def test_options_come_through_the_front_door() -> None:
    assert "static" in es.options("sharing")
    assert es.option("sharing", "static", shares=[0.5, 0.5]).shares == (0.5, 0.5)


def test_every_name_opens() -> None:
    assert all(getattr(es, name) for name in es.__all__)
    assert set(es.__all__) <= set(dir(es))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        _ = es.nothing_of_the_kind
