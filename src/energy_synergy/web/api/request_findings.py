"""What is wrong with the fields of a request, each as a finding in the caller's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from energy_synergy.findings import Severity
from energy_synergy.web.api.schemas.base import Finding, Place

MOST_TEXT = 80
MOST_FINDINGS = 100
WHOLE, NUMBER = gettext_noop("Write a whole number."), gettext_noop("Write a number.")
DAY = gettext_noop("Write a date such as 2025-06-02.")
MOMENT = gettext_noop("Write a time of 1970 to 2199 with its offset, such as 2025-06-02T00:00:00+02:00.")
ONE_OF = gettext_noop("Write one of: {expected}.")
TRUTH, OBJECT = gettext_noop("Write true or false."), gettext_noop("Write an object.")
SENTENCES: Mapping[str, str] = {
    "missing": gettext_noop("This field is required."),
    "extra_forbidden": gettext_noop("There is no field of this name."),
    "string_type": gettext_noop("Write a text."),
    "string_too_short": gettext_noop("The text must have at least {min_length} characters."),
    "string_too_long": gettext_noop("The text may have at most {max_length} characters."),
    "string_pattern_mismatch": gettext_noop("The text has another form than expected: {pattern}"),
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": NUMBER,
    "greater_than": gettext_noop("The number must be above {gt}."),
    "greater_than_equal": gettext_noop("The number must be {ge} or more."),
    "less_than": gettext_noop("The number must be below {lt}."),
    "less_than_equal": gettext_noop("The number must be {le} or less."),
    "bool_type": TRUTH,
    "bool_parsing": TRUTH,
    "literal_error": ONE_OF,
    "enum": ONE_OF,
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "datetime_type": MOMENT,
    "datetime_parsing": MOMENT,
    "datetime_from_date_parsing": MOMENT,
    "datetime_object_invalid": MOMENT,
    "timezone_aware": MOMENT,
    "list_type": gettext_noop("Write a list."),
    "too_short": gettext_noop("The list must have at least {min_length} entries."),
    "too_long": gettext_noop("The list may have at most {max_length} entries."),
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
}
ANY = gettext_noop("This value does not fit.")


def request_findings(problems: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Return the problems that pydantic names, one finding for each field, the first hundred of them."""
    return [_finding(problem) for problem, _ in zip(problems, range(MOST_FINDINGS), strict=False)]


def field_finding(field: str, code: str, message: str, *, value: object = None) -> Finding:
    """Return a finding about one field of a request."""
    return Finding(
        code=code, severity=Severity.ERROR.value, message=message, place=Place(field=field), value=_short(value)
    )


def _finding(problem: Mapping[str, Any]) -> Finding:
    kind, context = str(problem["type"]), problem.get("ctx", {})
    if kind == "value_error":
        sentence = gettext(str(context["error"]))
    else:
        if "expected" in context:
            context = {"expected": str(context["expected"]).replace("'", "").replace(" or ", ", ")}
        sentence = gettext(SENTENCES.get(kind, ANY)).format_map(context)
    field = ".".join(map(str, problem["loc"]))
    return field_finding(field, kind, sentence, value=None if kind == "missing" else problem.get("input"))


def _short(value: object) -> str | None:
    if value is None or isinstance(value, dict | list | tuple):
        return None
    text = str(value)
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"
