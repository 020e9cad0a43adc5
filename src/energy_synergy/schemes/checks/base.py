"""What the checks of a scheme share: findings that name their figure, and statements that hang on open questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.records import Question, Scheme, Statement

S = TypeVar("S", bound=Statement)
SOURCED = marked("{bound} (source: {source}; confidence {confidence})")


@dataclass(frozen=True, slots=True)
class Broken(Generic[S]):
    """A statement that the group breaks: surely, or only if `question` is answered in one way."""

    statement: S
    question: Question | None = None

    @property
    def severity(self) -> Severity:
        """An error where it is sure, else a warning."""
        return Severity.ERROR if self.question is None else Severity.WARNING


def worlds(scheme: Scheme, answers: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    """Return every way in which the questions of a scheme could be answered, given what was told."""
    told = scheme.answers(answers)
    choices = [
        [told[one.name]] if one.name in told else [answer.value for answer in one.answers] for one in scheme.question
    ]
    names = [one.name for one in scheme.question]
    return tuple(dict(zip(names, values, strict=True)) for values in product(*choices))


def in_some_world(scheme: Scheme, statements: Iterable[S], answers: Mapping[str, str]) -> tuple[S, ...]:
    """Return the statements that apply or may apply."""
    possible = worlds(scheme, answers)
    return tuple(one for one in statements if any(one.fits(world) for world in possible))


def broken(
    scheme: Scheme,
    statements: Iterable[S],
    answers: Mapping[str, str],
    breaks: Callable[[S], bool],
    mildest_last: Callable[[S], float],
) -> tuple[Broken[S], ...]:
    """Return the statements that a group breaks.

    Of those that hang on a question nobody answered one is named: the mildest where every answer breaks one of them,
    else the strictest together with the question.
    """
    possible = worlds(scheme, answers)
    found = [one for one in statements if breaks(one) and any(one.fits(world) for world in possible)]
    sure = [one for one in found if all(one.fits(world) for world in possible)]
    hanging = sorted((one for one in found if one not in sure), key=mildest_last)
    if not hanging:
        return tuple(Broken(one) for one in sure)
    if all(any(one.fits(world) for one in hanging) for world in possible):
        return (*(Broken(one) for one in sure), Broken(hanging[-1]))
    return (*(Broken(one) for one in sure), Broken(hanging[0], open_question(scheme, hanging[0], answers)))


def open_question(scheme: Scheme, statement: Statement, answers: Mapping[str, str]) -> Question:
    """Return the first question that must be answered before it is known whether a statement applies."""
    told = scheme.answers(answers)
    return next(one for one in scheme.question if one.name in statement.when and one.name not in told)


def scheme_finding(
    code: str, severity: Severity, sentence: str, about: Statement, bound: object, advice: str, **values: object
) -> Finding:
    """Return a finding with the figure it rests on, the figure's source and its confidence."""
    told = {"bound": bound, "source": about.source, "confidence": about.confidence, **values}
    return Finding(code, severity, sentence, told, expected=SOURCED, advice=advice)


def listed(names: Iterable[str]) -> str:
    """Return names for a sentence, each once and in their order."""
    return ", ".join(dict.fromkeys(names))
