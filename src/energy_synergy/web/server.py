"""Serving the site: prepare the data folder, then hand over to the server until it is told to stop."""

from __future__ import annotations

import ipaddress
import multiprocessing
import os
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.web.data_folder import ENVIRONMENT_NAME

SETTINGS = "energy_synergy.web.settings"
APPLICATION = "energy_synergy.web.wsgi:application"
THREADS = 4
PATIENCE_SECONDS = 20.0
# The worker keeps the memory of large arrays for the next page instead of giving it back: a year is a tenth faster.
# The C library reads this when a process begins, so the worker is begun anew instead of being forked.
WORKER_MEMORY = {"MALLOC_TRIM_THRESHOLD_": "536870912", "MALLOC_MMAP_THRESHOLD_": "536870912"}


class PortTaken(EnergySynergyError):
    """Another program listens where the site should."""

    code = "port_taken"


class UnsafeAddress(EnergySynergyError):
    """The site would be open to other machines before anybody has an account on it."""

    code = "unsafe_address"


def prepare(data_dir: Path | None = None) -> None:
    """Set Django up on a data folder and bring the database and the static files up to date.

    Call it before anything else of the site is imported or used in a command.
    """
    if data_dir is not None:
        os.environ[ENVIRONMENT_NAME] = str(data_dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    _close_database()


def _close_database() -> None:
    """Let the owner alone read the database: the folder may have been there before, open to other accounts."""
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    # SQLite gives the files beside it the same mode.
    for path in database.parent.glob(f"{database.name}*"):
        path.chmod(0o600)


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    path: str = "/",
    open_browser: bool = False,
    data_dir: Path | None = None,
) -> None:
    """Serve the site until it is interrupted; the address of the page `path` is printed once.

    Raises PortTaken when the address is in use, UnsafeAddress for an address that other machines reach while
    nobody has an account.
    """
    _refuse_taken_port(host, port)
    os.environ["ES_LOCAL_OWNER"] = "1" if is_loopback(host) else "0"
    prepare(data_dir)
    _refuse_open_address(host)
    call_command("collectstatic", interactive=False, verbosity=0)
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"
    print(f"Energy Synergy: {url}  (stop with Ctrl-C)", flush=True)
    if not is_loopback(host):
        print("Other machines can reach this address; they are asked to sign in.", file=sys.stderr)
        _warn_of_plain_http()
    if open_browser:
        threading.Thread(target=_open_when_ready, args=(url, host, port), daemon=True).start()
    os.environ.update({name: value for name, value in WORKER_MEMORY.items() if name not in os.environ})
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        loop=Loops.asyncio,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=5,
    ).serve()


def _warn_of_plain_http() -> None:
    # Cookies of a site with a name travel by https alone: over plain http its forms would fail without a reason.
    if settings.SESSION_COOKIE_SECURE and not settings.BEHIND_PROXY:
        print(
            "Signing in works over https: put a proxy that speaks TLS in front (ES_TLS_PROXY=1), or, in a network that "
            "you trust, set ES_PLAIN_HTTP=1.",
            file=sys.stderr,
        )


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_open_address(host: str) -> None:
    if not is_loopback(host) and not get_user_model().objects.exists():
        raise UnsafeAddress(
            marked(
                "{host} can be reached by other machines. First make an account with `energy-synergy account create` "
                "and set ES_ALLOWED_HOSTS to the site's name, or serve on 127.0.0.1."
            ),
            host=host,
        )


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise PortTaken(
            marked("Cannot listen on {host}, port {port}: {reason}. Choose another one with --port."),
            host=host,
            port=port,
            reason=error.strerror or error,
        ) from error


def _open_when_ready(url: str, host: str, port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((host, port), timeout=1):
                webbrowser.open(url)
                return
        except OSError:
            time.sleep(0.1)
