"""What headers say, in English, French, German and a little Spanish, Italian, Dutch and Portuguese."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from energy_synergy.metering.series import Direction

NO_WORD = re.compile(r"[^a-z0-9%€£$]+")
UNITS = {unit.lower(): unit for unit in ("Wh", "kWh", "MWh", "W", "kW", "MW")}
UNIT = re.compile(r"(?<![A-Za-z/])(MWh|kWh|Wh|MW|kW|W|watts?)(?![A-Za-z/])", re.IGNORECASE)
NOT_ENERGY = re.compile(
    r"price|\bprix|preis|precio|\bcost|\bcout|kosten|tarif|\beur\b|€|£|\$|\btax|temperatur|celsius|humid|irradi|\bvolt"
    r"|ampere|reacti|kvar|varh|blind|cos phi|percent|pourcent|prozent|%|frequen|status|statut|\betat\b|qualit|\bnature"
    r"|ersatzwert|cumul|\bindex\b|zahlerstand|\bstand\b|total yield|co2|latitude|longitude|comment|remarque|\bpas\b"
    r"|vraisemblance"
)
OWN_USE = re.compile(r"auto ?conso|self ?cons|eigenverbrauch|autoconsum|zelfverbruik")
PRODUCTION = re.compile(r"\bprod|generat|\bgen\b|erzeug|\bpv\b|solar|solaire|photovolt|opwek|eolien|\bwind\b")
CONSUMPTION = re.compile(r"\bcons|verbrauch|\bload\b|\bcharge|demand|\busage|verbruik|lastgang|\blast\b")
TO_GRID = re.compile(r"inject|export|einspeis|feed ?in|injectie|vertid|immess|injecao|surplus")
FROM_GRID = re.compile(r"soutir|import|bezug|bezogen|afname|prel(?:ie|e)v|withdraw|from grid")
METER = re.compile(
    r"meter(?!ing interval)|compteur|\bprm\b|\bpdl\b|mpan|\bean\b|cups|\bpod\b|\bcpe\b|\bnmi\b|zahler|zaehl"
    r"|malo\b|melo\b|\bsite|company|entreprise|societe|firma|member|membre|contador|contatore|identifiant"
)
DIRECTION = re.compile(r"direction|\bsens\b|richtung|\btype\b|\bflow\b|\bflux\b|grandeur metier|register")
END = re.compile(r"\bend|\bfin\b|\bbis\b|\bto\b|\btot\b|\bende\b|\bfine\b|hasta|until|\bau\b")
START = re.compile(r"start|debut|\bvon\b|\bvan\b|\bfrom\b|begin|inizio|desde|\bdu\b")
UNIT_LABEL = re.compile(r"unite?s?|einheit|unidad|unita|eenheid|unidade")
VALUE = re.compile(r"valeur|value|wert|energ|power|puissance|leistung|potencia|volume|waarde|valore")
TOTAL = re.compile(
    r"(?:(?:grand |sub ?|sous )?tota(?:l|ux|ls|le)|somme|sum(?:me)?|suma|somma|moyenne|average|mean|mittelwert"
    r"|max(?:imum)?|min(?:imum)?)\b.*"
)


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """Return a header in lower case without accents, its words one space apart."""
    bare = text[:200]
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
        bare = bare.lower().replace("ß", "ss")
    return NO_WORD.sub(" ", bare.lower()).strip()


def unit_in(text: str) -> str | None:
    """Return the unit that a header names, or None.

    >>> unit_in("Conso (kWh)"), unit_in("Price [EUR/MWh]"), unit_in("Débit")
    ('kWh', None, None)
    """
    match = UNIT.search(text[:200].replace("_", " "))
    if not match:
        return None
    found = match[1].lower()
    return "W" if found.startswith("watt") else UNITS[found]


def direction_in(text: str) -> tuple[Direction | None, bool]:
    """Return the direction that a header names, and whether it means all of it, not what crosses the grid's border."""
    words = plain(text)
    if OWN_USE.search(words):
        return None, False
    for pattern, direction, is_whole in _BY_WORD:
        if pattern.search(words):
            return direction, is_whole
    return None, False


_BY_WORD: tuple[tuple[re.Pattern[str], Direction, bool], ...] = (
    (TO_GRID, "production", False),
    (FROM_GRID, "consumption", False),
    (PRODUCTION, "production", True),
    (CONSUMPTION, "consumption", True),
)


def is_not_energy(text: str) -> bool:
    """Tell whether a header names something that is no active energy or power of a whole direction."""
    words = plain(text)
    return bool(NOT_ENERGY.search(words) or OWN_USE.search(words) or NOT_ENERGY.search(text.lower()))
