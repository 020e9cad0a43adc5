"""Profiles as people work with them: found, started, compared, saved, and in every dress."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.looks import DRESSES, faults
from tests.journeys.profile_editor import LIBRARY, Visit, curve, handle, is_whole, open_copy


def test_a_profile_is_saved_and_stays_as_it_was_drawn(visit: Visit) -> None:
    page = open_copy(visit)
    expect(page.locator("#unsaved")).to_be_hidden()
    handle(page, 3).focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#unsaved")).to_be_visible()
    drawn = curve(page)
    page.locator("#id_name").fill("Saved by a journey")
    page.locator("button[form=profile-form]").click()
    page.wait_for_selector("text=Saved as version 2.")
    page.wait_for_selector("html[data-ready=profile]")
    assert curve(page) == drawn
    assert page.locator("h1").inner_text() == "Saved by a journey, consumption"
    page.locator(".versions a").first.click()
    page.wait_for_selector("text=This is version 1; version 2 counts now.")


def test_leaving_asks_first_and_a_lost_page_is_brought_back(visit: Visit) -> None:
    page = open_copy(visit)
    handle(page, 3).focus()
    page.keyboard.press("ArrowUp")
    drawn = curve(page)
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    page.wait_for_selector("html[data-ready=profile]")
    page.locator("[data-draft=restore]").click()
    expect(page.locator("#unsaved")).to_be_visible()
    assert curve(page) == drawn
    page.on("dialog", lambda dialog: dialog.accept())


def test_days_and_seasons_have_curves_and_weights_of_their_own(visit: Visit) -> None:
    page = open_copy(visit)
    page.select_option("#kinds", "3")
    page.select_option("#seasons", "three")
    assert page.locator("#day-tabs button").all_inner_texts() == ["Weekdays", "Saturdays", "Sundays"]
    page.locator("#day-tabs button").nth(2).click()
    page.locator("[data-ed=flat]").click()
    weight = page.get_by_label("Energy of such a day: Sundays, Jun–Aug")
    weight.fill("0")
    weight.press("Enter")
    weight.press("Tab")
    expect(page.locator("#weights")).to_contain_text("0% of the year")
    page.locator("#season-rows .months").first.get_by_role("button", name="Jun").click()
    assert page.locator("#season-tabs button").all_inner_texts()[2] == "Jul, Aug"
    page.locator("button[form=profile-form]").click()
    page.wait_for_selector("text=Saved as version 2.")
    page.wait_for_selector("html[data-ready=profile]")
    fields = json.loads(page.locator("#profile-data").inner_text())["fields"]
    assert [season["months"] for season in fields["seasons"]] == [[1, 2, 3, 6, 11, 12], [4, 5, 9, 10], [7, 8]]
    assert fields["seasons"][2]["sunday"]["weight"] == 0


def test_a_curve_is_copied_to_the_other_days(visit: Visit) -> None:
    page = open_copy(visit)
    page.select_option("#kinds", "2")
    handle(page, 0).focus()
    page.keyboard.press("Shift+ArrowUp")
    page.locator("[data-ed=copy]").click()
    shown = page.locator("#values input").first.input_value()
    page.locator("#day-tabs button").nth(1).click()
    assert page.locator("#values input").first.input_value() == shown


def test_it_is_compared_with_measured_days(visit: Visit) -> None:
    page = open_copy(visit)
    page.select_option("#compare", index=1)
    expect(page.locator("#fit")).to_contain_text("measured days")
    assert page.locator("#ed .ghost").get_attribute("d")
    rough = page.locator("#fit").inner_text()
    page.select_option("#start", "measured")
    page.locator("[data-ed=take-day]").click()
    expect(page.locator("#fit")).to_contain_text("(0%)")
    assert "(0%)" not in rough
    assert is_whole(page)
    page.select_option("#seasons", "three")
    page.locator("[data-ed=weights]").click()
    assert page.locator("#weights input").first.input_value() != "1"
    page.locator("#ghost").uncheck()
    assert page.locator("#fit").inner_text() == "not compared"


def test_a_file_comes_back_into_the_editor_without_a_change(visit: Visit) -> None:
    page = open_copy(visit, "photovoltaic")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    before = curve(page)
    page.select_option("#seasons", "whole")
    page.locator("[data-ed=flat]").click()
    page.locator("details.more summary").click()
    page.locator("#csv").set_input_files(
        {"name": "profile.csv", "mimeType": "text/csv", "buffer": download.value.path().read_bytes()}
    )
    expect(page.locator("#season-tabs button")).to_have_count(12)
    assert curve(page) == before


def test_a_preset_is_taken_for_a_day_or_for_the_whole_profile(visit: Visit) -> None:
    page = open_copy(visit)
    page.select_option("#start", "catalogue:photovoltaic")
    page.locator("[data-ed=take-day]").click()
    expect(page.locator("#night")).to_contain_text("0%")
    assert page.locator("#season-tabs").is_hidden()
    page.locator("[data-ed=take-all]").click()
    expect(page.locator("#season-tabs button")).to_have_count(12)
    assert is_whole(page)


def test_a_file_that_is_none_is_refused_beside_its_field(browser: Any, site: str) -> None:
    # Outside the visits that nothing may complain in: the browser itself notes an answer that refuses.
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(f"{site}{LIBRARY}catalogue/office/")
    page.locator("form[action$='duplicate/'] button").click()
    page.locator("details.more summary").click()
    page.locator("#csv").set_input_files(
        {"name": "p.csv", "mimeType": "text/csv", "buffer": b"kWh\n1\nabc\n" + b"1\n" * 22}
    )
    expect(page.locator("#file-problem")).to_contain_text("Line 3, column kWh: “abc” is not a number from zero up.")
    page.context.close()


def test_two_who_save_at_once_do_not_overwrite_each_other(browser: Any, site: str) -> None:
    first, second = (browser.new_context(locale="en-GB").new_page() for _ in range(2))
    first.goto(f"{site}{LIBRARY}catalogue/farm/")
    first.locator("form[action$='duplicate/'] button").click()
    first.wait_for_selector("html[data-ready=profile]")
    second.goto(first.url)
    for page in (first, second):
        page.wait_for_selector("html[data-ready=profile]")
        page.locator("#ed [data-index='5']").focus()
        page.keyboard.press("Shift+ArrowUp" if page is first else "Shift+ArrowDown")
    first.locator("button[form=profile-form]").click()
    first.wait_for_selector("text=Saved as version 2.")
    drawn = curve(second)
    second.locator("button[form=profile-form]").click()
    second.wait_for_selector("text=saved version 2 meanwhile")
    second.wait_for_selector("html[data-ready=profile]")
    assert curve(second) == drawn
    second.locator("button[form=profile-form]").click()
    second.wait_for_selector("text=Saved as version 3.")
    for page in (first, second):
        page.context.close()


@pytest.mark.parametrize(("width", "height", "theme", "language"), DRESSES)
def test_it_fits_and_is_accessible_with_everything_open(
    visit: Visit, width: int, height: int, theme: str, language: str
) -> None:
    page = open_copy(visit, width=width, height=height, theme=theme, language=language)
    page.select_option("#kinds", "3")
    page.select_option("#seasons", "three")
    page.select_option("#compare", index=1)
    page.wait_for_selector("#ghost-part:not([hidden])")
    page.locator("details.more summary").click()
    page.locator("[data-ed=paste]").click()
    field = page.locator("#values input").first
    field.fill("abc")
    field.press("Tab")
    assert faults(page) == []
    page.locator("#levels button").nth(1).click()
    assert faults(page) == []
    labels = page.eval_on_selector_all("#ed .label", "texts => texts.map(text => text.getBoundingClientRect().height)")
    assert min(labels) >= 11, "labels are as large on a phone as elsewhere"
    page.on("dialog", lambda dialog: dialog.accept())


def test_the_library_finds_while_one_types(visit: Visit) -> None:
    page = visit().open(LIBRARY)
    page.locator("input[name=q]").fill("bakery")
    expect(page.locator(".pcard")).to_have_count(1)
    page.select_option("select[name=direction]", "production")
    expect(page.locator("#found")).to_contain_text("No profile fits")
    assert "q=bakery" in page.url
    assert "direction=production" in page.url
