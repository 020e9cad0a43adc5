"""The words in which a file says how sure each value is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.words import plain
from energy_synergy.metering.series import Qualities, Quality


def qualities(texts: Sequence[str], words: Mapping[str, Quality], column: str, report: Report) -> Qualities:
    """Return the quality that each text names (N,); a word that is not known counts as measured, and is named.

    `words` are as `words.plain` gives them; the empty text is measured without a note.
    """
    counts = Counter(texts)
    known = {text: words.get(plain(text), Quality.MEASURED) for text in counts}
    unknown = {text: count for text, count in counts.items() if plain(text) and plain(text) not in words}
    if unknown:
        report.add(
            "unknown_status",
            Severity.WARNING,
            marked("Column {column} says {words} of {count} values, which is not known; they count as measured."),
            column=column,
            count=sum(unknown.values()),
            advice=marked("Tell us what the word means, or ask the grid operator, before you rely on these values."),
            words=", ".join(sorted(text[:40] for text in unknown)[:5]),
        )
    if len(known) == 1:
        return np.full(len(texts), next(iter(known.values())), dtype=np.uint8)
    return np.array([known[text] for text in texts], dtype=np.uint8)
