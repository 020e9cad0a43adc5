"""A Transparency Platform of one's own: it answers over HTTP from prices that a test gives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

TOKEN = "01234567-89ab-cdef-0123-456789abcdef"
HOUR = timedelta(hours=1)
SPACE = "urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3"
NO_DATA = "No matching data found for Data item Energy Prices [12.1.D]"
PriceOf = Callable[[datetime], float | None]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the platform answers once, in place of prices."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Platform:
    """A platform that runs: its address, what it was asked, and what it will answer first.

    `price_of` gives the price of the hour that begins at an instant [EUR/MWh], by the code of the area; None for an
    hour without one.
    """

    price_of: Mapping[str, PriceOf]
    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    address: str = ""

    def answer(self, query: dict[str, str]) -> Reply:
        """Return what the platform answers to a query."""
        self.asked.append(query)
        if self.replies:
            return self.replies.pop(0)
        if query.get("securityToken") != TOKEN:
            return Reply(401, b"<html><body>Unauthorized</body></html>")
        price_of = self.price_of.get(query.get("in_Domain", ""))
        starts, ends = _instant(query["periodStart"]), _instant(query["periodEnd"])
        if ends - starts > timedelta(days=366):
            return Reply(400, acknowledgement("The query exceeds the limit of one year"))
        hours = [starts + number * HOUR for number in range((ends - starts) // HOUR)]
        prices = [price_of(hour) if price_of else None for hour in hours]
        if all(price is None for price in prices):
            return Reply(200, acknowledgement(NO_DATA))
        return Reply(200, publication(query["in_Domain"], starts, prices))


def _instant(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC)


def publication(eic: str, starts_at: datetime, prices: Sequence[float | None]) -> bytes:
    """Return a document A44 with a price for each hour [EUR/MWh]; an hour without one is left out."""
    points = "".join(
        f"<Point><position>{place}</position><price.amount>{price:.2f}</price.amount></Point>"
        for place, price in enumerate(prices, 1)
        if price is not None
    )
    span = f"<start>{starts_at:%Y-%m-%dT%H:%MZ}</start><end>{starts_at + len(prices) * HOUR:%Y-%m-%dT%H:%MZ}</end>"
    return (
        f'<?xml version="1.0"?><Publication_MarketDocument xmlns="{SPACE}"><type>A44</type><TimeSeries>'
        f"<in_Domain.mRID>{eic}</in_Domain.mRID><out_Domain.mRID>{eic}</out_Domain.mRID>"
        "<contract_MarketAgreement.type>A01</contract_MarketAgreement.type><currency_Unit.name>EUR</currency_Unit.name>"
        "<price_Measure_Unit.name>MWH</price_Measure_Unit.name><curveType>A01</curveType>"
        f"<Period><timeInterval>{span}</timeInterval><resolution>PT60M</resolution>{points}</Period>"
        "</TimeSeries></Publication_MarketDocument>"
    ).encode()


def acknowledgement(reason: str) -> bytes:
    """Return an answer without prices and its reason."""
    space = "urn:iec62325.351:tc57wg16:451-1:acknowledgementdocument:7:0"
    told = f"<Reason><code>999</code><text>{reason}</text></Reason>"
    return f'<Acknowledgement_MarketDocument xmlns="{space}">{told}</Acknowledgement_MarketDocument>'.encode()


@contextmanager
def running(platform: Platform) -> Iterator[Platform]:
    """Let a platform answer on a free port of this machine, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {name: texts[0] for name, texts in parse_qs(urlsplit(self.path).query).items()}
            reply = platform.answer(query)
            self.send_response(reply.status)
            for name, value in {"Content-Type": "text/xml", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Write nothing: the address of a request holds a token."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    platform.address = f"http://127.0.0.1:{server.server_address[1]}/api"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
