"""A report becomes an accessible document, whatever its names are."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from energy_synergy.reports.pdf import FontsMissing, document, write_pdf
from energy_synergy.reports.report import Language, Section
from energy_synergy.reports.tables import cell_text

from .conftest import EVIL, make_report, table

THIN, HARD = "\u202f", "\u00a0"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def unpacked(body: bytes) -> bytes:
    """Return a document with its packed objects laid open."""
    found = [body]
    for packed in STREAM.findall(body):
        try:
            found.append(zlib.decompress(packed))
        except zlib.error:
            continue
    return b"\n".join(found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_tagged_and_names_its_language(language: Language, fonts: Path) -> None:
    body = write_pdf(make_report(language), fonts)
    text = unpacked(body)
    assert body.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in text
    assert b"/StructTreeRoot" in text
    assert b"/Lang(" + language.encode() in text.replace(b" ", b"")
    assert text.count(b"/Figure") >= 4


def test_it_brings_its_typeface_along(fonts: Path) -> None:
    text = unpacked(write_pdf(make_report(), fonts))
    assert b"Inter" in text
    assert b"Helvetica" not in text


def test_the_same_report_is_the_same_document(fonts: Path) -> None:
    assert write_pdf(make_report(), fonts) == write_pdf(make_report(), fonts)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_names_are_never_source_text(language: Language, fonts: Path) -> None:
    evil = (*EVIL, '"); #panic("x")', "\\u{41}", "// comment", "$", "{page}")
    text = unpacked(write_pdf(make_report(language, evil), fonts))
    assert b"pdfuaid" in text


@pytest.mark.parametrize("name", ["Ελλάδα", "Żółć", "Пекарня", "Bäckerei & Söhne"])
def test_other_letters_stay_accessible(name: str, fonts: Path) -> None:
    assert b"pdfuaid" in unpacked(write_pdf(make_report("en", (name, "x")), fonts))


@pytest.mark.parametrize("name", ["株式会社", "🏭 Usine", "\ufffd", "\u0001"])
def test_letters_that_no_font_has_still_give_a_document(name: str, fonts: Path) -> None:
    assert write_pdf(make_report("en", (name, "x")), fonts).startswith(b"%PDF")


def test_a_long_table_goes_over_several_pages(fonts: Path) -> None:
    report = make_report()
    many = Section("Many", "", (table(tuple(f"Company {place}" for place in range(150))),))
    text = unpacked(write_pdf(replace(report, sections=(many,)), fonts))
    assert len(re.findall(rb"/Type\s*/Page\b", text)) >= 4


@pytest.mark.parametrize(
    ("language", "figure", "percent"), [("en", "1,234.6", "67%"), ("fr", f"1{THIN}234,6", f"67{THIN}%")]
)
def test_it_shows_numbers_in_the_way_of_the_language(
    language: Language, figure: str, percent: str, fonts: Path
) -> None:
    shown = document(make_report(language), fonts)
    assert [one["value"] for one in shown["figures"]] == [figure, percent, "–"]
    assert shown["figures"][0]["unit"] == "MWh"
    rows = shown["sections"][2]["blocks"][0]["rows"]
    assert rows[0][1] == cell_text(1_234.56, table().columns[1], language) == figure


def test_it_says_what_to_do_where_the_typeface_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="pip install"):
        write_pdf(make_report(), tmp_path)
