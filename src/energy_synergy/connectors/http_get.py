"""One bounded request over HTTP: it tries again where that may help, and never tells a secret."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

from energy_synergy.connectors.base import FetchError
from energy_synergy.errors import marked

PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
LONGEST_WAIT = 30.0
SECRET = re.compile(r"(securityToken=)[^&\s\"']+", re.IGNORECASE)
CHUNK = 65_536


class MaskSecrets(logging.Filter):
    """Take tokens out of the addresses that the HTTP client writes to its log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without a secret in it."""
        record.msg, record.args = masked(record.getMessage()), ()
        return True


def masked(text: str) -> str:
    """Return a text without the token in an address.

    >>> masked("GET https://x.example/api?securityToken=abc&documentType=A44")
    'GET https://x.example/api?securityToken=***&documentType=A44'
    """
    return SECRET.sub(r"\1***", text)


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer and its bytes."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to ask [times], how long to wait for an answer as a whole [s], and how many bytes to take.

    `sleep` and `clock` are those of the machine, or of a test.
    """

    tries: int = 3
    seconds: float = 60.0
    most_bytes: int = 20_000_000
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


def get(client: httpx.Client, url: str, params: Mapping[str, str], patience: Patience) -> Answer:
    """Return the answer to a request, whatever its status, unless the status passes with time.

    Redirects are not followed: a token in the address is for one host.
    Raises FetchError where the host is not reached, answers too much or too slowly, or stays busy.
    """
    _keep_secrets_out_of_the_log()
    failure = FetchError(marked("The request was never sent."), permanent=True)
    for attempt in range(patience.tries):
        try:
            answer, wait = _once(client, url, params, patience)
        except httpx.HTTPError as error:
            failure, wait = _unreached(url, error), None
        else:
            if answer.status not in PASSING:
                return answer
            failure = _busy(url, answer.status)
        if attempt + 1 < patience.tries:
            patience.sleep(min(LONGEST_WAIT, wait if wait is not None else 2.0**attempt))
    # Not chained: the error of the client holds the request, and with it the token.
    raise failure from None


def _once(client: httpx.Client, url: str, params: Mapping[str, str], patience: Patience) -> tuple[Answer, float | None]:
    """Return one answer and how long its host asks to wait [s]."""
    ends_at = patience.clock() + patience.seconds
    headers = {"Accept-Encoding": "identity"}
    with client.stream("GET", url, params=dict(params), headers=headers, follow_redirects=False) as response:
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise _refused_answer(url)
        body = bytearray()
        for chunk in response.iter_raw(CHUNK):
            body += chunk
            if len(body) > patience.most_bytes:
                raise _too_large(url, patience.most_bytes)
            if patience.clock() > ends_at:
                raise _too_slow(url, patience.seconds)
        return Answer(response.status_code, bytes(body)), _wait_of(response)


def _wait_of(response: httpx.Response) -> float | None:
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() and len(text) < 5 else None


def _keep_secrets_out_of_the_log() -> None:
    log = logging.getLogger("httpx")
    if not any(isinstance(one, MaskSecrets) for one in log.filters):
        log.addFilter(MaskSecrets())


def host_of(url: str) -> str:
    """Return the host of an address, for a sentence."""
    return httpx.URL(url).host or "-"


def _unreached(url: str, error: httpx.HTTPError) -> FetchError:
    if isinstance(error, httpx.TimeoutException):
        return _too_slow(url, None)
    return FetchError(
        marked("{host} cannot be reached ({kind}). Check the connection and try again later."),
        permanent=False,
        host=host_of(url),
        kind=type(error).__name__,
    )


def _busy(url: str, status: int) -> FetchError:
    return FetchError(
        marked("{host} is busy or out of order (HTTP {status}). Try again later."),
        permanent=False,
        host=host_of(url),
        status=status,
    )


def _too_slow(url: str, seconds: float | None) -> FetchError:
    return FetchError(
        marked("{host} takes too long to answer. Try again later."), permanent=False, host=host_of(url), seconds=seconds
    )


def _too_large(url: str, limit: int) -> FetchError:
    return FetchError(
        marked("{host} answers more than {limit_mb} MB. Ask for a shorter period."),
        permanent=True,
        host=host_of(url),
        limit_mb=limit // 1_000_000,
    )


def _refused_answer(url: str) -> FetchError:
    return FetchError(
        marked("{host} answers in a form that was not asked for. Check the address of the source."),
        permanent=True,
        host=host_of(url),
    )
