from __future__ import annotations

import io

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file
from energy_synergy.metering.series import Quality

METER = "CH9999999999900000000000000000001"
TOTAL, COMMUNITY = "<r:ebIXCode>8716867000030</r:ebIXCode>", "<r:VSENationalCode>2404050010123</r:VSENationalCode>"
MINUTES = "<r:Resolution><r:Resolution>15</r:Resolution><r:Unit>MIN</r:Unit></r:Resolution>"


def seen(number: int, volume: str, condition: str = "") -> str:
    extra = f"<r:Condition>{condition}</r:Condition>" if condition else ""
    position = f"<r:Position><r:Sequence>{number}</r:Sequence></r:Position>"
    return f"<r:Observation>{position}<r:Volume>{volume}</r:Volume>{extra}</r:Observation>"


def block(
    *observations: str, product: str = TOTAL, unit: str = "KWH", resolution: str = MINUTES, ends: str = "22:45:00Z"
) -> str:
    interval = (
        f"<r:StartDateTime>2025-06-01T22:00:00Z</r:StartDateTime><r:EndDateTime>2025-06-01T{ends}</r:EndDateTime>"
    )
    point = f"<r:ConsumptionMeteringPoint><r:VSENationalID>{METER}</r:VSENationalID></r:ConsumptionMeteringPoint>"
    product = f"<r:Product><r:ID>{product}</r:ID><r:MeasureUnit>{unit}</r:MeasureUnit></r:Product>"
    inside = f"<r:Interval>{interval}</r:Interval>{resolution}{point}{product}{''.join(observations)}"
    return f"<r:MeteringData>{inside}</r:MeteringData>"


def document(*blocks: str, root: str = "ValidatedMeteredData_16", kind: str = "E66") -> bytes:
    head = f"<r:H><r:DocumentType><r:ebIXCode>{kind}</r:ebIXCode></r:DocumentType></r:H>"
    return f'<r:{root} xmlns:r="http://www.strom.ch">{head}{"".join(blocks)}</r:{root}>'.encode()


def read(*blocks: str, **about: str) -> ReadResult:
    return read_file(io.BytesIO(document(*blocks, **about)), "sdat_e66")


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


THREE = (seen(1, "1"), seen(2, "2"), seen(3, "3"))


def test_it_works() -> None:
    result = read(block(*THREE))
    (series,) = result.series
    assert (series.meter, series.direction, series.energy_kwh.tolist()) == (METER, "consumption", [1, 2, 3])
    assert (result.findings, detect_format(document(block(*THREE)))) == ((), "sdat_e66")


@pytest.mark.parametrize("version", ["12", "13", "14", "15"])
def test_earlier_versions_are_read(version: str) -> None:
    assert read(block(*THREE), root=f"ValidatedMeteredData_{version}").findings == ()


def test_a_version_that_is_not_known_is_named() -> None:
    assert "version_unknown" in codes(read(block(*THREE), root="ValidatedMeteredData_21"))


def test_the_share_of_a_community_is_not_added_to_the_whole() -> None:
    result = read(block(seen(1, "0.5"), product=COMMUNITY), block(*THREE))
    assert result.series[0].total_kwh == 6
    assert "series_left_out" in codes(result)


def test_shares_alone_are_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read(block(*THREE, product=COMMUNITY))
    assert refused.value.findings[0].code == "only_shares"


def test_aggregates_are_refused_as_another_document() -> None:
    data = document(block(*THREE), root="AggregatedMeteredData_13", kind="E31")
    assert detect_format(data) == "sdat_e66"
    with pytest.raises(FileRefused) as refused:
        read_file(io.BytesIO(data))
    assert refused.value.findings[0].code == "aggregated_data"


def test_the_sequence_counts_not_the_order_of_the_text() -> None:
    assert read(block(*THREE[::-1])).series[0].energy_kwh.tolist() == [1, 2, 3]


def test_observations_without_a_gap_tell_the_resolution() -> None:
    assert read(block(*THREE, resolution="")).series[0].step.total_seconds() == 900


def test_observations_with_a_gap_tell_no_resolution() -> None:
    with pytest.raises(FileRefused) as refused:
        read(block(THREE[0], THREE[2], resolution=""))
    assert refused.value.findings[0].code == "interval_unknown"


def test_conditions_are_qualities_and_what_lacks_is_missing() -> None:
    result = read(block(seen(1, "1", "21"), seen(3, "3", "99")))
    assert result.series[0].quality.tolist() == [Quality.ESTIMATED, Quality.MISSING, Quality.MEASURED]
    assert {"unknown_status", "observations_missing"} <= codes(result)


def test_the_unit_is_that_of_the_product() -> None:
    assert read(block(*THREE, unit="MWH")).series[0].total_kwh == 6000


def test_an_observation_beyond_the_interval_is_wrong() -> None:
    result = read(block(*THREE, seen(4, "4")))
    assert (result.bad_rows, result.series[0].total_kwh) == (1, 6)


def test_a_comma_is_no_decimal_mark_in_xml() -> None:
    result = read(block(seen(1, "1,234"), *THREE[1:]))
    assert (result.bad_rows, result.series[0].total_kwh) == (1, 5)


def test_entities_and_damage_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "aaaa">]>' + document(block(*THREE))
    for data in (bomb, document(block(*THREE))[:-40], b"<r:ValidatedMeteredData_16>" * 100):
        with pytest.raises(FileRefused):
            read_file(io.BytesIO(data), "sdat_e66")
