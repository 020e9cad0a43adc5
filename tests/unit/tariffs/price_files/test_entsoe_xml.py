"""Publication documents A44: curve types, auctions, resolutions, what is no such document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.tariffs.price_files.base import PriceResult

Read = Callable[..., PriceResult]
Known = Callable[..., dict[datetime, float]]
START = datetime(2025, 11, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def period(
    points: Sequence[tuple[object, object]], *, hours: int = 2, minutes: int = 60, start: datetime = START
) -> str:
    written = "".join(f"<Point><position>{at}</position><price.amount>{p}</price.amount></Point>" for at, p in points)
    ends = start + hours * HOUR
    return (
        f"<Period><timeInterval><start>{start:%Y-%m-%dT%H:%MZ}</start><end>{ends:%Y-%m-%dT%H:%MZ}</end></timeInterval>"
        f"<resolution>PT{minutes}M</resolution>{written}</Period>"
    )


def series(*periods: str, curve: str = "A03", sequence: int | None = None, area: str = "10YFR-RTE------C") -> str:
    name = "classificationSequence_AttributeInstanceComponent.position"
    told = "" if sequence is None else f"<{name}>{sequence}</{name}>"
    return (
        f"<TimeSeries><in_Domain.mRID>{area}</in_Domain.mRID><out_Domain.mRID>{area}</out_Domain.mRID>{told}"
        f"<contract_MarketAgreement.type>A01</contract_MarketAgreement.type><currency_Unit.name>EUR</currency_Unit.name>"
        f"<price_Measure_Unit.name>MWH</price_Measure_Unit.name><curveType>{curve}</curveType>{''.join(periods)}</TimeSeries>"
    )


def document(*parts: str) -> str:
    space = "urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3"
    body = "".join(parts)
    root = "Publication_MarketDocument"
    return f'<?xml version="1.0"?><{root} xmlns="{space}"><type>A44</type>{body}</{root}>'


def codes(result: PriceResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_a_position_that_is_left_out_has_the_price_before_it(read: Read, known: Known) -> None:
    found = known(read(document(series(period([(1, 40), (4, -2)], hours=2, minutes=15)))))
    assert list(found.values()) == [0.04, 0.04, 0.04, -0.002, -0.002, -0.002, -0.002, -0.002]


def test_under_the_curve_of_blocks_it_is_missing(read: Read, known: Known) -> None:
    result = read(document(series(period([(1, 40), (4, -2)], hours=1, minutes=15), curve="A01")))
    assert list(known(result).values()) == [0.04, -0.002]
    assert codes(result) == ["prices_missing"]


def test_nothing_is_carried_into_a_period_that_begins_without_a_price(read: Read, known: Known) -> None:
    result = read(document(series(period([(1, 40)], hours=1), period([(2, 50)], start=START + HOUR))))
    assert list(known(result).values()) == [0.04] * 4 + [0.05] * 4
    assert codes(result) == ["prices_missing"]


@pytest.mark.parametrize("price", ["abc", "", "1e3", "NaN"])
def test_a_price_that_cannot_be_read_is_not_replaced_by_the_one_before(read: Read, known: Known, price: str) -> None:
    result = read(document(series(period([(1, 40), (2, price), (4, 60)], hours=4))))
    assert list(known(result).values()) == [0.04] * 4 + [0.06] * 4
    assert codes(result).count("point_unreadable") == 1


@pytest.mark.parametrize("position", [0, 3, -1, "x", 10**9])
def test_a_position_outside_hides_its_period(read: Read, known: Known, position: object) -> None:
    other = period([(1, 7)], hours=1, start=START + 2 * HOUR)
    result = read(document(series(period([(1, 40), (position, 50)]), other)))
    assert set(known(result).values()) == {0.007}
    assert "point_unreadable" in codes(result)


def test_the_coupled_auction_counts(read: Read, known: Known) -> None:
    both = series(period([(1, 65)], hours=1), sequence=1) + series(period([(1, 64)], hours=1), sequence=2)
    result = read(document(both))
    assert set(known(result).values()) == {0.065}
    assert codes(result) == ["auction_left_out"]
    assert set(known(read(document(both), sequence=2)).values()) == {0.064}


@pytest.mark.parametrize(("start", "expected"), [(datetime(2025, 9, 1, tzinfo=UTC), 0.065), (START, 0.01)])
def test_hours_count_until_september_2025_and_quarters_after(
    read: Read, known: Known, start: datetime, expected: float
) -> None:
    hours, quarters = period([(1, 65)], hours=1, start=start), period([(1, 10)], hours=1, minutes=15, start=start)
    result = read(document(series(quarters), series(hours)))
    assert set(known(result).values()) == {expected}
    assert codes(result) == ["resolution_left_out"]


def test_several_areas_are_several_records(read: Read, known: Known) -> None:
    text = document(series(period([(1, 65)])), series(period([(1, 5)]), area="10YNO-1--------2"))
    result = read(text)
    assert [spot.area for spot in result.prices] == ["FR", "NO1"]
    assert set(known(read(text, area="NO1")).values()) == {0.005}


def test_two_currencies_of_one_area_are_refused(read: Read) -> None:
    text = document(series(period([(1, 65)])), series(period([(1, 65)])).replace("EUR", "PLN"))
    with pytest.raises(FileRefused, match="PLN"):
        read(text)


def test_an_acknowledgement_is_refused_with_its_reason(read: Read) -> None:
    reason = "<Reason><code>999</code><text>No matching data found for Data item</text></Reason>"
    with pytest.raises(FileRefused, match="No matching data found") as refused:
        read(f'<Acknowledgement_MarketDocument xmlns="urn:x">{reason}</Acknowledgement_MarketDocument>')
    assert refused.value.findings[0].code == "no_data"


BOMB = '<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "text",
    [
        BOMB + "<Publication_MarketDocument>&d;</Publication_MarketDocument>",
        "<Publication_MarketDocument><type>A44</type>",
        "<Publication_MarketDocument>" + "<a>" * 60 + "</a>" * 60 + "</Publication_MarketDocument>",
        '<?xml version="1.0" encoding="x-none"?><Publication_MarketDocument/>',
        "<Publication_MarketDocument><type>A65</type></Publication_MarketDocument>",
    ],
)
def test_what_is_no_whole_document_of_prices_is_refused(read: Read, text: str) -> None:
    with pytest.raises(FileRefused):
        read(text)


def test_a_period_of_a_century_is_no_period(read: Read) -> None:
    with pytest.raises(FileRefused):
        read(document(series(period([(1, 5)], hours=24 * 366 * 60))))
