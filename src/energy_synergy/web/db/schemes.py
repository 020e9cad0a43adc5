"""Writing the country scheme of a group."""

from __future__ import annotations

from collections.abc import Mapping

from energy_synergy.schemes.catalogue import whole_scheme
from energy_synergy.web.db.models import Group


def choose_scheme(group: Group, name: str, answers: Mapping[str, str]) -> None:
    """Store the scheme that a group follows, empty for none, and its answers to the questions of that scheme.

    Raises UnknownName for a scheme that is not there; answers that it does not know are left out.
    """
    group.scheme = name
    group.scheme_answers = whole_scheme(name).known_answers(answers) if name else {}
    group.save(update_fields=["scheme", "scheme_answers"])
