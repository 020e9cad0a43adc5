"""What was done, as a sentence: one for each action of the audit record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# An entry tells who; the sentence tells what. {company} is the company of the entry, {changes} what differs.
SENTENCES: Mapping[str, str] = {
    "account.changed": gettext_noop("Changed their own account"),
    "account.code_failed": gettext_noop("Gave a wrong code of the second factor"),
    "account.created": gettext_noop("Made the account {email}"),
    "account.email_changed": gettext_noop("Changed their address from {before} to {after}"),
    "account.password_changed": gettext_noop("Changed the password"),
    "account.password_reset": gettext_noop("Reset the password; {revoked_keys} keys no longer count"),
    "account.recovery_codes_made": gettext_noop("Made new recovery codes"),
    "account.rights_changed": gettext_noop("Changed the account {person}: {details}"),
    "account.sessions_ended": gettext_noop("Signed out in {count} other browsers"),
    "account.sign_in_failed": gettext_noop("Failed to sign in as {email}"),
    "account.signed_in": gettext_noop("Signed in"),
    "account.signed_out": gettext_noop("Signed out"),
    "account.two_factor_off": gettext_noop("Turned the second factor off"),
    "account.two_factor_on": gettext_noop("Turned the second factor on"),
    "agreement.changed": gettext_noop("Changed the draft of the agreement {title}"),
    "agreement.drafted": gettext_noop("Drafted the agreement {title}"),
    "agreement.ended": gettext_noop("Set the end of the agreement {title}: {last_on}"),
    "agreement.published": gettext_noop("Published the agreement {title}: from {first_on} to {last_on}"),
    "agreement.withdrawn": gettext_noop("Withdrew the agreement {title}"),
    "company.added": gettext_noop("Added {company} to the group"),
    "company.changed": gettext_noop("Changed {company}: {changes}"),
    "company.gaps": gettext_noop("Changed what stands in for missing readings of {company}: from {before} to {after}"),
    "company.removed": gettext_noop("Removed {company} from the group"),
    "company.sharing_changed": gettext_noop("Changed what others see of {company}: from {before} to {after}"),
    "finding.reopened": gettext_noop("Opened {count} findings of {company} again"),
    "finding.resolved": gettext_noop("Resolved {count} findings of {company}: {reason}"),
    "group.archived": gettext_noop("Archived the group"),
    "group.changed": gettext_noop("Changed the settings: {changes}"),
    "group.created": gettext_noop("Made the group"),
    "group.deleted": gettext_noop("Deleted the group {group}"),
    "group.scheme": gettext_noop("Changed the country scheme from {before} to {after}"),
    "group.unarchived": gettext_noop("Let the group be changed again"),
    "import.cancelled": gettext_noop("Gave up an upload of {company}: {file}"),
    "import.saved": gettext_noop("Brought data in for {company}, import {number}"),
    "import.undone": gettext_noop("Undid the import {number} of {company}"),
    "invitation.accepted": gettext_noop("Accepted an invitation"),
    "invitation.created": gettext_noop("Invited {email} as {role} {company}"),
    "invitation.withdrawn": gettext_noop("Withdrew the invitation of {email} as {role} {company}"),
    "invoice.added": gettext_noop("Added an invoice of {company} from {first_on} to {last_on}: {energy_kwh} kWh"),
    "invoice.removed": gettext_noop("Removed the invoice of {company} from {first_on} to {last_on}: {energy_kwh} kWh"),
    "key.created": gettext_noop("Made a key for a program"),
    "key.revoked": gettext_noop("Revoked a key of a program"),
    "market.kept": gettext_noop("Kept the result {number} of the market, digest {digest}"),
    "membership.changed": gettext_noop("Set the membership of {company}: from {first_on} to {last_on}"),
    "membership.ended": gettext_noop("Let {company} leave the group after {last_on}"),
    "meter.added": gettext_noop("Added the meter {meter} ({direction}) to {company}"),
    "meter.changed": gettext_noop("Changed the meter {meter} ({direction}) of {company}"),
    "meter.removed": gettext_noop("Removed the meter {meter} ({direction}) of {company}"),
    "prices.area_changed": gettext_noop("Changed the bidding area of the prices from {before} to {after}"),
    "prices.fetched": gettext_noop(
        "Fetched prices of {area} from {first_on} to {last_on}: {new} new, {changed} changed"
    ),
    "prices.removed": gettext_noop("Let the group's own prices of {area} in {year} count no more"),
    "prices.uploaded": gettext_noop("Gave prices of {area} from {file}: {new} new, {changed} changed"),
    "profile.archived": gettext_noop("Archived the profile {profile}"),
    "profile.changed": gettext_noop("Changed the profile {profile}"),
    "profile.created": gettext_noop("Made the profile {profile}"),
    "profile.restored": gettext_noop("Took the profile {profile} out of the archive"),
    "profile.shared": gettext_noop("Shared the profile {profile} with the group"),
    "profile.unshared": gettext_noop("Let nobody but its maker use the profile {profile} any more"),
    "profile.used": gettext_noop("Let {company} use version {version} of the profile {profile}"),
    "report.downloaded": gettext_noop("Downloaded the report {file}"),
    "role.changed": gettext_noop("Changed the role of {person} from {before} to {role} {company}"),
    "role.granted": gettext_noop("Became {role} {company}"),
    "role.withdrawn": gettext_noop("Took the role {role} of {person} away {company}"),
    "site.added": gettext_noop("Added the site {site} to {company}"),
    "site.changed": gettext_noop("Changed the site {site} of {company}"),
    "site.removed": gettext_noop("Removed the site {site} of {company}"),
    "source.changed": gettext_noop("Took {kind} into use for the {direction} of {company}"),
    "tariff.added": gettext_noop("Gave {company} the tariff {title}, from {first_on} on"),
    "tariff.changed": gettext_noop("Changed the tariff {title} of {company}, from {first_on} on"),
    "tariff.ended": gettext_noop("Let the tariff {title} of {company} end after {last_on}"),
    "tariff.kept": gettext_noop("Kept the tariff {title} of {company} as a template of the group"),
    "tariff.removed": gettext_noop("Removed the tariff {title} of {company}, from {first_on} on"),
    "tariff.template_made": gettext_noop("Made the template {title}"),
    "tariff.template_removed": gettext_noop("Removed the template {title}"),
}
# In these a company is an addition to the sentence: "as Company editor (Mill)".
IN_BRACKETS = frozenset(
    ("invitation.created", "invitation.withdrawn", "role.changed", "role.granted", "role.withdrawn")
)
WORDS: Mapping[str, str] = {
    "analyst": gettext_noop("Analyst"),
    "consumption": gettext_noop("consumption"),
    "editor": gettext_noop("Company editor"),
    "estimate": gettext_noop("an annual total and profile"),
    "hourly": gettext_noop("curve by hours"),
    "manager": gettext_noop("Group manager"),
    "production": gettext_noop("production"),
    "protected": gettext_noop("totals, protected"),
    "quarter_hour": gettext_noop("curve by quarters of an hour"),
    "readings": gettext_noop("dated readings"),
    "totals": gettext_noop("totals"),
    "typical_day": gettext_noop("a typical day"),
    "viewer": gettext_noop("Company viewer"),
}
FIELDS: Mapping[str, str] = {
    "country": gettext_noop("country"),
    "currency": gettext_noop("currency"),
    "is_active": gettext_noop("may sign in"),
    "is_admin": gettext_noop("runs the site"),
    "is_public": gettext_noop("public body"),
    "name": gettext_noop("name"),
    "registration_id": gettext_noop("registration number"),
    "sector": gettext_noop("sector"),
    "size_class": gettext_noop("size"),
    "timezone": gettext_noop("time zone"),
    "tolerance": gettext_noop("tolerance, %"),
}
# What the first word of an action is about.
AREAS: Mapping[str, str] = {
    "account": gettext_noop("Accounts"),
    "agreement": gettext_noop("Agreements"),
    "company": gettext_noop("Companies"),
    "finding": gettext_noop("Findings"),
    "group": gettext_noop("The group"),
    "import": gettext_noop("Imports"),
    "invitation": gettext_noop("Invitations"),
    "invoice": gettext_noop("Invoices"),
    "key": gettext_noop("Keys of programs"),
    "market": gettext_noop("Market"),
    "membership": gettext_noop("Memberships"),
    "meter": gettext_noop("Meters"),
    "prices": gettext_noop("Day-ahead prices"),
    "profile": gettext_noop("Profiles"),
    "report": gettext_noop("Reports"),
    "role": gettext_noop("Roles"),
    "site": gettext_noop("Sites"),
    "source": gettext_noop("Sources in use"),
    "tariff": gettext_noop("Tariffs"),
}
NOTHING = "–"
DOORS: Mapping[str, str] = {
    "page": gettext_noop("page"),
    "api": gettext_noop("program"),
    "cli": gettext_noop("terminal"),
}


class _Told(dict[str, str]):
    """The values of a sentence; one that was not written down is a dash."""

    def __missing__(self, name: str) -> str:
        return NOTHING


def sentence(action: str, details: Mapping[str, Any], *, company: str, group: str, profile: str = "") -> str:
    """Return what was done in the active language; an action without a sentence is told by its name and details."""
    template = SENTENCES.get(action)
    if template is None:
        return " ".join((action, _listed(details))).strip()
    told = _Told({name: word(value) for name, value in details.items()})
    if action in IN_BRACKETS:
        company = f"({company})" if company else ""
    told.update(company=company or NOTHING if action not in IN_BRACKETS else company, group=group)
    if profile:
        told.update(profile=profile)
    told.update(changes=_changes(details) or NOTHING, details=_listed(details))
    return _(template).format_map(told).strip()


def word(value: object) -> str:
    """Return a value of an entry in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return NOTHING
    return _(WORDS[value]) if isinstance(value, str) and value in WORDS else str(value)


def field_name(name: str) -> str:
    """Return what a field is called."""
    return _(FIELDS[name]) if name in FIELDS else name


def _changes(details: Mapping[str, Any]) -> str:
    """Return fields that were changed, each as it was and as it is."""
    pairs = [(name, value) for name, value in details.items() if isinstance(value, list) and len(value) == 2]
    return ", ".join(f"{field_name(name)} {word(before)} → {word(after)}" for name, (before, after) in pairs)


def _listed(details: Mapping[str, Any]) -> str:
    plain = [(name, value) for name, value in details.items() if name != "person" and not isinstance(value, dict)]
    return ", ".join(f"{field_name(name)}: {word(value)}" for name, value in plain)
