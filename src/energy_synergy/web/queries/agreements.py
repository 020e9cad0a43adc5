"""The agreements of a group as its pages and its interface tell them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from energy_synergy.community.sight import Sight
from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.catalogue import scheme
from energy_synergy.schemes.checks.sharing import check_interval, check_key
from energy_synergy.timeline import first_instant
from energy_synergy.usecases.agreement_checks import check_entries, check_rule
from energy_synergy.usecases.agreement_dates import Term, gaps_between
from energy_synergy.usecases.agreements import Party, read_key, read_rule, slot_table
from energy_synergy.web.access import May, may, sight_of
from energy_synergy.web.db.agreed_keys import parties_of, term_of
from energy_synergy.web.db.agreements import today_of
from energy_synergy.web.db.models import Agreement, AgreementState, DayAheadPrices, Group
from energy_synergy.web.queries.agreement_words import OptionWords, key_words, rule_words
from energy_synergy.web.queries.scheme_facts import group_facts
from energy_synergy.web.words import translated

Stage = Literal["draft", "coming", "in_force", "past", "withdrawn"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AgreementRecord:
    """An agreement; `first_on` and `last_on` are local days, both included, None is open.

    `problem` says why its key does not fit the members any more, empty where it does.
    """

    id: int
    title: str
    note: str
    stage: Stage
    key: OptionWords
    rule: OptionWords
    interval_minutes: int
    first_on: date | None
    last_on: date | None
    drafted_at: datetime
    drafted_by: str
    published_at: datetime | None
    published_by: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AgreementsPage:
    """The agreements of a group that the visitor sees; `gaps` are the days on which none is in force."""

    current: AgreementRecord | None
    coming: tuple[AgreementRecord, ...]
    drafts: tuple[AgreementRecord, ...]
    past: tuple[AgreementRecord, ...]
    gaps: tuple[str, ...]
    sees_drafts: bool
    may_manage: bool

    @property
    def in_force(self) -> tuple[AgreementRecord, ...]:
        """The agreement in force, if there is one."""
        return () if self.current is None else (self.current,)


def load_agreements(request: HttpRequest, group: Group, *, now: datetime) -> AgreementsPage:
    """Return the agreements of a group: the published ones to every member, drafts to who sees every company."""
    sees_drafts, sight = may(request, group, May.SEE_ALL), sight_of(request, group)
    today, parties = today_of(group, now), parties_of(group)
    rows = list(visible(request, group).select_related("drafted_by", "published_by"))
    records = [record_of(row, group, parties, sight, today=today, now=now) for row in rows]
    published = [term_of(row) for row in rows if row.state == AgreementState.PUBLISHED]
    by_stage: Mapping[str, list[AgreementRecord]] = {
        stage: [one for one in records if one.stage == stage]
        for stage in ("in_force", "coming", "draft", "past", "withdrawn")
    }
    return AgreementsPage(
        current=next(iter(by_stage["in_force"]), None),
        coming=tuple(by_stage["coming"]),
        drafts=tuple(reversed(by_stage["draft"])),
        past=(*reversed(by_stage["past"]), *reversed(by_stage["withdrawn"])),
        gaps=tuple(translated(one) for one in gaps_between(_from_today(published, today))),
        sees_drafts=sees_drafts,
        may_manage=group.archived_at is None and may(request, group, May.MANAGE),
    )


def _from_today(terms: Iterable[Term], today: date) -> list[Term]:
    return [one for one in terms if one.active_to is None or one.active_to > today]


def visible(request: HttpRequest, group: Group) -> QuerySet[Agreement]:
    """Return the agreements that the visitor may see, in the order of their days."""
    rows = Agreement.objects.filter(group=group).order_by("active_from", "pk")
    return rows if may(request, group, May.SEE_ALL) else rows.filter(state=AgreementState.PUBLISHED)


def record_of(
    row: Agreement, group: Group, parties: Iterable[Party], sight: Sight, *, today: date, now: datetime
) -> AgreementRecord:
    """Return an agreement as somebody may see it."""
    told = list(parties)
    return AgreementRecord(
        id=row.pk,
        title=spoken_title(row.title, group),
        note=spoken_title(row.note, group),
        stage=stage_of(row, today),
        key=key_words(row.key, {one.number: _spoken_name(one, group) for one in told}, sight),
        rule=rule_words(row.rule),
        interval_minutes=row.interval_minutes,
        first_on=row.active_from,
        last_on=row.active_to and row.active_to - ONE_DAY,
        drafted_at=row.drafted_at,
        drafted_by=str(row.drafted_by or ""),
        published_at=row.published_at,
        published_by=str(row.published_by or ""),
        problem=_problem(row, group, told, today=today, now=now) if sight.is_full else "",
    )


def spoken_title(title: str, group: Group) -> str:
    """Return a title, of the demo group in the visitor's language."""
    return gettext(title) if group.is_demo and title else title


def _spoken_name(party: Party, group: Group) -> str:
    return gettext(party.name) if group.is_demo else party.name


def stage_of(row: Agreement, today: date) -> Stage:
    """Return how far an agreement is on a day."""
    if row.state == AgreementState.WITHDRAWN:
        return "withdrawn"
    if row.state == AgreementState.DRAFT or row.active_from is None:
        return "draft"
    if row.active_from > today:
        return "coming"
    return "in_force" if row.active_to is None or row.active_to > today else "past"


def _problem(row: Agreement, group: Group, parties: list[Party], *, today: date, now: datetime) -> str:
    """Return why the key does not fit those who belong to the group from now on."""
    if stage_of(row, today) in ("past", "withdrawn") or slot_table(row.key) is not None:
        return ""
    try:
        read_key(row.key, parties, span_of(row, group, now=now))
    except EnergySynergyError as refusal:
        return translated(refusal)
    return ""


def span_of(row: Agreement, group: Group, *, now: datetime) -> tuple[datetime, datetime | None]:
    """Return from which instant to which an agreement holds, its past left out."""
    starts_at = now if row.active_from is None else max(now, first_instant(row.active_from, group.timezone))
    return starts_at, None if row.active_to is None else first_instant(row.active_to, group.timezone)


def judge(row: Agreement, group: Group, *, now: datetime) -> tuple[Finding, ...]:
    """Return what is worth knowing before an agreement is published, the worst first; at most four queries."""
    day = row.active_from or today_of(group, now)
    others = [term_of(one) for one in Agreement.objects.filter(group=group, state=AgreementState.PUBLISHED)]
    found: list[Finding] = [
        *_scheme_findings(row, group, day),
        *check_rule(read_rule(row.rule), has_spot=_has_spot(group)),
        *check_entries(row.key, parties_of(group), span_of(row, group, now=now)),
        *(gaps_between(_as_published(row, others)) if row.active_from else ()),
    ]
    order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    return tuple(sorted(found, key=lambda one: order.index(one.severity)))


def _as_published(row: Agreement, others: Iterable[Term]) -> list[Term]:
    """Return when agreements hold once this one is published: it ends the one that holds on its first day."""
    assert row.active_from is not None, "asked for drafts with a first day"
    new = Term(row.pk, row.title, row.active_from, row.active_to)
    cut = [
        Term(
            one.number, one.title, one.active_from, row.active_from if one.holds_on(row.active_from) else one.active_to
        )
        for one in others
        if one.active_from < row.active_from
    ]
    later = [one for one in others if one.active_from >= row.active_from and one.number != row.pk]
    near = sorted([*cut, new, *later], key=lambda one: one.active_from)
    place = near.index(new)
    return near[max(0, place - 1) : place + 2]


def _scheme_findings(row: Agreement, group: Group, day: date) -> list[Finding]:
    if not group.scheme:
        return []
    facts, dated = group_facts(group, (), row), scheme(group.scheme, on=day)
    return [*check_key(facts, dated), *check_interval(facts, dated)]


def _has_spot(group: Group) -> bool:
    if not group.price_area:
        return False
    rows = DayAheadPrices.objects.filter(area=group.price_area, currency=group.currency, replaced_at=None)
    return rows.filter(group=None).exists() or rows.filter(group=group).exists()
