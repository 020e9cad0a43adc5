"""The demo group: made once, stored as any other group, marked as simulated."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from energy_synergy.errors import InvalidValue
from energy_synergy.usecases.demo_group import compute_demo_group
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import Group
from energy_synergy.web.wiring import group_store

SLUG = "demo"
# A week of June shows surplus, balance and deficit; the last week of the year, the default, is dark and half closed.
FIRST_PAGE = f"/g/{SLUG}/?on=2025-06-09"
RECORDED_BY = "simulation"


def load_demo(stdout_progress: Callable[[str], None] | None = None) -> str:
    """Store the demo group unless it is there, and return its slug; `stdout_progress` hears what is being done."""
    tell = stdout_progress or (lambda _step: None)
    if _is_there():
        tell("The demo group is ready.")
        return SLUG
    tell("Simulating a year of the demo group")
    group = compute_demo_group()
    tell("Storing the demo group")
    try:
        save_group(
            group,
            slug=SLUG,
            store=group_store(),
            now=timezone.now(),
            recorded_by=RECORDED_BY,
            country="FR",
            is_demo=True,
        )
    except InvalidValue:
        # A second click may have stored it while this one simulated.
        if not _is_there():
            raise
    tell("The demo group is ready.")
    return SLUG


def _is_there() -> bool:
    return Group.objects.filter(slug=SLUG).exists()
