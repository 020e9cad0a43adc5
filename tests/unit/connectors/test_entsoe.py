"""Day-ahead prices over HTTP, from a platform of one's own: right answers, none, and every kind of bad one."""

from __future__ import annotations

import gzip
import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from energy_synergy.connectors.base import FetchError
from energy_synergy.connectors.entsoe import Entsoe
from energy_synergy.connectors.http_get import Patience
from energy_synergy.errors import UnknownName
from energy_synergy.tariffs.areas import area
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.testing.entsoe_server import TOKEN, Platform, Reply, acknowledgement, publication, running

START = datetime(2025, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
FR = area("FR").eic


def price_of(hour: datetime) -> float | None:
    return hour.hour - 5.25 if hour.year == 2025 else None


@pytest.fixture
def platform() -> Iterator[Platform]:
    with running(Platform({FR: price_of})) as one:
        yield one


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetch(platform: Platform, waits: list[float]) -> Any:
    def fetched(name: str = "FR", days: float = 1, token: str = TOKEN, **patience: Any) -> PriceResult:
        source = Entsoe(token=token, address=platform.address)  # type: ignore[arg-type]
        source = source.with_patience(Patience(**{"sleep": waits.append, **patience}))
        with httpx.Client(timeout=5) as client:
            return source.fetch_prices(name, START, START + days * DAY, client=client)

    return fetched


def test_it_works(fetch: Any, platform: Platform) -> None:
    (spot,) = fetch().prices
    assert (spot.area, spot.currency, spot.starts_at, spot.known_slots) == ("FR", "EUR", START, 96)
    assert spot.price_per_kwh[::4].tolist() == pytest.approx([(hour - 5.25) / 1_000 for hour in range(24)])
    assert platform.asked == [
        {
            "securityToken": TOKEN,
            "documentType": "A44",
            "in_Domain": "10YFR-RTE------C",
            "out_Domain": "10YFR-RTE------C",
            "periodStart": "202503010000",
            "periodEnd": "202503020000",
        }
    ]


def test_more_than_a_year_is_asked_for_in_parts(fetch: Any, platform: Platform) -> None:
    result = fetch(days=700)
    assert len(platform.asked) == 2
    assert platform.asked[0]["periodEnd"] == platform.asked[1]["periodStart"]
    assert result.prices[0].known_slots == 306 * 96


def test_an_area_without_prices_is_an_answer_with_a_reason(fetch: Any) -> None:
    result = fetch("ES")
    assert result.prices == ()
    assert [finding.code for finding in result.findings] == ["no_data"]
    assert "No matching data found" in result.findings[0].message


def test_a_refused_token_is_told_and_never_shown(fetch: Any) -> None:
    with pytest.raises(FetchError, match="refuses the token") as failed:
        fetch(token="a-wrong-secret-token")
    assert failed.value.permanent
    assert "a-wrong-secret-token" not in repr((failed.value, failed.value.values, failed.value.__cause__))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_it_asks_again_while_the_platform_is_busy(
    fetch: Any, platform: Platform, waits: list[float], status: int
) -> None:
    platform.replies = [Reply(status), Reply(status, headers={"Retry-After": "7"})]
    assert fetch().prices[0].known_slots == 96
    assert waits == [1.0, 7.0]


def test_it_gives_up_after_its_tries_and_says_that_later_may_do(
    fetch: Any, platform: Platform, waits: list[float]
) -> None:
    platform.replies = [Reply(503, headers={"Retry-After": "9999"})] * 3
    with pytest.raises(FetchError, match="busy") as failed:
        fetch()
    assert not failed.value.permanent
    assert waits == [30.0, 30.0]
    assert len(platform.asked) == 3


def test_a_bad_request_is_not_sent_again(fetch: Any, platform: Platform) -> None:
    platform.replies = [Reply(400, acknowledgement(f"Invalid query with {TOKEN}"))]
    with pytest.raises(FetchError, match="Invalid query") as failed:
        fetch()
    assert failed.value.permanent
    assert TOKEN not in str(failed.value)
    assert len(platform.asked) == 1


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><Publication_MarketDocument>&d;'


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b""),
        Reply(200, b"<html>maintenance</html>"),
        Reply(200, b'{"error": "json"}'),
        Reply(200, BOMB),
        Reply(200, publication(FR, START, [1.0])[:-40]),
        Reply(200, publication(area("BE").eic, START, [1.0])),
        Reply(200, gzip.compress(publication(FR, START, [1.0]))),
        Reply(200, b"x", {"Content-Encoding": "gzip"}),
        Reply(302, b"", {"Location": "http://127.0.0.1:9/"}),
        Reply(404, publication(FR, START, [1.0])),
    ],
)
def test_a_bad_answer_is_refused_for_good(fetch: Any, platform: Platform, reply: Reply) -> None:
    if reply.body[:2] == b"\x1f\x8b":
        reply = Reply(200, reply.body, {"Content-Encoding": "gzip"})
    platform.replies = [reply]
    with pytest.raises(FetchError) as failed:
        fetch()
    assert failed.value.permanent
    assert TOKEN not in repr(failed.value)


def test_an_answer_without_end_is_cut(fetch: Any, platform: Platform) -> None:
    platform.replies = [Reply(200, b" " * 300_000)]
    with pytest.raises(FetchError, match="more than"):
        fetch(most_bytes=100_000)


def test_an_answer_that_drips_is_given_up(fetch: Any, platform: Platform) -> None:
    platform.replies = [Reply(200, b" " * 300_000)]
    ticks = iter(range(0, 10_000, 40))
    with pytest.raises(FetchError, match="too long"):
        fetch(clock=lambda: float(next(ticks)))


def test_a_host_that_is_not_there_may_come_back(waits: list[float]) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        source = Entsoe(token=TOKEN, address=f"http://127.0.0.1:{held.getsockname()[1]}/api")  # type: ignore[arg-type]
        with httpx.Client(timeout=2) as client, pytest.raises(FetchError, match="cannot be reached") as failed:
            source.with_patience(Patience(sleep=waits.append)).fetch_prices("FR", START, START + DAY, client=client)
    assert not failed.value.permanent
    assert len(waits) == 2


def test_a_host_that_does_not_answer_is_given_up(waits: list[float]) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        source = Entsoe(token=TOKEN, address=f"http://127.0.0.1:{held.getsockname()[1]}/api")  # type: ignore[arg-type]
        with httpx.Client(timeout=0.1) as client, pytest.raises(FetchError, match="too long"):
            source.with_patience(Patience(tries=2, sleep=waits.append)).fetch_prices(
                "FR", START, START + DAY, client=client
            )


def test_the_token_is_in_no_log_line(fetch: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        fetch()
    assert "securityToken=***" in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("address", ["http://web-api.tp.entsoe.eu/api", "ftp://127.0.0.1/", "file:///etc/passwd"])
def test_the_token_goes_nowhere_in_the_clear(address: str) -> None:
    with pytest.raises(ValidationError):
        Entsoe(token=TOKEN, address=address)  # type: ignore[arg-type]


def test_a_token_is_never_shown_with_the_source() -> None:
    assert TOKEN not in repr(Entsoe(token=TOKEN))  # type: ignore[arg-type]


def test_an_unknown_area_is_refused_before_anything_is_sent(fetch: Any, platform: Platform) -> None:
    with pytest.raises(UnknownName):
        fetch("XX")
    assert platform.asked == []


def test_a_period_that_ends_before_it_begins_is_refused(fetch: Any) -> None:
    with pytest.raises(FetchError, match="ends before"):
        fetch(days=-1)
