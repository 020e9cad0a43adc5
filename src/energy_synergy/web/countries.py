"""Countries with the zone and the currency that a group there begins with."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Country:
    """A country, or a part of one that has a code and a clock of its own; where it has several zones, the capital's."""

    code: str
    name: str | Promise
    timezone: str
    currency: str


COUNTRIES = (
    Country("AL", _("Albania"), "Europe/Tirane", "ALL"),
    Country("AT", _("Austria"), "Europe/Vienna", "EUR"),
    Country("BA", _("Bosnia and Herzegovina"), "Europe/Sarajevo", "BAM"),
    Country("BE", _("Belgium"), "Europe/Brussels", "EUR"),
    Country("BG", _("Bulgaria"), "Europe/Sofia", "EUR"),
    Country("CA", _("Canada"), "America/Toronto", "CAD"),
    Country("CH", _("Switzerland"), "Europe/Zurich", "CHF"),
    Country("CY", _("Cyprus"), "Asia/Nicosia", "EUR"),
    Country("CZ", _("Czechia"), "Europe/Prague", "CZK"),
    Country("DE", _("Germany"), "Europe/Berlin", "EUR"),
    Country("DK", _("Denmark"), "Europe/Copenhagen", "DKK"),
    Country("EE", _("Estonia"), "Europe/Tallinn", "EUR"),
    Country("ES", _("Spain"), "Europe/Madrid", "EUR"),
    Country("FI", _("Finland"), "Europe/Helsinki", "EUR"),
    Country("FR", _("France"), "Europe/Paris", "EUR"),
    Country("GB", _("United Kingdom"), "Europe/London", "GBP"),
    Country("GF", _("French Guiana"), "America/Cayenne", "EUR"),
    Country("GP", _("Guadeloupe"), "America/Guadeloupe", "EUR"),
    Country("GR", _("Greece"), "Europe/Athens", "EUR"),
    Country("HR", _("Croatia"), "Europe/Zagreb", "EUR"),
    Country("HU", _("Hungary"), "Europe/Budapest", "HUF"),
    Country("IE", _("Ireland"), "Europe/Dublin", "EUR"),
    Country("IS", _("Iceland"), "Atlantic/Reykjavik", "ISK"),
    Country("IT", _("Italy"), "Europe/Rome", "EUR"),
    Country("LI", _("Liechtenstein"), "Europe/Vaduz", "CHF"),
    Country("LT", _("Lithuania"), "Europe/Vilnius", "EUR"),
    Country("LU", _("Luxembourg"), "Europe/Luxembourg", "EUR"),
    Country("LV", _("Latvia"), "Europe/Riga", "EUR"),
    Country("MA", _("Morocco"), "Africa/Casablanca", "MAD"),
    Country("MC", _("Monaco"), "Europe/Monaco", "EUR"),
    Country("MD", _("Moldova"), "Europe/Chisinau", "MDL"),
    Country("ME", _("Montenegro"), "Europe/Podgorica", "EUR"),
    Country("MK", _("North Macedonia"), "Europe/Skopje", "MKD"),
    Country("MQ", _("Martinique"), "America/Martinique", "EUR"),
    Country("MT", _("Malta"), "Europe/Malta", "EUR"),
    Country("NC", _("New Caledonia"), "Pacific/Noumea", "XPF"),
    Country("NL", _("Netherlands"), "Europe/Amsterdam", "EUR"),
    Country("NO", _("Norway"), "Europe/Oslo", "NOK"),
    Country("PF", _("French Polynesia"), "Pacific/Tahiti", "XPF"),
    Country("PL", _("Poland"), "Europe/Warsaw", "PLN"),
    Country("PT", _("Portugal"), "Europe/Lisbon", "EUR"),
    Country("RE", _("Réunion"), "Indian/Reunion", "EUR"),
    Country("RO", _("Romania"), "Europe/Bucharest", "RON"),
    Country("RS", _("Serbia"), "Europe/Belgrade", "RSD"),
    Country("SE", _("Sweden"), "Europe/Stockholm", "SEK"),
    Country("SI", _("Slovenia"), "Europe/Ljubljana", "EUR"),
    Country("SK", _("Slovakia"), "Europe/Bratislava", "EUR"),
    Country("SN", _("Senegal"), "Africa/Dakar", "XOF"),
    Country("TN", _("Tunisia"), "Africa/Tunis", "TND"),
    Country("TR", _("Türkiye"), "Europe/Istanbul", "TRY"),
    Country("UA", _("Ukraine"), "Europe/Kyiv", "UAH"),
    Country("US", _("United States"), "America/New_York", "USD"),
    Country("YT", _("Mayotte"), "Indian/Mayotte", "EUR"),
)
BY_CODE = {country.code: country for country in COUNTRIES}
CURRENCIES = tuple(sorted({country.currency for country in COUNTRIES}))
USUAL = "FR"
ELSEWHERE = _("Another country")


def country_choices(otherwise: str | Promise = ELSEWHERE) -> list[tuple[str, str]]:
    """Return the countries by name in the active language, and after them `otherwise` for none of them."""
    named = sorted(((one.code, str(one.name)) for one in COUNTRIES), key=lambda pair: _sorted_as(pair[1]))
    return [*named, ("", str(otherwise))]


def _sorted_as(name: str) -> str:
    return name.casefold().replace("é", "e").replace("î", "i")


def country_name(code: str) -> str:
    """Return what a country is called in the active language; its code where it is not listed."""
    return str(BY_CODE[code].name) if code in BY_CODE else code


def likely_country(accept_language: str) -> Country:
    """Return the country that a browser's languages hint at, such as "fr-BE,fr;q=0.9"; else one by the language."""
    for tag in accept_language.split(","):
        _language, _dash, region = tag.partition(";")[0].strip().partition("-")
        if region.upper() in BY_CODE:
            return BY_CODE[region.upper()]
    return BY_CODE[USUAL if (get_language() or "").startswith("fr") else "GB"]
