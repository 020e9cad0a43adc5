"""The folder that holds everything a site owns: database, secret key, collected static files."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

ENVIRONMENT_NAME = "ES_DATA_DIR"
SECRET_KEY_FILE = "secret_key"


def default_folder() -> Path:
    """Return the folder for one user's data where the system keeps such folders."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Energy Synergy"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Energy Synergy"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "energy-synergy"


def data_folder() -> Path:
    """Return the data folder, made readable by its owner alone when it is new."""
    folder = Path(os.environ.get(ENVIRONMENT_NAME) or default_folder()).expanduser().resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key(folder: Path) -> str:
    """Return the site's secret key, drawn on first use and readable by its owner alone.

    The key appears under its name only when it is complete, so two processes that start together agree on it.
    """
    path = folder / SECRET_KEY_FILE
    if not path.exists():
        draft = folder / f"{SECRET_KEY_FILE}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
