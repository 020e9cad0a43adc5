"""Authorisation is asked in one place: web/access.py."""

from __future__ import annotations

import ast
from typing import Any

ACCESS = "src/energy_synergy/web/access.py"
QUESTIONS = {
    "has_perm",
    "has_perms",
    "is_authenticated",
    "is_staff",
    "is_superuser",
    "login_required",
    "permission_required",
    "user_passes_test",
    "LoginRequiredMixin",
    "PermissionRequiredMixin",
}


def names(node: ast.AST) -> str:
    """Return the identifier that an attribute, name or import brings in."""
    return getattr(node, "attr", "") or getattr(node, "id", "") or getattr(node, "name", "")


def test_only_the_access_module_asks_who_may(sources: tuple[Any, ...]) -> None:
    found = [
        f"{source.place}: {names(node)}"
        for source in sources
        if source.place != ACCESS and "/migrations/" not in source.place
        for node in source.nodes(ast.Attribute, ast.Name, ast.alias)
        if names(node) in QUESTIONS
    ]
    assert found == []
