"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Models, pages and templates of the site."""

    name = "energy_synergy.web"
    label = "web"
    verbose_name = "Energy Synergy"

    def ready(self) -> None:
        """Register the system checks and what the audit record listens to."""
        from energy_synergy.web import checks  # noqa: F401
        from energy_synergy.web.accounts import record  # noqa: F401
