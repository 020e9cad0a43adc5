"""One line of the wall: an address, how it is asked, and what each role gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ROLES = ("admin", "manager", "analyst", "mill_editor", "mill_viewer", "forge_editor", "stranger", "nobody")
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

# What each role gets, in the order above: "ok" stands for the status of success, "in" leads to the sign-in.
PUBLIC = "ok ok ok ok ok ok ok ok"
KNOWN = "ok ok ok ok ok ok ok in"
SEE = "ok ok ok ok ok ok 404 in"
SEE_ALL = "ok ok ok 403 403 403 404 in"
ADMIN = "ok 404 404 404 404 404 404 in"
MANAGE = "ok ok 403 403 403 403 404 in"
INVITE = "ok ok 403 ok 403 ok 404 in"
# Pages of Mill: its own people see them and those who see all companies, others get 404 as for a company that is
# not there.
OF_MILL = "ok ok ok ok ok 404 404 in"
# What two companies traded where one of them is hidden: people of neither may read it slot by slot.
OF_OTHERS = "ok ok ok 404 404 404 404 in"
EDIT_MILL = "ok ok 403 ok 403 404 404 in"
BRING = "ok ok 403 ok 403 ok 404 in"
BRING_FOR_MILL = "ok ok 403 ok 403 404 404 in"
# Only those who answer for Mill say what others see of it: it has an account, so its manager does not.
ANSWER_FOR_MILL = "403 403 403 ok 403 404 404 in"
# A profile that Forge's editor keeps: its maker and those who manage the group see it.
OF_ITS_MAKER = "ok ok 404 404 404 ok 404 in"
# A page that only answers to GET, or only to POST.
NEVER = "405 405 405 405 405 405 405 in"
NEVER_PUBLIC = "405 405 405 405 405 405 405 405"


@dataclass(frozen=True)
class Door:
    """An address of the site by the name of its pattern, asked by one method.

    `args` and `told` may name things of the world in braces, such as "{mill}". `periods` asks it for a day, a week, a
    month and a typical day as well when it is searched for what nobody should see. `path` is where a pattern without a
    name is tried. One that `is_searched_alone` differs from another in what it shows, not in who may see it.
    """

    name: str
    codes: str
    method: str = "GET"
    ok: int = 200
    args: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    told: Mapping[str, object] = field(default_factory=dict)
    content_type: str = FORM
    periods: bool = False
    path: str = ""
    is_searched_alone: bool = False

    def expected(self, role: str) -> int:
        """Return the status that a role gets."""
        word = self.codes.split()[ROLES.index(role)]
        return {"ok": self.ok, "in": 302}.get(word) or int(word)

    @property
    def label(self) -> str:
        """How a failure names the door."""
        return " ".join(part for part in (self.method, self.name, *self.args.values(), self.query) if part)


def page(name: str, codes: str, /, *, ok: int = 200, query: str = "", periods: bool = False, **args: str) -> Door:
    """Return an address that is read."""
    return Door(name, codes, ok=ok, args=args, query=query, periods=periods)


def form(name: str, codes: str, ok: int, told: Mapping[str, object] | None = None, /, **args: str) -> Door:
    """Return an address to which a form is sent."""
    return Door(name, codes, "POST", ok, args, told=told or {})


def route(
    name: str,
    codes: str,
    /,
    *,
    method: str = "GET",
    ok: int = 200,
    told: Mapping[str, object] | None = None,
    query: str = "",
    periods: bool = False,
    **args: str,
) -> Door:
    """Return a route of the programming interface, which does not lead to the sign-in but answers 401."""
    return Door(f"api-1:{name}", codes.replace("in", "401"), method, ok, args, query, told or {}, JSON, periods)
