"""Collect every sentence of the package that a visitor may read, and bring the French catalogue up to date.

Run it after changing a sentence: `python recipes/translations.py`. It adds what is new with an empty translation,
drops what is gone, keeps the rest, and prints what still lacks a translation. Needs Babel and Django.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from energy_synergy.registry import family

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "energy_synergy"
CATALOGUE = PACKAGE / "web" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "marked": None,
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
# The words that a rewritten template is cut into: calls with one or two texts.
CALL = re.compile(
    r"""\b(n?gettext)\(\s*u?((?:'(?:\\.|[^'\\])*')|(?:"(?:\\.|[^"\\])*"))"""
    r"""(?:\s*,\s*u?((?:'(?:\\.|[^'\\])*')|(?:"(?:\\.|[^"\\])*")))?"""
)
Message = str | tuple[str, str]
SHOWN_FAMILIES = ("gaps", "pricing", "sharing")


def messages() -> Iterator[tuple[str, Message]]:
    """Yield (place, text or pair of singular and plural) for all but the blueprints, in a steady order."""
    for path in sorted(path for path in PACKAGE.rglob("*.py") if path.stem != "_blueprint"):
        yield from ((place(path), text) for text in python_messages(path))
    for path in sorted(
        path for ending in ("html", "txt") for path in (PACKAGE / "web").rglob(f"templates/**/*.{ending}")
    ):
        yield from ((place(path), text) for text in template_messages(path))
    for name in SHOWN_FAMILIES:
        yield from option_messages(name)


def option_messages(name: str) -> Iterator[tuple[str, Message]]:
    """Yield what pages say of the options of a family: the first line of each and what its fields are."""
    for cls in family(name).values():
        where = place(Path(sys.modules[cls.__module__].__file__ or ""))
        yield where, cls.summary()
        yield from ((where, field.description) for field in cls.model_fields.values() if field.description)


def place(path: Path) -> str:
    """Return a path from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def python_messages(path: Path) -> Iterator[Message]:
    """Yield what a module marks for translation; the function that marks is no sentence itself."""
    with path.open("rb") as stream:
        for _line, function, texts, _comments in extract_python(stream, list(KEYWORDS), [], {}):
            found = texts if isinstance(texts, tuple) else (texts,)
            if function.startswith("ngettext") and all(isinstance(text, str) for text in found[:2]):
                yield found[0], found[1]
            elif isinstance(found[0], str) and found[0]:
                yield found[0]


def template_messages(path: Path) -> Iterator[Message]:
    """Yield what a template marks for translation, as Django rewrites it."""
    for call in CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
        singular = unquoted(call[2])
        yield (singular, unquoted(call[3])) if call[1] == "ngettext" else singular


def unquoted(literal: str) -> str:
    """Return the text of a quoted literal."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), literal[1:-1])


def collected() -> Catalog:
    """Return every sentence with the files that hold it and no translation; sorted by text."""
    catalogue = Catalog(locale="fr", project="Energy Synergy", charset="utf-8", fuzzy=False)
    for where, text in messages():
        catalogue.add(text, locations=[(where, 0)])
    return catalogue


def known() -> Catalog:
    """Return the catalogue as it is kept."""
    if not CATALOGUE.exists():
        return Catalog(locale="fr", fuzzy=False)
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="fr")


def merged() -> Catalog:
    """Return every sentence of the package with the translation that is known."""
    catalogue, before = collected(), known()
    for message in catalogue:
        old = before.get(message.id) if message.id else None
        if old is not None and isinstance(old.string, tuple) == isinstance(message.id, tuple):
            message.string = old.string
    return catalogue


def is_translated(string: object) -> bool:
    """Tell whether every form of a translation is there."""
    forms = string if isinstance(string, tuple | list) else (string,)
    return bool(forms) and all(forms)


def write(catalogue: Catalog) -> None:
    """Keep a catalogue without dates and line numbers, so that only sentences change it."""
    stream = io.BytesIO()
    write_po(stream, catalogue, width=110, sort_output=True, no_location=False, include_lineno=False, omit_header=True)
    head = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    head += '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(head + stream.getvalue().decode("utf-8").rstrip("\n") + "\n", encoding="utf-8")


def main() -> int:
    """Bring the catalogue up to date and say what lacks."""
    catalogue = merged()
    write(catalogue)
    lacking = [message.id for message in catalogue if message.id and not is_translated(message.string)]
    for text in lacking:
        sys.stdout.write(f"{text!r}\n")
    sys.stdout.write(f"{len(catalogue)} sentences, {len(lacking)} without a translation\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
