from __future__ import annotations

from energy_synergy.files.listed import Listed
from energy_synergy.findings import Finding, Place, Severity


def noted(line: int | None) -> Finding:
    return Finding("bad_value", Severity.INFO, "Line {line}", {"line": line}, Place(line=line))


def test_it_gives_findings_in_the_order_of_their_lines_those_of_the_whole_file_first() -> None:
    listed = Listed(9)
    for line in (5, None, 2):
        listed.add(noted(line))
    assert [one.place.line for one in listed.in_order("a.csv")] == [None, 2, 5]


def test_it_sums_up_what_goes_past_the_bound_under_the_worst_of_it() -> None:
    listed = Listed(1)
    assert not listed.is_full
    listed.add(noted(1))
    assert listed.is_full
    for severity, count in ((Severity.INFO, 4), (Severity.WARNING, 1), (Severity.INFO, 2)):
        listed.count(severity, count)
    *_, more = listed.in_order("a.csv")
    assert (more.code, more.severity, more.count, more.place.file) == ("more_findings", Severity.WARNING, 7, "a.csv")
    assert more.message == "There are 7 more findings that are not listed."


def test_it_adds_nothing_where_all_is_listed() -> None:
    listed = Listed(1)
    listed.add(noted(1))
    assert len(listed.in_order("")) == 1
