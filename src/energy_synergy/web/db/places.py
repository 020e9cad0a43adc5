"""Writing the sites and the meters of a company; each change is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.web.db.models import Company, DayBlock, Estimate, Meter, Site, TypicalDay

HIGHEST_LATITUDE, HIGHEST_LONGITUDE = 90, 180
HIGHEST_KW = 1_000_000
GRID_LEVELS = range(1, 8)


class SiteNameTaken(InvalidValue):
    """Two sites of a company would have the same name."""

    code = "site_name_taken"


class LatitudeOffEarth(InvalidValue):
    """A latitude that is no place on earth, or that lacks its longitude."""

    code = "latitude_off_earth"


class LongitudeOffEarth(InvalidValue):
    """A longitude that is no place on earth, or that lacks its latitude."""

    code = "longitude_off_earth"


class MeterNameTaken(InvalidValue):
    """Two meters of a company and a direction would have the same name."""

    code = "meter_name_taken"


class MeterNeedsName(InvalidValue):
    """A meter without a name would be the only one of its direction, and is not."""

    code = "meter_needs_name"


class MeterHasData(InvalidValue):
    """A meter for which something is stored keeps its direction and stays."""

    code = "meter_has_data"


class ContractedPowerNotAboveZero(InvalidValue):
    """A contracted power that no meter can have."""

    code = "contracted_power_not_above_zero"


class GridLevelUnknown(InvalidValue):
    """A level of the grid that does not exist."""

    code = "grid_level_unknown"


class ConnectionPowerNotAboveZero(InvalidValue):
    """A power that no connection can have."""

    code = "connection_power_not_above_zero"


class InstalledPowerBelowZero(InvalidValue):
    """A power that no plant can have."""

    code = "installed_power_below_zero"


@dataclass(frozen=True, slots=True)
class SiteDetails:
    """What is told of a site; the coordinates [degrees, WGS 84] are there both or not at all.

    The fields after them are facts that country schemes ask for (`schemes.facts.SiteFacts`), powers in kW.
    """

    name: str
    address: str = ""
    postcode: str = ""
    municipality: str = ""
    latitude: float | None = None
    longitude: float | None = None
    building: str = ""
    grid_node: str = ""
    substation: str = ""
    distribution_operator: str = ""
    grid_level: int | None = None
    connection_kw: float | None = None
    installed_kw: float | None = None


@transaction.atomic
def save_site(company: Company, told: SiteDetails, site: Site | None = None) -> Site:
    """Store a new site of a company, or change one.

    Raises SiteNameTaken, LatitudeOffEarth, LongitudeOffEarth, GridLevelUnknown, ConnectionPowerNotAboveZero,
    InstalledPowerBelowZero.
    """
    _refuse_off_earth(told)
    _refuse_connection(told)
    if Site.objects.filter(company=company, name__iexact=told.name).exclude(pk=site.pk if site else 0).exists():
        raise SiteNameTaken(marked("There is a site named {name} already."), name=told.name)
    site = site or Site(company=company)
    for field in fields(SiteDetails):
        setattr(site, field.name, getattr(told, field.name))
    site.save()
    return site


def _refuse_connection(told: SiteDetails) -> None:
    if told.grid_level is not None and told.grid_level not in GRID_LEVELS:
        raise GridLevelUnknown(marked("A grid level is a number from 1, the highest voltage, to 7, the low voltage."))
    if told.connection_kw is not None and not 0 < told.connection_kw <= HIGHEST_KW:
        raise ConnectionPowerNotAboveZero(
            marked("A connection has a power above 0 and up to {most} kW. Leave it empty where you do not know it."),
            most=HIGHEST_KW,
        )
    if told.installed_kw is not None and not 0 <= told.installed_kw <= HIGHEST_KW:
        raise InstalledPowerBelowZero(
            marked("An installed power lies from 0 to {most} kW. Leave it empty where you do not know it."),
            most=HIGHEST_KW,
        )


def _refuse_off_earth(told: SiteDetails) -> None:
    latitude, longitude = told.latitude, told.longitude
    if latitude is None and longitude is not None:
        raise LatitudeOffEarth(marked("The latitude is missing. Give both coordinates, or neither."))
    if longitude is None and latitude is not None:
        raise LongitudeOffEarth(marked("The longitude is missing. Give both coordinates, or neither."))
    if latitude is not None and abs(latitude) > HIGHEST_LATITUDE:
        raise LatitudeOffEarth(
            marked("A latitude lies between -90 and 90 degrees, {value} does not. Were the two swapped?"),
            value=latitude,
        )
    if longitude is not None and abs(longitude) > HIGHEST_LONGITUDE:
        raise LongitudeOffEarth(
            marked("A longitude lies between -180 and 180 degrees, {value} does not."), value=longitude
        )


@dataclass(frozen=True, slots=True)
class MeterDetails:
    """What is told of a meter; without a name it is the company's only one in its direction.

    `contracted_kw` is the power that its contract allows [kW], None where it is not told.
    """

    name: str
    direction: str
    site_id: int | None = None
    contracted_kw: float | None = None


def with_data(meters: QuerySet[Meter]) -> QuerySet[Meter]:
    """Return meters with `has_data`: whether anything was ever stored for them."""
    rows = [model.objects.filter(meter=OuterRef("pk")) for model in (DayBlock, TypicalDay, Estimate)]
    return meters.annotate(has_data=Exists(rows[0]) | Exists(rows[1]) | Exists(rows[2]))


@transaction.atomic
def save_meter(company: Company, told: MeterDetails, meter: Meter | None = None) -> Meter:
    """Store a new meter of a company, or change one.

    Raises MeterNameTaken, MeterNeedsName, ContractedPowerNotAboveZero, and MeterHasData when the direction of one with
    data would change.
    """
    if told.contracted_kw is not None and not 0 < told.contracted_kw <= HIGHEST_KW:
        raise ContractedPowerNotAboveZero(
            marked("A contracted power lies above 0 and up to {most} kW. Leave it empty where you do not know it."),
            most=HIGHEST_KW,
        )
    others = Meter.objects.filter(company=company, direction=told.direction).exclude(pk=meter.pk if meter else 0)
    if not told.name and others.exists():
        raise MeterNeedsName(marked("The company has another meter in this direction: give this one a name."))
    # In every language: two meters whose names differ in capitals alone would be taken for one another.
    if others.filter(name__iexact=told.name).exists():
        raise MeterNameTaken(marked("There is a meter named {name} in this direction already."), name=told.name)
    if meter is not None and told.direction != meter.direction and _has_data(meter):
        raise MeterHasData(
            marked("Something is stored for this meter, so its direction stays. Make another meter for the other one.")
        )
    meter = meter or Meter(company=company)
    meter.name, meter.direction, meter.site_id = told.name, told.direction, told.site_id
    meter.contracted_kw = told.contracted_kw
    meter.save()
    return meter


@transaction.atomic
def remove_meter(meter: Meter) -> None:
    """Remove a meter for which nothing was ever stored; raises MeterHasData for any other."""
    if _has_data(meter):
        raise MeterHasData(
            marked("Something is stored for this meter, so it stays. Take another source into use instead.")
        )
    meter.delete()


def _has_data(meter: Meter) -> bool:
    return with_data(Meter.objects.filter(pk=meter.pk)).filter(Q(has_data=True)).exists()
