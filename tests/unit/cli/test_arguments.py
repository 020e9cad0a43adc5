"""Fields of options given as words."""

import pytest

from energy_synergy.cli.arguments import UsageRefused, read_fields


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("shares=0.5,0.3,0.2", [0.5, 0.3, 0.2]),
        ("shares=[1]", [1]),
        ("hours=12", 12),
        ("decimal=,", ["", ""]),
        ("name=office", "office"),
        ("is_open=true", True),
    ],
)
def test_it_reads_a_field(word, value) -> None:
    assert list(read_fields([word]).values()) == [value]


def test_a_word_without_a_value_is_refused() -> None:
    with pytest.raises(UsageRefused):
        read_fields(["shares"])
