"""Every run of the tests has a data folder of its own, thrown away at the end."""

from __future__ import annotations

import os
import tempfile

DATA_FOLDER = tempfile.TemporaryDirectory(prefix="energy-synergy-tests-")
os.environ["ES_DATA_DIR"] = DATA_FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "energy_synergy.web.settings"


def pytest_configure() -> None:
    """Load the settings; pytest-django sets the site up once they are there."""
    from django.conf import settings

    settings._setup()


def pytest_unconfigure() -> None:
    """Remove the data folder."""
    DATA_FOLDER.cleanup()
