"""What whoever runs the site sets by environment variables: how mail leaves, who speaks TLS, where prices come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from django.core.exceptions import ImproperlyConfigured

TlsMode = Literal["starttls", "tls", "off"]
PORTS: Mapping[str, int] = {"starttls": 587, "tls": 465, "off": 25}
YEAR_SECONDS = 365 * 86_400


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail leaves; without a host it is kept as files."""

    host: str
    port: int
    user: str
    password: str
    tls: TlsMode
    sender: str

    @property
    def is_sent(self) -> bool:
        """Tell whether there is a server to send it by."""
        return bool(self.host)

    @property
    def backend(self) -> str:
        """The way of sending that Django should use."""
        return "django.core.mail.backends.smtp.EmailBackend" if self.host else "energy_synergy.web.mail.KeptMail"


def mail_settings(environ: Mapping[str, str], site_hosts: list[str]) -> Mail:
    """Read how mail leaves.

    Raises ImproperlyConfigured, which names the variable, for a mode or a port that is none.
    """
    tls = environ.get("ES_SMTP_TLS", "starttls").lower()
    if tls not in PORTS:
        raise ImproperlyConfigured(f"ES_SMTP_TLS is {tls!r}. It should be one of: {', '.join(PORTS)}.")
    port = environ.get("ES_SMTP_PORT", "") or str(PORTS[tls])
    if not port.isdecimal() or not 0 < int(port) < 65_536:
        raise ImproperlyConfigured(f"ES_SMTP_PORT is {port!r}. It should be a number from 1 to 65535.")
    return Mail(
        host=environ.get("ES_SMTP_HOST", ""),
        port=int(port),
        user=environ.get("ES_SMTP_USER", ""),
        password=environ.get("ES_SMTP_PASSWORD", ""),
        tls=tls,  # type: ignore[arg-type]
        sender=environ.get("ES_MAIL_FROM", "") or f"Energy Synergy <energy-synergy@{_mail_host(site_hosts)}>",
    )


def _mail_host(site_hosts: list[str]) -> str:
    return site_hosts[0].lstrip(".") if site_hosts else "localhost"


@dataclass(frozen=True, slots=True)
class Transport:
    """What lies between the visitor and the site.

    `is_secure`: visitors come by https, so that cookies never travel in the clear and links in mails begin with
    https. `has_proxy`: a proxy in front says by which scheme and from where a request came, and is believed.
    """

    is_secure: bool
    has_proxy: bool
    hsts_seconds: int


def transport_settings(environ: Mapping[str, str], site_hosts: list[str]) -> Transport:
    """Read who speaks TLS: a site with a name of its own is taken to be behind it unless ES_PLAIN_HTTP says otherwise.

    Raises ImproperlyConfigured for variables that exclude each other, and for seconds that are no number.
    """
    has_proxy, is_plain = environ.get("ES_TLS_PROXY") == "1", environ.get("ES_PLAIN_HTTP") == "1"
    if has_proxy and is_plain:
        raise ImproperlyConfigured("ES_TLS_PROXY and ES_PLAIN_HTTP exclude each other: set one of them.")
    seconds = environ.get("ES_HSTS_SECONDS", "") or str(YEAR_SECONDS)
    if not seconds.isdecimal():
        raise ImproperlyConfigured(f"ES_HSTS_SECONDS is {seconds!r}. It should be a number of seconds, 0 for none.")
    is_secure = has_proxy or (bool(site_hosts) and not is_plain)
    return Transport(is_secure, has_proxy, int(seconds) if has_proxy else 0)


@dataclass(frozen=True, slots=True)
class PriceSettings:
    """The account by which day-ahead prices are fetched; without a token none are. The token is never shown."""

    token: str = field(repr=False, default="")
    address: str = ""

    @property
    def is_set(self) -> bool:
        """Tell whether prices can be fetched."""
        return bool(self.token)


def price_settings(environ: Mapping[str, str]) -> PriceSettings:
    """Read the security token of the Transparency Platform of ENTSO-E, and another address of it where one is set."""
    return PriceSettings(environ.get("ES_ENTSOE_TOKEN", "").strip(), environ.get("ES_ENTSOE_URL", "").strip())
