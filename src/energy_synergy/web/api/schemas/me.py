"""The caller."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from energy_synergy.web.api.schemas.base import Record


class RoleInCompany(Record):
    """A role for one company."""

    company_id: int
    company: str
    role: Literal["editor", "viewer"]


class MyGroup(Record):
    """A group in which the caller has a role."""

    slug: str
    name: str
    role: Literal["manager", "analyst"] | None = Field(description="Role in the group as a whole")
    companies: list[RoleInCompany]


class KeyReach(Record):
    """How far the key reaches with which the caller asks."""

    scopes: list[Literal["read", "write", "manage"]]
    group: str | None = Field(description="The one group that it is for; null for all of the account's")


class MeOut(Record):
    """Who calls, and what they have a role in."""

    email: str | None = Field(description="Null for the owner of a site without accounts")
    name: str
    is_admin: bool
    is_local_owner: bool = Field(description="Whether the site has no account yet and the caller sits at its machine")
    key: KeyReach | None = Field(description="Null for somebody who signed in")
    groups: list[MyGroup]
