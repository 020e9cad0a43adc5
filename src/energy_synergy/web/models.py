"""Where Django looks for the models; they live in `db.models`."""

from energy_synergy.web.db.models import *  # noqa: F403
from energy_synergy.web.db.models import __all__  # noqa: F401
