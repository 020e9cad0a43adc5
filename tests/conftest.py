"""Every run of the tests has a data folder of its own, thrown away at the end."""

from __future__ import annotations

import os
import tempfile

import django

DATA_FOLDER = tempfile.TemporaryDirectory(prefix="energy-synergy-tests-")
os.environ["ES_DATA_DIR"] = DATA_FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "energy_synergy.web.settings"
# The settings read the data folder, so they are loaded here and not by the option of pytest-django.
django.setup()


def pytest_unconfigure() -> None:
    """Remove the data folder."""
    DATA_FOLDER.cleanup()
