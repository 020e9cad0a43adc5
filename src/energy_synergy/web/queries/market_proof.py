"""The proofs of a market as pages and the API tell them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from energy_synergy.timeline import zone
from energy_synergy.trading.kept import KeptMarket, digest_of, keep_market, read_market
from energy_synergy.trading.proof import Check, holds, prove
from energy_synergy.web.db.models import Group, MarketRecord
from energy_synergy.web.queries.market import LoadedMarket


@dataclass(frozen=True, slots=True)
class CheckView:
    """One promise: its sentence, the largest deviation and where it is; `holds` is None where it is not promised.

    `starts_at` is on the clock of the group. The place is left out for somebody who does not see every company.
    """

    code: str
    sentence: str
    deviation: float | None
    unit: str
    tolerance: float
    holds: bool | None
    starts_at: datetime | None
    member: str


@dataclass(frozen=True, slots=True)
class ProofView:
    """Every promise of a result; `is_sound` tells whether all that are made are kept.

    Of a kept result `digest` is that of the bytes as they are stored now, `is_unchanged` whether it is the digest that
    was written down when it was kept.
    """

    checks: tuple[CheckView, ...]
    is_sound: bool
    digest: str = ""
    is_unchanged: bool = True
    header: dict[str, Any] | None = None


def kept_of(loaded: LoadedMarket) -> KeptMarket:
    """Return the market of a period as plain numbers, which say the same in every language."""
    agreements = [{"number": one.term.number, "title": one.term.title} for one in loaded.agreements]
    sole = loaded.agreements[0] if loaded.is_agreed and len(loaded.agreements) == 1 else None
    told = {
        "agreements": agreements,
        "company_ids": [one.id for one in loaded.facts.companies],
        "key_record": dict(sole.key) if sole else {"name": loaded.market.key.name},
        "rule_record": dict(sole.rule) if sole else {"name": loaded.market.rule.name},
    }
    return keep_market(
        loaded.market,
        group=loaded.row.name,
        members=[bond.company.name for bond in loaded.row.loaded_bonds or ()],
        starts_at=loaded.timeline.starts_at.isoformat(),
        timezone=loaded.facts.timezone,
        told={**told, "ends_at": loaded.timeline.ends_at.isoformat(), "slug": loaded.facts.slug},
    )


def prove_now(loaded: LoadedMarket) -> ProofView:
    """Return the promises of the result that is on the screen, checked on its plain numbers."""
    kept = kept_of(loaded)
    return _view(kept, prove(kept), is_full=loaded.sight.is_full)


def prove_record(record: MarketRecord, *, is_full: bool) -> ProofView:
    """Return the promises of a kept result, checked on nothing but the bytes that are stored.

    Raises KeptMarketUnreadable for bytes that are damaged.
    """
    body = bytes(record.body)
    kept, digest = read_market(body), digest_of(body)
    view = _view(kept, prove(kept), is_full=is_full)
    is_unchanged = digest == record.digest
    header = {name: kept.header.get(name) for name in ("group", "currency", "key", "rule", "slot_minutes", "version")}
    return ProofView(view.checks, view.is_sound and is_unchanged, digest, is_unchanged, header)


def record_of(group: Group, record_id: int) -> MarketRecord | None:
    """Return a kept result of a group with its numbers, None for one that is not there."""
    return MarketRecord.objects.select_related("agreement").filter(group=group, pk=record_id).first()


def _view(kept: KeptMarket, checks: tuple[Check, ...], *, is_full: bool) -> ProofView:
    return ProofView(tuple(_check(kept, check, is_full=is_full) for check in checks), holds(checks))


def _check(kept: KeptMarket, check: Check, *, is_full: bool) -> CheckView:
    is_placed = is_full and check.deviation > 0
    member = kept.members[check.member] if is_placed and check.member is not None else ""
    return CheckView(
        code=check.code,
        sentence=gettext(check.sentence),
        deviation=check.deviation if math.isfinite(check.deviation) else None,
        unit=check.unit,
        tolerance=check.tolerance,
        holds=check.holds,
        starts_at=_start(kept, check.slot) if is_placed else None,
        member=member,
    )


def _start(kept: KeptMarket, slot: int | None) -> datetime | None:
    starts_at = kept.header.get("starts_at")
    if slot is None or not starts_at:
        return None
    moment = datetime.fromisoformat(starts_at) + slot * timedelta(minutes=int(kept.header["slot_minutes"]))
    return moment.astimezone(zone(str(kept.header["timezone"])))
