"""Reading words from the command line, with a hint for those that are not understood."""

from __future__ import annotations

import difflib
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, NoReturn

from energy_synergy.errors import EnergySynergyError, marked


class UsageRefused(EnergySynergyError):
    """A command that cannot be understood; the message says what to write instead."""

    code = "usage"


class VerbParser(ArgumentParser):
    """Refuses with a sentence instead of leaving the process, and knows the option that was meant."""

    def __init__(self, *, prog: str, description: str | None) -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False)

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> Namespace:
        """Return the arguments; an unknown one is refused with the nearest known one."""
        words = list(sys.argv[1:] if args is None else args)
        options = [word.partition("=")[0] for word in takewhile("--".__ne__, words) if word.startswith("--")]
        # A mistyped option is told before what is missing, which is often a word that stands behind it.
        unknown = [word for word in options if word not in self._long_options()]
        if not unknown:
            arguments, unknown = self.parse_known_args(words, namespace)
        if unknown:
            raise self._not_understood(unknown[0])
        return arguments

    def _long_options(self) -> list[str]:
        return [name for action in self._actions for name in action.option_strings if name.startswith("--")]

    def _not_understood(self, word: str) -> UsageRefused:
        # Without the dashes, which make any two options look alike.
        near = nearest(word.strip("-"), (name[2:] for name in self._long_options())) if word.startswith("-") else ""
        sentence = (
            marked("{word} is not understood. Did you mean {near}? See: {prog} --help")
            if near
            else marked("{word} is not understood. See: {prog} --help")
        )
        return UsageRefused(sentence, word=word, near=f"--{near}", prog=self.prog)

    def error(self, message: str) -> NoReturn:
        """Refuse what argparse does not understand."""
        raise UsageRefused(marked("{message}. See: {prog} --help"), message=message, prog=self.prog)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known word nearest to a mistyped one, or an empty string."""
    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)), "")


def read_fields(settings: Iterable[str]) -> dict[str, Any]:
    """Return the fields of `name=value` words; a value is a number, a word, or several of them with commas.

    Raises UsageRefused for a word without `=`.
    """
    fields = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            raise UsageRefused(marked("{setting} sets nothing. Write name=value."), setting=setting)
        parts = [_plain(part) for part in value.strip("[]").split(",")]
        fields[name.strip()] = parts if len(parts) > 1 or value.startswith("[") else parts[0]
    return fields


def _plain(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text.strip()
