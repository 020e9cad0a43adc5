"""What is not known of a scheme and therefore not checked."""

from __future__ import annotations

from collections.abc import Iterator

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.records import Scheme

ABSENT = {
    "interval": marked("Not checked: the interval of sharing is not known here."),
    "keys": marked("Not checked: the sharing keys that the scheme admits are not known here."),
    "perimeter": marked("Not checked: how near to each other the members must be is not known here."),
    "power_cap": marked("Not checked: no bound on the power of generation is known here."),
    "large_companies": marked("Not checked: who may join is not known here."),
    "discount": marked("Not computed: what grid fee is due on shared energy is not known here."),
}
PERIMETER = ("distance", "same", "grid_levels", "territory")


def check_unknown(scheme: Scheme) -> Iterator[Finding]:
    """Yield each thing on which nothing is known."""
    for topic, sentence in ABSENT.items():
        fields = PERIMETER if topic == "perimeter" else (topic,)
        if not any(getattr(scheme, field) for field in fields):
            yield Finding(
                f"scheme_{topic}_not_known",
                Severity.INFO,
                sentence,
                {"scheme": scheme.title},
                advice=marked("Ask the grid operator or the authority."),
            )
