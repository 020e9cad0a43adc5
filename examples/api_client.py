"""Talk to Energy Synergy from a program, with the standard library alone.

    ES_URL=http://127.0.0.1:8000 ES_KEY=es_... python api_client.py GROUP COMPANY readings.csv

brings a file of readings in for a company, and prints what its group makes of them.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin
from urllib.request import Request, urlopen

TRIES, PATIENCE_SECONDS = 4, 60


class Refused(Exception):
    """The site did not do what was asked: `code` is stable, `findings` name what is wrong, the text is for people."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        super().__init__(f"{told['message']} ({status}, {told['code']})")
        self.status, self.code, self.findings = status, told["code"], told["findings"]


class Client:
    """A site and a key of an account on it."""

    def __init__(self, address: str, key: str, language: str = "en") -> None:
        self.address = address
        self.headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        self.kept: dict[str, tuple[str, Any]] = {}

    def get(self, path: str, **query: object) -> Any:
        """Ask; an answer that is still the same is not sent again."""
        address = self._address(path, query)
        tag, known = self.kept.get(address, ("", None))
        try:
            headers, body = self._send(Request(address, headers={"If-None-Match": tag} if tag else {}))
        except HTTPError as answer:
            if answer.status == 304:
                return known
            raise
        self.kept[address] = headers["ETag"], json.loads(body)
        return self.kept[address][1]

    def every(self, path: str, **query: object) -> Iterator[Any]:
        """Go through a list, whatever number of pages it has."""
        page = self.get(path, **query)
        yield from page["items"]
        while page["next"]:
            page = self.get(page["next"])
            yield from page["items"]

    def post(self, path: str, told: object = None, **query: object) -> Any:
        """Let something be done."""
        body = json.dumps(told).encode() if told is not None else b""
        return self._post(path, body, "application/json", query)

    def upload(self, path: str, file: Path, **query: object) -> Any:
        """Send a file."""
        return self._post(path, file.read_bytes(), "application/octet-stream", {"file_name": file.name, **query})

    def _post(self, path: str, body: bytes, kind: str, query: dict[str, Any]) -> Any:
        # The same key with every try: whatever got lost on the way, it is done once.
        headers = {"Content-Type": kind, "Idempotency-Key": str(uuid.uuid4())}
        request = Request(self._address(path, query), body, headers, method="POST")
        for seconds in [2**n for n in range(TRIES - 1)]:
            try:
                return json.loads(self._send(request)[1])
            except Refused as refusal:
                if refusal.code != "in_flight":
                    raise
            except URLError:
                pass
            time.sleep(seconds)
        return json.loads(self._send(request)[1])

    def _address(self, path: str, query: dict[str, Any]) -> str:
        whole = urljoin(self.address, path if path.startswith("/api/") else f"/api/v1{path}")
        return f"{whole}?{urlencode(query)}" if query else whole

    def _send(self, request: Request) -> tuple[Any, bytes]:
        for name, value in self.headers.items():
            request.add_header(name, value)
        try:
            with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
                return answer.headers, answer.read()
        except HTTPError as answer:
            if answer.status == 304 or not 400 <= answer.status < 500:
                raise
            raise Refused(answer.status, json.loads(answer.read())) from None


def main(group: str, company: str, file: str) -> int:
    """Check a file, import it, and print the last week of the group."""
    client = Client(os.environ["ES_URL"], os.environ["ES_KEY"])
    ids = {one["name"]: one["id"] for one in client.every(f"/groups/{group}/companies")}
    imports = f"/groups/{group}/companies/{ids[company]}/imports"
    check = client.upload(imports, Path(file), dry_run=True)
    for problem in check["problems"]:
        print(f"{problem['severity']}: {problem['examples'][0]['message']} ({problem['count']} times)")
    try:
        saved = client.upload(imports, Path(file))
    except Refused as refusal:
        print(refusal)
        for finding in refusal.findings:
            place = finding["place"]
            print(f"  line {place['line']}, {place['column']}: {finding['value']}, expected {finding['expected']}")
        return 2
    print(f"Import {saved['id']}: {saved['days_added']} days new, {saved['days_replaced']} replaced")
    overview = client.get(f"/groups/{group}/overview", period="week")
    kpis = overview["kpis"]
    print(
        f"From {overview['period']['starts_on']}: {kpis['consumption_kwh']:.0f} kWh used, "
        f"{kpis['surplus_kwh']:.0f} kWh left, {kpis['deficit_kwh']:.0f} kWh lacking"
    )
    for period in client.every(f"/groups/{group}/periods", period="week", state="surplus", sort="energy", order="down"):
        print(f"  {period['starts_at']} to {period['ends_at']}: {period['energy_kwh']:.0f} kWh left")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
