"""Many files at once, from the command line of the machine that runs the site."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from django.db import OperationalError, transaction
from django.db.models import OuterRef, Subquery

from energy_synergy.errors import EnergySynergyError, UnknownName, marked
from energy_synergy.ports import SourceKind
from energy_synergy.registry import suggest
from energy_synergy.usecases.apply_told import Reading
from energy_synergy.usecases.bulk_file import Read, ReaderFailed
from energy_synergy.usecases.bulk_lines import Line, Outcome, Part
from energy_synergy.usecases.bulk_store import Bond, BroughtIn, EarlierImport, KnownCompany, KnownMeter
from energy_synergy.usecases.told import Told, told_from_json
from energy_synergy.web import audit
from energy_synergy.web.db.beside import note_beside
from energy_synergy.web.db.models import AuditEntry, ColumnMapping, DayBlock, Group, Import, Invoice, Membership, Meter
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.db.versions import batched

LOG = logging.getLogger(__name__)
LONGEST_NAME = 255
BOND_FIELDS = (
    *("company_id", "company__name", "group__slug", "group__name", "group__timezone"),
    *("group__archived_at", "active_from", "active_to"),
)
METER_FIELDS = ("pk", "company_id", "direction", "name", "source")
NOTHING_TOLD = Told()


class DatabaseBusy(EnergySynergyError):
    """Another program writes for too long, or there is no room left."""

    code = "database_busy"


class BulkDatabaseStore(DatabaseStore):
    """The store over the database as a bulk import needs it; what comes in is in the audit record."""

    def __init__(self) -> None:
        # What an import called the meters without a name, by direction: an import never changes.
        self._called: dict[int, dict[str, str]] = {}

    def known_companies(self, group: str | None = None) -> Sequence[KnownCompany]:
        """Return the companies of one group, or of all, by their numbers."""
        rows = Membership.objects.order_by("company_id", "group_id")
        if group is not None:
            _refuse_unknown(group)
            rows = rows.filter(group__slug=group)
        names: dict[int, str] = {}
        bonds: dict[int, list[Bond]] = defaultdict(list)
        for number, name, slug, title, timezone, archived_at, first, end in rows.values_list(*BOND_FIELDS):
            names[number] = name
            bonds[number].append(Bond(slug, title, timezone, archived_at is not None, first, end))
        meters, told = self._meters(group), _told(group)
        return [
            KnownCompany(number, name, tuple(bonds[number]), tuple(meters.get(number, ())), told.get(number))
            for number, name in names.items()
        ]

    def _meters(self, group: str | None) -> Mapping[int, list[KnownMeter]]:
        """Return the meters of companies; one without a name is known as the import of its last day called it."""
        last_days = DayBlock.objects.filter(meter=OuterRef("pk"), superseded_at=None).order_by("-day_index")
        rows = Meter.objects.order_by("company_id", "pk")
        if group is not None:
            rows = rows.filter(company__memberships__group__slug=group)
        unnamed = rows.filter(name="").annotate(last=Subquery(last_days.values("source_import_id")[:1]))
        last = dict(unnamed.exclude(last=None).values_list("pk", "last"))
        self._read_called(set(last.values()) - self._called.keys())
        found: dict[int, list[KnownMeter]] = defaultdict(list)
        for pk, number, direction, name, source in rows.values_list(*METER_FIELDS):
            known_as = self._called.get(last.get(pk, 0), {}).get(direction, "")
            found[number].append(KnownMeter(direction, name, known_as, source == SourceKind.READINGS))
        return found

    def _read_called(self, imports: Collection[int]) -> None:
        for some in batched(sorted(imports)):
            for number, series in Import.objects.filter(pk__in=some).values_list("pk", "series"):
                unnamed = [one for one in series if not one.get("meter")]
                self._called[number] = {one["direction"]: one.get("known_as", "") for one in unnamed}

    def earlier_imports(self, sha256s: Collection[str]) -> Mapping[str, Sequence[EarlierImport]]:
        """Return the imports of files with some digests, by digest; takings back are not among them."""
        found: dict[str, list[EarlierImport]] = defaultdict(list)
        for some in batched(sorted(sha256s)):
            rows = Import.objects.filter(sha256__in=some, undoes=None).order_by("pk")
            for number, company_id, sha256, undone_at in rows.values_list("pk", "company_id", "sha256", "undone_at"):
                found[sha256].append(EarlierImport(number, company_id, undone_at is not None))
        return found

    def all_or_nothing(self) -> AbstractContextManager[None]:
        """Return a transaction, or a part of the one that is open."""
        return transaction.atomic()

    def note_imports(self, brought: Sequence[BroughtIn]) -> None:
        """Write into the audit record what was brought in, and what it looks like beside what else is stored."""
        groups = {one.slug: one for one in Group.objects.filter(slug__in={one.group for one in brought})}
        audit.record_commands([_entry(one, groups.get(one.group)) for one in brought])
        closely = _looked_at_closely(brought)
        for one in brought:
            if one.saved.import_id in closely:
                note_beside(one.saved.import_id, groups[one.group].timezone)


def _looked_at_closely(brought: Sequence[BroughtIn]) -> set[int]:
    """Return the imports that are compared with what is stored one by one: those for which something was told to
    compare with (a contract, an invoice), and those whose file another company has too.
    """
    companies = {one.company_id for one in brought}
    told = {*Meter.objects.filter(company__in=companies, contracted_kw__isnull=False).values_list("company", flat=True)}
    told |= {*Invoice.objects.filter(company__in=companies).values_list("company", flat=True)}
    by_file: dict[str, set[int]] = defaultdict(set)
    for one in brought:
        by_file[one.file].add(one.saved.import_id)
    fresh = Import.objects.filter(pk__in={one.saved.import_id for one in brought}).exclude(sha256="")
    digests = dict(fresh.values_list("pk", "sha256"))
    owners: dict[str, list[tuple[int, int]]] = defaultdict(list)
    same = Import.objects.filter(sha256__in=set(digests.values()), undone_at=None, undoes=None)
    for number, sha256, company_id in same.values_list("pk", "sha256", "company_id"):
        owners[sha256].append((number, company_id))

    def is_elsewhere(one: BroughtIn) -> bool:
        # The parts of one file that was split between companies are not the same readings.
        others = owners[digests.get(one.saved.import_id, "")]
        return any(owner != one.company_id and number not in by_file[one.file] for number, owner in others)

    return {one.saved.import_id for one in brought if one.company_id in told or is_elsewhere(one)}


def note_latest(lines: Iterable[Line]) -> None:
    """Note of each company what its latest import among some lines looks like beside what else is stored.

    A run that was cut short before this comes to it when it is done again: files that came in before count too.
    """
    latest: dict[int, Part] = {}
    for line in lines:
        for part in line.parts:
            before = latest.get(part.company_id)
            if line.outcome is not Outcome.UNDONE and (before is None or part.import_id > before.import_id):
                latest[part.company_id] = part
    for part in latest.values():
        note_beside(part.import_id, part.timezone)


def _entry(brought: BroughtIn, group: Group | None) -> AuditEntry:
    details = {"number": brought.saved.import_id, "file": brought.file[:LONGEST_NAME]}
    return audit.command_entry("import.saved", details, group=group, company_id=brought.company_id)


@contextmanager
def database_told() -> Iterator[None]:
    """Turn a database that cannot be written into a refusal: nothing of what was being saved is there.

    Raises DatabaseBusy.
    """
    try:
        yield
    except OperationalError as error:
        raise DatabaseBusy(
            marked("The database cannot be written now ({reason}). What was saved stays; import again to go on."),
            reason=error,
        ) from error


def guarded(read: Read) -> Reading:
    """Read one file of many; a failure that nobody foresaw is logged and does not stop the others.

    Raises ReaderFailed.
    """
    try:
        return read()
    except EnergySynergyError:
        raise
    except Exception as error:
        LOG.exception("A reader failed.")
        raise ReaderFailed(error) from error


def _refuse_unknown(slug: str) -> None:
    known = list(Group.objects.order_by("slug").values_list("slug", flat=True))
    if slug not in known:
        near = suggest(slug, known)
        sentence = (
            marked("There is no group {slug}. Did you mean {near}?") if near else marked("There is no group {slug}.")
        )
        raise UnknownName(sentence, slug=slug, near=near)


def _told(slug: str | None) -> Mapping[int, Mapping[tuple[str, str], Told]]:
    """Return what was said of companies' earlier files, by header and format; only where anything was."""
    rows = ColumnMapping.objects.order_by("pk")
    if slug is not None:
        rows = rows.filter(company__memberships__group__slug=slug)
    found: dict[int, dict[tuple[str, str], Told]] = defaultdict(dict)
    for company_id, signature, format_name, record in rows.values_list("company_id", "signature", "format", "told"):
        told = told_from_json(record)
        if told != NOTHING_TOLD:
            found[company_id][signature, format_name] = told
    return found
