"""The tables: people, groups, companies, meters, and versioned truth that is never overwritten."""

from energy_synergy.web.db.models.findings import FindingRow
from energy_synergy.web.db.models.groups import Company, Group, Membership, Site
from energy_synergy.web.db.models.invoices import Invoice
from energy_synergy.web.db.models.market import (
    Agreement,
    AgreementCoefficients,
    AgreementState,
    CompanyTariff,
    DayAheadPrices,
    MarketRecord,
    TariffTemplate,
)
from energy_synergy.web.db.models.meters import Direction, Meter, MeterSource, SourceKind
from energy_synergy.web.db.models.own_profiles import OwnProfile, OwnProfileVersion
from energy_synergy.web.db.models.people import ApiKey, CompanyRole, GroupRole, Invitation, Theme, User
from energy_synergy.web.db.models.record import AnsweredRequest, AuditEntry
from energy_synergy.web.db.models.truth import DayBlock, Estimate, Import, TypicalDay
from energy_synergy.web.db.models.uploads import ColumnMapping, Upload

__all__ = [
    "Agreement",
    "AgreementCoefficients",
    "AgreementState",
    "AnsweredRequest",
    "ApiKey",
    "AuditEntry",
    "ColumnMapping",
    "Company",
    "CompanyRole",
    "CompanyTariff",
    "DayAheadPrices",
    "DayBlock",
    "Direction",
    "Estimate",
    "FindingRow",
    "Group",
    "GroupRole",
    "Import",
    "Invitation",
    "Invoice",
    "MarketRecord",
    "Membership",
    "Meter",
    "MeterSource",
    "OwnProfile",
    "OwnProfileVersion",
    "Site",
    "SourceKind",
    "TariffTemplate",
    "Theme",
    "TypicalDay",
    "Upload",
    "User",
]
