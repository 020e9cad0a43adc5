"""Mail of the site: sent by SMTP where that is set up, else kept as files in the data folder."""

from __future__ import annotations

import os
import secrets
import smtplib
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from energy_synergy.errors import EnergySynergyError, marked


class MailNotSent(EnergySynergyError):
    """The mail server could not be reached, or did not take the mail."""

    code = "mail_not_sent"


# Anybody may ask for a new password: the folder must not fill the disk.
MOST_KEPT = 1000


class KeptMail(BaseEmailBackend):
    """Writes each mail to a file of its own, readable by the owner of the site alone, instead of sending it.

    Of many mails only the newest are kept.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails and return how many there were."""
        folder: Path = settings.MAIL_DIR
        folder.mkdir(mode=0o700, exist_ok=True)
        for message in email_messages:
            # The time comes first, so that the newest mail is the last in the folder.
            name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}.eml"
            opened = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "wb") as stream:
                stream.write(message.message().as_bytes())
        for old in sorted(folder.glob("*.eml"))[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
        return len(email_messages)


def mail_leaves() -> bool:
    """Tell whether mail is sent; else it is kept in the data folder and links have to be handed over by hand."""
    return bool(settings.MAIL_IS_SENT)


def deliver_mail(message: EmailMessage) -> None:
    """Send a mail, or keep it.

    Raises MailNotSent when the server cannot be reached or refuses it.
    """
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSent(
            marked("The mail to {address} was not sent: {reason}."),
            address=", ".join(message.to),
            reason=getattr(error, "strerror", None) or error,
        ) from error
