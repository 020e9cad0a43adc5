"""Energy Synergy: finds, proves and runs local energy markets between companies."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from energy_synergy.community.group import Group, Member
    from energy_synergy.community.window import compute_window
    from energy_synergy.formats.detect import read_file
    from energy_synergy.metering.series import Series
    from energy_synergy.registry import option, options
    from energy_synergy.timeline import Timeline
    from energy_synergy.usecases.manifest import load_group

__all__ = ["Group", "Member", "Series", "Timeline", "compute_window", "load_group", "option", "options", "read_file"]

# The front door opens a room when its name is first asked for: `import energy_synergy` alone costs next to nothing.
_ROOMS = {
    "Group": "community.group",
    "Member": "community.group",
    "Series": "metering.series",
    "Timeline": "timeline",
    "compute_window": "community.window",
    "load_group": "usecases.manifest",
    "option": "registry",
    "options": "registry",
    "read_file": "formats.detect",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_ROOMS})
