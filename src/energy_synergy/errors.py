"""The refusals that the product foresees, worded for the person who meets them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType


def marked(sentence: str) -> str:
    """Mark a sentence for translation and return it unchanged (read by the catalogue extractor)."""
    return sentence


class EnergySynergyError(Exception):
    """A refusal that a user can act on; `sentence` is a template that a front door may translate.

    `sentence % values` is never used: values go in by `str.format_map`, so a translation may reorder them.
    """

    code = "refused"

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence, values)
        self.sentence = sentence
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return self.sentence.format_map(self.values)

    def __reduce__(self) -> tuple[object, ...]:
        # An exception is pickled by calling it with its arguments in order, and the values go in by name.
        return _bare, (type(self), self.args), self.__dict__


def _bare(cls: type[EnergySynergyError], args: tuple[object, ...]) -> EnergySynergyError:
    return cls.__new__(cls, *args)


class UnknownName(EnergySynergyError):
    """A name was given that the product does not know; the message lists what it does know."""

    code = "unknown_name"


class InvalidValue(EnergySynergyError):
    """A value lies outside what the field allows."""

    code = "invalid_value"


class MissingExtra(EnergySynergyError):
    """An option needs a library that the base install leaves out."""

    code = "missing_extra"


class InvariantBroken(AssertionError):
    """The kernel made or lost energy or money: a bug, never caught."""


def require(module: str, *, extra: str) -> ModuleType:
    """Import an optional library, or say which extra brings it.

    Raises MissingExtra with the exact install command.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name and not module.startswith(error.name.split(".")[0]):
            raise
        raise MissingExtra(
            marked('This needs the library {library}. Install it with: pip install "energy-synergy[{extra}]"'),
            library=module.split(".")[0],
            extra=extra,
        ) from error
