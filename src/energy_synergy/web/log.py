"""What is written to the log of the site: addresses without the secrets that open them."""

from __future__ import annotations

import logging
import re

# An invitation, a new password, an e-mail address to confirm: whoever has such a link may use it.
SECRET = re.compile(r"(/i/|/account/password/reset/key/|/account/confirm-email/)[^/\s]+")


class WithoutSecrets(logging.Filter):
    """Leaves the secret of a link out of each line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change a line where it tells such a link; none is dropped."""
        line = record.getMessage()
        told = SECRET.sub(r"\1...", line)
        if told != line:
            record.msg, record.args = told, None
        return True
