"""What whoever runs the site sets by environment variables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from energy_synergy.web.middleware import ClientAddress
from energy_synergy.web.operator_settings import (
    YEAR_SECONDS,
    Transport,
    mail_settings,
    price_settings,
    transport_settings,
)

HOSTS = ["energy.example.org"]


def test_it_keeps_mail_as_files_where_nothing_is_set() -> None:
    mail = mail_settings({}, [])
    assert (mail.is_sent, mail.backend) == (False, "energy_synergy.web.mail.KeptMail")
    assert mail.sender == "Energy Synergy <energy-synergy@localhost>"


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("tls", 465), ("off", 25)])
def test_it_knows_the_port_of_each_mode(tls: str, port: int) -> None:
    mail = mail_settings({"ES_SMTP_HOST": "mail.example.org", "ES_SMTP_TLS": tls}, HOSTS)
    assert (mail.is_sent, mail.port, mail.tls) == (True, port, tls)
    assert mail.sender == "Energy Synergy <energy-synergy@energy.example.org>"


@pytest.mark.parametrize(("name", "value"), [("ES_SMTP_TLS", "maybe"), ("ES_SMTP_PORT", "smtp"), ("ES_SMTP_PORT", "0")])
def test_it_names_the_variable_that_makes_no_sense(name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"{name} is '{value}'"):
        mail_settings({name: value}, [])


@pytest.mark.parametrize(
    ("environ", "hosts", "transport"),
    [
        ({}, [], Transport(is_secure=False, has_proxy=False, hsts_seconds=0)),
        ({}, HOSTS, Transport(is_secure=True, has_proxy=False, hsts_seconds=0)),
        ({"ES_PLAIN_HTTP": "1"}, HOSTS, Transport(is_secure=False, has_proxy=False, hsts_seconds=0)),
        ({"ES_TLS_PROXY": "1"}, HOSTS, Transport(is_secure=True, has_proxy=True, hsts_seconds=YEAR_SECONDS)),
        ({"ES_TLS_PROXY": "1", "ES_HSTS_SECONDS": "60"}, HOSTS, Transport(True, True, 60)),
    ],
)
def test_it_knows_who_speaks_tls(environ: dict[str, str], hosts: list[str], transport: Transport) -> None:
    assert transport_settings(environ, hosts) == transport


@pytest.mark.parametrize("environ", [{"ES_TLS_PROXY": "1", "ES_PLAIN_HTTP": "1"}, {"ES_HSTS_SECONDS": "long"}])
def test_it_refuses_what_cannot_be(environ: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured):
        transport_settings(environ, HOSTS)


SHOW = """
import django
django.setup()
from django.conf import settings
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_PROXY_SSL_HEADER is not None,
      settings.SECURE_HSTS_SECONDS > 0, settings.LOCAL_OWNER, settings.EMAIL_USE_TLS)
"""


@pytest.mark.parametrize(
    ("environ", "shown"),
    [
        ({}, "False False False False True True"),
        ({"ES_ALLOWED_HOSTS": "energy.example.org"}, "True True False False False True"),
        (
            {"ES_ALLOWED_HOSTS": "energy.example.org", "ES_TLS_PROXY": "1", "ES_SMTP_TLS": "off"},
            "True True True True False False",
        ),
    ],
)
def test_the_settings_follow(environ: dict[str, str], shown: str, tmp_path: Path) -> None:
    known = {name: value for name, value in os.environ.items() if not name.startswith("ES_")}
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**known, "ES_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "energy_synergy.web.settings", **environ},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == shown


@pytest.mark.parametrize(("has_proxy", "address"), [(True, "203.0.113.9"), (False, "127.0.0.1")])
def test_it_believes_a_proxy_only_where_there_is_one(has_proxy: bool, address: str, settings: SimpleNamespace) -> None:
    settings.BEHIND_PROXY = has_proxy
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.9"}
    ClientAddress(lambda _request: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address


def test_prices_are_fetched_only_where_a_token_is_set_and_it_is_never_shown() -> None:
    assert not price_settings({}).is_set
    told = price_settings({"ES_ENTSOE_TOKEN": " a-secret ", "ES_ENTSOE_URL": "https://relay.example.org/api"})
    assert (told.is_set, told.token, told.address) == (True, "a-secret", "https://relay.example.org/api")
    assert "a-secret" not in repr(told)
