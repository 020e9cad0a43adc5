"""Day-ahead prices from the Transparency Platform of ENTSO-E (document A44)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlsplit

import httpx
from pydantic import Field, PrivateAttr, SecretStr, field_validator

from energy_synergy.connectors.base import FetchError, PriceSource
from energy_synergy.connectors.http_get import Answer, Patience, get, host_of
from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.tariffs.areas import area as area_of_name
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.price_files.detect import read_price_file
from energy_synergy.tariffs.spot import SpotPrices

ADDRESS = "https://web-api.tp.entsoe.eu/api"
DAY_AHEAD = "A44"
# The platform answers at most a year at once.
LONGEST = timedelta(days=364)
LAYOUT = "entsoe_xml"
NO_DATA = "no_data"


class Entsoe(PriceSource):
    """ENTSO-E Transparency Platform: day-ahead prices of European bidding areas, with the token of an account."""

    name: ClassVar[str] = "entsoe"

    token: SecretStr = Field(description="Security token of an account of the Transparency Platform")
    address: str = Field(default=ADDRESS, description="Address of the programming interface")
    tries: int = Field(default=3, ge=1, le=10, description="How often to ask while the platform is busy")
    seconds: float = Field(default=60.0, gt=0, le=600, description="How long to wait for one answer [s]")
    _patience: Patience | None = PrivateAttr(default=None)

    @field_validator("token")
    @classmethod
    def _is_a_token(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().strip() or not value.get_secret_value().isascii():
            raise ValueError("a token is a text without blanks, such as 01234567-89ab-cdef-0123-456789abcdef")
        return value

    @field_validator("address")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        parts = urlsplit(value)
        is_here = parts.hostname in ("127.0.0.1", "::1", "localhost")
        if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
            raise ValueError("the address begins with https://, since it carries the token")
        return value

    def with_patience(self, patience: Patience) -> Entsoe:
        """Return the source with other patience, such as that of a test."""
        other = self.model_copy()
        other._patience = patience
        return other

    def fetch_prices(self, area: str, starts_at: datetime, ends_at: datetime, *, client: httpx.Client) -> PriceResult:
        """Return the prices of a bidding area; the platform answers with whole market days.

        An area without prices then gives a result without any, and a finding with the reason that ENTSO-E gives.
        Raises FetchError; UnknownName for an unknown area.
        """
        eic = area_of_name(area).eic
        spans = list(_spans(starts_at.astimezone(UTC), ends_at.astimezone(UTC)))
        results = [self._fetch_span(area, eic, *span, client) for span in spans]
        return _joined(area, results)

    def _fetch_span(
        self, area: str, eic: str, starts_at: datetime, ends_at: datetime, client: httpx.Client
    ) -> PriceResult:
        params = {
            "securityToken": self.token.get_secret_value().strip(),
            "documentType": DAY_AHEAD,
            "in_Domain": eic,
            "out_Domain": eic,
            "periodStart": f"{starts_at:%Y%m%d%H%M}",
            "periodEnd": f"{ends_at:%Y%m%d%H%M}",
        }
        patience = self._patience or Patience(self.tries, self.seconds)
        return self._read(area, get(client, self.address, params, patience))

    def _read(self, area: str, answer: Answer) -> PriceResult:
        if answer.status in (401, 403):
            raise _token_refused(self.address)
        try:
            result = read_price_file(io.BytesIO(answer.body), LAYOUT, file_name=host_of(self.address), area=area)
        except FileRefused as refused:
            return self._refused(answer, refused)
        if answer.status != 200:
            raise _not_prices(self.address, answer.status, "")
        return result

    def _refused(self, answer: Answer, refused: FileRefused) -> PriceResult:
        """Return an answer that holds no prices with its reason, or refuse it."""
        finding = refused.findings[0] if refused.findings else None
        reason = self._masked(str(refused))
        if finding is None or finding.code != NO_DATA or answer.status != 200:
            raise _not_prices(self.address, answer.status, reason) from None
        values = {key: self._masked(str(value)) for key, value in finding.values.items()}
        told = replace(finding, severity=Severity.WARNING, values=values, place=Place(host_of(self.address)))
        return PriceResult(LAYOUT, (), (told,))

    def _masked(self, text: str) -> str:
        return text.replace(self.token.get_secret_value().strip(), "***")


def _spans(starts_at: datetime, ends_at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield spans of at most a year, in order."""
    if ends_at <= starts_at:
        raise FetchError(marked("The period ends before it begins. Give a later end."), permanent=True)
    while starts_at < ends_at:
        end = min(ends_at, starts_at + LONGEST)
        yield starts_at, end
        starts_at = end


def _joined(area: str, results: list[PriceResult]) -> PriceResult:
    """Return the answers for one area as one; where two overlap they are of the same auction."""
    findings: list[Finding] = [finding for result in results for finding in result.findings]
    spots = [spot for result in results for spot in result.prices if spot.area == area]
    detected = next((result.detected for result in results if result.prices), {})
    rows, bad = sum(result.rows for result in results), sum(result.bad_rows for result in results)
    # An area may change its currency: each is a record of its own, for amounts are not converted.
    joined: dict[str, SpotPrices] = {}
    for spot in spots:
        before = joined.get(spot.currency)
        joined[spot.currency] = spot if before is None else before.completed_by(spot)
    prices = tuple(joined.values())
    return PriceResult(LAYOUT, prices, tuple(findings), detected, rows, bad, (area,) if prices else ())


def _token_refused(address: str) -> FetchError:
    return FetchError(
        marked("{host} refuses the token. Check the security token of the account, and that its access is granted."),
        permanent=True,
        host=host_of(address),
    )


def _not_prices(address: str, status: int, reason: str) -> FetchError:
    return FetchError(
        marked("{host} answers without prices (HTTP {status}). {reason}"),
        permanent=True,
        host=host_of(address),
        status=status,
        reason=reason[:300],
    )
