"""The curve of a profile is edited with the mouse, the keys, a finger and a spreadsheet, and always sums to 1 kWh."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from energy_synergy.profiles.curve import CurveRefused, normalise
from energy_synergy.profiles.pasted import read_values
from tests.journeys.profile_editor import Visit, curve, handle, is_whole, open_copy

HALF_UNIT = 0.5e-9


def test_arrows_alone_edit_every_hour_and_undo_brings_the_exact_values_back(visit: Visit) -> None:
    page = open_copy(visit)
    states = [curve(page)]
    handle(page, 0).focus()
    for hour in range(24):
        assert page.evaluate("document.activeElement.dataset.index") == str(hour)
        page.keyboard.press("Shift+ArrowUp" if hour % 2 else "ArrowUp")
        assert is_whole(page), hour
        states.append(curve(page))
        assert states[-1] != states[-2]
        page.keyboard.press("ArrowRight")
    for state in reversed(states[:-1]):
        page.keyboard.press("Control+z")
        assert curve(page) == state
    expect(page.locator("[data-ed=undo]")).to_be_disabled()
    for state in states[1:]:
        page.keyboard.press("Control+Shift+z")
        assert curve(page) == state


def test_tab_walks_from_hour_to_hour_and_a_point_says_its_value(visit: Visit) -> None:
    page = open_copy(visit)
    handle(page, 9).focus()
    page.keyboard.press("Tab")
    point = handle(page, 10)
    expect(point).to_be_focused()
    before = float(point.get_attribute("aria-valuenow") or 0)
    page.keyboard.press("ArrowUp")
    assert float(point.get_attribute("aria-valuenow") or 0) == pytest.approx(before + 0.002, abs=1e-4)
    assert (point.get_attribute("aria-valuetext") or "").endswith("kWh per hour")
    page.keyboard.press("End")
    expect(handle(page, 23)).to_be_focused()
    page.keyboard.press("Home")
    expect(handle(page, 0)).to_be_focused()


def drag(page: Page, *places: tuple[float, float]) -> None:
    """Draw with the mouse across places that are told as fractions of the drawing, from its upper left corner."""
    box = page.locator("#ed").bounding_box()
    assert box
    points = [(box["x"] + across * box["width"], box["y"] + down * box["height"]) for across, down in places]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
    page.mouse.up()


def test_a_drag_draws_all_hours_that_it_crosses(visit: Visit) -> None:
    page = open_copy(visit, "flat")
    before = curve(page)
    drag(page, (0.3, 0.3), (0.6, 0.3))
    after = curve(page)
    drawn = [hour for hour in range(24) if after[4 * hour] > after[0] * 1.2]
    assert is_whole(page)
    assert len(drawn) >= 6
    assert drawn == list(range(drawn[0], drawn[-1] + 1)), "no hour is left out, however fast the pointer went"
    page.locator("[data-ed=undo]").click()
    assert curve(page) == before


def test_a_typed_value_stays_as_it_was_typed(visit: Visit) -> None:
    page = open_copy(visit)
    field = page.get_by_label("10:00, kWh")
    field.fill("0,125")
    field.press("Enter")
    assert sum(curve(page)[40:44]) == pytest.approx(0.125, abs=4e-9)
    assert is_whole(page)
    expect(page.get_by_label("11:00, kWh")).to_be_focused()
    before = curve(page)
    for text in ("abc", "-1", "NaN", "7"):
        field.fill(text)
        field.press("Tab")
        expect(page.locator("#value-problem")).to_contain_text(f"“{text}” is not a number of kWh from 0 to 1")
        assert field.input_value() == text
        assert curve(page) == before
    field.fill("0.1")
    field.press("Tab")
    expect(page.locator("#value-problem")).to_be_hidden()


def paste(page: Page, text: str) -> None:
    """Paste a text into the first field of the table, as a spreadsheet gives it."""
    page.locator("#values input").first.focus()
    page.evaluate(
        """text => { const clipboardData = new DataTransfer(); clipboardData.setData('text', text);
        const event = new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true});
        document.activeElement.dispatchEvent(event); }""",
        text,
    )


@pytest.mark.parametrize("separator", ["\n", "\t", ";", "\r\n"])
@pytest.mark.parametrize("count", [24, 96])
def test_values_of_a_spreadsheet_are_pasted(visit: Visit, separator: str, count: int) -> None:
    page = open_copy(visit)
    paste(page, separator.join(f"{number},5" for number in range(count)))
    assert is_whole(page)
    values = curve(page)
    assert values[95] / values[0] == pytest.approx((count - 0.5) / 0.5, rel=1e-4)
    assert page.locator("#values input").count() == count
    expect(page.locator("#live")).to_contain_text(f"{count} values were taken")


def test_a_list_that_is_none_is_refused_beside_its_field_and_kept(visit: Visit) -> None:
    page = open_copy(visit)
    before = curve(page)
    paste(page, "\n".join(["1"] * 23))
    expect(page.locator("#value-problem")).to_contain_text("not 23")
    page.locator("details.more summary").click()
    field, problem = page.locator("#list"), page.locator("#list-problem")
    for text, words in (
        ("1\n" * 23, "not 23"),
        ("1\n" * 10_000, "not 10000"),
        ("1\n" * 23 + "-2", "Value 24 (-2) is not a number from zero up."),
        ("1\n" * 23 + "warm", "Value 24 (warm)"),
        ("0\n" * 24, "zeros has no shape"),
        ("", "Write or paste 24 values"),
    ):
        # Typed by hand a list of thousands takes minutes; it is there at once as it is when somebody pastes it.
        field.evaluate("(field, text) => { field.value = text; }", text)
        page.locator("[data-ed=paste]").click()
        expect(problem).to_contain_text(words)
        assert field.input_value() == text
        assert curve(page) == before
    field.fill("1 " * 24)
    page.locator("[data-ed=paste]").click()
    expect(problem).to_be_hidden()
    assert len(set(curve(page))) <= 2


def jumps(values: list[float]) -> list[float]:
    """Return how much each quarter differs from the next."""
    return [abs(after - before) for before, after in pairwise(values)]


def test_smooth_and_flat_keep_the_sum(visit: Visit) -> None:
    page = open_copy(visit, "street_lighting")
    rough = jumps(curve(page))
    page.locator("[data-ed=smooth]").click()
    assert max(jumps(curve(page))) < max(rough)
    assert is_whole(page)
    page.locator("[data-ed=flat]").click()
    assert max(curve(page)) - min(curve(page)) < 2e-9
    assert is_whole(page)


def test_quarters_are_edited_one_by_one(visit: Visit) -> None:
    page = open_copy(visit)
    page.locator("#levels button").nth(1).click()
    before = curve(page)
    handle(page, 0).focus()
    page.keyboard.press("End")
    page.keyboard.press("PageUp")
    after = curve(page)
    assert after[95] == pytest.approx(before[95] + 0.0025, abs=HALF_UNIT * 4)
    assert is_whole(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#ed')") is None, "96 points are one stop of Tab"


def test_the_browser_and_the_server_agree_to_the_last_unit(visit: Visit) -> None:
    """Both round to whole numbers of 1e-9 kWh by the same rule."""
    chance = random.Random(16)
    curves = [
        [
            chance.choice((chance.random(), 10 ** chance.uniform(-30, 30), float(chance.randrange(4)))) + 5e-324
            for _ in range(n)
        ]
        for n in (24, 96) * 300
    ]
    page = visit().open("/about/")
    script = "curves => import('/static/es/profile_curve.js').then(module => curves.map(module.normalise))"
    theirs = page.evaluate(script, curves)
    ours = [[round(value * 1e9) for value in normalise(one).tolist()] for one in curves]
    assert theirs == ours


def test_the_browser_and_the_server_read_the_same_values(visit: Visit) -> None:
    cells = (
        "1",
        "0,5",
        "1 234,5",
        "1,234.5",
        "1.234,5",
        "4 %",
        "1e-3",
        "-1",
        "nan",
        "",
        "=1",
        "0x1",
        "1.2.3",
        "5,",
        "\u22121",
    )
    texts = [
        between.join([cell] * count)
        for cell in cells
        for between in ("\n", "\t", ";", " ", ", ", ",")
        for count in (1, 23, 24, 96)
    ]
    texts += ["\n".join(f"{h}:00\t{h}" for h in range(24)), "kWh\n" + "1\n" * 24, "Hour;kWh\n" + "1:00;2\n" * 24]

    def ours(text: str) -> list[float] | None:
        try:
            return read_values(text)
        except CurveRefused:
            return None

    page = visit().open("/about/")
    script = """texts => import('/static/es/profile_curve.js').then(module =>
        texts.map(text => { try { return module.readValues(text); } catch { return null; } }))"""
    theirs = page.evaluate(script, texts)
    assert [text for text, one in zip(texts, theirs, strict=True) if one != ours(text)] == []


def test_a_finger_sets_a_point(visit: Visit) -> None:
    page = open_copy(visit, "flat", width=390, height=844, has_touch=True)
    page.locator("#ed").scroll_into_view_if_needed()
    box = page.locator("#ed").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 0.5 * box["width"], box["y"] + 0.2 * box["height"])
    assert max(curve(page)) > 1.2 / 96
    assert is_whole(page)
