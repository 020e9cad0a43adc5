"""Agreements behind the wall, and who may see and change them."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from energy_synergy.registry import option
from energy_synergy.usecases.agreements import write_key, write_rule
from energy_synergy.web.db.agreements import AgreementDetails, draft, publish
from energy_synergy.web.db.models import Group
from tests.web.wall.doors import MANAGE, SEE, Door, form, page, route

# Shares of a key: those of Forge and Kiln are none of Mill's business.
MILL_SHARE, FORGE_SHARE, KILN_SHARE = 0.2, 0.37731, 0.42269
SECRET_SHARES = tuple(
    f"{scale * share:.{digits}f}" for share in (FORGE_SHARE, KILN_SHARE) for scale, digits in ((1, 5), (100, 3))
)
DRAFTS = "ok ok ok 404 404 404 404 in"
MANAGE_DRAFT = "ok ok 403 403 403 403 404 in"
R = {"slug": "river"}
COMING = {"slug": "river", "agreement_id": "{agreement}"}
DRAFT = {"slug": "river", "agreement_id": "{draft}"}
TOLD = {"title": "New", "key": "pro_rata", "rule": "mid_market_rate", "interval_minutes": "15"}
SENT = {"title": "New", "key": {"name": "pro_rata"}, "rule": {"name": "mid_market_rate"}}

AGREEMENT_DOORS: tuple[Door, ...] = (
    page("agreements", SEE, **R),
    page("agreement_new", MANAGE, **R),
    form("agreement_new", MANAGE, 302, TOLD, **R),
    form("agreement_check", MANAGE, 200, TOLD, **R),
    page("agreement", SEE, **COMING),
    page("agreement", DRAFTS, **DRAFT),
    page("agreement_brings", SEE, **COMING),
    page("agreement_brings", DRAFTS, **DRAFT),
    page("agreement_edit", MANAGE_DRAFT, **DRAFT),
    form("agreement_edit", MANAGE_DRAFT, 302, TOLD, **DRAFT),
    page("agreement_publish", MANAGE_DRAFT, **DRAFT),
    form("agreement_publish", MANAGE_DRAFT, 302, **DRAFT),
    form("agreement_end", MANAGE, 302, {"last_on": "2199-06-30"}, **COMING),
    form("agreement_withdraw", MANAGE, 302, **COMING),
)
G = {"group": "river"}
ONE = {"group": "river", "agreement": "{agreement}"}
ONE_DRAFT = {"group": "river", "agreement": "{draft}"}
AGREEMENT_ROUTES: tuple[Door, ...] = (
    route("list_agreements", SEE, **G),
    route("read_agreement_in_force", SEE, query="on=2199-02-01", **G),
    route("draft_agreement", MANAGE, method="POST", ok=201, told=SENT, **G),
    route("read_agreement", SEE, **ONE),
    route("read_agreement", DRAFTS, **ONE_DRAFT),
    route("read_agreement_brings", SEE, **ONE),
    route("change_agreement", MANAGE, method="PATCH", told={"title": "Other"}, **ONE_DRAFT),
    route("publish_agreement", MANAGE, method="POST", **ONE_DRAFT),
    route("end_agreement", MANAGE, method="POST", told={"last_on": "2199-06-30"}, **ONE),
    route("withdraw_agreement", MANAGE, method="POST", **ONE),
)


def agreements_of(group: Group, companies: list[int]) -> dict[str, object]:
    """Let the group have an agreement that comes and a draft; companies are Mill, Forge and Kiln."""
    now = timezone.now()
    shares = (MILL_SHARE, FORGE_SHARE, KILN_SHARE)
    key = write_key(option("sharing", "static", shares=shares), companies)
    rule = write_rule(option("pricing", "mid_market_rate"))
    told = AgreementDetails("Shares", key, rule, active_from=date(2199, 1, 1))
    coming = publish(draft(group, told, now=now, user_id=None), now=now, user_id=None)
    later = AgreementDetails(
        "Draft", write_key(option("sharing", "equal"), companies), rule, active_from=date(2199, 9, 1)
    )
    return {"agreement": coming.pk, "draft": draft(group, later, now=now, user_id=None).pk}
