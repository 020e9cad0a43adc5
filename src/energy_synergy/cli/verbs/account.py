"""Make, list and mend the accounts of a site."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from types import ModuleType

from energy_synergy.cli.arguments import UsageRefused
from energy_synergy.cli.output import Output
from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.web.server import prepare


class PasswordsDiffer(EnergySynergyError):
    """The password was typed in two ways."""

    code = "passwords_differ"


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    parser.add_argument("what", choices=("create", "list", "password"), help="what to do")
    parser.add_argument("email", nargs="?", metavar="EMAIL", help="address of the account (create, password)")
    parser.add_argument("--name", default="", help="name of the person (create)")
    parser.add_argument("--admin", action="store_true", help="platform admin: sees and may do everything (create)")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from the first line of stdin")
    parser.add_argument("--drop-two-factor", action="store_true", help="turn two-factor sign-in off too (password)")
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="where the site keeps its data")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace, output: Output) -> int:
    """Do it; the tables of the site can only be imported once it is prepared."""
    if arguments.what != "list" and not arguments.email:
        raise UsageRefused(marked("{what} needs an e-mail address."), what=arguments.what)
    prepare(arguments.data_dir)
    register = import_module("energy_synergy.web.accounts.register")
    {"create": _create, "list": _list, "password": _password}[arguments.what](register, arguments, output)
    return 0


def _record(action: str, **details: object) -> None:
    import_module("energy_synergy.web.audit").record_command(action, **details)


def _create(register: ModuleType, arguments: Namespace, output: Output) -> None:
    password = _read_password(arguments)
    user = register.create_account(arguments.email, password, name=arguments.name, is_admin=arguments.admin)
    _record("account.created", email=user.email, is_admin=user.is_admin)
    output.note(f"Made the account {user.email}.")
    if user.is_admin and not arguments.admin:
        output.note("It is the first, so it is the platform admin's; from now on everybody signs in.")
    if arguments.json:
        output.json({"email": user.email, "name": user.name, "is_admin": user.is_admin})


def _list(register: ModuleType, arguments: Namespace, output: Output) -> None:
    accounts = register.list_accounts()
    if arguments.json:
        output.json({"accounts": [asdict(account) for account in accounts]})
        return
    rows = [
        (
            one.email,
            one.name,
            "platform admin" if one.is_admin else "",
            "two-factor" if one.has_two_factor else "",
            "" if one.is_active else "switched off",
            one.last_seen_on,
        )
        for one in accounts
    ]
    output.table(("address", "name", "role", "protection", "state", "last sign-in"), rows, text_columns=6)


def _password(register: ModuleType, arguments: Namespace, output: Output) -> None:
    password = _read_password(arguments)
    user = register.set_password(arguments.email, password, drops_two_factor=arguments.drop_two_factor)
    _record("account.password_set", email=user.email, drops_two_factor=arguments.drop_two_factor)
    output.note(f"{user.email} has a new password. Its open sessions have ended.")
    if arguments.json:
        output.json({"email": user.email})


def _read_password(arguments: Namespace) -> str:
    """Read a password without showing it: typed twice, or the first line of stdin."""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ", stream=sys.stderr)
    if getpass.getpass("The same password again: ", stream=sys.stderr) != password:
        raise PasswordsDiffer(marked("The two passwords are not the same. Nothing was changed."))
    return password
