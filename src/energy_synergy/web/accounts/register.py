"""The register of accounts: making one, listing them, giving a new password."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from energy_synergy.errors import EnergySynergyError, UnknownName, marked
from energy_synergy.web.db.models import User


class AccountRefused(EnergySynergyError):
    """An account cannot be made as it was asked for."""

    code = "account_refused"


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as a list shows it."""

    email: str
    name: str
    is_admin: bool
    is_active: bool
    has_two_factor: bool
    last_seen_on: str


@transaction.atomic
def create_account(email: str, password: str, *, name: str = "", is_admin: bool = False) -> User:
    """Store an account; the first one of a site is a platform admin's, for somebody has to run it.

    Raises AccountRefused for an address that is none or taken, and for a password that is too weak.
    """
    address = email.strip().lower()
    _refuse_address(address)
    draft = User(email=address, name=name)
    refuse_weak(password, draft)
    return User.objects.create_user(address, password, name=name, is_admin=is_admin or not User.objects.exists())


def _refuse_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise AccountRefused(marked("{email} is not an e-mail address."), email=address) from error
    if User.objects.filter(email__iexact=address).exists():
        raise AccountRefused(marked("There is an account with the address {email} already."), email=address)


def refuse_weak(password: str, user: User) -> None:
    """Raise AccountRefused for a password that the rules of the site do not allow."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefused(
            marked("The password cannot be used: {reason}"), reason=" ".join(error.messages)
        ) from error


@transaction.atomic
def set_password(email: str, password: str, *, drops_two_factor: bool = False) -> User:
    """Give an account a new password, which ends its sessions; two-factor sign-in goes as well if wanted.

    Raises UnknownName where there is no such account, AccountRefused for a weak password.
    """
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        raise UnknownName(marked("There is no account with the address {email}."), email=email)
    refuse_weak(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    if drops_two_factor:
        Authenticator.objects.filter(user_id=user.pk).delete()
    return user


def list_accounts() -> tuple[Listed, ...]:
    """Return all accounts by address."""
    protected = set(Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True))
    return tuple(
        Listed(
            email=user.email,
            name=user.name,
            is_admin=user.is_admin,
            is_active=user.is_active,
            has_two_factor=user.pk in protected,
            last_seen_on=user.last_login.date().isoformat() if user.last_login else "",
        )
        for user in User.objects.order_by("email")
    )
